import { json } from '../../shared/schema/fieldBuilders';
import { operation, type Resource } from '../../shared/schema/operation';
import { done } from '../../shared/schema/output';
import { includeInputFields } from '../fields/entity';

/** @see https://docs.customer.io/integrations/api/track/#tag/Track-v2-API */
export const call: Resource = {
	name: 'call',
	displayName: 'Call',
	description: 'Calls that are written as JSON already',
	operations: {
		send: operation({
			name: 'Send',
			action: 'Send call',
			description: 'Send any call of version 2 of the API as JSON',
			route: 'POST /api/v2/entity',
			fields: [
				json(
					'call',
					'The whole call, such as { "type": "person", "action": "identify", "identifiers": { "id": "42" } }',
					'object',
					{ displayName: 'Call (JSON)', required: true, wholeBody: true },
				),
			],
			options: [includeInputFields],
			output: done,
		}),
		sendBatch: operation({
			name: 'Send Batch',
			action: 'Send batch of calls',
			description: 'Send an array of calls of version 2 of the API',
			route: 'POST /api/v2/batch',
			fields: [
				json(
					'batch',
					'Calls as a JSON array. They are sent in their order, in as many requests as their size needs.',
					'array',
					{ displayName: 'Calls (JSON)', required: true },
				),
			],
			options: [includeInputFields],
			output: done,
		}),
	},
};
