import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ItemOutcomes } from '../execution/itemOutcomes';
import type { Call, PreparedItem } from './batchFormat';

/** An item with calls that have no outcome yet. */
interface OpenItem extends Pick<
	PreparedItem<Call>,
	'isBatch' | 'includeInput' | 'result' | 'subject'
> {
	readonly total: number;
	/** Sending it again is harmless. */
	readonly idempotent: boolean;
	pending: number;
	succeeded: number;
	failed: boolean;
}

/** Turns the outcomes of calls into those of their items: an item succeeds if all of its calls do. */
export class CallOutcomes {
	private readonly openItems = new Map<number, OpenItem>();
	/** Items with several calls of which one failed. */
	private readonly failedItems = new Map<number, OpenItem>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly items: ItemOutcomes,
	) {}

	/** No new request may start. */
	get stopped(): boolean {
		return this.items.stopped;
	}

	/**
	 * Adds an item before its calls are sent.
	 *
	 * @param idempotent sending it again is harmless
	 */
	expect(itemIndex: number, item: PreparedItem<Call>, idempotent: boolean): void {
		const { calls, isBatch, includeInput, result, subject } = item;
		this.openItems.set(itemIndex, {
			isBatch,
			includeInput,
			result,
			subject,
			total: calls.length,
			idempotent,
			pending: calls.length,
			succeeded: 0,
			failed: false,
		});
	}

	succeeded({ itemIndex }: Call): void {
		const item = this.takeCall(itemIndex);
		if (item === undefined) return;
		item.succeeded += 1;
		if (item.failed || item.pending > 0) {
			// If the node stopped now, running it again would send these calls twice.
			this.items.ambiguous(itemIndex, item.idempotent);
			return;
		}
		const input = item.includeInput ? this.context.getInputData()[itemIndex] : undefined;
		const { json: inputJson, binary } = input ?? {};
		const json: IDataObject = { ...item.subject, ...inputJson, success: true, ...item.result };
		// n8n and the user's conditions would take it for a failure of this node.
		if ('error' in json) delete json.error;
		this.items.succeeded(itemIndex, [
			{
				json,
				...(binary === undefined ? {} : { binary }),
				pairedItem: { item: itemIndex },
			},
		]);
	}

	/** @param isAlone the error is about this call and no other */
	failed({ itemIndex, position }: Call, error: Error, isAlone: boolean): void {
		const item = this.takeCall(itemIndex);
		if (item === undefined || item.failed) return;
		item.failed = true;
		if (item.total > 1) this.failedItems.set(itemIndex, item);
		if (item.isBatch && isAlone) {
			error.message = `Call ${position + 1} of ${item.total}: ${error.message}`;
		}
		this.items.failed(itemIndex, error, item.idempotent, item.subject);
	}

	/** The calls were sent, had no response, and are not sent again because the node stops. */
	ambiguous(calls: readonly Call[]): void {
		for (const { itemIndex } of calls) {
			const { idempotent = true } = this.openItems.get(itemIndex) ?? {};
			this.items.ambiguous(itemIndex, idempotent);
		}
	}

	/**
	 * Call it when no call is pending.
	 *
	 * @returns the output items in the order of the input items
	 * @throws NodeApiError or NodeOperationError of the first failed item if On Error is Stop
	 */
	finish(): INodeExecutionData[] {
		for (const [itemIndex, { succeeded, total, idempotent }] of this.failedItems) {
			if (succeeded === 0) continue;
			this.items.partlySucceeded(
				itemIndex,
				`${succeeded} of the ${total} calls of this item succeeded`,
				idempotent,
			);
		}
		return this.items.finish();
	}

	private takeCall(itemIndex: number): OpenItem | undefined {
		const item = this.openItems.get(itemIndex);
		if (item === undefined) return undefined;
		item.pending -= 1;
		if (item.pending === 0) this.openItems.delete(itemIndex);
		return item;
	}
}
