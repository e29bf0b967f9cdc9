import type {
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { mayHaveSucceeded } from '../transport/apiErrors';
import { toNodeError } from '../utils/errors';

/**
 * The outcomes of a node's input items.
 *
 * On Error = Continue: a failed item becomes `{ error }`. On Error = Stop: after the first failure no
 * new request starts, and `finish` throws.
 */
export class ItemOutcomes {
	private readonly outputs: INodeExecutionData[][] = [];
	private readonly total: number;
	private readonly continueOnFail: boolean;
	private succeededCount = 0;
	private readonly ambiguousItems = new Set<number>();
	private firstFailure:
		{ readonly error: NodeApiError | NodeOperationError; readonly itemIndex: number } | undefined;

	/** @param execution whether the user has cancelled it */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly execution: { readonly cancelled: boolean },
	) {
		this.total = context.getInputData().length;
		this.continueOnFail = context.continueOnFail();
	}

	/** No new request may start: an item failed with On Error = Stop, or the user cancelled. */
	get stopped(): boolean {
		return this.firstFailure !== undefined || this.execution.cancelled;
	}

	succeeded(itemIndex: number, output: INodeExecutionData[]): void {
		this.outputs[itemIndex] = output;
		this.ambiguousItems.delete(itemIndex);
		this.succeededCount += 1;
	}

	/** Part of the item may have succeeded: running the node again would send that part twice. */
	ambiguous(itemIndex: number): void {
		this.ambiguousItems.add(itemIndex);
	}

	failed(itemIndex: number, error: unknown): void {
		const nodeError = toNodeError(this.context.getNode(), error, itemIndex);
		// n8n knows that the execution was cancelled; an error would mark it as failed.
		if (this.execution.cancelled) return;
		if (mayHaveSucceeded(nodeError)) this.ambiguous(itemIndex);
		if (this.continueOnFail) {
			this.outputs[itemIndex] = [
				{ json: { error: nodeError.message }, pairedItem: { item: itemIndex } },
			];
		} else if (this.firstFailure === undefined || itemIndex < this.firstFailure.itemIndex) {
			this.firstFailure = { error: nodeError, itemIndex };
		}
	}

	/** Adds to the error of a failed item which part of the item succeeded. */
	partlySucceeded(itemIndex: number, part: string): void {
		const json = this.outputs[itemIndex]?.[0]?.json;
		if (json !== undefined) json.error = `${String(json.error)}; ${part}`;
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
		if (this.firstFailure === undefined) return this.outputs.flat();
		const { error, itemIndex } = this.firstFailure;
		if (this.total > 1) {
			const progress = this.progress(itemIndex, mayHaveSucceeded(error));
			error.description = error.description ? `${error.description}\n${progress}` : progress;
		}
		throw error;
	}

	/** Says how far the node came before it failed, and what running it again would do. */
	private progress(failedIndex: number, failedMayHaveSucceeded: boolean): string {
		const succeeded = this.succeededCount;
		this.ambiguousItems.delete(failedIndex);
		const ambiguous = this.ambiguousItems.size;
		const carriedOut = `${succeeded} ${succeeded === 1 ? 'was' : 'were'} carried out`;
		const more = ambiguous === 0 ? '' : `, and ${ambiguous} more may have been`;
		const advice =
			succeeded + ambiguous > 0 || failedMayHaveSucceeded
				? 'A second run of the node sends those again: set On Error to Continue to keep their results.'
				: 'Set On Error to Continue to go on with the others.';
		return `Item ${failedIndex + 1} of ${this.total} failed; ${carriedOut}${more}. ${advice}`;
	}
}
