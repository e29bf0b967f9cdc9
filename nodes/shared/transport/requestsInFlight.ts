import type { RateLimit } from './rateLimits';

/** Bounds the sockets and the memory of an execution. */
const MAX_IN_FLIGHT = 500;

/** How long the waiting requests last at the limit's rate. */
const LOOKAHEAD_MS = 500;
const MAX_LOOKAHEAD = 250;
const QUOTA_LOOKAHEAD = 4;

/**
 * Counts the requests that wait for a response, so that an execution processes as many items at the
 * same time as the rate limit and the latency need (Little's law): those in flight, and some that
 * wait for the rate limit. The bound rises when responses get slower. It is halved by a failed
 * request and raised by a successful one.
 */
export class RequestsInFlight {
	private count = 0;
	private max = MAX_IN_FLIGHT;
	private onChange: () => void = () => {};

	/**
	 * Says how many items may be processed at the same time, now and whenever it changes.
	 *
	 * @param limit the one under which the items' requests are sent
	 */
	follow(limit: RateLimit, setConcurrency: (concurrency: number) => void): void {
		this.onChange = () => setConcurrency(this.concurrency(limit));
		this.onChange();
	}

	started(): void {
		this.count += 1;
		this.onChange();
	}

	/** @param result `failed`: the service or the network did not work; `rejected` says nothing about them */
	ended(result: 'succeeded' | 'rejected' | 'failed'): void {
		this.count -= 1;
		if (result === 'succeeded') this.max = Math.min(MAX_IN_FLIGHT, this.max + 1);
		if (result === 'failed') this.max = Math.max(1, Math.floor(this.max / 2));
		this.onChange();
	}

	private concurrency(limit: RateLimit): number {
		const ahead = lookahead(limit);
		// Without a limit nothing waits, and everything would be in flight.
		const needed = limit.requests === Infinity ? ahead : ahead + this.count;
		return Math.min(this.max, needed);
	}
}

/** How many requests may wait for a rate limit. */
function lookahead({ requests, perMs, mode }: RateLimit): number {
	if (mode === 'quota') return QUOTA_LOOKAHEAD;
	return Math.max(1, Math.min(MAX_LOOKAHEAD, Math.ceil((requests / perMs) * LOOKAHEAD_MS)));
}
