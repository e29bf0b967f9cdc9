/** A trial: a workload, items, and faults of the service, generated at random. */
import fc from 'fast-check';

import { workloads } from './workloads.ts';

/** A readable description of a fault, converted to a sandbox fault when the trial starts. */
export type FaultPlan = {
	/** Number of requests that it affects. */
	times: number;
	/** Affect only every nth request. */
	every: number;
} & (
	| { what: 'rateLimited'; retryAfter: 'none' | 'zero' | 'second' | 'date' | 'nonsense' | 'long' }
	| { what: 'down'; status: number; body: 'html' | 'json' | 'none' }
	| { what: 'rejected'; status: number }
	| { what: 'notJson'; body: string }
	| { what: 'resetBefore' | 'resetAfter' | 'truncate' | 'truncateDeclared' }
	| { what: 'late'; ms: number }
	| { what: 'trickle'; ms: number }
);

export interface Trial {
	workload: string;
	/** One entry per item; a bad item cannot succeed. */
	items: Array<{ bad: boolean }>;
	faults: FaultPlan[];
	/** `stop` is n8n's default. */
	onError: 'stop' | 'continueRegularOutput' | 'continueErrorOutput';
	/** Whether the service enforces the documented limits and the node keeps them. */
	limits: boolean;
	/** Milliseconds after which the execution is cancelled. */
	cancelAfter: number | undefined;
	/** Options of the node, in seconds. */
	maxWait: number;
	timeout: number;
}

/** Longer than the shortest timeout that a user can set. */
const LATE_MS = 1300;

const hits = { times: fc.integer({ min: 1, max: 6 }), every: fc.integer({ min: 1, max: 3 }) };

const fault: fc.Arbitrary<FaultPlan> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			what: fc.constant('rateLimited' as const),
			retryAfter: fc.constantFrom(
				...(['none', 'zero', 'second', 'date', 'nonsense', 'long'] as const),
			),
			...hits,
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			what: fc.constant('down' as const),
			status: fc.integer({ min: 500, max: 504 }),
			body: fc.constantFrom(...(['html', 'json', 'none'] as const)),
			...hits,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			what: fc.constant('rejected' as const),
			status: fc.constantFrom(400, 401, 403, 409, 413, 422),
			...hits,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			what: fc.constant('notJson' as const),
			body: fc.constantFrom('<html><body>Please sign in</body></html>', '{"segment":{"id":', 'OK'),
			...hits,
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			what: fc.constantFrom(
				...(['resetBefore', 'resetAfter', 'truncate', 'truncateDeclared'] as const),
			),
			...hits,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			what: fc.constant('late' as const),
			ms: fc.constantFrom(30, LATE_MS),
			...hits,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			what: fc.constant('trickle' as const),
			ms: fc.constantFrom(5, 40, 200),
			...hits,
		}),
	},
);

const optional = (weight: number, value: fc.Arbitrary<number>) =>
	fc.option(value, { freq: weight, nil: undefined });

export const trials: fc.Arbitrary<Trial> = fc
	.record({
		workload: fc.constantFrom(...Object.keys(workloads)),
		items: fc.array(fc.record({ bad: fc.nat(9).map((n) => n === 9) }), {
			minLength: 1,
			maxLength: 12,
		}),
		faults: fc.array(fault, { minLength: 0, maxLength: 4 }),
		onError: fc.oneof(
			{ weight: 6, arbitrary: fc.constant('continueRegularOutput' as const) },
			{ weight: 2, arbitrary: fc.constant('stop' as const) },
			{ weight: 1, arbitrary: fc.constant('continueErrorOutput' as const) },
		),
		limits: fc.nat(7).map((n) => n === 7),
		// With `freq` n, one in n is undefined, so cancellations are chosen from the rest.
		cancelAfter: optional(1, fc.integer({ min: 0, max: 1500 })).chain((ms) =>
			fc.nat(4).map((n) => (n === 4 ? ms : undefined)),
		),
		maxWait: fc.constantFrom(0, 1, 2, 4),
	})
	.map((trial) => ({
		...trial,
		// A short timeout only where it matters: on a busy machine others would exceed it by chance.
		timeout: trial.faults.some(
			(plan) => (plan.what === 'late' && plan.ms === LATE_MS) || plan.what === 'trickle',
		)
			? 1
			: 30,
	}));

/** Whether a request may take effect after the node stopped waiting for it. */
export function hasLateEffects(trial: Trial): boolean {
	return trial.timeout === 1;
}
