import { sleep } from 'n8n-workflow';

import type { RateLimit } from './rateLimits';
import { RequestSchedulers, type Grant } from './requestScheduler';

/** Shared by all executions of the process: a key's limits hold for all of them together. */
const schedulers = new RequestSchedulers({ now: () => performance.now(), sleep });

/** `Retry-After` counts in whole seconds, so one second is often more than it takes until a request fits. */
const RETRY_AFTER_RESOLUTION_MS = 1000;

/** Waits for the rate limits of a key on behalf of one client, and measures how long. */
export class RateLimitQueue {
	private waiting = 0;
	private waitingSince = 0;
	private totalWaitMs = 0;

	/**
	 * @param key what the limits hold for: requests with the same key share them
	 * @param signal aborted when the execution is cancelled
	 */
	constructor(
		private readonly key: string,
		private readonly signal: AbortSignal | undefined,
	) {}

	/** Milliseconds in which at least one request waited. */
	get waitedMs(): number {
		return this.totalWaitMs;
	}

	/**
	 * Waits until a request may start.
	 *
	 * @param deadline latest start, in milliseconds of `performance.now()`
	 */
	async next(limit: RateLimit, deadline: number): Promise<Grant> {
		if (this.waiting === 0) this.waitingSince = performance.now();
		this.waiting += 1;
		const { signal } = this;
		const grant = await schedulers
			.for(this.key, limit)
			.next({ owner: this, limit, deadline, signal });
		this.waiting -= 1;
		if (this.waiting === 0) this.totalWaitMs += performance.now() - this.waitingSince;
		return grant;
	}

	/**
	 * Delays all requests under a limit as long as a 429 asks, unless that is too short to be meant for all.
	 *
	 * @returns whether they are delayed; otherwise the rejected request has to wait alone
	 */
	pauseFor(limit: RateLimit, waitMs: number): boolean {
		const isPaced = limit.mode === 'paced' && limit.requests !== Infinity;
		if (isPaced && waitMs <= RETRY_AFTER_RESOLUTION_MS) return false;
		schedulers.for(this.key, limit).pause(waitMs);
		return true;
	}
}
