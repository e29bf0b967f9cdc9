import type { Call, RequestLimits } from '../../shared/batching/batchFormat';
import type { RequestOptions } from '../../shared/schema/request';

export interface TrackCall extends Call {
	/** Path and query of the endpoint for batches. */
	readonly batchPath: string;
	/** Customer.io does the same once or twice. */
	readonly idempotent: boolean;
	readonly isMerge: boolean;
	/** The call replaces what an earlier one wrote. */
	readonly overwrites: boolean;
}

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
