import { json, options } from '../../shared/schema/fieldBuilders';
import { done } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { rawCallOptions } from '../fields/common';

/** @see https://docs.customer.io/integrations/data-in/connections/http-api/ */
export const call: Resource = {
	name: 'call',
	displayName: 'Call',
	description: 'Ready-made calls, for example from another Segment-compatible source',
	operations: {
		send: operation({
			name: 'Send',
			action: 'Send call',
			description: 'Send any call as JSON',
			route: 'POST /v1/{type}',
			fields: [
				options(
					'type',
					'What the call does',
					[
						{ name: 'Alias', value: 'alias', description: 'Tie an old ID to the ID that stays' },
						{ name: 'Group', value: 'group', description: 'Create or update an object' },
						{ name: 'Identify', value: 'identify', description: 'Create or update a person' },
						{ name: 'Page', value: 'page', description: 'Record a page view' },
						{ name: 'Screen', value: 'screen', description: 'Record a screen view' },
						{ name: 'Track', value: 'track', description: 'Record an event, or give a command' },
					],
					{ default: 'identify' },
				),
				json(
					'call',
					'The whole call, such as { "userId": "42", "traits": { "plan": "pro" } }',
					'object',
					{
						displayName: 'Call (JSON)',
						required: true,
						wholeBody: true,
					},
				),
			],
			options: rawCallOptions,
			idempotent: true,
			output: done,
		}),
		sendBatch: operation({
			name: 'Send Batch',
			action: 'Send batch of calls',
			description: 'Send an array of calls, each with its type',
			route: 'POST /v1/batch',
			fields: [
				json(
					'batch',
					'Calls as a JSON array, such as [{ "type": "identify", "userId": "42" }]. They are sent in their order, in as many requests as their size needs.',
					'array',
					{ displayName: 'Calls (JSON)', required: true },
				),
			],
			options: rawCallOptions,
			idempotent: true,
			output: done,
		}),
	},
};
