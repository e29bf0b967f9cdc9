import { RateLimiter, type Lease } from './rateLimiter';
import type { RateLimit } from './rateLimits';

export interface Clock {
	/** Milliseconds of a monotonic clock. */
	now(): number;
	sleep(ms: number): Promise<void>;
}

export type Grant =
	| { readonly kind: 'granted'; readonly lease: Lease }
	| { readonly kind: 'cancelled' }
	/** The rate limit allows no request before the deadline. */
	| { readonly kind: 'tooLate'; readonly waitMs: number };

export interface ScheduledRequest {
	/** Owners take turns; requests of one owner start in the order in which they came. */
	readonly owner: object;
	readonly limit: RateLimit;
	/** Latest start, on the scheduler's clock. */
	readonly deadline: number;
	readonly signal?: AbortSignal | undefined;
}

interface Waiter extends ScheduledRequest {
	readonly resolve: (grant: Grant) => void;
}

/** Longest sleep before the limiter is asked again: a place may have become free earlier. */
const MAX_SLEEP_MS = 1000;

/** A timer that fires so much too late shows that the process stood still. */
const STALL_MS = 100;

/**
 * Starts the requests of all executions that share a rate limit.
 *
 * Nothing is reserved ahead. The limiter is asked again when a request may start, so a pause, a 429
 * or a cancellation takes effect on everything that waits.
 */
export class RequestScheduler {
	private readonly limiter: RateLimiter;
	/** By owner, who is next first. No list is empty. */
	private readonly waiting = new Map<object, Waiter[]>();
	private isRunning = false;
	/** Ends the sleep of `run`. */
	private wake: () => void = () => {};

	constructor(
		limit: RateLimit,
		private readonly clock: Clock,
		random?: () => number,
	) {
		this.limiter = new RateLimiter(limit, random);
	}

	/** Waits until the request may start. */
	async next(request: ScheduledRequest): Promise<Grant> {
		const { owner, signal } = request;
		if (signal?.aborted === true) return { kind: 'cancelled' };
		return await new Promise<Grant>((resolve) => {
			const cancel = (): void => this.settle(waiter, { kind: 'cancelled' });
			const waiter: Waiter = {
				...request,
				resolve: (grant) => {
					signal?.removeEventListener('abort', cancel);
					resolve(grant);
				},
			};
			signal?.addEventListener('abort', cancel, { once: true });
			const waiters = this.waiting.get(owner);
			if (waiters === undefined) this.waiting.set(owner, [waiter]);
			else waiters.push(waiter);
			void this.run();
		});
	}

	/** Nothing starts in the next `ms` milliseconds. */
	pause(ms: number): void {
		this.limiter.pauseUntil(this.clock.now() + ms);
	}

	/** Whether nobody waits, and nothing that was sent matters any more. */
	get isIdle(): boolean {
		return this.waiting.size === 0 && this.limiter.isIdle(this.clock.now());
	}

	private async run(): Promise<void> {
		if (this.isRunning) return;
		this.isRunning = true;
		for (let waiter = this.first; waiter !== undefined; waiter = this.first) {
			const now = this.clock.now();
			this.limiter.setLimit(waiter.limit);
			const lease = this.limiter.acquire(now);
			if (lease !== undefined) {
				this.settle(waiter, { kind: 'granted', lease: this.waking(lease) });
				if (waiter.limit.requests !== Infinity) void this.reportSent(lease);
				continue;
			}
			const start = this.limiter.earliest(now);
			this.rejectBefore(start, now);
			if (this.waiting.size === 0) break;
			const sleepMs = Math.min(start - now, MAX_SLEEP_MS);
			await Promise.race([
				this.clock.sleep(sleepMs),
				new Promise<void>((resolve) => (this.wake = resolve)),
			]);
			const woken = this.clock.now();
			if (woken - now > sleepMs + STALL_MS) this.limiter.onStall(woken);
		}
		this.isRunning = false;
	}

	/** Without what the request took, another may start earlier than it seemed. */
	private waking(lease: Lease): Lease {
		return {
			...lease,
			release: () => {
				lease.release();
				this.wake();
			},
			onRateLimited: (now) => {
				lease.onRateLimited(now);
				this.wake();
			},
		};
	}

	/** The network gets a request after what else the process is busy with, as a timer does. */
	private async reportSent(lease: Lease): Promise<void> {
		await this.clock.sleep(0);
		lease.onSent(this.clock.now());
	}

	private get first(): Waiter | undefined {
		const [waiters] = this.waiting.values();
		return waiters?.[0];
	}

	/** Turns away what may not wait until `start`. */
	private rejectBefore(start: number, now: number): void {
		for (const waiter of [...this.waiting.values()].flat()) {
			if (waiter.deadline < start) this.settle(waiter, { kind: 'tooLate', waitMs: start - now });
		}
	}

	private settle(waiter: Waiter, grant: Grant): void {
		const { owner } = waiter;
		const waiters = this.waiting.get(owner);
		const index = waiters?.indexOf(waiter) ?? -1;
		if (waiters === undefined || index < 0) return;
		waiters.splice(index, 1);
		if (grant.kind === 'granted' || waiters.length === 0) this.waiting.delete(owner);
		// Whoever had its turn waits behind the others.
		if (grant.kind === 'granted' && waiters.length > 0) this.waiting.set(owner, waiters);
		waiter.resolve(grant);
	}
}

/** The schedulers of a process: one for each key and rate limit, forgotten when idle. */
export class RequestSchedulers {
	private readonly schedulers = new Map<string, RequestScheduler>();

	/** @param maxKept number of schedulers above which idle ones are forgotten */
	constructor(
		private readonly clock: Clock,
		private readonly maxKept = 200,
	) {}

	for(key: string, limit: RateLimit): RequestScheduler {
		const name = `${key} ${limit.name}`;
		let scheduler = this.schedulers.get(name);
		if (scheduler === undefined) {
			if (this.schedulers.size >= this.maxKept) this.forgetIdle();
			scheduler = new RequestScheduler(limit, this.clock);
			this.schedulers.set(name, scheduler);
		}
		return scheduler;
	}

	get size(): number {
		return this.schedulers.size;
	}

	private forgetIdle(): void {
		for (const [name, scheduler] of this.schedulers) {
			if (scheduler.isIdle) this.schedulers.delete(name);
		}
	}
}
