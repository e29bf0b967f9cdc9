import {
	decide,
	perhapsCarriedOut,
	readRetryAfter,
	type Attempt,
} from '../../nodes/transport/retry.ts';

const attempt: Attempt = {
	number: 1,
	repeatable: true,
	maybeRemoved: false,
	now: Date.parse('2026-11-21T10:00:00Z'),
	patience: 60_000,
	random: 0.5,
};
const answer = (status: number, retryAfter?: string) =>
	({ kind: 'answer', status, retryAfter }) as const;

describe('decide', () => {
	it.each([200, 201, 204])('accepts %i', (status) => {
		expect(decide(answer(status), attempt)).toEqual({ action: 'accept' });
	});

	it.each([301, 400, 401, 403, 404, 409, 413, 422, 501])('fails on %i at once', (status) => {
		expect(decide(answer(status), attempt)).toEqual({ action: 'fail' });
	});

	it.each([408, 500, 502, 503, 504, 522, 524])(
		'repeats %i only where that does no harm',
		(status) => {
			expect(decide(answer(status), attempt).action).toBe('repeat');
			expect(decide(answer(status), { ...attempt, repeatable: false }).action).toBe('fail');
		},
	);

	it('repeats a refusal for the limit even for a send, as long as Customer.io asks', () => {
		const send = { ...attempt, repeatable: false };
		expect(decide(answer(429, '7'), send)).toEqual({ action: 'repeat', waitMs: 7000 });
		expect(decide(answer(429, '0'), send)).toEqual({ action: 'repeat', waitMs: 0 });
	});

	it.each(['0', 'Sat, 21 Nov 2026 09:59:00 GMT'])(
		'backs off when it was refused again after a wait of nothing: %s',
		(retryAfter) => {
			const again = decide(answer(429, retryAfter), { ...attempt, number: 3 });
			expect(again).toEqual({ action: 'repeat', waitMs: 1500 });
			const impatient = { ...attempt, number: 3, patience: 1000 };
			expect(decide(answer(429, retryAfter), impatient)).toEqual({ action: 'fail' });
		},
	);

	it('gives up when Customer.io asks for more than the person allows, and says how much', () => {
		expect(decide(answer(429, '61'), attempt)).toEqual({ action: 'fail', retryAfterMs: 61_000 });
	});

	it('backs off exponentially with jitter when no wait is asked for', () => {
		const waits = [1, 2, 3, 4].map((number) => decide(answer(429), { ...attempt, number }));
		expect(waits).toEqual([375, 750, 1500, 3000].map((waitMs) => ({ action: 'repeat', waitMs })));
		const least = decide(answer(503), { ...attempt, random: 0 });
		const most = decide(answer(503), { ...attempt, random: 0.999 });
		expect([least, most]).toEqual([
			{ action: 'repeat', waitMs: 250 },
			{ action: 'repeat', waitMs: 500 },
		]);
	});

	it('repeats what never left, even a send', () => {
		const send = { ...attempt, repeatable: false };
		expect(decide({ kind: 'notSent' }, send).action).toBe('repeat');
		expect(decide({ kind: 'lost' }, send).action).toBe('fail');
		expect(decide({ kind: 'lost' }, attempt).action).toBe('repeat');
	});

	it('gives up after five faults', () => {
		expect(decide(answer(503), { ...attempt, number: 4 }).action).toBe('repeat');
		expect(decide(answer(503), { ...attempt, number: 5 }).action).toBe('fail');
	});

	it('takes "not found" for success when an earlier, lost attempt may have removed the thing', () => {
		expect(decide(answer(404), { ...attempt, maybeRemoved: true })).toEqual({ action: 'accept' });
	});
});

describe('perhapsCarriedOut', () => {
	it('is true only where the service may have acted', () => {
		expect(perhapsCarriedOut(answer(500))).toBe(true);
		expect(perhapsCarriedOut({ kind: 'lost' })).toBe(true);
		expect(perhapsCarriedOut({ kind: 'notSent' })).toBe(false);
		expect(perhapsCarriedOut(answer(429))).toBe(false);
		expect(perhapsCarriedOut(answer(400))).toBe(false);
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
