import { hash, randomUUID } from 'node:crypto';

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** IDs of the calls that an AI agent makes to the node, by their arguments. */
const toolCallIds = new WeakMap<IDataObject, string>();

/**
 * Identifies a run of the node in an execution: the same in each try of Retry On Fail, and different in
 * every other run, execution and n8n instance.
 */
export function nodeRunId(context: IExecuteFunctions): string {
	const executionId: string | undefined = context.getExecutionId();
	// For a tool, n8n counts each try as a run, and parallel calls may get the same number.
	if (!executionId || 'getNextRunIndex' in context) return toolCallId(context);
	const runIndex: unknown = context.evaluateExpression('{{ $runIndex }}', 0);
	return JSON.stringify([context.getInstanceId(), executionId, context.getNode().name, runIndex]);
}

/** n8n passes the same arguments to each try. */
function toolCallId(context: IExecuteFunctions): string {
	const json = context.getInputData()[0]?.json;
	const id = (json && toolCallIds.get(json)) ?? randomUUID();
	if (json !== undefined) toolCallIds.set(json, id);
	return id;
}

/** A UUID that is always the same for a text (version 8 of RFC 9562). */
export function uuidOf(text: string): string {
	const hex = hash('sha256', text);
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
