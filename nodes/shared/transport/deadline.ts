import { MAX_TIMER_MS } from './sleep';

/**
 * Aborts a request after a time, however much of the response has arrived by then, or when the
 * execution is cancelled.
 */
export class Deadline {
	private readonly controller = new AbortController();
	private readonly timer: AbortSignal;
	private readonly abort = () => this.controller.abort();

	constructor(
		ms: number,
		private readonly cancel: AbortSignal | undefined,
	) {
		this.timer = AbortSignal.timeout(Math.min(ms, MAX_TIMER_MS));
		this.timer.addEventListener('abort', this.abort, { once: true });
		cancel?.addEventListener('abort', this.abort, { once: true });
		if (cancel?.aborted === true) this.abort();
	}

	/** For the request. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** What made the request fail: the error of the request, or that its time was up. */
	causeOf(error: unknown): unknown {
		return this.timer.aborted ? { code: 'ETIMEDOUT' } : error;
	}

	/** Lets go of the timer and of the execution's signal, which lives longer. */
	end(): void {
		this.timer.removeEventListener('abort', this.abort);
		this.cancel?.removeEventListener('abort', this.abort);
	}
}
