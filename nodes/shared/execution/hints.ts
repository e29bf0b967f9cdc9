import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import type { ApiClient } from '../transport/apiClient';

/** A wait that nobody notices needs no words. */
const NOTICEABLE_MS = 2000;

/** Says that Customer.io's limit, and not the workflow, took the time. */
function limitHint(waitedMs: number): NodeExecutionHint | undefined {
	if (waitedMs < NOTICEABLE_MS) return undefined;
	return {
		message: `Waited ${(waitedMs / 1000).toFixed(1)} s for Customer.io's rate limit`,
		type: 'info',
		location: 'outputPane',
	};
}

/** n8n's own repeat sends the items that succeeded again: a second email to each of them. */
const RETRY_ON_FAIL_HINT: NodeExecutionHint = {
	message:
		'"Retry On Fail" is on: if an item fails, n8n runs the whole node again and sends the other items a second time. This node repeats by itself what is safe to repeat. Turn "Retry On Fail" off and set On Error to Continue.',
	type: 'warning',
	location: 'outputPane',
};

/**
 * Tells in the output pane what a person should know about how the node ran.
 *
 * @param writes whether what the node did has an effect if it is done again
 */
export function addHints(context: IExecuteFunctions, connection: ApiClient, writes: boolean): void {
	const waited = limitHint(connection.waitedForLimitMs);
	if (waited !== undefined) context.addExecutionHints(waited);
	if (writes && context.getNode().retryOnFail === true) {
		context.addExecutionHints(RETRY_ON_FAIL_HINT);
	}
}
