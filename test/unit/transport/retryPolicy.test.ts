import {
	nextStep,
	isAmbiguous,
	readRetryAfter,
	type Attempt,
} from '../../../nodes/shared/transport/retryPolicy.ts';

const attempt: Attempt = {
	number: 1,
	idempotent: true,
	mayAlreadyBeDeleted: false,
	now: Date.parse('2026-11-21T10:00:00Z'),
	remainingWaitMs: 60_000,
	random: 0.5,
};
const response = (status: number, retryAfter?: string) =>
	({ kind: 'response', status, retryAfter }) as const;

describe('nextStep', () => {
	it.each([200, 201, 204])('accepts %i', (status) => {
		expect(nextStep(response(status), attempt)).toEqual({ action: 'accept' });
	});

	it.each([301, 400, 401, 403, 404, 409, 413, 422, 501])('gives up on %i at once', (status) => {
		expect(nextStep(response(status), attempt)).toEqual({ action: 'giveUp' });
	});

	it.each([408, 500, 502, 503, 504, 522, 524])(
		'retries %i only for idempotent requests',
		(status) => {
			expect(nextStep(response(status), attempt).action).toBe('retry');
			expect(nextStep(response(status), { ...attempt, idempotent: false }).action).toBe('giveUp');
		},
	);

	it('retries after a 429 even for a send, after the wait that Customer.io asks for', () => {
		const send = { ...attempt, idempotent: false };
		expect(nextStep(response(429, '7'), send)).toEqual({ action: 'retry', waitMs: 7000 });
		expect(nextStep(response(429, '0'), send)).toEqual({ action: 'retry', waitMs: 0 });
	});

	it.each(['0', 'Sat, 21 Nov 2026 09:59:00 GMT'])(
		'backs off after another 429 with a zero wait: %s',
		(retryAfter) => {
			const again = nextStep(response(429, retryAfter), { ...attempt, number: 3 });
			expect(again).toEqual({ action: 'retry', waitMs: 1500 });
			const impatient = { ...attempt, number: 3, remainingWaitMs: 1000 };
			expect(nextStep(response(429, retryAfter), impatient)).toEqual({ action: 'giveUp' });
		},
	);

	it('gives up when Customer.io asks for a longer wait than the user allows, and returns it', () => {
		expect(nextStep(response(429, '61'), attempt)).toEqual({
			action: 'giveUp',
			retryAfterMs: 61_000,
		});
	});

	it('backs off exponentially with jitter without Retry-After', () => {
		const waits = [1, 2, 3, 4].map((number) => nextStep(response(429), { ...attempt, number }));
		expect(waits).toEqual([375, 750, 1500, 3000].map((waitMs) => ({ action: 'retry', waitMs })));
		const least = nextStep(response(503), { ...attempt, random: 0 });
		const longest = nextStep(response(503), { ...attempt, random: 0.999 });
		expect([least, longest]).toEqual([
			{ action: 'retry', waitMs: 250 },
			{ action: 'retry', waitMs: 500 },
		]);
	});

	it('retries a request that was never sent, even a send', () => {
		const send = { ...attempt, idempotent: false };
		expect(nextStep({ kind: 'notConnected' }, send).action).toBe('retry');
		expect(nextStep({ kind: 'noResponse' }, send).action).toBe('giveUp');
		expect(nextStep({ kind: 'noResponse' }, attempt).action).toBe('retry');
	});

	it('gives up after five failures', () => {
		expect(nextStep(response(503), { ...attempt, number: 4 }).action).toBe('retry');
		expect(nextStep(response(503), { ...attempt, number: 5 }).action).toBe('giveUp');
	});

	it('treats 404 as success if an earlier attempt without a response may have deleted the resource', () => {
		expect(nextStep(response(404), { ...attempt, mayAlreadyBeDeleted: true })).toEqual({
			action: 'accept',
		});
	});
});

describe('isAmbiguous', () => {
	it('is true only if the service may have processed the request', () => {
		expect(isAmbiguous(response(500))).toBe(true);
		expect(isAmbiguous({ kind: 'noResponse' })).toBe(true);
		expect(isAmbiguous({ kind: 'notConnected' })).toBe(false);
		expect(isAmbiguous(response(429))).toBe(false);
		expect(isAmbiguous(response(400))).toBe(false);
	});
});

describe('readRetryAfter', () => {
	const now = attempt.now;
	it.each([
		['3', 3000],
		[' 0 ', 0],
		['1.5', 1500],
		['Sat, 21 Nov 2026 10:00:05 GMT', 5000],
		['Sat, 21 Nov 2026 09:00:00 GMT', 0],
		['-1', undefined],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
	])('reads %j as %s', (header, expected) => {
		expect(readRetryAfter(header, now)).toBe(expected);
	});
});
