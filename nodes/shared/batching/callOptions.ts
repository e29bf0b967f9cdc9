import type { RequestOptions } from '../schema/request';
import type { RequestLimits } from './batchFormat';

/** What the node's options say about the calls of an item. */
export function callOptions({ maxWaitMs, timeoutMs, requestsPerSecond, entered }: RequestOptions): {
	readonly limits: RequestLimits;
	readonly includeInput: boolean;
} {
	return {
		limits: { maxWaitMs, timeoutMs, requestsPerSecond },
		includeInput: entered.include_input_fields === true,
	};
}
