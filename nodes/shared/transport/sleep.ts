import { sleep } from 'n8n-workflow';

/** The longest time of a timer, 24.8 days: a longer one ends at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits, at most `MAX_TIMER_MS`, or stops waiting as soon as the execution is cancelled.
 * `sleepWithAbort` of n8n is not used, because it leaves a listener on the signal for each wait.
 *
 * @returns whether the time has passed; `false` after a cancellation
 */
export async function sleepUnlessCancelled(
	ms: number,
	signal: AbortSignal | undefined,
): Promise<boolean> {
	if (signal?.aborted === true) return false;
	if (ms <= 0) return true;
	const passed = sleep(Math.min(ms, MAX_TIMER_MS)).then(() => true);
	if (signal === undefined) return await passed;
	let stop: () => void = () => {};
	const cancelled = new Promise<boolean>((resolve) => {
		stop = () => resolve(false);
		signal.addEventListener('abort', stop, { once: true });
	});
	try {
		return await Promise.race([passed, cancelled]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
