import type { Limit } from './limits';

/**
 * The limit's pace leaves this much unused: the service counts when requests arrive, and the
 * network may bring two closer together than they were sent.
 */
const HEADROOM = 0.015;

/**
 * Gives out the moments at which requests may start, so that a limit is kept.
 *
 * A moment is reserved when it is asked for, and reservations lie on one time line: a timer that
 * fires late does not shift those behind it, and executions that share the limiter take turns as
 * long as each keeps a bounded number of requests waiting.
 *
 * Knows no clock: the caller says what time it is, in milliseconds.
 */
export class Limiter {
	private next = 0;
	private readonly spent: number[] = [];

	constructor(private readonly limit: Limit) {}

	/** Reserves the next free moment. */
	reserve(now: number): number {
		if (this.limit.manner === 'budget') return this.reserveFromBudget(now);
		const interval = (this.limit.perMs / this.limit.requests) * (1 + HEADROOM);
		const moment = Math.max(now, this.next);
		this.next = moment + interval;
		return moment;
	}

	/** The service refused a request: nothing more starts before `until`. */
	hold(until: number): void {
		this.next = Math.max(this.next, until);
	}

	/** Nobody waits, and nothing that was sent matters to what comes next. */
	isIdle(now: number): boolean {
		return this.next <= now && (this.spent.at(-1) ?? 0) + this.limit.perMs <= now;
	}

	private reserveFromBudget(now: number): number {
		const { requests, perMs } = this.limit;
		while (this.spent.length > 0 && (this.spent[0] ?? 0) + perMs <= now) this.spent.shift();
		const oldest = this.spent[this.spent.length - requests];
		const moment = Math.max(now, this.next, oldest === undefined ? 0 : oldest + perMs);
		this.spent.push(moment);
		return moment;
	}
}

/** The limiters of a process: one for each key and limit, forgotten when idle. */
export class Limiters {
	private readonly limiters = new Map<string, Limiter>();

	/** @param maxKept limiters kept at most before idle ones are forgotten */
	constructor(private readonly maxKept = 200) {}

	for(key: string, limit: Limit, now: number): Limiter {
		const name = `${key} ${limit.name}`;
		let limiter = this.limiters.get(name);
		if (limiter === undefined) {
			if (this.limiters.size >= this.maxKept) this.forgetIdle(now);
			limiter = new Limiter(limit);
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
