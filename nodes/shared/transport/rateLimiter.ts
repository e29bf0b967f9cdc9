import type { RateLimit } from './rateLimits';

/** Time added to the limit's period before a place is used again, as a share of the period. */
const HEADROOM = 0.005;
/** It is doubled after a 429 for a place that the process had alone, up to this… */
const MAX_HEADROOM = 0.04;
/** …and falls by this share with each response. */
const HEADROOM_DECAY = 0.001;

/**
 * Added for a process that shares the limit: the more of the limit it has, the longer it leaves its
 * places free. Processes with less take them, so the shares become alike.
 */
const SHARED_HEADROOM = 0.07;

/**
 * A request may arrive late: it was sent late because the process was busy, or it took longer than
 * the fastest. On average at most this share of the period counts: where responses vary much, most
 * of it is the service's work, after the request was counted.
 */
const MEAN_LATENESS = 0.02;
/** What is saved for requests that are later, for example the first ones, on new connections. */
const SAVED_LATENESS = 0.1;

/**
 * Periods between two requests for one more place, for each place that it has: who has less asks more
 * often. Doubled after a 429, halved after a success.
 */
const MIN_PROBE_INTERVAL = 0.4;
const MAX_PROBE_INTERVAL = 6;
/** The same for a process without a place, which gains nothing by waiting. */
const PROBE_INTERVAL_WITHOUT_PLACE = 0.2;

/** Additional places that are requested together, as a share of those that the process has. */
const PROBE_STEP = 0.05;

/** While the limit is still unknown, each response raises the allowance by so many requests… */
const SEARCH_GROWTH = 0.5;
/** …and by less if responses take longer than this share of the period, because a 429 does too. */
const SEARCH_LATENCY = 0.1;

/** After a pause, requests start at most so many times faster than the limit until it is used up. */
const BURST_RATE = 3;

/** An idle limiter forgets what others used after so many periods, and a limit it found after an hour. */
const FORGET_PERIODS = 10;
const FORGET_FOUND_MS = 3_600_000;

/** Latencies older than this no longer count as the fastest. */
const LATENCY_WINDOW_MS = 30_000;

/** One request, counted by the service from its arrival for one period. */
interface Place {
	/** When its request started, in milliseconds. */
	readonly startedAt: number;
	/** When the service may have counted it. */
	countedAt: number;
	hasResponse: boolean;
	readonly isProbe: boolean;
}

/** The permission to start one request now. Exactly one of its methods must be called at the end. */
export interface Lease {
	/** The request was handed to the network only now, because the process was busy. */
	onSent(now: number): void;
	/** Nothing was sent, so the place is free again. */
	release(): void;
	/**
	 * The request was counted.
	 *
	 * @param latencyIsTypical whether it was handled normally; an early error or a timeout is not
	 */
	onResponse(now: number, latencyIsTypical: boolean): void;
	/** The response was a 429: the request was not counted, because others use the limit too. */
	onRateLimited(now: number): void;
}

/**
 * Says when requests may start so that a rate limit is kept, for one key and one class of requests.
 *
 * The service counts the requests of the last period. A request may start when an earlier one of
 * this process leaves that period: so the process keeps the places that it has, and others theirs.
 * A 429 reduces the allowance to the places that it has, except for the first one of a process that
 * had the whole limit. From time to time it asks for one more.
 *
 * Where the limit is not known for certain (`limit.ceiling`), the allowance rises with every
 * response until the first 429.
 *
 * The caller passes the time, in milliseconds of a monotonic clock.
 */
export class RateLimiter {
	/** In the order in which they become free; at most as many as the limit allows in a period. */
	private places: Place[] = [];
	/** Requests in a period; unlimited by others until a 429. */
	private allowance = Infinity;
	private isSearching = true;
	private nextStart = -Infinity;
	private pausedUntil = -Infinity;
	private probeAt = -Infinity;
	private probeInterval = MIN_PROBE_INTERVAL;
	/** Most places that it had at the same time lately. */
	private readonly mostPlaces: WindowedExtreme;
	private lastUse = -Infinity;
	private lastRateLimited = -Infinity;
	/** As a share of the period, while the process has the whole limit. */
	private ownHeadroom = HEADROOM;
	/** Lateness that may still be counted, of all requests together; without a bound until the first response. */
	private savedLateness = Infinity;
	private readonly fastest = new WindowedExtreme(LATENCY_WINDOW_MS, Math.min);

	/** @param random from 0 to below 1: keeps processes from asking in step */
	constructor(
		private limit: RateLimit,
		private readonly random: () => number = Math.random,
	) {
		this.mostPlaces = new WindowedExtreme(limit.perMs, Math.max);
	}

	/** Changes the rate for the requests that follow. What has been sent still counts. */
	setLimit(limit: RateLimit): void {
		this.limit = limit;
	}

	/** When the next request may start; `now` if at once. */
	earliest(now: number): number {
		if (this.limit.requests === Infinity) return Math.max(now, this.pausedUntil);
		this.forget(now);
		this.removeExpired(now);
		const start = Math.max(now, this.nextStart, this.pausedUntil);
		const surplus = this.places.length - this.usable;
		const place = this.places[surplus];
		const renewal =
			surplus < 0 ? start : place === undefined ? Infinity : Math.max(start, this.freeAt(place));
		return this.hasAll ? renewal : Math.min(renewal, Math.max(start, this.probeAt));
	}

	/** Starts a request; undefined if it is too early. */
	acquire(now: number): Lease | undefined {
		if (this.earliest(now) > now) return undefined;
		const { perMs, requests, mode } = this.limit;
		if (requests === Infinity) return UNLIMITED;
		const isProbe = this.places.length >= this.usable;
		if (isProbe) {
			this.allowance = this.usable + this.probeStep;
			this.scheduleProbe(now);
		}
		if (mode === 'paced') {
			this.nextStart = now + perMs / (BURST_RATE * Math.max(requests, this.usable));
		}
		this.lastUse = now;
		const place: Place = { startedAt: now, countedAt: now, hasResponse: false, isProbe };
		this.places.push(place);
		this.mostPlaces.add(this.places.length, now);
		return {
			onSent: (at) => this.countLateness(place, at - now),
			release: () => this.remove(place),
			onResponse: (at, latencyIsTypical) => this.onResponse(place, at, latencyIsTypical),
			onRateLimited: (at) => this.onRateLimited(place, at),
		};
	}

	/** Nothing starts before `until`. */
	pauseUntil(until: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, until);
	}

	/** The process stood still: requests in flight may arrive only now. */
	onStall(now: number): void {
		for (const place of [...this.places]) if (!place.hasResponse) this.delay(place, now);
	}

	/** Whether nothing that it knows matters any more. */
	isIdle(now: number): boolean {
		this.forget(now);
		this.removeExpired(now);
		return this.places.length === 0 && this.pausedUntil <= now && this.allowance === Infinity;
	}

	/** Requests that this process may have in a period at the moment. */
	get usable(): number {
		const { requests, ceiling } = this.limit;
		if (ceiling === undefined) return Math.floor(Math.min(this.allowance, requests));
		return Math.floor(Math.min(this.allowance === Infinity ? requests : this.allowance, ceiling));
	}

	/** Whether there is nothing to ask for. While searching, responses raise the allowance. */
	private get hasAll(): boolean {
		const { requests, ceiling } = this.limit;
		return this.usable >= (ceiling ?? requests) || (ceiling !== undefined && this.isSearching);
	}

	private onResponse(place: Place, now: number, latencyIsTypical: boolean): void {
		place.hasResponse = true;
		if (!latencyIsTypical) return;
		const latency = now - place.startedAt;
		this.fastest.add(latency, now);
		this.ownHeadroom = Math.max(HEADROOM, this.ownHeadroom * (1 - HEADROOM_DECAY));
		const { perMs, ceiling } = this.limit;
		this.savedLateness = Math.min(
			this.savedLateness + MEAN_LATENESS * perMs,
			SAVED_LATENESS * perMs * this.usable,
		);
		this.countLateness(place, latency - this.fastest.value);
		if (place.isProbe) {
			this.probeInterval = Math.max(MIN_PROBE_INTERVAL, this.probeInterval / 2);
			this.probeAt = Math.min(this.probeAt, now + this.jittered(this.probeInterval));
		} else if (this.isSearching && ceiling !== undefined && this.isUsedUp) {
			const growth = SEARCH_GROWTH * Math.min(1, (SEARCH_LATENCY * perMs) / latency);
			this.allowance = Math.min(
				ceiling,
				(this.allowance === Infinity ? this.usable : this.allowance) + growth,
			);
		}
	}

	private onRateLimited(place: Place, now: number): void {
		this.remove(place);
		const { requests, ceiling, perMs } = this.limit;
		const isFirst = now - this.lastRateLimited > perMs;
		this.lastRateLimited = now;
		if (isFirst && !place.isProbe && this.mostPlaces.value >= (ceiling ?? requests)) {
			// The process had the whole limit: the service counted an earlier request later.
			this.ownHeadroom = Math.min(MAX_HEADROOM, 2 * this.ownHeadroom);
			return;
		}
		this.isSearching = false;
		// Fewer may be in the last period than the service counts, if this process stood still.
		this.allowance = Math.max(0, Math.min(this.usable - 1, this.mostPlaces.value));
		this.probeInterval = Math.min(MAX_PROBE_INTERVAL, this.probeInterval * 2);
		this.scheduleProbe(now);
	}

	/** Most of the allowance is used, so that more would be. */
	private get isUsedUp(): boolean {
		return this.places.length >= 0.9 * this.usable;
	}

	private get probeStep(): number {
		const { requests } = this.limit;
		return Math.max(1, Math.round(PROBE_STEP * Math.max(requests, this.usable)));
	}

	private scheduleProbe(now: number): void {
		const steps = Math.floor(this.usable / this.probeStep);
		const interval = steps === 0 ? PROBE_INTERVAL_WITHOUT_PLACE : steps * this.probeInterval;
		this.probeAt = now + this.jittered(interval);
	}

	private jittered(periods: number): number {
		return periods * this.limit.perMs * (0.5 + this.random());
	}

	/** When the service no longer counts a request. */
	private freeAt({ countedAt }: Place): number {
		const { perMs, mode } = this.limit;
		return countedAt + perMs * (mode === 'quota' ? 1 : 1 + this.headroom);
	}

	/** Counts a request later than it started, as far as the saved lateness allows. */
	private countLateness(place: Place, lateness: number): void {
		const counted = place.countedAt - place.startedAt;
		const more = Math.min(lateness - counted, this.savedLateness);
		if (more <= 0) return;
		this.savedLateness -= more;
		this.delay(place, place.countedAt + more);
	}

	/** The service may count the request only at this time. */
	private delay(place: Place, countedAt: number): void {
		if (countedAt <= place.countedAt) return;
		const index = this.places.lastIndexOf(place);
		if (index < 0) return;
		this.places.splice(index, 1);
		place.countedAt = countedAt;
		const next = this.places.findIndex((other) => other.countedAt > countedAt);
		this.places.splice(next < 0 ? this.places.length : next, 0, place);
	}

	private get headroom(): number {
		if (this.hasAll) return this.ownHeadroom;
		const share = this.usable / (this.limit.ceiling ?? this.limit.requests);
		return HEADROOM + SHARED_HEADROOM * share;
	}

	private remove(place: Place): void {
		const index = this.places.indexOf(place);
		if (index >= 0) this.places.splice(index, 1);
	}

	private removeExpired(now: number): void {
		const index = this.places.findIndex((place) => this.freeAt(place) > now);
		if (index !== 0) this.places.splice(0, index < 0 ? this.places.length : index);
	}

	private forget(now: number): void {
		const { perMs, ceiling } = this.limit;
		const memoryMs = ceiling === undefined ? FORGET_PERIODS * perMs : FORGET_FOUND_MS;
		if (now - this.lastUse <= memoryMs) return;
		this.allowance = Infinity;
		this.isSearching = true;
	}
}

const UNLIMITED: Lease = {
	onSent: () => {},
	release: () => {},
	onResponse: () => {},
	onRateLimited: () => {},
};

/** The least or the greatest of the values that were added in the last one to two windows of time. */
class WindowedExtreme {
	private current: number | undefined;
	private previous: number | undefined;
	private since = -Infinity;

	constructor(
		private readonly windowMs: number,
		private readonly pick: (...values: number[]) => number,
	) {}

	/** Infinite without any value. */
	get value(): number {
		return this.pick(...[this.current, this.previous].filter((value) => value !== undefined));
	}

	add(value: number, now: number): void {
		if (now - this.since > this.windowMs) {
			this.previous = this.current;
			this.current = undefined;
			this.since = now;
		}
		this.current = this.pick(value, this.current ?? value);
	}
}
