import { variant, number } from '../../shared/schema/fieldBuilders';
import { DEFAULT_WAIT_SECONDS, WAIT_SECONDS } from '../../shared/schema/poll';

const waitSeconds = number(
	WAIT_SECONDS,
	'Maximum time to wait. Customer.io keeps working after that.',
	{
		displayName: 'Completion Timeout (Seconds)',
		default: DEFAULT_WAIT_SECONDS,
		min: 1,
		topLevel: true,
		in: 'none',
	},
);

/** For jobs that Customer.io continues after its response. */
export const waitForCompletion = variant(
	'wait_for_completion',
	'Whether to wait until Customer.io has finished',
	{
		no: {
			name: 'No',
			description: 'Continue as soon as Customer.io has accepted the request',
			fields: [],
		},
		yes: {
			name: 'Yes',
			description: 'Continue with the result, or with an error if it takes too long',
			fields: [waitSeconds],
		},
	},
	{ displayName: 'Wait for Completion' },
);

/** The choice to wait, as the condition of a poll. */
export const isWaiting = { key: 'waitForCompletion', in: ['yes'] } as const;

const file = {
	name: 'The File',
	description: 'Wait until it is done, and download the file as binary data',
	fields: [waitSeconds],
};

const rows = {
	name: 'The Rows as Items',
	description: 'Wait until it is done, and make an item of each row. An archive stays a file.',
	fields: [waitSeconds],
};

/** What an export returns: all but the first option wait until it is done. */
export const exportResult = variant(
	'export_result',
	'What to return',
	{
		started: {
			name: 'The Started Export',
			description: 'Continue at once, with the ID of the export',
			fields: [],
		},
		done: {
			name: 'The Finished Export',
			description: 'Wait until it is done',
			fields: [waitSeconds],
		},
		file,
		rows,
	},
	{ displayName: 'Return' },
);

/** The choice to wait for an export, as the condition of a poll. */
export const isExportAwaited = { key: 'exportResult', notIn: ['started'] } as const;

/** What is returned for the link of a finished export. */
export const linkResult = variant(
	'link_result',
	'What to return',
	{
		link: {
			name: 'The Link',
			description: 'It is valid for 15 minutes, and needs no key',
			fields: [],
		},
		file: { ...file, description: 'Download the file as binary data', fields: [] },
		rows: {
			...rows,
			description: 'Make an item of each row of the file. An archive stays a file.',
			fields: [],
		},
	},
	{ displayName: 'Return' },
);
