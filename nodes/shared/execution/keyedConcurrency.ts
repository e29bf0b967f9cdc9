/** The share of the places that must be free before a waiting task starts. */
const LOW_WATERMARK = 0.1;

/** A task that has been prepared. */
export interface PreparedTask<T> {
	/** Tasks with the same key run one after another, in the order in which they were added. */
	readonly key?: string | undefined;
	run(): Promise<T>;
}

/**
 * Runs tasks concurrently up to a bound, and keeps the order of those with the same key.
 *
 * Waiting tasks start in groups, which p-queue cannot do. n8n opens a connection for each request, and
 * opening one while responses arrive wakes up the network and the service each time. With 50 GETs in
 * flight, one took 0.75 ms if each started as soon as another ended, and 0.46 ms in groups of five.
 */
export class KeyedConcurrency {
	private running = 0;
	private readonly waiting: Array<() => void> = [];
	/** Resolves when the task that was added last has its place. */
	private lastPlace: Promise<void> = Promise.resolve();
	/** Resolves when all tasks that were started have been prepared. */
	private allPrepared: Promise<void> = Promise.resolve();
	private readonly lastByKey = new Map<string, Promise<void>>();

	/** @param limit maximum number of tasks at the same time */
	constructor(private limit: number) {}

	/** Changes how many tasks may run at the same time. */
	set concurrency(limit: number) {
		this.limit = limit;
		this.startWaiting();
	}

	/**
	 * Prepares and runs a task as soon as there is a place for it.
	 *
	 * Several tasks may be prepared at the same time. However long that takes, those with the same key
	 * keep their order.
	 *
	 * @throws what `prepare` or `run` throws; the other tasks continue
	 */
	async add<T>(prepare: () => Promise<PreparedTask<T>>): Promise<T> {
		const place = this.acquire();
		this.lastPlace = place;
		await place;
		try {
			const before = this.allPrepared;
			const preparing = prepare();
			this.allPrepared = preparing.then(
				() => before,
				() => before,
			);
			const { key, run } = await preparing;
			if (key === undefined) return await run();
			await before;
			return await this.runInOrder(key, run);
		} finally {
			this.release();
		}
	}

	/** Resolves when every task that was added has started. */
	async onEmpty(): Promise<void> {
		await this.lastPlace;
	}

	private async acquire(): Promise<void> {
		if (this.waiting.length > 0 || this.running >= this.limit) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		} else {
			this.running += 1;
		}
	}

	private release(): void {
		this.running -= 1;
		this.startWaiting();
	}

	private startWaiting(): void {
		const groupSize = Math.max(1, Math.floor(this.limit * LOW_WATERMARK));
		if (this.limit - this.running < groupSize) return;
		while (this.running < this.limit) {
			const start = this.waiting.shift();
			if (start === undefined) return;
			this.running += 1;
			start();
		}
	}

	private async runInOrder<T>(key: string, run: () => Promise<T>): Promise<T> {
		const before = this.lastByKey.get(key);
		const result = before === undefined ? run() : before.then(run);
		const settled = result.then(
			() => undefined,
			() => undefined,
		);
		this.lastByKey.set(key, settled);
		try {
			return await result;
		} finally {
			if (this.lastByKey.get(key) === settled) this.lastByKey.delete(key);
		}
	}
}
