import type { RunResult } from '../engine/harness.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Trial } from './trials.ts';
import type { Workload } from './workloads.ts';

export const NODE_NAME = 'Node';

/** The observable results of a trial. */
export interface Observation {
	readonly trial: Trial;
	readonly workload: Workload;
	readonly sandbox: Sandbox;
	readonly result: RunResult;
	/** The marker of each item. */
	readonly markers: readonly string[];
	/** Duration of the run. */
	readonly ms: number;
	/** Number of requests that arrived after the node had ended. */
	readonly sentAfterEnd: number;
	/** Number of requests without a response long after the end. */
	readonly unanswered: number;
}

/** The outputs of a run, with the error output of the node if it has one. */
export function outputsOf({ result }: Observation) {
	return [...result.items(NODE_NAME, 0), ...result.items(NODE_NAME, 1)];
}
