import { RequestsInFlight } from '../../../nodes/shared/transport/requestsInFlight.ts';

const limit = (requests: number, mode: 'paced' | 'quota' = 'paced') => ({
	name: 'requests',
	requests,
	perMs: 1000,
	mode,
});

function follow(requests: number, mode?: 'quota') {
	const inFlight = new RequestsInFlight();
	const seen = { concurrency: 0 };
	inFlight.follow(limit(requests, mode), (concurrency) => {
		seen.concurrency = concurrency;
	});
	return { inFlight, seen };
}

describe('RequestsInFlight', () => {
	it('allows more items while requests wait for a response, and fewer when it has come', () => {
		const { inFlight, seen } = follow(10);
		expect(seen.concurrency).toBe(5);
		for (let n = 0; n < 20; n += 1) inFlight.started();
		expect(seen.concurrency).toBe(25);
		for (let n = 0; n < 20; n += 1) inFlight.ended('succeeded');
		expect(seen.concurrency).toBe(5);
	});

	it('is bounded', () => {
		const { inFlight, seen } = follow(1000);
		for (let n = 0; n < 1000; n += 1) inFlight.started();
		expect(seen.concurrency).toBe(500);
	});

	it('is constant without a limit, and small for a quota', () => {
		const { inFlight, seen } = follow(Infinity);
		for (let n = 0; n < 100; n += 1) inFlight.started();
		expect(seen.concurrency).toBe(250);
		expect(follow(100, 'quota').seen.concurrency).toBe(4);
	});

	it('falls when requests fail, to one at last, and rises with each that succeeds', () => {
		const { inFlight, seen } = follow(1000);
		for (let n = 0; n < 20; n += 1) inFlight.started();
		for (let n = 0; n < 15; n += 1) inFlight.ended('failed');
		expect(seen.concurrency).toBe(1);
		inFlight.ended('rejected');
		expect(seen.concurrency).toBe(1);
		for (let n = 0; n < 4; n += 1) inFlight.ended('succeeded');
		expect(seen.concurrency).toBe(5);
	});
});
