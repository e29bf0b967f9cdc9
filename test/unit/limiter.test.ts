import fc from 'fast-check';

import { Limiter, Limiters } from '../../nodes/transport/limiter.ts';
import { limitFor, requestsInFlight } from '../../nodes/transport/limits.ts';

const tenPerSecond = { name: 'ten', requests: 10, perMs: 1000, manner: 'spread' } as const;

/** How many of the arrivals lie in the fullest period. */
function fullestPeriod(arrivals: number[], perMs: number): number {
	const sorted = [...arrivals].sort((a, b) => a - b);
	return Math.max(
		...sorted.map((from) => sorted.filter((at) => at >= from && at < from + perMs).length),
	);
}

describe('Limiter', () => {
	it('starts at once after a pause, then goes at the pace of the limit', () => {
		const limiter = new Limiter(tenPerSecond);
		const slots = Array.from({ length: 100 }, () => limiter.reserve(5000).at);
		expect(slots[0]).toBe(5000);
		const took = (slots.at(-1) ?? 0) - 5000;
		// 99 steps of a tenth of a second, with little left unused.
		expect(took).toBeGreaterThanOrEqual(9900);
		expect(took).toBeLessThan(9900 * 1.01);
	});

	it('never lets more arrive in a period than allowed, however late single requests are', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 11, maxLength: 80 }),
				(latenesses) => {
					const limiter = new Limiter(tenPerSecond);
					let now = 0;
					const arrivals = latenesses.map((lateness) => {
						const slot = limiter.reserve(now);
						now = slot.at;
						const arrival = slot.at + lateness;
						slot.answered(arrival);
						return arrival;
					});
					// The first request shows how long the way is; with it known the limit holds exactly.
					const shortest = Math.min(...latenesses);
					if (latenesses[0] === shortest) {
						expect(fullestPeriod(arrivals, 1000)).toBeLessThanOrEqual(10);
					}
				},
			),
			{ numRuns: 300 },
		);
	});

	it('does not lose pace when all requests take equally long', () => {
		const limiter = new Limiter(tenPerSecond);
		let last = 0;
		for (let n = 0; n < 300; n += 1) {
			const slot = limiter.reserve(0);
			slot.answered(slot.at + 120);
			last = slot.at;
		}
		expect(299 / (last / 1000) / 10).toBeGreaterThan(0.99);
	});

	it('starts nothing before the moment that the service named', () => {
		const limiter = new Limiter(tenPerSecond);
		limiter.reserve(0);
		limiter.hold(3000);
		expect(limiter.earliest(10)).toBe(3000);
		expect(limiter.reserve(10).at).toBe(3000);
		expect(limiter.reserve(10).at).toBeGreaterThan(3000);
	});

	it('takes turns between two that each keep few requests waiting', () => {
		const limiter = new Limiter(tenPerSecond);
		const first: number[] = [];
		const second: number[] = [];
		for (let round = 0; round < 20; round += 1) {
			first.push(limiter.reserve(0).at);
			second.push(limiter.reserve(0).at);
		}
		expect(Math.abs((first.at(-1) ?? 0) - (second.at(-1) ?? 9999))).toBeLessThan(150);
	});

	it('gives out a daily budget at once and then says when the next day begins', () => {
		const day = 86_400_000;
		const limiter = new Limiter({ name: 'a day', requests: 100, perMs: day, manner: 'budget' });
		for (let n = 0; n < 100; n += 1) expect(limiter.reserve(n).at).toBe(n);
		expect(limiter.earliest(100)).toBe(day);
		// Asking does not take anything.
		expect(limiter.earliest(100)).toBe(day);
		expect(limiter.earliest(day + 5)).toBe(day + 5);
	});
});

describe('Limiters', () => {
	it('are one for each key and limit', () => {
		const limiters = new Limiters();
		const one = limiters.for('key', tenPerSecond, 0);
		expect(limiters.for('key', tenPerSecond, 0)).toBe(one);
		expect(limiters.for('other', tenPerSecond, 0)).not.toBe(one);
		expect(limiters.for('key', { ...tenPerSecond, name: 'twenty' }, 0)).not.toBe(one);
	});

	it('stay bounded in memory, without forgetting those that somebody waits for', () => {
		const limiters = new Limiters(10);
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
			(what) => limitFor('customerIoAppApi', 'POST', `/v1/design_studio/emails/1/${what}`).name,
		);
		expect(new Set(names).size).toBe(1);
	});

	it('is 3,000 per 3 seconds for Pipelines', () => {
		const limit = limitFor('customerIoPipelinesApi', 'POST', '/v1/batch');
		expect(limit).toMatchObject({ requests: 3000, perMs: 3000 });
		expect(requestsInFlight(limit)).toBe(50);
	});
});
