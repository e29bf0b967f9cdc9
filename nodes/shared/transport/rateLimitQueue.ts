import { RateLimiters, type Slot } from './rateLimiter';
import type { RateLimit } from './rateLimits';

/** Shared by all executions of the process: a key's limits hold for all of them together. */
const limiters = new RateLimiters();

type Reservation = { readonly slot: Slot } | { readonly waitMs: number };

/** Waits for the rate limits of a key on behalf of one client, and measures how long. */
export class RateLimitQueue {
	private waiting = 0;
	private waitingSince = 0;
	private totalWaitMs = 0;

	/**
	 * @param key what the limits hold for: requests with the same key share them
	 * @param sleep waits, and throws if the execution is cancelled
	 */
	constructor(
		private readonly key: string,
		private readonly sleep: (ms: number) => Promise<void>,
	) {}

	/** Milliseconds in which at least one request waited. */
	get waitedMs(): number {
		return this.totalWaitMs;
	}

	/**
	 * Waits until a request may start.
	 *
	 * @returns its slot; or how long it would have to wait, if that is beyond the deadline
	 */
	async next(limit: RateLimit, deadline: number): Promise<Reservation> {
		const now = Date.now();
		const limiter = limiters.for(this.key, limit, now);
		const earliest = limiter.earliest(now);
		if (earliest > now && earliest > deadline) return { waitMs: earliest - now };
		const slot = limiter.reserve(now);
		await this.wait(slot.at - Date.now());
		return { slot };
	}

	/** Waits as long as a 429 asks. */
	async backOff(limit: RateLimit, slot: Slot, waitMs: number): Promise<void> {
		const now = Date.now();
		slot.onRateLimited(now);
		// `Retry-After` counts in whole seconds, so under a limit per second it names more time than it
		// takes until the next request fits. More than a period is meant for all requests.
		if (waitMs > limit.perMs) limiters.for(this.key, limit, now).pauseUntil(now + waitMs);
		else await this.wait(waitMs);
	}

	private async wait(ms: number): Promise<void> {
		if (ms <= 0) return;
		if (this.waiting === 0) this.waitingSince = Date.now();
		this.waiting += 1;
		try {
			await this.sleep(ms);
		} finally {
			this.waiting -= 1;
			if (this.waiting === 0) this.totalWaitMs += Date.now() - this.waitingSince;
		}
	}
}
