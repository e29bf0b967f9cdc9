import { boolean, number } from './fieldBuilders';

/** What is asked for beside an operation's own fields, by the kind of its output. */

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
