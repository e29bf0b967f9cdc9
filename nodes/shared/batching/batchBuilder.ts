import type { BatchLayout, SerializedCall } from './batchFormat';

const SEPARATOR = ',';

/** The body of a batch, made of the texts that were measured. */
export function batchBody(
	{ opening, closing }: BatchLayout,
	calls: readonly SerializedCall[],
): string {
	return opening + calls.map(({ text }) => text).join(SEPARATOR) + closing;
}

/**
 * Fills batches greedily in the order in which the calls come. No other division that keeps the order
 * has fewer batches: a batch ends only where the next call does not fit.
 */
export class BatchBuilder<C extends SerializedCall> {
	private calls: C[] = [];
	private readonly emptyBytes: number;
	private bytes: number;

	/** @param canBatch whether two calls may be in the same batch */
	constructor(
		private readonly layout: BatchLayout,
		private readonly canBatch: (a: C, b: C) => boolean,
	) {
		this.emptyBytes = layout.opening.length + layout.closing.length;
		this.bytes = this.emptyBytes;
	}

	/**
	 * Adds a call, which must fit into a batch.
	 *
	 * @returns the batch that is complete because the call does not fit into it
	 */
	add(call: C): C[] | undefined {
		const complete = this.fits(call) ? undefined : this.take();
		this.bytes += call.bytes + (this.calls.length === 0 ? 0 : SEPARATOR.length);
		this.calls.push(call);
		return complete;
	}

	/** Removes and returns the batch that is not full yet, which may be empty. */
	take(): C[] {
		const { calls } = this;
		this.calls = [];
		this.bytes = this.emptyBytes;
		return calls;
	}

	private fits(call: C): boolean {
		const [first] = this.calls;
		if (first === undefined) return true;
		const { maxBytes, maxCalls = Infinity } = this.layout;
		const bytes = this.bytes + SEPARATOR.length + call.bytes;
		return bytes <= maxBytes && this.calls.length < maxCalls && this.canBatch(first, call);
	}
}

/**
 * Cuts a rejected batch into two or more parts, in order, to find the call that it was rejected for.
 *
 * If Customer.io's message names positions, such as `batch[3]`, those calls are cut out. That only
 * decides where to cut: every part is sent and judged by its own response.
 */
export function bisectRejected<C>(calls: readonly C[], message: string): C[][] {
	const named = [...message.matchAll(/\bbatch(?:\[|\.|\/)(\d+)/g)].map((match) => Number(match[1]));
	const cuts = new Set(
		named
			.filter((position) => position < calls.length)
			.flatMap((position) => [position, position + 1]),
	);
	cuts.delete(0);
	cuts.delete(calls.length);
	if (cuts.size === 0) cuts.add(Math.ceil(calls.length / 2));
	const ends = [...cuts, calls.length].sort((a, b) => a - b);
	return ends.map((end, index) => calls.slice(ends[index - 1] ?? 0, end));
}
