import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { nodeRunId } from './nodeRun';

type Outcome =
	| { readonly output: INodeExecutionData[] }
	| {
			readonly error: NodeApiError | NodeOperationError;
			/** The error's description in a later try. */
			readonly description: string;
	  };

/** An item that may have succeeded, and is sent again because that is harmless. */
const IS_AMBIGUOUS = 'ambiguous';

/** Values by the items' JSON, which n8n keeps for as long as the execution, and then by run and item. */
class PerItem<T> {
	private readonly values = new WeakMap<IDataObject, Map<string, T>>();

	get(json: IDataObject, key: string): T | undefined {
		return this.values.get(json)?.get(key);
	}

	set(json: IDataObject, key: string, value: T): void {
		const ofItem = this.values.get(json) ?? new Map<string, T>();
		ofItem.set(key, value);
		this.values.set(json, ofItem);
	}
}

const outcomes = new PerItem<Outcome | typeof IS_AMBIGUOUS>();
/** What the items overwrite. */
const writes = new PerItem<readonly string[]>();
/** With what the items failed that are sent again. */
const failures = new PerItem<NodeApiError | NodeOperationError>();

/**
 * What became of the items in earlier tries of the node, when n8n runs it again (Retry On Fail): the
 * results of those that succeeded, and the errors of those that may have and must not be sent again.
 */
export class EarlierTries {
	/** `undefined` if n8n does not retry the node. */
	private readonly runId: string | undefined;
	/** By what was written to, the last item that did so in an earlier try, or may have. */
	private readonly lastWriters: ReadonlyMap<string, number>;

	constructor(private readonly context: IExecuteFunctions) {
		const isRetried = context.getNode().retryOnFail === true;
		this.runId = isRetried ? nodeRunId(context) : undefined;
		this.lastWriters = this.readLastWriters();
	}

	/**
	 * Remembers what an item overwrites.
	 *
	 * @returns the error of the item's earlier try, if one of the items after it has written to one of
	 *   these since, or may have: what this item sends is older
	 */
	overwrites(
		itemIndex: number,
		keysOf: () => readonly string[],
	): NodeApiError | NodeOperationError | undefined {
		const json = this.jsonOf(itemIndex);
		if (json === undefined) return undefined;
		const keys = keysOf();
		writes.set(json, this.key(itemIndex), keys);
		const later = Math.max(...keys.map((key) => this.lastWriters.get(key) ?? -1));
		const error = failures.get(json, this.key(itemIndex));
		if (later <= itemIndex || error === undefined) return undefined;
		const reason = `Retry On Fail did not send it again: item ${later + 1} has written to the same place since, and the values of this item are older.`;
		if (error.description?.startsWith(reason) !== true) {
			error.description = `${reason} ${error.description ?? ''}`.trim();
		}
		return error;
	}

	/** The item failed, and is sent again if n8n runs the node again. */
	failed(itemIndex: number, error: NodeApiError | NodeOperationError): void {
		const json = this.jsonOf(itemIndex);
		if (json !== undefined) failures.set(json, this.key(itemIndex), error);
	}

	outcomeOf(itemIndex: number): Outcome | undefined {
		const outcome = this.recorded(itemIndex);
		return outcome === IS_AMBIGUOUS ? undefined : outcome;
	}

	/** Whether an item that is sent again may have succeeded in an earlier try. */
	mayHaveSucceeded(itemIndex: number): boolean {
		return this.recorded(itemIndex) === IS_AMBIGUOUS;
	}

	succeeded(itemIndex: number, output: INodeExecutionData[]): void {
		this.remember(itemIndex, { output });
	}

	/** The item may have succeeded, and sending it again would not be harmless. */
	ambiguous(itemIndex: number, error: NodeApiError | NodeOperationError): void {
		const description = `Retry On Fail did not send it again. ${error.description ?? ''}`.trim();
		this.remember(itemIndex, { error, description });
	}

	/** The item may have succeeded, and is sent again. */
	ambiguousButHarmless(itemIndex: number): void {
		this.remember(itemIndex, IS_AMBIGUOUS);
	}

	private readLastWriters(): Map<string, number> {
		const last = new Map<string, number>();
		if (this.runId === undefined) return last;
		for (const [itemIndex, { json }] of this.context.getInputData().entries()) {
			if (this.recorded(itemIndex) === undefined) continue;
			for (const key of writes.get(json, this.key(itemIndex)) ?? []) last.set(key, itemIndex);
		}
		return last;
	}

	private recorded(itemIndex: number) {
		const json = this.jsonOf(itemIndex);
		return json && outcomes.get(json, this.key(itemIndex));
	}

	private remember(itemIndex: number, outcome: Outcome | typeof IS_AMBIGUOUS): void {
		const json = this.jsonOf(itemIndex);
		if (json !== undefined) outcomes.set(json, this.key(itemIndex), outcome);
	}

	private jsonOf(itemIndex: number): IDataObject | undefined {
		return this.runId === undefined ? undefined : this.context.getInputData()[itemIndex]?.json;
	}

	/** Several items may share their JSON. */
	private key(itemIndex: number): string {
		return `${this.runId} ${itemIndex}`;
	}
}
