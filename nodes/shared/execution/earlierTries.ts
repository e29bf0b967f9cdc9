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

/** By the items' JSON, which n8n keeps for as long as the execution, and then by run and item. */
const outcomes = new WeakMap<IDataObject, Map<string, Outcome | typeof IS_AMBIGUOUS>>();

/**
 * What became of the items in earlier tries of the node, when n8n runs it again (Retry On Fail): the
 * results of those that succeeded, and the errors of those that may have and must not be sent again.
 */
export class EarlierTries {
	/** `undefined` if n8n does not retry the node. */
	private readonly runId: string | undefined;

	constructor(private readonly context: IExecuteFunctions) {
		const isRetried = context.getNode().retryOnFail === true;
		this.runId = isRetried ? nodeRunId(context) : undefined;
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

	private recorded(itemIndex: number) {
		const json = this.jsonOf(itemIndex);
		return json && outcomes.get(json)?.get(this.key(itemIndex));
	}

	private remember(itemIndex: number, outcome: Outcome | typeof IS_AMBIGUOUS): void {
		const json = this.jsonOf(itemIndex);
		if (json === undefined) return;
		const outcomesOfItem = outcomes.get(json) ?? new Map<string, Outcome | typeof IS_AMBIGUOUS>();
		outcomesOfItem.set(this.key(itemIndex), outcome);
		outcomes.set(json, outcomesOfItem);
	}

	private jsonOf(itemIndex: number): IDataObject | undefined {
		return this.runId === undefined ? undefined : this.context.getInputData()[itemIndex]?.json;
	}

	/** Several items may share their JSON. */
	private key(itemIndex: number): string {
		return `${this.runId} ${itemIndex}`;
	}
}
