import { boolean, json, number } from './fieldBuilders';

/** Fields that many operations share: by the kind of their output, and the options of every request. */

export const returnAll = boolean(
	'returnAll',
	'Whether to return all results or only up to a given limit',
);

export const limit = number('limit', 'Max number of results to return', { min: 1, default: 50 });

export const splitIntoPeriods = boolean(
	'splitIntoPeriods',
	'Whether to return one item per period, with its start time and the metrics as columns, instead of lists of numbers',
);

export const simplify = boolean(
	'simplify',
	'Whether to return a simplified version of the response instead of the raw data',
	{ default: true },
);

export const additionalBody = json(
	'additional_body',
	'Extra body fields as JSON. They override fields of the same name.',
	'object',
	{ displayName: 'Additional Body Fields (JSON)' },
);

export const additionalQuery = json(
	'additional_query',
	'Extra query parameters as JSON. They override those of the same name.',
	'object',
	{ displayName: 'Additional Query Parameters (JSON)' },
);

export const maxWait = number(
	'max_wait',
	'Maximum time to wait for the rate limit or an outage before the item fails',
	{ displayName: 'Max Wait (Seconds)', min: 0, default: 300 },
);

export const timeout = number(
	'timeout',
	'Seconds after which an unanswered request counts as failed',
	{
		displayName: 'Timeout (Seconds)',
		min: 1,
		default: 60,
	},
);

export const requestsPerSecond = number(
	'requests_per_second',
	'Overrides the documented rate limit, for workspaces with a custom one. Use 0 for no limit.',
	{ displayName: 'Requests per Second', min: 0, default: 10 },
);
