/**
 * Runs tasks concurrently up to a bound, in the order in which they come, and those of one lane one
 * after the other.
 */
export class Lanes {
	private underWay = 0;
	private readonly lastOfLane = new Map<string, Promise<unknown>>();
	private readonly waiting: Array<() => void> = [];

	constructor(private readonly bound: number) {}

	/** Resolves when a place is free; every place taken must be given back with `leave`. */
	async enter(): Promise<void> {
		if (this.underWay < this.bound) {
			this.underWay += 1;
			return;
		}
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	leave(): void {
		const next = this.waiting.shift();
		if (next === undefined) this.underWay -= 1;
		else next();
	}

	/** Runs a task after the ones that came before it in the same lane, whether they failed or not. */
	async inLane<T>(lane: string | undefined, task: () => Promise<T>): Promise<T> {
		if (lane === undefined) return await task();
		const before = this.lastOfLane.get(lane);
		const result = before === undefined ? task() : before.then(task, task);
		const settled = result.then(
			() => undefined,
			() => undefined,
		);
		this.lastOfLane.set(lane, settled);
		void settled.then(() => {
			if (this.lastOfLane.get(lane) === settled) this.lastOfLane.delete(lane);
		});
		return await result;
	}
}
