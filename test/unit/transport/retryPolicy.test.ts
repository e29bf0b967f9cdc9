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
const answer = (status: number, retryAfter?: string) =>
	({ kind: 'response', status, retryAfter }) as const;

describe('nextStep', () => {
	it.each([200, 201, 204])('accepts %i', (status) => {
		expect(nextStep(answer(status), attempt)).toEqual({ action: 'accept' });
	});

	it.each([301, 302, 307, 400, 401, 403, 404, 409, 413, 421, 422, 501, 505, 511])(
		'fails on %i at once',
		(status) => {
			expect(nextStep(answer(status), attempt)).toEqual({ action: 'giveUp' });
		},
	);

	it.each([408, 500, 502, 503, 504, 507, 508, 520, 522, 524, 527, 529, 530, 599])(
		'repeats %i only where that does no harm',
		(status) => {
			expect(nextStep(answer(status), attempt).action).toBe('retry');
			expect(nextStep(answer(status), { ...attempt, idempotent: false }).action).toBe('giveUp');
		},
	);

	it('does not wait for the limit of a day, unless the service says how long', () => {
		const daily = { ...attempt, isQuota: true };
		expect(nextStep(answer(429), daily)).toEqual({ action: 'giveUp' });
		expect(nextStep(answer(429, '1'), daily).action).toBe('retry');
		expect(nextStep(answer(429), attempt).action).toBe('retry');
	});

	it.each([425, 521, 523, 525, 526])(
		'repeats %i even for a send, because the request did not reach the service',
		(status) => {
			const send = { ...attempt, idempotent: false };
			expect(nextStep(answer(status), send).action).toBe('retry');
			expect(nextStep(answer(status), { ...send, number: 5 }).action).toBe('giveUp');
		},
	);

	it('gives up at once what n8n does not send, and says how long a limit would take', () => {
		expect(nextStep({ kind: 'notSendable' }, attempt)).toEqual({ action: 'giveUp' });
		expect(nextStep({ kind: 'noSlot', waitMs: 70_000 }, attempt)).toEqual({
			action: 'giveUp',
			retryAfterMs: 70_000,
		});
	});

	it('repeats a refusal for the limit even for a send, as long as Customer.io asks', () => {
		const send = { ...attempt, idempotent: false };
		expect(nextStep(answer(429, '7'), send)).toEqual({ action: 'retry', waitMs: 7000 });
		expect(nextStep(answer(429, '0'), send)).toEqual({ action: 'retry', waitMs: 0 });
	});

	it.each(['0', 'Sat, 21 Nov 2026 09:59:00 GMT'])(
		'backs off when it was refused again after a wait of nothing: %s',
		(retryAfter) => {
			const again = nextStep(answer(429, retryAfter), { ...attempt, number: 3 });
			expect(again).toEqual({ action: 'retry', waitMs: 1500 });
			const impatient = { ...attempt, number: 3, remainingWaitMs: 1000 };
			expect(nextStep(answer(429, retryAfter), impatient)).toEqual({ action: 'giveUp' });
		},
	);

	it('gives up when Customer.io asks for more than the person allows, and says how much', () => {
		expect(nextStep(answer(429, '61'), attempt)).toEqual({
			action: 'giveUp',
			retryAfterMs: 61_000,
		});
	});

	it('backs off exponentially with jitter when no wait is asked for', () => {
		const waits = [1, 2, 3, 4].map((number) => nextStep(answer(429), { ...attempt, number }));
		expect(waits).toEqual([375, 750, 1500, 3000].map((waitMs) => ({ action: 'retry', waitMs })));
		const least = nextStep(answer(503), { ...attempt, random: 0 });
		const most = nextStep(answer(503), { ...attempt, random: 0.999 });
		expect([least, most]).toEqual([
			{ action: 'retry', waitMs: 250 },
			{ action: 'retry', waitMs: 500 },
		]);
	});

	it('repeats what never left, even a send', () => {
		const send = { ...attempt, idempotent: false };
		expect(nextStep({ kind: 'notConnected' }, send).action).toBe('retry');
		expect(nextStep({ kind: 'noResponse' }, send).action).toBe('giveUp');
		expect(nextStep({ kind: 'noResponse' }, attempt).action).toBe('retry');
	});

	it('gives up after five faults', () => {
		expect(nextStep(answer(503), { ...attempt, number: 4 }).action).toBe('retry');
		expect(nextStep(answer(503), { ...attempt, number: 5 }).action).toBe('giveUp');
	});

	it('takes "not found" for success when an earlier, lost attempt may have removed the thing', () => {
		expect(nextStep(answer(404), { ...attempt, mayAlreadyBeDeleted: true })).toEqual({
			action: 'accept',
		});
	});
});

describe('isAmbiguous', () => {
	it('is true only where the service may have acted', () => {
		expect(isAmbiguous(answer(500))).toBe(true);
		expect(isAmbiguous({ kind: 'noResponse' })).toBe(true);
		expect(isAmbiguous({ kind: 'notConnected' })).toBe(false);
		expect(isAmbiguous(answer(429))).toBe(false);
		expect(isAmbiguous(answer(400))).toBe(false);
		expect(isAmbiguous({ kind: 'notSendable' })).toBe(false);
		expect(isAmbiguous({ kind: 'noSlot', waitMs: 1 })).toBe(false);
	});
});

describe('isAmbiguous', () => {
	it('is true for every server error that does not prove that nothing arrived', () => {
		const statuses = Array.from({ length: 100 }, (_, number) => 500 + number);
		const certain = statuses.filter((status) => !isAmbiguous(answer(status)));
		expect(certain).toEqual([501, 505, 511, 521, 523, 525, 526]);
		expect([408, 425].map((status) => isAmbiguous(answer(status)))).toEqual([true, false]);
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
		// At most as long as a timer runs.
		['9999999', 2 ** 31 - 1],
		['9'.repeat(400), 2 ** 31 - 1],
		['Fri, 31 Dec 9999 23:59:59 GMT', 2 ** 31 - 1],
		['-1', undefined],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
	])('reads %j as %s', (header, expected) => {
		expect(readRetryAfter(header, now)).toBe(expected);
	});
});
