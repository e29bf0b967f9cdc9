import fc from 'fast-check';

import { RateLimiter, RateLimiters } from '../../../nodes/shared/transport/rateLimiter.ts';
import { limitFor, requestsInFlight } from '../../../nodes/shared/transport/rateLimits.ts';

const tenPerSecond = { name: 'ten', requests: 10, perMs: 1000, mode: 'paced' } as const;

/** Returns the number of arrivals in the fullest period. */
function fullestPeriod(arrivals: number[], perMs: number): number {
	const sorted = [...arrivals].sort((a, b) => a - b);
	return Math.max(
		...sorted.map((from) => sorted.filter((at) => at >= from && at < from + perMs).length),
	);
}

/**
 * Simulates processes with one limiter each and five requests in flight, against a service that allows ten per
 * sliding second and asks to wait a second, with a virtual clock.
 */
function shareLimit(begins: number[], until: number): { processed: number[]; rateLimited: number } {
	const limiters = begins.map(() => new RateLimiter(tenPerSecond));
	const processed = begins.map(() => 0);
	const events: Array<{ at: number; run: (now: number) => void }> = [];
	const later = (at: number, run: (now: number) => void) => events.push({ at, run });
	let arrivals: number[] = [];
	let rateLimited = 0;
	let random = 1;
	const journey = () => {
		random = (random * 16_807) % 2_147_483_647;
		return 1 + (5 * random) / 2_147_483_647;
	};
	const start = (process: number, now: number): void => {
		const slot = limiters[process]?.reserve(now);
		if (slot === undefined) return;
		later(slot.at + journey(), (arrival) => {
			arrivals = arrivals.filter((at) => at > arrival - 1000);
			const isRateLimited = arrivals.length >= 10;
			if (!isRateLimited) arrivals.push(arrival);
			later(arrival + 2, (respondedAt) => {
				slot.onResponse(respondedAt);
				if (isRateLimited) {
					rateLimited += 1;
					slot.onRateLimited(respondedAt);
					later(respondedAt + 1000, (again) => start(process, again));
				} else {
					processed[process] = (processed[process] ?? 0) + 1;
					start(process, respondedAt);
				}
			});
		});
	};
	begins.forEach((begin, process) => {
		for (let n = 0; n < 5; n += 1) later(begin, (now) => start(process, now));
	});
	for (;;) {
		events.sort((a, b) => b.at - a.at);
		const next = events.pop();
		if (next === undefined || next.at > until) return { processed, rateLimited };
		next.run(next.at);
	}
}

describe('RateLimiter', () => {
	it('starts at once after a pause, then keeps the pace of the limit', () => {
		const limiter = new RateLimiter(tenPerSecond);
		const slots = Array.from({ length: 100 }, () => limiter.reserve(5000).at);
		expect(slots[0]).toBe(5000);
		const took = (slots.at(-1) ?? 0) - 5000;
		// 99 intervals of a tenth of a second, with little left unused.
		expect(took).toBeGreaterThanOrEqual(9900);
		expect(took).toBeLessThan(9900 * 1.01);
	});

	it('never lets more arrive in a period than allowed, however late some requests are', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 11, maxLength: 80 }),
				(latenesses) => {
					const limiter = new RateLimiter(tenPerSecond);
					let now = 0;
					const arrivals = latenesses.map((lateness) => {
						const slot = limiter.reserve(now);
						now = slot.at;
						const arrival = slot.at + lateness;
						slot.onResponse(arrival);
						return arrival;
					});
					// The first request measures the latency; once it is known the limit holds exactly.
					const shortest = Math.min(...latenesses);
					if (latenesses[0] === shortest) {
						expect(fullestPeriod(arrivals, 1000)).toBeLessThanOrEqual(10);
					}
				},
			),
			{ numRuns: 300 },
		);
	});

	it('does not lose pace when all requests have the same latency', () => {
		const limiter = new RateLimiter(tenPerSecond);
		let last = 0;
		for (let n = 0; n < 300; n += 1) {
			const slot = limiter.reserve(0);
			slot.onResponse(slot.at + 120);
			last = slot.at;
		}
		expect(299 / (last / 1000) / 10).toBeGreaterThan(0.99);
	});

	it('starts nothing before the time that the service named', () => {
		const limiter = new RateLimiter(tenPerSecond);
		limiter.reserve(0);
		limiter.pauseUntil(3000);
		expect(limiter.earliest(10)).toBe(3000);
		expect(limiter.reserve(10).at).toBe(3000);
		expect(limiter.reserve(10).at).toBeGreaterThan(3000);
	});

	it('alternates between two callers with few waiting requests', () => {
		const limiter = new RateLimiter(tenPerSecond);
		const first: number[] = [];
		const second: number[] = [];
		for (let round = 0; round < 20; round += 1) {
			first.push(limiter.reserve(0).at);
			second.push(limiter.reserve(0).at);
		}
		expect(Math.abs((first.at(-1) ?? 0) - (second.at(-1) ?? 9999))).toBeLessThan(150);
	});

	it('grants a daily quota at once and then returns when the next day begins', () => {
		const day = 86_400_000;
		const limiter = new RateLimiter({ name: 'a day', requests: 100, perMs: day, mode: 'quota' });
		for (let n = 0; n < 100; n += 1) expect(limiter.reserve(n).at).toBe(n);
		expect(limiter.earliest(100)).toBe(day);
		// Asking does not use the quota.
		expect(limiter.earliest(100)).toBe(day);
		expect(limiter.earliest(day + 5)).toBe(day + 5);
	});
});

describe('a limit shared with other processes', () => {
	it('slows down after a 429 and recovers, faster when none follows', () => {
		const limiter = new RateLimiter(tenPerSecond);
		for (let n = 0; n < 8; n += 1) {
			const slot = limiter.reserve(n * 120);
			slot.onResponse(slot.at + 2);
		}
		const slot = limiter.reserve(960);
		slot.onResponse(slot.at + 2);
		slot.onRateLimited(slot.at + 2);
		const slowed = limiter.paceAt(slot.at + 2);
		expect(slowed).toBeCloseTo(0.84, 2);
		const first = limiter.reserve(1000).at;
		expect(limiter.reserve(1000).at - first).toBeGreaterThan(110);
		const regained = [1, 2].map((n) => limiter.paceAt(slot.at + 1000 * n) - slowed);
		expect(regained[0]).toBeGreaterThan(0);
		expect(regained[1]).toBeGreaterThan(2 * (regained[0] ?? NaN));
		expect(limiter.paceAt(slot.at + 12_000)).toBe(1);
	});

	it('yields to a new process: a second 429 slows down more than the first', () => {
		const limiter = new RateLimiter(tenPerSecond);
		const slowedBy = (after: number) => {
			const slots = Array.from({ length: 11 }, () => limiter.reserve(after));
			for (const slot of slots) slot.onResponse(slot.at + 2);
			const { at = NaN, onRateLimited } = slots.at(-1) ?? {};
			const before = limiter.paceAt(at + 2);
			onRateLimited?.(at + 2);
			return before - limiter.paceAt(at + 2);
		};
		const first = slowedBy(0);
		expect(slowedBy(3000)).toBeGreaterThan(2 * first);
		expect(slowedBy(60_000)).toBeCloseTo(first, 2);
	});

	it('hardly slows down when no other process was served', () => {
		const limiter = new RateLimiter(tenPerSecond);
		const slots = Array.from({ length: 11 }, () => limiter.reserve(0));
		for (const slot of slots) slot.onResponse(slot.at + 2);
		const last = slots.at(-1);
		last?.onRateLimited(last.at + 2);
		expect(limiter.paceAt((last?.at ?? 0) + 2)).toBeCloseTo(0.95, 2);
	});

	it('slows down once for requests that were in flight together', () => {
		const limiter = new RateLimiter(tenPerSecond);
		const slots = Array.from({ length: 5 }, () => limiter.reserve(0));
		slots[0]?.onRateLimited(500);
		const once = limiter.paceAt(500);
		for (const slot of slots) slot.onRateLimited(500);
		expect(limiter.paceAt(500)).toBe(once);
	});

	it('never comes to a stop', () => {
		const limiter = new RateLimiter(tenPerSecond);
		for (let n = 0; n < 500; n += 1) {
			const slot = limiter.reserve(0);
			slot.onRateLimited(slot.at);
		}
		const first = limiter.reserve(0).at;
		expect(limiter.reserve(0).at - first).toBeLessThan(600);
	});

	it.each([
		[2, 0],
		[2, 5000],
		[3, 0],
		[3, 5000],
	])(
		'%i processes, started %i ms apart, use up the limit together, and none starves',
		(count, apart) => {
			const until = 60_000;
			const begins = Array.from({ length: count }, (_, n) => n * apart);
			const { processed, rateLimited } = shareLimit(begins, until);
			const total = processed.reduce((sum, requests) => sum + requests, 0);
			expect(total / (until / 100)).toBeGreaterThan(0.87);
			for (const requests of processed) expect(requests).toBeGreaterThan(total / count / 4);
			expect(rateLimited).toBeLessThan(total / 2);
		},
	);
});

describe('RateLimiters', () => {
	it('are one for each key and limit', () => {
		const limiters = new RateLimiters();
		const limiter = limiters.for('key', tenPerSecond, 0);
		expect(limiters.for('key', tenPerSecond, 0)).toBe(limiter);
		expect(limiters.for('other', tenPerSecond, 0)).not.toBe(limiter);
		expect(limiters.for('key', { ...tenPerSecond, name: 'twenty' }, 0)).not.toBe(limiter);
	});

	it('stay bounded in memory, without dropping those with waiting requests', () => {
		const limiters = new RateLimiters(10);
		const busy = limiters.for('busy', tenPerSecond, 0);
		for (let n = 0; n < 50; n += 1) busy.reserve(0);
		for (let n = 0; n < 100; n += 1) limiters.for(`key ${n}`, tenPerSecond, 2000).reserve(n);
		expect(limiters.size).toBeLessThanOrEqual(110);
		limiters.for('last', tenPerSecond, 4900);
		expect(limiters.size).toBeLessThanOrEqual(11);
		expect(limiters.for('busy', tenPerSecond, 4900)).toBe(busy);
	});
});

describe('limitFor', () => {
	it.each([
		['POST', '/v1/send/email', 100, 1000],
		['POST', '/v1/campaigns/12/triggers', 1, 10_000],
		['GET', '/v1/campaigns/12/triggers/3', 10, 1000],
		['GET', '/v1/messages/a%2Fb/archived_message', 100, 86_400_000],
		['POST', '/v1/design_studio/emails/1/publish', 5, 1000],
		['GET', '/v1/design_studio/emails/1/publish_status', 10, 1000],
		['POST', '/v1/design_studio/emails/1/inbox_previews', 5, 1000],
		['GET', '/v1/design_studio/emails/1/inbox_previews/10', 10, 1000],
		['GET', '/v1/segments', 10, 1000],
	])('%s %s: %i per %i ms', (method, path, requests, perMs) => {
		expect(limitFor('customerIoAppApi', method, path)).toMatchObject({ requests, perMs });
	});

	it('is one bucket for all Design Studio rendering', () => {
		const names = ['link', 'publish', 'preview'].map(
			(action) => limitFor('customerIoAppApi', 'POST', `/v1/design_studio/emails/1/${action}`).name,
		);
		expect(new Set(names).size).toBe(1);
	});

	it('is the limit that a user set for a workspace with a custom one', () => {
		const customLimit = (rate: number) => limitFor('customerIoAppApi', 'GET', '/v1/segments', rate);
		expect(customLimit(25)).toMatchObject({ requests: 25, perMs: 1000 });
		expect(customLimit(0.5)).toMatchObject({ requests: 1, perMs: 2000 });
		expect(customLimit(2.5)).toMatchObject({ requests: 3, perMs: 1200 });
		const none = new RateLimiter(customLimit(0));
		for (let n = 0; n < 1000; n += 1) expect(none.reserve(7).at).toBe(7);
		expect(requestsInFlight(customLimit(0))).toBe(250);
	});

	it('is 3,000 per 3 seconds for Pipelines', () => {
		const limit = limitFor('customerIoPipelinesApi', 'POST', '/v1/batch');
		expect(limit).toMatchObject({ requests: 3000, perMs: 3000 });
		expect(requestsInFlight(limit)).toBe(250);
	});
});
