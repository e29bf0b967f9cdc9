import {
	variant,
	filter,
	boolean,
	resourceLocator,
	number,
	options,
	stringList,
	dateTime,
} from '../../shared/schema/fieldBuilders';
import { titleCase } from '../../shared/utils/casing';
import { item, list } from '../../shared/schema/output';
import type { Poll } from '../../shared/schema/poll';
import type { Field } from '../../shared/schema/fields';
import { operation, type Resource } from '../../shared/schema/operation';
import { campaign, newsletter, segment } from '../../shared/catalog/messagingLocators';
import { dataExport, transactionalMessageById } from '../../shared/catalog/contentLocators';
import {
	exportResult as exportResultField,
	isExportAwaited,
	linkResult as linkResultField,
} from '../fields/completion';
import { exportResult, linkResult } from '../postReceive/export';

const exportId = resourceLocator('export_id', dataExport, 'The export');

const EXPORT_KEYS = [
	'id',
	'type',
	'status',
	'total',
	'failed',
	'description',
	'created_at',
	'updated_at',
] as const;

const exportOutput = item('export', { simplify: EXPORT_KEYS });

const exportPoll: Poll = {
	when: isExportAwaited,
	label: 'Export',
	idKey: 'id',
	route: 'GET /v1/exports/{id}',
	rootProperty: 'export',
	done: { key: 'status', in: ['done'] },
	failed: [
		{ key: 'failed', in: [true] },
		{ key: 'status', in: ['failed'] },
	],
	resumeHint: 'Get it with Export > Get Download Link and the ID {id}.',
};

const METRICS = `attempted bounced clicked converted created delivered dropped failed opened sent
	spammed undeliverable unsubscribed`;

const deliveryFilters: readonly Field[] = [
	dateTime('start', 'Only deliveries from this time on. Without it, of the last 6 months.'),
	dateTime('end', 'Only deliveries before this time. A span of more than 12 months is cut.', {
		notBefore: 'start',
	}),
	stringList('attributes', 'Attributes of the recipients to add as columns, separated by commas', {
		placeholder: 'first_name, plan',
	}),
	options(
		'metric',
		'Only deliveries that this happened to',
		METRICS.split(/\s+/).map((value) => ({ name: titleCase(value), value })),
	),
	boolean('drafts', 'Whether to add drafts to what was sent', {
		displayName: 'Include Drafts',
		default: true,
	}),
	number('template_id', 'Only deliveries of this template', { min: 1 }),
];

/** @see https://docs.customer.io/integrations/api/app/#tag/exports */
export const dataExports: Resource = {
	name: 'export',
	displayName: 'Export',
	description: 'People and deliveries as CSV files',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many exports',
			description: 'Get a list of exports',
			route: 'GET /v1/exports',
			output: list('exports', { simplify: EXPORT_KEYS }),
		}),
		exportCustomers: operation({
			name: 'Create for People',
			action: 'Export people',
			description: 'Export people who match a filter',
			route: 'POST /v1/exports/customers',
			unordered: true,
			fields: [
				filter('filters', 'Conditions that people must meet', {
					// `filters` is the name of the collection of every list.
					displayName: 'Filter',
					parameter: 'filter',
					dialect: 'audience',
					segment,
				}),
				exportResultField,
			],
			poll: exportPoll,
			postReceive: exportResult,
			output: exportOutput,
		}),
		exportDeliveries: operation({
			name: 'Create for Deliveries',
			action: 'Export deliveries',
			description:
				'Export the deliveries of a campaign, newsletter, action or transactional message',
			route: 'POST /v1/exports/deliveries',
			unordered: true,
			fields: [
				variant('source', 'What sent the deliveries', {
					newsletter: {
						name: 'Newsletter',
						description: 'Deliveries of one newsletter',
						fields: [
							resourceLocator('newsletter_id', newsletter, 'The newsletter', { required: true }),
						],
					},
					campaign: {
						name: 'Campaign',
						description: 'Deliveries of all actions of one campaign or broadcast',
						fields: [resourceLocator('campaign_id', campaign, 'The campaign', { required: true })],
					},
					transactional: {
						name: 'Transactional Message',
						description: 'Deliveries of one transactional message',
						fields: [
							resourceLocator(
								'transactional_message_id',
								transactionalMessageById,
								'The transactional message',
								{ required: true },
							),
						],
					},
					action: {
						name: 'Action',
						description: 'Deliveries of one action of a campaign or broadcast',
						fields: [number('action_id', 'ID of the action', { required: true, min: 1 })],
					},
				}),
				...deliveryFilters,
				exportResultField,
			],
			poll: exportPoll,
			postReceive: exportResult,
			output: exportOutput,
		}),
		get: operation({
			name: 'Get',
			action: 'Get export',
			description: 'Get the state of an export',
			route: 'GET /v1/exports/{export_id}',
			fields: [exportId],
			output: exportOutput,
		}),
		getDownloadLink: operation({
			name: 'Get Download Link',
			action: 'Get download link of export',
			description: 'Get a link to the file of an export that is done, or the file itself',
			route: 'GET /v1/exports/{export_id}/download',
			fields: [exportId, linkResultField],
			postReceive: linkResult,
			output: item(),
		}),
	},
};
