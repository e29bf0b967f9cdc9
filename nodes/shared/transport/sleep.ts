import { sleep } from 'n8n-workflow';

/** The longest time of a timer, 24.8 days: a longer one ends at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** A timer of n8n's `sleep` cannot be stopped: so long it runs on after a cancellation. */
const SLICE_MS = 10_000;

/**
 * Waits, or stops waiting as soon as the execution is cancelled.
 *
 * @returns whether the time has passed; `false` after a cancellation
 */
export async function sleepUnlessCancelled(
	ms: number,
	signal: AbortSignal | undefined,
): Promise<boolean> {
	if (signal?.aborted === true) return false;
	let stop: () => void = () => {};
	const cancelled = new Promise<boolean>((resolve) => {
		stop = () => resolve(false);
	});
	signal?.addEventListener('abort', stop, { once: true });
	try {
		for (let rest = ms; rest > 0; rest -= SLICE_MS) {
			const passed = sleep(Math.min(rest, SLICE_MS)).then(() => true);
			if (!(await Promise.race([passed, cancelled]))) return false;
		}
		return true;
	} finally {
		signal?.removeEventListener('abort', stop);
	}
}
