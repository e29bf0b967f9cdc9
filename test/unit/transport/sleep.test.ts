import { Deadline } from '../../../nodes/shared/transport/deadline.ts';
import { sleepUnlessCancelled } from '../../../nodes/shared/transport/sleep.ts';

const DAYS = 24 * 60 * 60_000;
const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

describe('sleepUnlessCancelled', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	it.each([25 * DAYS, 1e300, Infinity])('does not end at once for %d ms', async (ms) => {
		const controller = new AbortController();
		let ended: boolean | undefined;
		const sleeping = sleepUnlessCancelled(ms, controller.signal).then((passed) => (ended = passed));
		await jest.advanceTimersByTimeAsync(60 * 60_000);
		expect(ended).toBeUndefined();
		controller.abort();
		expect(await sleeping).toBe(false);
	});
});

describe('Deadline', () => {
	it.each([25 * DAYS, Infinity])('does not abort at once for %d ms', async (ms) => {
		const deadline = new Deadline(ms, undefined);
		await pause(100);
		expect(deadline.signal.aborted).toBe(false);
		deadline.end();
	});

	it('aborts when its time is up, and says so', async () => {
		const deadline = new Deadline(20, undefined);
		await pause(200);
		expect(deadline.signal.aborted).toBe(true);
		expect(deadline.causeOf(new Error('canceled'))).toEqual({ code: 'ETIMEDOUT' });
		deadline.end();
	});

	it('aborts when the execution is cancelled, also before', () => {
		const execution = new AbortController();
		const deadline = new Deadline(60_000, execution.signal);
		execution.abort();
		expect(deadline.signal.aborted).toBe(true);
		const error = new Error('canceled');
		expect(deadline.causeOf(error)).toBe(error);
		expect(new Deadline(60_000, execution.signal).signal.aborted).toBe(true);
	});

	it('ends without aborting what is done', async () => {
		const execution = new AbortController();
		const deadline = new Deadline(20, execution.signal);
		deadline.end();
		execution.abort();
		await pause(200);
		expect(deadline.signal.aborted).toBe(false);
	});
});
