import {
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type NodeApiError,
} from 'n8n-workflow';

import { markAmbiguous, mayHaveSucceeded } from '../transport/apiErrors';
import { toNodeError } from '../utils/errors';
import type { JsonObject } from '../utils/json';
import { EarlierTries } from './earlierTries';
import { errorItem } from './errorItem';

/** A request was not started because another item failed with On Error = Stop. */
export class StoppedError extends Error {}

/**
 * The outcomes of a node's input items.
 *
 * On Error = Continue: a failed item becomes an error item. On Error = Stop: after the first failure no
 * new request starts, and `finish` throws. Retry On Fail: an item keeps its outcome of an earlier try,
 * unless it failed and is known not to have succeeded, or is harmless to send again.
 */
export class ItemOutcomes {
	private readonly outputs: Array<INodeExecutionData[] | undefined> = [];
	private readonly total: number;
	private readonly continueOnFail: boolean;
	private readonly hasErrorOutput: boolean;
	private readonly signal: AbortSignal | undefined;
	private readonly earlierTries: EarlierTries;
	private recalled = 0;
	private succeededCount = 0;
	private readonly ambiguousItems = new Set<number>();
	private firstFailure:
		{ readonly error: NodeApiError | NodeOperationError; readonly itemIndex: number } | undefined;

	constructor(private readonly context: IExecuteFunctions) {
		this.total = context.getInputData().length;
		this.continueOnFail = context.continueOnFail();
		this.hasErrorOutput = context.getNode().onError === 'continueErrorOutput';
		this.signal = context.getExecutionCancelSignal();
		this.earlierTries = new EarlierTries(context);
	}

	/** No new request may start: an item failed with On Error = Stop, or the user cancelled. */
	get stopped(): boolean {
		return this.firstFailure !== undefined || this.cancelled;
	}

	/** How many items kept the outcome that they had in an earlier try. */
	get recalledCount(): number {
		return this.recalled;
	}

	private get cancelled(): boolean {
		return this.signal?.aborted === true;
	}

	/**
	 * Prepares what all items need. If that fails with On Error = Continue, each item fails with its
	 * error: n8n would pass the input on as if it had been sent.
	 *
	 * @returns undefined if the items have failed
	 * @throws the error if On Error is Stop
	 */
	async beforeItems<T>(prepare: () => Promise<T>): Promise<T | undefined> {
		try {
			return await prepare();
		} catch (error) {
			const recalled = this.recall();
			if (!this.continueOnFail) throw this.withEarlierTries(error, recalled);
			for (let itemIndex = 0; itemIndex < this.total; itemIndex += 1) {
				if (!recalled.has(itemIndex)) this.failed(itemIndex, error);
			}
			return undefined;
		}
	}

	/**
	 * Gives all items their outcomes of an earlier try, before any other is sent: with On Error = Stop one that failed
	 * would hide those after it.
	 *
	 * @returns the items that have one, and must not be sent
	 */
	recall(): ReadonlySet<number> {
		const recalled = new Set<number>();
		for (let itemIndex = 0; itemIndex < this.total; itemIndex += 1) {
			const outcome = this.earlierTries.outcomeOf(itemIndex);
			if (outcome === undefined) continue;
			recalled.add(itemIndex);
			if ('output' in outcome) {
				this.succeeded(itemIndex, outcome.output);
			} else {
				outcome.error.description = outcome.description;
				this.settleFailure(itemIndex, outcome.error);
			}
		}
		this.recalled = recalled.size;
		return recalled;
	}

	/**
	 * Says what an item overwrites, before it is sent.
	 *
	 * @param keys what it writes to: a path, a person, an object; asked for only if n8n may run the node again
	 * @throws the error of an earlier try, if an item after it has written there since
	 */
	overwrites(itemIndex: number, keys: () => readonly string[]): void {
		const error = this.earlierTries.overwrites(itemIndex, keys);
		if (error !== undefined) throw error;
	}

	succeeded(itemIndex: number, output: INodeExecutionData[]): void {
		this.outputs[itemIndex] = output;
		this.ambiguousItems.delete(itemIndex);
		this.succeededCount += 1;
		this.earlierTries.succeeded(itemIndex, output);
	}

	/**
	 * Part of the item may have succeeded: running the node again would send that part twice.
	 *
	 * @param idempotent sending it again is harmless
	 */
	ambiguous(itemIndex: number, idempotent: boolean): void {
		this.ambiguousItems.add(itemIndex);
		if (idempotent) return;
		const error = new NodeOperationError(this.context.getNode(), 'The item was not finished', {
			itemIndex,
			description: 'Part of it was sent. Check Customer.io before you run this item again.',
		});
		this.earlierTries.ambiguous(itemIndex, markAmbiguous(error));
	}

	/**
	 * @param idempotent sending the item again is harmless
	 * @param subject the identifiers of whom or what the item is about, as far as they are known
	 */
	failed(itemIndex: number, error: unknown, idempotent = false, subject: JsonObject = {}): void {
		if (error instanceof StoppedError) return;
		const nodeError = toNodeError(this.context.getNode(), error, itemIndex);
		// Whatever it failed for now.
		if (this.earlierTries.mayHaveSucceeded(itemIndex)) markAmbiguous(nodeError);
		if (mayHaveSucceeded(nodeError)) {
			if (idempotent) this.earlierTries.ambiguousButHarmless(itemIndex);
			else this.earlierTries.ambiguous(itemIndex, nodeError);
		}
		if (this.cancelled) {
			// n8n knows that the execution was cancelled; an error would mark the item as failed.
			if (mayHaveSucceeded(nodeError)) this.ambiguousItems.add(itemIndex);
			return;
		}
		this.earlierTries.failed(itemIndex, nodeError);
		this.settleFailure(itemIndex, nodeError, subject);
	}

	/** Adds to the error of a failed item which part of the item succeeded. */
	partlySucceeded(itemIndex: number, part: string, idempotent: boolean): void {
		const json = this.outputs[itemIndex]?.[0]?.json;
		if (json !== undefined) {
			json.error = `${String(json.error)}; ${part}`;
			json.mayHaveSucceeded = true;
		}
		if (!idempotent) this.ambiguous(itemIndex, idempotent);
		if (this.firstFailure?.itemIndex !== itemIndex) return;
		const { error } = this.firstFailure;
		error.description = `${part}. ${error.description ?? ''}`.trim();
		error.context.mayHaveSucceeded = true;
	}

	/**
	 * @returns the output items in the order of the input items
	 * @throws NodeApiError or NodeOperationError of the first failed item if On Error is Stop
	 */
	finish(): INodeExecutionData[] {
		if (this.firstFailure === undefined) return this.outputs.flatMap((items) => items ?? []);
		const { error, itemIndex } = this.firstFailure;
		if (this.total > 1) {
			const progress = this.progress(itemIndex, mayHaveSucceeded(error));
			error.description = error.description ? `${error.description}\n${progress}` : progress;
		}
		throw error;
	}

	private settleFailure(
		itemIndex: number,
		nodeError: NodeApiError | NodeOperationError,
		subject: JsonObject = {},
	): void {
		if (mayHaveSucceeded(nodeError)) this.ambiguousItems.add(itemIndex);
		if (this.continueOnFail) {
			this.outputs[itemIndex] = [errorItem(nodeError, itemIndex, this.hasErrorOutput, subject)];
		} else if (this.firstFailure === undefined || itemIndex < this.firstFailure.itemIndex) {
			this.firstFailure = { error: nodeError, itemIndex };
		}
	}

	/** The error of a try that could not begin, with what the tries before it have sent. */
	private withEarlierTries(error: unknown, recalled: ReadonlySet<number>) {
		for (let itemIndex = 0; itemIndex < this.total; itemIndex += 1) {
			const isOpen = !recalled.has(itemIndex) && this.earlierTries.mayHaveSucceeded(itemIndex);
			if (isOpen) this.ambiguousItems.add(itemIndex);
		}
		const nodeError = toNodeError(this.context.getNode(), error);
		if (this.succeededCount + this.ambiguousItems.size > 0) {
			const { description } = nodeError;
			nodeError.description = `${description ? `${description}\n` : ''}In an earlier try, ${this.counts()}.`;
		}
		return nodeError;
	}

	/** How many items succeeded, and how many more may have. */
	private counts(): string {
		const succeeded = this.succeededCount;
		const ambiguous = this.ambiguousItems.size;
		const more = ambiguous === 0 ? '' : `, and ${ambiguous} more may have`;
		return `${succeeded} ${succeeded === 1 ? 'item' : 'items'} succeeded${more}`;
	}

	/** Says how far the node came before it failed, and what running it again would do. */
	private progress(failedIndex: number, failedMayHaveSucceeded: boolean): string {
		this.ambiguousItems.delete(failedIndex);
		const advice =
			this.succeededCount + this.ambiguousItems.size > 0 || failedMayHaveSucceeded
				? 'A second run of the node sends those again: set On Error to Continue to keep their results.'
				: 'Set On Error to Continue to process the others.';
		return `Item ${failedIndex + 1} of ${this.total} failed. ${this.counts()}. ${advice}`;
	}
}
