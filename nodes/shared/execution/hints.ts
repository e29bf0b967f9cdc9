import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

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

/** Explains why an item was sent in an earlier try, or was not sent again. */
function retryOnFailHint(count: number): NodeExecutionHint {
	const kept = count === 1 ? '1 item keeps its result' : `${count} items keep their results`;
	return {
		message: `Retry On Fail: ${kept} of an earlier try and ${count === 1 ? 'was' : 'were'} not sent again`,
		type: 'info',
		location: 'outputPane',
	};
}

/**
 * Shows in the output pane what the user should know about the run.
 *
 * @param waitedMs how long requests waited for the rate limit
 * @param recalledCount how many items kept their outcome of an earlier try
 */
export function addHints(
	context: IExecuteFunctions,
	waitedMs: number,
	recalledCount: number,
): void {
	if (waitedMs >= MIN_SHOWN_WAIT_MS) context.addExecutionHints(rateLimitHint(waitedMs));
	if (recalledCount > 0) context.addExecutionHints(retryOnFailHint(recalledCount));
}
