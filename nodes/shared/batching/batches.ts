/**
 * How calls become `/v1/batch` requests. Pure: knows texts and their sizes, nothing of n8n or HTTP.
 */

/**
 * Most bytes of a batch as UTF-8 JSON. Customer.io says "500KB" without saying what a KB is: 500,000
 * is right under either reading. A larger batch is dropped in silence, or refused in strict mode.
 *
 * @see https://docs.customer.io/integrations/api/cdp/#tag/Batch
 */
export const MAX_BATCH_BYTES = 500_000;

/** Most bytes of one call as UTF-8 JSON, alone or in a batch: the documented "32KB" as Customer.io's own libraries count it. */
export const MAX_CALL_BYTES = 32_768;

const OPENING = '{"batch":[';
const CLOSING = ']}';
const SEPARATOR = ',';

/** All of these are ASCII, so that each character is a byte. */
const FRAME_BYTES = OPENING.length + CLOSING.length;

/** A call as it stands in a batch. Its bytes are counted once, from this very text. */
export interface SerializedCall {
	readonly text: string;
	readonly bytes: number;
}

/** The body of a batch: the texts as they were measured, not written a second time. */
export function batchBody(calls: readonly SerializedCall[]): string {
	return OPENING + calls.map(({ text }) => text).join(SEPARATOR) + CLOSING;
}

/**
 * Fills batches greedily in the order in which the calls come. No other division that keeps the
 * order has fewer batches: a batch ends only where the next call does not fit.
 */
export class BatchBuilder<T extends SerializedCall> {
	private calls: T[] = [];
	private bytes = FRAME_BYTES;

	/** @param canBatch whether two calls may be sent in one request */
	constructor(private readonly canBatch: (a: T, b: T) => boolean) {}

	/**
	 * Takes a call, which must not be larger than `MOST_CALL_BYTES`.
	 *
	 * @returns the batch that is complete because the call did not fit into it
	 */
	add(call: T): T[] | undefined {
		const complete = this.fits(call) ? undefined : this.take();
		this.bytes += call.bytes + (this.calls.length === 0 ? 0 : SEPARATOR.length);
		this.calls.push(call);
		return complete;
	}

	/** The batch that is not full yet; empty if there is none. The packer starts afresh. */
	take(): T[] {
		const { calls } = this;
		this.calls = [];
		this.bytes = FRAME_BYTES;
		return calls;
	}

	private fits(call: T): boolean {
		const [first] = this.calls;
		if (first === undefined) return true;
		const bytes = this.bytes + SEPARATOR.length + call.bytes;
		return bytes <= MAX_BATCH_BYTES && this.canBatch(first, call);
	}
}

/**
 * Cuts a refused batch into two parts or more, in order, to find the call that it was refused for.
 *
 * Where Customer.io's message names positions, those calls are cut out at once. It is a guess about
 * where to cut and about nothing else: every part is sent, and judged by its own answer.
 */
export function bisectRejected<T>(calls: readonly T[], message: string): T[][] {
	const named = [...message.matchAll(/\bbatch(?:\[|\.|\/)(\d+)/g)].map((match) => Number(match[1]));
	const cuts = new Set(
		named
			.filter((position) => position < calls.length)
			.flatMap((position) => [position, position + 1]),
	);
	cuts.delete(0);
	cuts.delete(calls.length);
	if (cuts.size === 0) cuts.add(Math.ceil(calls.length / 2));
	const borders = [0, ...[...cuts].sort((a, b) => a - b), calls.length];
	return borders.slice(1).map((end, number) => calls.slice(borders[number], end));
}
