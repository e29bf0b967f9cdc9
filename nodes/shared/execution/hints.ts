import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import type { ApiClient } from '../transport/apiClient';

/** A shorter wait is not worth a hint. */
const MIN_SHOWN_WAIT_MS = 2000;

/** Explains that the rate limit, and not the workflow, took the time. */
function rateLimitHint(waitedMs: number): NodeExecutionHint {
	return {
		message: `Waited ${(waitedMs / 1000).toFixed(1)} s for Customer.io's rate limit`,
		type: 'info',
		location: 'outputPane',
	};
}

/** n8n reruns the node with all items: those that succeeded get a second email. */
const RETRY_ON_FAIL_HINT: NodeExecutionHint = {
	message:
		'"Retry On Fail" is on: if an item fails, n8n runs the whole node again and sends the other items a second time. This node repeats by itself what is safe to repeat. Turn "Retry On Fail" off and set On Error to Continue.',
	type: 'warning',
	location: 'outputPane',
};

/**
 * Shows in the output pane what the user should know about the run.
 *
 * @param writes whether running the node again would have an effect
 */
export function addHints(context: IExecuteFunctions, client: ApiClient, writes: boolean): void {
	if (client.waitedForLimitMs >= MIN_SHOWN_WAIT_MS) {
		context.addExecutionHints(rateLimitHint(client.waitedForLimitMs));
	}
	if (writes && context.getNode().retryOnFail === true) {
		context.addExecutionHints(RETRY_ON_FAIL_HINT);
	}
}
