import {
	NodeApiError,
	type IDataObject,
	type INodeExecutionData,
	type NodeOperationError,
} from 'n8n-workflow';

import { mayHaveSucceeded } from '../transport/apiErrors';
import type { JsonObject } from '../utils/json';

/**
 * The output of an item that failed with On Error = Continue: the message of the error as `error`, what
 * else is known of it, and whether the item may have succeeded.
 *
 * @param hasErrorOutput On Error is "Continue (using error output)"
 * @param subject the identifiers of whom or what the item is about, as far as they are known
 */
export function errorItem(
	error: NodeApiError | NodeOperationError,
	itemIndex: number,
	hasErrorOutput: boolean,
	subject: JsonObject,
): INodeExecutionData {
	const { code, retryAfterMs } = error.context;
	const httpCode: unknown =
		error.context.httpCode ?? (error instanceof NodeApiError ? error.httpCode : undefined);
	const json: IDataObject = { ...subject, error: error.message };
	if (error.description) json.description = error.description;
	if (httpCode) json.httpCode = String(httpCode);
	if (typeof code === 'string') json.code = code;
	json.mayHaveSucceeded = mayHaveSucceeded(error);
	if (typeof retryAfterMs === 'number') json.retryAfterMs = retryAfterMs;

	const item: INodeExecutionData = { json, pairedItem: { item: itemIndex } };
	if (hasErrorOutput) {
		// n8n moves items with an error to the error output, and then replaces the JSON of those that
		// still have it with the message alone. It does not copy a property that is not enumerable.
		Object.defineProperty(item, 'error', { value: error, writable: true, configurable: true });
	}
	return item;
}
