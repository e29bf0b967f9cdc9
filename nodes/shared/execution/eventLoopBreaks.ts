import { sleep } from 'n8n-workflow';

/** Half of what a user of n8n's editor would notice, because the current item takes its time too. */
const MAX_BUSY_MS = 20;

/** Interrupts a long loop, so that responses, timers and a cancellation get their turn. */
export class EventLoopBreaks {
	private busySince = performance.now();

	/** Call it for each item: it waits for the other tasks of the process if the loop took long enough. */
	async next(): Promise<void> {
		if (performance.now() - this.busySince < MAX_BUSY_MS) return;
		await sleep(0);
		this.busySince = performance.now();
	}
}
