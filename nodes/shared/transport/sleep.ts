import { sleep } from 'n8n-workflow';

/**
 * Waits, or stops waiting as soon as the execution is cancelled. `sleepWithAbort` of n8n is not used,
 * because it leaves a listener on the signal for each wait.
 *
 * @returns whether the time has passed; `false` after a cancellation
 */
export async function sleepUnlessCancelled(
	ms: number,
	signal: AbortSignal | undefined,
): Promise<boolean> {
	if (signal?.aborted === true) return false;
	if (ms <= 0) return true;
	if (signal === undefined) {
		await sleep(ms);
		return true;
	}
	let stop: () => void = () => {};
	const cancelled = new Promise<boolean>((resolve) => {
		stop = () => resolve(false);
		signal.addEventListener('abort', stop, { once: true });
	});
	const passed = await Promise.race([sleep(ms).then(() => true), cancelled]);
	signal.removeEventListener('abort', stop);
	return passed;
}
