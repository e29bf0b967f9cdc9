import type { RateLimit } from './rateLimits';

/** The pace leaves this share of the limit unused, for clocks that do not agree. */
const HEADROOM = 0.005;

/**
 * Most of a request's lateness that is made up for, as a share of the limit's period: an answer that
 * takes long because the service works on it is no late arrival, and must not cost pace every time.
 */
const MAX_LATENCY_CREDIT = 0.05;

/**
 * How much slower the pace gets after a refusal, for a process that had most of the limit.
 * One that got less slows down by less, down to this share of a share: so the pace of processes that
 * share a limit becomes alike, and their sum swings around the limit.
 */
const DECREASE_FACTOR = 0.2;
const MIN_SHARE = 0.2;

/**
 * Almost everything that the limit allows was this process's own, and it was not refused for so many
 * periods: then a refusal is likely to come from a request that was late, and the pace slows down to
 * this. Were the next one taken as lightly, somebody who just begins would never get a share.
 */
const WHOLE_SHARE = 0.9;
const PERIODS_OF_PEACE = 10;
const PACE_OF_WHOLE = 0.95;

/**
 * What the pace regains in a period of the limit, as a share of the full pace, and how much more in
 * each period after that: who was alone for some time has the limit to itself again.
 */
const RECOVERY = 0.06;
const RECOVERY_GROWTH = 0.006;

/** However often it is refused, a process keeps asking at this share of the full pace. */
const MIN_PACE = 0.2;

/** A request that was given a slot. */
interface Sent {
	readonly at: number;
	refused: boolean;
	/** From its slot to its answer; 0 until it is answered. */
	delay: number;
	/** Among the first of a burst: new connections and a cold process make them late, once. */
	readonly cold: boolean;
}

/** A moment at which one request may start. */
export interface Slot {
	/** Milliseconds, on the clock of the caller. */
	readonly at: number;
	/** Tells the limiter when the answer came, whatever it was. */
	onResponse(now: number): void;
	/** Tells the limiter that the answer was a refusal for the limit: somebody else uses it too. */
	onRateLimited(now: number): void;
}

/**
 * Gives out the moments at which requests may start, so that a limit is kept.
 *
 * A moment is reserved when it is asked for, and reservations lie on one time line: a timer that
 * fires late does not shift those behind it, and executions that share the limiter take turns as
 * long as each keeps a bounded number of requests waiting.
 *
 * The service counts when requests arrive, not when they were meant to start. One that was late
 * (a new connection, a busy process) arrives closer to those behind it, so the request that would
 * be one too many within a period of its arrival starts later by as much.
 *
 * Other processes and programs may use the same key. Their requests are seen only in refusals, which
 * slow the pace down; it recovers little by little, and faster when none follows.
 *
 * Knows no clock: the caller says what time it is, in milliseconds.
 */
export class RateLimiter {
	private next = 0;
	/** The last requests, oldest first; at most as many as the limit. */
	private readonly sent: Sent[] = [];
	private shortestDelay = Infinity;
	/** Requests since nobody waited. */
	private inARow = 0;
	/** As a share of the limit's, at the moment of the last refusal. */
	private pace = 1;
	private slowedAt = -Infinity;

	constructor(private readonly limit: RateLimit) {}

	/** The next free moment, without taking it. */
	earliest(now: number): number {
		const oneTooMany = this.sent[this.sent.length - this.limit.requests];
		const free = oneTooMany === undefined ? 0 : this.arrival(oneTooMany) + this.limit.perMs;
		return Math.max(now, this.next, free);
	}

	/** Reserves the next free moment. */
	reserve(now: number): Slot {
		const { requests, perMs, mode } = this.limit;
		if (this.isIdle(now)) this.inARow = 0;
		const at = this.earliest(now);
		if (mode === 'paced') this.next = at + ((perMs / requests) * (1 + HEADROOM)) / this.paceAt(at);

		const one: Sent = { at, refused: false, delay: 0, cold: this.inARow < requests };
		this.inARow += 1;
		if (this.sent.length >= requests) this.sent.shift();
		if (Number.isFinite(requests)) this.sent.push(one);
		return {
			at,
			onResponse: (answeredAt) => {
				one.delay = Math.max(0, answeredAt - at);
				this.shortestDelay = Math.min(this.shortestDelay, one.delay);
			},
			onRateLimited: (refusedAt) => {
				one.refused = true;
				// What was under way when the pace changed says nothing about the new pace.
				if (at >= this.slowedAt) this.slowDown(one, refusedAt);
			},
		};
	}

	/** The pace at which requests start, as a share of the limit's. */
	paceAt(now: number): number {
		const periods = Math.max(0, now - this.slowedAt) / this.limit.perMs;
		return Math.min(1, this.pace + RECOVERY * periods + RECOVERY_GROWTH * periods ** 2);
	}

	private slowDown(one: Sent, now: number): void {
		const { requests, perMs } = this.limit;
		// What may have been in the service's period when it refused. After a stall of this process it
		// is more than what was sent in the last period, because all of it arrived late.
		const counted = this.sent.filter(
			({ at, delay, refused }) => !refused && at + delay > one.at - perMs,
		);
		const share = counted.length / requests;
		const pace = this.paceAt(now);
		const isAlone = share >= WHOLE_SHARE && now - this.slowedAt > PERIODS_OF_PEACE * perMs;
		this.pace = isAlone
			? Math.min(pace, PACE_OF_WHOLE)
			: Math.max(MIN_PACE, pace * (1 - DECREASE_FACTOR * Math.max(MIN_SHARE, share)));
		this.slowedAt = now;
	}

	/** When a request arrived at the latest, as far as it is counted. */
	private arrival({ at, delay, cold }: Sent): number {
		const { perMs } = this.limit;
		const lateness = Math.max(0, delay - this.shortestDelay);
		return at + Math.min(lateness, cold ? perMs : perMs * MAX_LATENCY_CREDIT);
	}

	/** The service wants to be left alone: nothing more starts before `until`. */
	pauseUntil(until: number): void {
		this.next = Math.max(this.next, until);
	}

	/** Nobody waits, and nothing that was sent matters to what comes next. */
	isIdle(now: number): boolean {
		return this.next <= now && (this.sent.at(-1)?.at ?? -Infinity) + this.limit.perMs <= now;
	}
}

/** The limiters of a process: one for each key and limit, forgotten when idle. */
export class RateLimiters {
	private readonly limiters = new Map<string, RateLimiter>();

	/** @param maxKept limiters kept at most before idle ones are forgotten */
	constructor(private readonly maxKept = 200) {}

	for(key: string, limit: RateLimit, now: number): RateLimiter {
		const name = `${key} ${limit.name} ${limit.requests}/${limit.perMs}`;
		let limiter = this.limiters.get(name);
		if (limiter === undefined) {
			if (this.limiters.size >= this.maxKept) this.forgetIdle(now);
			limiter = new RateLimiter(limit);
			this.limiters.set(name, limiter);
		}
		return limiter;
	}

	get size(): number {
		return this.limiters.size;
	}

	private forgetIdle(now: number): void {
		for (const [name, limiter] of this.limiters) {
			if (limiter.isIdle(now)) this.limiters.delete(name);
		}
	}
}
