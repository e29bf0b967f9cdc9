import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toNodeError, errorItem, withProgress } from '../execution/itemErrors';
import type { ApiClient } from '../transport/apiClient';
import { mayHaveSucceeded } from '../transport/apiErrors';
import type { Call, PreparedItem } from './prepareCalls';

/** An item of which some calls are still to be answered. */
interface OpenItem {
	readonly messageIds: readonly string[];
	readonly isBatch: boolean;
	readonly withInput: boolean;
	pending: number;
	succeeded: number;
	failed: boolean;
}

/**
 * What became of the items: one result for each, in their order.
 *
 * On Error = Continue: a failed item becomes `{ error }`. On Error = Stop: from the first failure on
 * nothing new is sent, and `finish` throws.
 */
export class CallOutcomes {
	private readonly outputs: INodeExecutionData[] = [];
	private readonly open = new Map<number, OpenItem>();
	/** Items of which a call failed, and others may be carried out. */
	private readonly partlyFailed = new Map<number, OpenItem>();
	private readonly continueOnFail: boolean;
	private done = 0;
	private readonly ambiguousItems = new Set<number>();
	private failure: { error: ReturnType<typeof toNodeError>; itemIndex: number } | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly connection: ApiClient,
		private readonly total: number,
	) {
		this.continueOnFail = context.continueOnFail();
	}

	/** An item failed, and the workflow is not to go on after that. */
	get stopped(): boolean {
		return this.failure !== undefined;
	}

	expect(itemIndex: number, { calls, isBatch, withInput }: PreparedItem): void {
		this.open.set(itemIndex, {
			messageIds: calls.map(({ messageId }) => messageId),
			isBatch,
			withInput,
			pending: calls.length,
			succeeded: 0,
			failed: false,
		});
	}

	succeeded({ itemIndex }: Call): void {
		const item = this.answered(itemIndex);
		if (item === undefined) return;
		item.succeeded += 1;
		if (item.failed || item.pending > 0) {
			// Some of its calls are: should the node end now, a second run would send those again.
			this.ambiguousItems.add(itemIndex);
			return;
		}
		this.ambiguousItems.delete(itemIndex);
		const [messageId] = item.messageIds;
		const ids = item.isBatch ? { messageIds: [...item.messageIds] } : { messageId };
		const { json, binary } =
			(item.withInput ? this.context.getInputData()[itemIndex] : undefined) ?? {};
		this.outputs[itemIndex] = {
			json: { ...json, success: true, ...ids },
			...(binary === undefined ? {} : { binary }),
			pairedItem: { item: itemIndex },
		};
		this.done += 1;
	}

	/** @param isOwn the error is about this call and no other */
	callFailed({ itemIndex, position }: Call, error: Error, isOwn: boolean): void {
		const item = this.answered(itemIndex);
		if (item === undefined || item.failed) return;
		item.failed = true;
		if (item.messageIds.length > 1) this.partlyFailed.set(itemIndex, item);
		if (item.isBatch && isOwn) {
			error.message = `Call ${position + 1} of ${item.messageIds.length}: ${error.message}`;
		}
		this.itemFailed(itemIndex, error);
	}

	/** Calls that are not sent again, because the node ends: their answer was lost. */
	ambiguous(calls: readonly Call[]): void {
		for (const { itemIndex } of calls) this.ambiguousItems.add(itemIndex);
	}

	itemFailed(itemIndex: number, error: unknown): void {
		const nodeError = toNodeError(this.context.getNode(), error, itemIndex);
		// Nobody waits for it any more, and an error would make n8n call the execution failed.
		if (this.connection.cancelled) return;
		if (mayHaveSucceeded(nodeError)) this.ambiguousItems.add(itemIndex);
		if (this.continueOnFail) {
			this.outputs[itemIndex] = errorItem(nodeError, itemIndex);
		} else if (this.failure === undefined || itemIndex < this.failure.itemIndex) {
			this.failure = { error: nodeError, itemIndex };
		}
	}

	/** @throws NodeApiError or NodeOperationError of the first item that failed, if that ends the node */
	finish(): INodeExecutionData[] {
		if (this.failure === undefined) {
			for (const [itemIndex, item] of this.partlyFailed) {
				const { json } = this.outputs[itemIndex] ?? {};
				const part = partOf(item);
				if (json !== undefined && part !== '') json.error = `${String(json.error)}; ${part}`;
			}
			return this.outputs.filter((output) => output !== undefined);
		}
		const { error, itemIndex } = this.failure;
		const part = partOf(this.partlyFailed.get(itemIndex));
		if (part !== '') {
			error.description = `${part}. ${error.description ?? ''}`.trim();
			error.context.mayHaveSucceeded = true;
		}
		this.ambiguousItems.delete(itemIndex);
		const perhaps = this.ambiguousItems.size;
		throw withProgress(error, itemIndex, this.done, perhaps, this.total);
	}

	private answered(itemIndex: number): OpenItem | undefined {
		const item = this.open.get(itemIndex);
		if (item === undefined) return undefined;
		item.pending -= 1;
		if (item.pending === 0) this.open.delete(itemIndex);
		return item;
	}
}

/** What a second run of an item sends again: the calls of it that were carried out, if any were. */
function partOf(item: OpenItem | undefined): string {
	if (item === undefined || item.succeeded === 0) return '';
	const { succeeded, messageIds } = item;
	const were = succeeded === 1 ? 'was' : 'were';
	return `${succeeded} of the ${messageIds.length} calls of this item ${were} carried out`;
}
