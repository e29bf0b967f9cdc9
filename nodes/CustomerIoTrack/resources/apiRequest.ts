import { json, keyValue, options, string } from '../../shared/schema/fieldBuilders';
import { item } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';

/** For endpoints that are newer than this node, with the same key, limits, retries and errors. */
export const apiRequest: Resource = {
	name: 'apiRequest',
	displayName: 'API Request',
	description: 'Any other endpoint of the Track API',
	operations: {
		send: operation({
			name: 'Send',
			action: 'Send API request',
			description: 'Call any endpoint of the Track API',
			route: 'POST /api/v1/',
			customRoute: true,
			fields: [
				options(
					'method',
					'HTTP method of the endpoint. GET, PUT and DELETE are retried after a failure; POST is not.',
					['GET', 'POST', 'PUT', 'DELETE'].map((value) => ({ name: value, value })),
					{ required: true, in: 'none' },
				),
				string('path', 'Path of the endpoint. Values of items must be percent-encoded in it.', {
					required: true,
					in: 'none',
					placeholder: '/api/v1/accounts/region',
				}),
				keyValue('query', 'Query parameters', {
					valueType: 'string',
					displayName: 'Query Parameters',
					in: 'none',
				}),
				json('body', 'Body of the request as JSON', 'any', {
					displayName: 'Body (JSON)',
					wholeBody: true,
				}),
			],
			output: item(),
		}),
	},
};
