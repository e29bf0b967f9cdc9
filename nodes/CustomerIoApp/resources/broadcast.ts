import {
	variant,
	filter,
	boolean,
	json,
	resourceLocator,
	keyValue,
	options,
	string,
	stringList,
} from '../../shared/schema/fieldBuilders';
import { cursor, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import type { Json } from '../../shared/utils/json';
import { actionOperations } from '../fields/actions';
import { state } from '../fields/deliveries';
import {
	broadcast as broadcasts,
	broadcastAction,
	broadcastTrigger,
	segment,
} from '../../shared/catalog/messagingLocators';
import { bySteps, metricOutput } from '../fields/metrics';
import { isWaiting, waitForCompletion } from '../fields/completion';
import { triggerResult } from '../postReceive/broadcastTrigger';

const MAX_RECIPIENTS = 10_000;
const MAX_DATA_BYTES = 50_000;
/** The whole request may have 25 MB. */
const MAX_AUDIENCE_BYTES = 26_000_000;

const broadcastId = resourceLocator('broadcast_id', broadcasts, 'The API-triggered broadcast');
const actionId = resourceLocator(
	'action_id',
	broadcastAction,
	'A message or other step of the broadcast',
);
const triggerId = resourceLocator('trigger_id', broadcastTrigger, 'One run of the broadcast', {
	displayName: 'Trigger',
});

const idIgnoreMissing = boolean(
	'id_ignore_missing',
	'Whether to skip people whose ID is unknown instead of failing the whole broadcast',
	{ displayName: 'Ignore Missing IDs', topLevel: true },
);
const emailIgnoreMissing = boolean(
	'email_ignore_missing',
	'Whether to skip people whose email is unknown instead of failing the whole broadcast',
	{ displayName: 'Ignore Missing Emails', topLevel: true },
);
const emailAddDuplicates = boolean(
	'email_add_duplicates',
	'Whether to send to everyone who has the same email address instead of failing the whole broadcast',
	{ displayName: 'Include Duplicate Emails', topLevel: true },
);

/** @see https://docs.customer.io/integrations/api/app/#tag/broadcasts */
export const broadcast: Resource = {
	name: 'broadcast',
	displayName: 'Broadcast',
	description: 'Messages to many people, started by the API',
	operations: {
		trigger: operation({
			name: 'Trigger',
			action: 'Trigger broadcast',
			description: 'Start an API-triggered broadcast for an audience',
			route: 'POST /v1/campaigns/{broadcast_id}/triggers',
			fields: [
				broadcastId,
				options(
					'send',
					'Once for All Items reads the audience from every item and puts people with the same settings into one broadcast, each of them once, in requests of up to 10,000',
					[
						{ name: 'Once for All Items', value: 'all' },
						{ name: 'Once per Item', value: 'each' },
					],
					{ in: 'none', topLevel: true, default: 'all' },
				),
				variant('audience', 'Who gets the broadcast', {
					default: {
						name: 'Default Audience',
						description: 'Everyone in the audience set up in Customer.io',
						fields: [idIgnoreMissing, emailIgnoreMissing, emailAddDuplicates],
					},
					recipients: {
						name: 'Custom Filter',
						description: 'Everyone who matches the conditions',
						fields: [
							filter('recipients', 'Conditions that people must meet', {
								dialect: 'audience',
								segment,
							}),
						],
					},
					emails: {
						name: 'Emails',
						description: 'People by their email address',
						fields: [
							stringList(
								'emails',
								'Email addresses, separated by commas, or an array. At most 10,000.',
								{
									required: true,
									identifies: true,
									minItems: 1,
									maxItems: MAX_RECIPIENTS,
									placeholder: 'ada@example.com, grace@example.com',
								},
							),
							emailIgnoreMissing,
							emailAddDuplicates,
						],
					},
					ids: {
						name: 'IDs',
						description: 'People by their ID',
						fields: [
							stringList(
								'ids',
								'IDs of people, separated by commas, or an array. At most 10,000.',
								{
									required: true,
									identifies: true,
									minItems: 1,
									maxItems: MAX_RECIPIENTS,
									placeholder: '42, 43',
								},
							),
							idIgnoreMissing,
						],
					},
					perUserData: {
						name: 'Per-User Data',
						description: 'People by ID or email, each with data of their own',
						fields: [
							json(
								'per_user_data',
								'Array of existing people with their data as JSON, each by ID or email: [{"id": "42", "data": {"voucher": "A1"}}]. At most 10,000.',
								'array',
								{
									displayName: 'People and Data (JSON)',
									required: true,
									maxItems: MAX_RECIPIENTS,
									check: namesSomebody,
								},
							),
							idIgnoreMissing,
							emailIgnoreMissing,
							emailAddDuplicates,
						],
					},
					dataFileUrl: {
						name: 'Data File',
						description: 'People and their data from a file on the web',
						fields: [
							string(
								'data_file_url',
								'URL of a JSON Lines file with one existing person per line: {"id": "42", "data": {…}} or {"email": …}. Up to 10 GB and 2 MB per person; gzip is supported.',
								{
									displayName: 'Data File URL',
									required: true,
									format: 'url',
									placeholder: 'https://example.com/people.jsonl',
								},
							),
							idIgnoreMissing,
							emailIgnoreMissing,
							emailAddDuplicates,
						],
					},
				}),
				keyValue('data', 'Values for the broadcast, used in its content as {{trigger.name}}', {
					topLevel: true,
					maxBytes: MAX_DATA_BYTES,
				}),
				waitForCompletion,
			],
			combine: {
				parameter: 'send',
				lists: ['emails', 'ids', 'per_user_data'],
				maxItems: MAX_RECIPIENTS,
				maxBytes: MAX_AUDIENCE_BYTES,
			},
			poll: {
				when: isWaiting,
				label: 'Broadcast trigger',
				idKey: 'id',
				route: 'GET /v1/campaigns/{broadcast_id}/triggers/{id}',
				done: { key: 'processed_at', notIn: [null, 0] },
				resumeHint: 'Read its state with Broadcast > Get Trigger Status and the ID {id}.',
			},
			postReceive: triggerResult,
			output: item(),
		}),
		getTriggerStatus: operation({
			name: 'Get Trigger Status',
			action: 'Get status of broadcast trigger',
			description: 'Get the state of one run of a broadcast',
			route: 'GET /v1/campaigns/{broadcast_id}/triggers/{trigger_id}',
			fields: [broadcastId, triggerId],
			output: item(),
		}),
		getTriggerErrors: operation({
			name: 'Get Trigger Errors',
			action: 'Get errors of broadcast trigger',
			description: 'Get the errors of one run of a broadcast, such as people who were not found',
			route: 'GET /v1/campaigns/{broadcast_id}/triggers/{trigger_id}/errors',
			fields: [broadcastId, triggerId],
			output: list('errors', { pagination: cursor(), scalarKey: 'message' }),
		}),
		getTriggers: operation({
			name: 'Get Triggers',
			action: 'Get triggers of broadcast',
			description: 'Get the runs of a broadcast',
			route: 'GET /v1/broadcasts/{broadcast_id}/triggers',
			fields: [broadcastId],
			output: list('triggers'),
		}),
		getAll: operation({
			name: 'Get Many',
			action: 'Get many broadcasts',
			description: 'Get a list of API-triggered broadcasts',
			route: 'GET /v1/broadcasts',
			output: list('broadcasts'),
		}),
		get: operation({
			name: 'Get',
			action: 'Get broadcast',
			description: 'Get an API-triggered broadcast',
			route: 'GET /v1/broadcasts/{broadcast_id}',
			fields: [broadcastId],
			output: item('broadcast'),
		}),
		...actionOperations('broadcast', {
			id: broadcastId,
			actionId,
			report: bySteps,
			actionMetrics: metricOutput,
			deliveries: state,
		}),
	},
};

/**
 * Customer.io does not document what an empty list means, and without a list it uses the audience of
 * the broadcast's settings.
 */
function namesSomebody(value: Json): string | undefined {
	return Array.isArray(value) && value.length === 0 ? 'must name at least one person' : undefined;
}
