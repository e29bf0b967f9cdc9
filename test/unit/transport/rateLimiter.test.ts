import fc from 'fast-check';

import { RateLimiter } from '../../../nodes/shared/transport/rateLimiter.ts';
import { limitFor } from '../../../nodes/shared/transport/rateLimits.ts';
import { simulate } from './rateLimitSimulation.ts';

const tenPerSecond = { name: 'ten', requests: 10, perMs: 1000, mode: 'paced' } as const;
const hundredPerSecond = { ...tenPerSecond, requests: 100 };
const sends = { ...hundredPerSecond, ceiling: 1000 };

/** Starts requests as early as the limiter allows, each with the same latency. */
function startAll(limiter: RateLimiter, count: number, from = 0, latency = 50): number[] {
	let now = from;
	return Array.from({ length: count }, () => {
		now = limiter.earliest(now);
		limiter.acquire(now)?.onResponse(now + latency, true);
		return now;
	});
}

describe('RateLimiter', () => {
	it('starts faster after a pause, then at the rate of the limit', () => {
		const starts = startAll(new RateLimiter(tenPerSecond), 300, 5000);
		expect(starts[0]).toBe(5000);
		expect((starts[9] ?? NaN) - 5000).toBeLessThan(500);
		expect(300 / (((starts.at(-1) ?? 0) - 5000) / 100)).toBeGreaterThan(0.99);
	});

	it('starts nothing before the moment that the service asks for', () => {
		const limiter = new RateLimiter(tenPerSecond);
		limiter.acquire(0);
		limiter.pauseUntil(3000);
		expect(limiter.earliest(10)).toBe(3000);
		expect(limiter.acquire(2999)).toBeUndefined();
		expect(limiter.acquire(3000)).toBeDefined();
	});

	it('gives out a daily quota at once and then says when the next day begins', () => {
		const day = 86_400_000;
		const limiter = new RateLimiter({ name: 'a day', requests: 100, perMs: day, mode: 'quota' });
		for (let n = 0; n < 100; n += 1) expect(limiter.acquire(n)).toBeDefined();
		expect(limiter.earliest(100)).toBe(day);
		// Asking does not take anything.
		expect(limiter.earliest(100)).toBe(day);
		expect(limiter.earliest(day + 5)).toBe(day + 5);
	});

	it('takes back the place of a request that was not sent', () => {
		const day = 86_400_000;
		const limiter = new RateLimiter({ name: 'a day', requests: 2, perMs: day, mode: 'quota' });
		limiter.acquire(0);
		const lease = limiter.acquire(1);
		expect(limiter.earliest(2)).toBe(day);
		lease?.release();
		expect(limiter.earliest(2)).toBe(2);
	});

	it('counts what was sent before the limit was changed', () => {
		const limiter = new RateLimiter(tenPerSecond);
		startAll(limiter, 10);
		limiter.setLimit({ ...tenPerSecond, requests: 5 });
		expect(limiter.earliest(500)).toBeGreaterThan(1000);
		limiter.setLimit({ ...tenPerSecond, requests: 20 });
		expect(limiter.earliest(500)).toBe(500);
	});

	it('counts requests from the end of a stall if their responses have not come', () => {
		const limiter = new RateLimiter(tenPerSecond);
		for (let n = 0; n < 10; n += 1) limiter.acquire(limiter.earliest(0));
		for (let now = 0, n = 0; n < 10; n += 1) limiter.acquire((now = limiter.earliest(now)));
		limiter.onStall(3000);
		expect(limiter.earliest(3000)).toBeGreaterThanOrEqual(4000);
	});

	it('keeps nothing without a limit', () => {
		const limiter = new RateLimiter({ ...tenPerSecond, requests: Infinity });
		for (let n = 0; n < 1000; n += 1) expect(limiter.acquire(7)).toBeDefined();
		expect(limiter.isIdle(7)).toBe(true);
	});

	it('is not slowed down by a fast error', () => {
		const limiter = new RateLimiter(tenPerSecond);
		limiter.acquire(0)?.onResponse(5, false);
		const starts = startAll(limiter, 300, 100, 500);
		expect(300 / (((starts.at(-1) ?? 0) - 100) / 100)).toBeGreaterThan(0.99);
	});

	it('forgets after a time what other processes used', () => {
		const limiter = new RateLimiter(tenPerSecond);
		const leases = [0, 1, 2].map(() => limiter.acquire(limiter.earliest(0)));
		limiter.acquire(200)?.onRateLimited(210);
		leases.forEach((lease) => lease?.onResponse(300, true));
		expect(limiter.usable).toBeLessThan(10);
		limiter.earliest(20_000);
		expect(limiter.usable).toBe(10);
	});
});

describe('a process alone', () => {
	it('is never rate limited and loses no place, whatever it did before', () => {
		fc.assert(
			fc.property(
				fc.record({
					seed: fc.integer({ min: 1, max: 1e6 }),
					latencyMs: fc.integer({ min: 0, max: 2000 }),
					varies: fc.boolean(),
					jitterMs: fc.integer({ min: 0, max: 4 }),
					unsent: fc.constantFrom(0, 0.05),
					requests: fc.constantFrom(5, 10, 50),
				}),
				({ seed, latencyMs, varies, jitterMs, unsent, requests }) => {
					const result = simulate({
						limit: { ...tenPerSecond, requests },
						starts: [0],
						// Long enough that a request at either end is no share worth counting.
						endsAt: 65_000,
						countsFrom: 5000,
						latency: (random) => (varies ? random() : 1) * latencyMs,
						jitterMs,
						unsent,
						seed,
					});
					expect(result.rateLimited).toBe(0);
					expect(result.share).toBeGreaterThan(0.95);
					expect(result.share).toBeLessThanOrEqual(1.02);
				},
			),
			{ numRuns: 25 },
		);
	});

	it.each([
		['the process', { share: 0.2, client: 60, service: 0 }],
		['the service', { share: 0.2, client: 0, service: 60 }],
		['both, seldom and for long', { share: 0.05, client: 150, service: 150 }],
	])('is hardly rate limited where %s is busy', (_, delays) => {
		const results = Array.from({ length: 5 }, (__, seed) =>
			simulate({
				limit: tenPerSecond,
				starts: [0],
				requests: 300,
				latency: () => 50,
				delays,
				seed: seed + 1,
			}),
		);
		for (const { rateLimited, endedAt } of results) {
			expect(rateLimited).toBeLessThanOrEqual(3);
			expect(30_000 / endedAt).toBeGreaterThan(0.97);
		}
	});

	it('keeps the limit after a single 429', () => {
		const limiter = new RateLimiter(tenPerSecond);
		const starts = startAll(limiter, 30);
		const now = limiter.earliest(starts.at(-1) ?? 0);
		limiter.acquire(now)?.onRateLimited(now + 10);
		expect(limiter.usable).toBe(10);
		const retry = limiter.earliest(now + 10);
		limiter.acquire(retry)?.onRateLimited(retry + 10);
		expect(limiter.usable).toBeLessThan(10);
	});

	it.each([50, 300, 1000, 2000])('uses up the limit at a latency of %i ms', (latencyMs) => {
		const simulation = { starts: [0], latency: () => latencyMs, seed: 1 };
		for (const limit of [tenPerSecond, hundredPerSecond]) {
			const { endedAt, accepted } = simulate({
				...simulation,
				limit,
				requests: 30 * limit.requests,
			});
			expect(accepted[0]).toBe(30 * limit.requests);
			// The last response cannot come earlier than its latency after its request.
			expect(30_000 / (endedAt - latencyMs)).toBeGreaterThan(0.99);
		}
	});
});

describe('processes that share a limit', () => {
	it('use it up together, and none starves', () => {
		fc.assert(
			fc.property(
				fc.record({
					seed: fc.integer({ min: 1, max: 1e6 }),
					count: fc.constantFrom(2, 3, 4, 8),
					apartMs: fc.integer({ min: 0, max: 5000 }),
					latencyMs: fc.integer({ min: 50, max: 2000 }),
				}),
				({ seed, count, apartMs, latencyMs }) => {
					const starts = Array.from({ length: count }, (_, n) => n * apartMs);
					const countsFrom = (starts.at(-1) ?? 0) + 10_000;
					const { share, accepted } = simulate({
						limit: tenPerSecond,
						starts,
						countsFrom,
						endsAt: countsFrom + 120_000,
						latency: () => latencyMs,
						seed,
					});
					const all = accepted.reduce((sum, requests) => sum + requests, 0);
					expect(share).toBeGreaterThan(0.92);
					for (const requests of accepted) expect(requests).toBeGreaterThan((all / count) * 0.2);
				},
			),
			{ numRuns: 10 },
		);
	});

	it.each([
		[2, 0.95, 0.12],
		[4, 0.93, 0.18],
		[8, 0.9, 0.25],
	])(
		'%i at once get %d of it and fair shares, with at most %d of the requests rate limited',
		(count, least, most) => {
			const results = Array.from({ length: 5 }, (_, seed) =>
				simulate({
					limit: tenPerSecond,
					starts: Array.from({ length: count }, () => 0),
					endsAt: 60_000,
					latency: () => 50,
					seed: seed + 1,
				}),
			);
			const mean = (values: number[]) =>
				values.reduce((sum, value) => sum + value, 0) / values.length;
			expect(mean(results.map(({ share }) => share))).toBeGreaterThan(least);
			for (const { accepted } of results) {
				expect(Math.min(...accepted)).toBeGreaterThan(0.5 * mean([...accepted]));
			}
			expect(mean(results.map(({ rateLimited, sent }) => rateLimited / sent))).toBeLessThan(most);
		},
	);

	it('have it to themselves again when the others have ended', () => {
		const alone = simulate({
			limit: tenPerSecond,
			starts: [0, 0],
			requests: 100,
			latency: () => 50,
			seed: 3,
		});
		expect(alone.share).toBeGreaterThan(0.93);
	});
});

describe('a limit that the service may not keep to', () => {
	it('is searched for, and found where it is ten times higher', () => {
		const result = simulate({
			limit: sends,
			allowed: 1000,
			starts: [0],
			requests: 3000,
			latency: () => 100,
			seed: 1,
		});
		expect(result.rateLimited).toBe(0);
		expect(result.endedAt).toBeLessThan(10_000);
	});

	it.each([50, 300, 1000])('is found where it is hard, at a latency of %i ms', (latencyMs) => {
		const result = simulate({
			limit: sends,
			allowed: 100,
			starts: [0],
			endsAt: 30_000,
			countsFrom: 5000,
			latency: () => latencyMs,
			seed: 1,
		});
		expect(result.share).toBeGreaterThan(0.97);
		expect(result.rateLimited / result.sent).toBeLessThan(0.05);
	});

	it('is remembered for the next execution', () => {
		const limiter = new RateLimiter(sends);
		startAll(limiter, 90);
		limiter.acquire(600)?.onRateLimited(610);
		const { usable } = limiter;
		limiter.earliest(30 * 60_000);
		expect(limiter.usable).toBe(usable);
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
			(what) => limitFor('customerIoAppApi', 'POST', `/v1/design_studio/emails/1/${what}`).name,
		);
		expect(new Set(names).size).toBe(1);
	});

	it('is what a user set for a workspace with a custom limit', () => {
		const own = (rate: number) => limitFor('customerIoAppApi', 'GET', '/v1/segments', rate);
		expect(own(25)).toMatchObject({ requests: 25, perMs: 1000 });
		expect(own(0.5)).toMatchObject({ requests: 1, perMs: 2000 });
		expect(own(2.5)).toMatchObject({ requests: 3, perMs: 1200 });
		expect(own(0)).toMatchObject({ requests: Infinity });
		expect(own(1e9)).toMatchObject({ requests: Infinity });
	});

	it('is 3,000 per 3 seconds for Pipelines', () => {
		const limit = limitFor('customerIoPipelinesApi', 'POST', '/v1/batch');
		expect(limit).toMatchObject({ requests: 3000, perMs: 3000 });
	});
});
