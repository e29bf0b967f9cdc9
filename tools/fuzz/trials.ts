/** What a trial is: a workload, items, and faults of the service, drawn at random. */
import fc from 'fast-check';

import { workloads } from './workloads.ts';

/** A fault as a person would tell it; made into a fault of the sandbox when the trial begins. */
export type FaultPlan = {
	/** How many requests it hits. */
	times: number;
	/** Only every so many-th request. */
	every: number;
} & (
	| { what: 'limited'; retryAfter: 'none' | 'zero' | 'second' | 'date' | 'nonsense' | 'long' }
	| { what: 'down'; status: number; body: 'html' | 'json' | 'none' }
	| { what: 'refused'; status: number }
	| { what: 'notJson'; body: string }
	| { what: 'resetBefore' | 'resetAfter' | 'truncate' | 'truncateDeclared' }
	| { what: 'late'; ms: number }
	| { what: 'trickle'; ms: number }
);

export interface Trial {
	workload: string;
	/** One for each item; a bad one cannot succeed. */
	items: Array<{ bad: boolean }>;
	faults: FaultPlan[];
	/** `stop` is n8n's default. */
	onError: 'stop' | 'continueRegularOutput' | 'continueErrorOutput';
	/** Whether the service keeps its documented limits, and the node the documented pace. */
	limits: boolean;
	/** Milliseconds after which the execution is cancelled. */
	cancelAfter: number | undefined;
	/** Options of the node, in seconds. */
	maxWait: number;
	timeout: number;
}

/** Longer than the shortest time-out that a user can set. */
const LATE_MS = 1300;

const hits = { times: fc.integer({ min: 1, max: 6 }), every: fc.integer({ min: 1, max: 3 }) };

const fault: fc.Arbitrary<FaultPlan> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			what: fc.constant('limited' as const),
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
			what: fc.constant('refused' as const),
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

const often = (weight: number, yes: fc.Arbitrary<number>) =>
	fc.option(yes, { freq: weight, nil: undefined });

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
		// `freq` n is one in n without a value, so the cancelled ones are drawn from the rest.
		cancelAfter: often(1, fc.integer({ min: 0, max: 1500 })).chain((ms) =>
			fc.nat(4).map((n) => (n === 4 ? ms : undefined)),
		),
		maxWait: fc.constantFrom(0, 1, 2, 4),
	})
	.map((trial) => ({
		...trial,
		// A short time-out only where it matters: on a busy machine it would be met by chance.
		timeout: trial.faults.some(
			(plan) => (plan.what === 'late' && plan.ms === LATE_MS) || plan.what === 'trickle',
		)
			? 1
			: 30,
	}));

/** Whether a request may take effect after its sender has given it up. */
export function hasLateEffects(trial: Trial): boolean {
	return trial.timeout === 1;
}
