/** Trials, generated at random: a run of a node, or the life of a trigger, under faults of the service. */
import fc from 'fast-check';

import { isSlow, pageFault, requestFault, type FaultPlan } from './faults.ts';
import { triggerTrials, type TriggerTrial } from './triggerTrials.ts';
import { workloads } from './workloads.ts';

/** What is wrong with the node itself; with most of it, nothing can be sent. */
export type Setup =
	| 'good'
	| 'noCredential'
	| 'credentialDeleted'
	/** The credential cannot be read for a second time. */
	| 'credentialVanishes'
	| 'noBaseUrl'
	| 'unknownRegion'
	| 'failingCredential'
	/** The key is an expression, and a bad item has another, wrong one. */
	| 'keyOfItem'
	/** The key is an expression, which fails for a bad item. */
	| 'failingKeyOfItem'
	| 'unknownOperation'
	| 'failingResource'
	| 'failingOperation';

/** When the user cancels: after so many milliseconds, or at so many requests that arrived or were processed. */
export type Cancel =
	{ readonly at: 'ms'; readonly ms: number } | { readonly at: 'event'; readonly count: number };

export interface NodeTrial {
	kind: 'node';
	workload: string;
	/** One entry per item; a bad item cannot succeed. */
	items: Array<{ bad: boolean }>;
	setup: Setup;
	faults: FaultPlan[];
	/** `stop` is n8n's default. */
	onError: 'stop' | 'continueRegularOutput' | 'continueErrorOutput';
	/** Most often that n8n runs the node. */
	tries: number;
	/** Whether the service enforces the documented limits and the node keeps them. */
	limits: boolean;
	cancel: Cancel | undefined;
	/** Options of the node, in seconds. */
	maxWait: number;
	timeout: number;
}

/** The test of a credential in n8n's dialog. */
export interface CredentialTrial {
	kind: 'credential';
	credential: 'customerIoAppApi' | 'customerIoPipelinesApi' | 'customerIoTrackApi';
	wrongKey: boolean;
	faults: FaultPlan[];
}

export type Trial = NodeTrial | CredentialTrial | TriggerTrial;

const SETUPS = [
	'noCredential',
	'credentialDeleted',
	'noBaseUrl',
	'unknownRegion',
	'failingCredential',
	'unknownOperation',
	'failingResource',
	'failingOperation',
] as const satisfies readonly Setup[];

const setup: fc.Arbitrary<Setup> = fc.oneof(
	{ weight: 14, arbitrary: fc.constant('good' as const) },
	{ weight: 2, arbitrary: fc.constantFrom(...SETUPS) },
	{ weight: 1, arbitrary: fc.constantFrom('keyOfItem' as const, 'failingKeyOfItem' as const) },
	{ weight: 1, arbitrary: fc.constant('credentialVanishes' as const) },
);

const cancel: fc.Arbitrary<Cancel> = fc.oneof(
	fc.record({ at: fc.constant('ms' as const), ms: fc.integer({ min: 0, max: 1500 }) }),
	fc.record({ at: fc.constant('event' as const), count: fc.integer({ min: 1, max: 20 }) }),
);

/** One in n. */
const oneIn = (n: number): fc.Arbitrary<boolean> => fc.nat(n - 1).map((drawn) => drawn === n - 1);

function faultsOf(workload: string): fc.Arbitrary<FaultPlan[]> {
	const fault =
		workloads[workload]?.isList === true
			? fc.oneof(requestFault, { weight: 2, arbitrary: pageFault })
			: requestFault;
	return fc.array(fault, { minLength: 0, maxLength: 4 });
}

const nodeTrials: fc.Arbitrary<NodeTrial> = fc
	.constantFrom(...Object.keys(workloads))
	.chain((workload) => {
		// What is done and waited for is stopped and cancelled more often, because few others are between two states for long,
		// and lists, because only those without faults show what is read on.
		const isWaiting = workloads[workload]?.waitSeconds !== undefined;
		const isLong = isWaiting || workloads[workload]?.isList === true;
		return fc.record({
			kind: fc.constant('node' as const),
			workload: fc.constant(workload),
			items: fc.array(fc.record({ bad: oneIn(10) }), {
				minLength: 1,
				maxLength: workloads[workload]?.maxItems ?? 12,
			}),
			setup,
			faults: faultsOf(workload),
			onError: fc.oneof(
				{ weight: 5, arbitrary: fc.constant('continueRegularOutput' as const) },
				{ weight: isLong ? 6 : 2, arbitrary: fc.constant('stop' as const) },
				{ weight: 2, arbitrary: fc.constant('continueErrorOutput' as const) },
			),
			tries: fc.oneof(
				{ weight: 3, arbitrary: fc.constant(1) },
				{ weight: 1, arbitrary: fc.integer({ min: 2, max: 3 }) },
			),
			limits: oneIn(8),
			cancel: oneIn(isWaiting ? 2 : 5).chain((isCancelled) =>
				isCancelled ? cancel : fc.constant(undefined),
			),
			maxWait: fc.constantFrom(0, 1, 2, 4),
		});
	})
	.map((trial) => ({
		...trial,
		// A credential that vanishes matters to a second try.
		tries: trial.setup === 'credentialVanishes' ? Math.max(2, trial.tries) : trial.tries,
		// A short timeout only where it matters: on a busy machine others would exceed it by chance.
		timeout: trial.faults.some(isSlow) ? 1 : 30,
	}));

const credentialTrials: fc.Arbitrary<CredentialTrial> = fc.record({
	kind: fc.constant('credential' as const),
	credential: fc.constantFrom(
		...(['customerIoAppApi', 'customerIoPipelinesApi', 'customerIoTrackApi'] as const),
	),
	wrongKey: oneIn(4),
	faults: fc.array(
		requestFault.filter((plan) => !isSlow(plan)),
		{ minLength: 0, maxLength: 2 },
	),
});

export const trials: fc.Arbitrary<Trial> = fc.oneof(
	{ weight: 16, arbitrary: nodeTrials },
	{ weight: 1, arbitrary: credentialTrials },
	{ weight: 3, arbitrary: triggerTrials },
);

/** Setups with which no request can be made. */
const BLOCKED: ReadonlySet<Setup> = new Set([
	'noCredential',
	'credentialDeleted',
	'noBaseUrl',
	'unknownRegion',
	'failingCredential',
	'unknownOperation',
	'failingResource',
	'failingOperation',
]);

export function isBlocked(trial: NodeTrial): boolean {
	return BLOCKED.has(trial.setup);
}

/** Whether a request may take effect after the node stopped waiting for it. */
export function hasLateEffects(trial: NodeTrial): boolean {
	return trial.timeout === 1;
}
