import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { asNodeError, errorItem, withProgress } from '../matrix/itemErrors';
import type { Connection } from '../transport/connection';
import { isPerhapsCarriedOut } from '../transport/failures';
import type { Call, PreparedItem } from './prepareCalls';

/** An item of which some calls are still to be answered. */
interface OpenItem {
	readonly messageIds: readonly string[];
	readonly isBatch: boolean;
	readonly withInput: boolean;
	waitingFor: number;
	carriedOut: number;
	failed: boolean;
}

/**
 * What became of the items: one result for each, in their order.
 *
 * On Error = Continue: a failed item becomes `{ error }`. On Error = Stop: from the first failure on
 * nothing new is sent, and `finish` throws.
 */
export class Results {
	private readonly outputs: INodeExecutionData[] = [];
	private readonly open = new Map<number, OpenItem>();
	/** Items of which a call failed, and others may be carried out. */
	private readonly broken = new Map<number, OpenItem>();
	private readonly goesOn: boolean;
	private done = 0;
	private readonly perhapsDone = new Set<number>();
	private failure: { error: ReturnType<typeof asNodeError>; itemIndex: number } | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly connection: Connection,
		private readonly total: number,
	) {
		this.goesOn = context.continueOnFail();
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
			waitingFor: calls.length,
			carriedOut: 0,
			failed: false,
		});
	}

	carriedOut({ itemIndex }: Call): void {
		const item = this.answered(itemIndex);
		if (item === undefined) return;
		item.carriedOut += 1;
		if (item.failed || item.waitingFor > 0) {
			// Some of its calls are: should the node end now, a second run would send those again.
			this.perhapsDone.add(itemIndex);
			return;
		}
		this.perhapsDone.delete(itemIndex);
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
	failedCall({ itemIndex, position }: Call, error: Error, isOwn: boolean): void {
		const item = this.answered(itemIndex);
		if (item === undefined || item.failed) return;
		item.failed = true;
		if (item.messageIds.length > 1) this.broken.set(itemIndex, item);
		if (item.isBatch && isOwn) {
			error.message = `Call ${position + 1} of ${item.messageIds.length}: ${error.message}`;
		}
		this.failedItem(itemIndex, error);
	}

	/** Calls that are not sent again, because the node ends: their answer was lost. */
	perhapsCarriedOut(calls: readonly Call[]): void {
		for (const { itemIndex } of calls) this.perhapsDone.add(itemIndex);
	}

	failedItem(itemIndex: number, error: unknown): void {
		const nodeError = asNodeError(this.context.getNode(), error, itemIndex);
		// Nobody waits for it any more, and an error would make n8n call the execution failed.
		if (this.connection.cancelled) return;
		if (isPerhapsCarriedOut(nodeError)) this.perhapsDone.add(itemIndex);
		if (this.goesOn) {
			this.outputs[itemIndex] = errorItem(nodeError, itemIndex);
		} else if (this.failure === undefined || itemIndex < this.failure.itemIndex) {
			this.failure = { error: nodeError, itemIndex };
		}
	}

	/** @throws NodeApiError or NodeOperationError of the first item that failed, if that ends the node */
	finish(): INodeExecutionData[] {
		if (this.failure === undefined) {
			for (const [itemIndex, item] of this.broken) {
				const { json } = this.outputs[itemIndex] ?? {};
				const part = partOf(item);
				if (json !== undefined && part !== '') json.error = `${String(json.error)}; ${part}`;
			}
			return this.outputs.filter((output) => output !== undefined);
		}
		const { error, itemIndex } = this.failure;
		const part = partOf(this.broken.get(itemIndex));
		if (part !== '') {
			error.description = `${part}. ${error.description ?? ''}`.trim();
			error.context.perhapsCarriedOut = true;
		}
		this.perhapsDone.delete(itemIndex);
		const perhaps = this.perhapsDone.size;
		throw withProgress(error, itemIndex, this.done, perhaps, this.total);
	}

	private answered(itemIndex: number): OpenItem | undefined {
		const item = this.open.get(itemIndex);
		if (item === undefined) return undefined;
		item.waitingFor -= 1;
		if (item.waitingFor === 0) this.open.delete(itemIndex);
		return item;
	}
}

/** What a second run of an item sends again: the calls of it that were carried out, if any were. */
function partOf(item: OpenItem | undefined): string {
	if (item === undefined || item.carriedOut === 0) return '';
	const { carriedOut, messageIds } = item;
	const were = carriedOut === 1 ? 'was' : 'were';
	return `${carriedOut} of the ${messageIds.length} calls of this item ${were} carried out`;
}
