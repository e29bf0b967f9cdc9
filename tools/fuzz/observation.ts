import type { RunResult } from '../engine/harness.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Gateway } from './gateway.ts';
import type { NodeTrial } from './trials.ts';
import type { Workload } from './workload.ts';

export const NODE_NAME = 'Node';

/** The observable results of a run. */
export interface Observation {
	readonly trial: NodeTrial;
	readonly workload: Workload;
	readonly sandbox: Sandbox;
	readonly gateway: Gateway;
	readonly result: RunResult;
	/** The API key of the credential. */
	readonly key: string;
	/** The marker of each item. */
	readonly markers: readonly string[];
	/** The run did not end in time, and was cancelled. */
	readonly endless: boolean;
	/** Number of requests that arrived after the node had ended. */
	readonly sentAfterEnd: number;
	/** Number of requests without a response long after the end. */
	readonly unanswered: number;
}

/** The outputs of a run, those of the error output last. */
export function outputsOf({ result }: Observation) {
	const success = result.items(NODE_NAME, 0).map((item) => ({ ...item, isOnErrorOutput: false }));
	const failures = result.items(NODE_NAME, 1).map((item) => ({ ...item, isOnErrorOutput: true }));
	return [...success, ...failures];
}
