import type { Call } from '../../shared/batching/batchFormat';

export interface TrackCall extends Call {
	/** Path and query of the endpoint for batches. */
	readonly batchPath: string;
	/** Customer.io does the same once or twice. */
	readonly idempotent: boolean;
	readonly isMerge: boolean;
	/** The call replaces what an earlier one wrote. */
	readonly overwrites: boolean;
}
