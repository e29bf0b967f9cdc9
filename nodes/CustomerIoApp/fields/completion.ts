import { variant, number } from '../../shared/schema/fieldBuilders';

/** Where nothing is entered: an expression may be empty for an item. */
export const DEFAULT_WAIT_SECONDS = 300;

const waitSeconds = number(
	'wait_seconds',
	'Most seconds to wait. Customer.io goes on after that.',
	{
		displayName: 'Longest Wait (Seconds)',
		default: DEFAULT_WAIT_SECONDS,
		min: 1,
		topLevel: true,
		in: 'none',
	},
);

/** For work that Customer.io does after its answer. */
export const waitForCompletion = variant(
	'wait_for_completion',
	'When the node goes on',
	{
		no: {
			name: 'No',
			description: 'Go on as soon as Customer.io has taken the request',
			fields: [],
		},
		yes: {
			name: 'Yes',
			description: 'Go on with the result, or with an error if it takes too long',
			fields: [waitSeconds],
		},
	},
	{ displayName: 'Wait for Completion' },
);

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

/** What an export gives: all but the first wait for it. */
export const exportResult = variant(
	'export_result',
	'What to return',
	{
		started: {
			name: 'The Started Export',
			description: 'Go on at once, with the ID of the export',
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

/** What becomes of the link of an export that is done. */
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
