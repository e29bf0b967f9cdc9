import type { ItemInput } from '../schema/itemInput';
import type { Operation } from '../schema/operation';
import type { JsonObject } from '../utils/json';
import type { OrderingKeys } from './orderingKeys';

/** The JSON of a call as it is sent. Its size is measured once, from this text. */
export interface SerializedCall {
	readonly text: string;
	/** Size as UTF-8. */
	readonly bytes: number;
}

/** What Customer.io may do with a call other than what was meant, and does not say in its response. */
export type CallWarning =
	'idAmongAttributes' | 'longId' | 'manyAttributes' | 'notStrict' | 'reservedKeys';

/** A call that is ready to be sent, alone or in a batch. Only its text is kept in memory. */
export interface Call extends SerializedCall {
	readonly itemIndex: number;
	/** Position among the calls of its item, from 0. */
	readonly position: number;
	readonly orderingKeys: OrderingKeys;
	readonly limits: RequestLimits;
	readonly warnings: readonly CallWarning[];
	/** The ID by which the API recognises a call that it has received before, if the user entered one. */
	readonly enteredId: string | undefined;
}

/** What the user set in the node's options about the request that holds a call. */
export interface RequestLimits {
	readonly maxWaitMs: number;
	readonly timeoutMs: number;
	readonly requestsPerSecond: number | undefined;
}

/** The calls of one item. */
export interface PreparedItem<C extends Call> {
	readonly calls: readonly C[];
	/** The item holds an array of calls, so an error names the call that failed. */
	readonly isBatch: boolean;
	/** The output item has the fields and files of the input item, too. */
	readonly includeInput: boolean;
	/** What the output item says about the calls if all of them succeed. */
	readonly result: JsonObject;
	/** The identifiers of whom or what a single call is about: the output item has them, an error item too. */
	readonly subject: JsonObject;
}

/** What is around the calls in the body of a batch, and how large it may be. */
export interface BatchLayout {
	/** ASCII, in front of the first call. */
	readonly opening: string;
	/** ASCII, behind the last call. */
	readonly closing: string;
	/** Maximum size of a batch as UTF-8. */
	readonly maxBytes: number;
	/** Maximum number of calls, if there is one. */
	readonly maxCalls?: number;
}

/** How an API takes calls, alone and in batches. */
export interface BatchFormat<C extends Call> {
	readonly layout: BatchLayout;
	/**
	 * Reads the calls of one item.
	 *
	 * @param idOf a unique ID for the call at a position of the item, the same if n8n runs the node again
	 *   (Retry On Fail): the API recognises by it what it has received before
	 * @throws InputError if one of the calls cannot be sent; then none of them is
	 */
	prepareItem(
		operation: Operation,
		input: ItemInput,
		itemIndex: number,
		idOf: (position: number) => string,
	): Promise<PreparedItem<C>>;
	/** Whether two calls may be in the same batch. Calls with different limits never are. */
	canBatch(a: C, b: C): boolean;
	/** Whether a call replaces what an earlier one wrote, unlike an event, which is added. */
	overwrites(call: C): boolean;
	/** Whether a call that is sent twice has the effect of one. */
	isIdempotent(call: C): boolean;
	/**
	 * The group of a call. Each group fills batches of its own, because the order of calls in different
	 * groups does not matter. Without it, the calls of a run are one group.
	 */
	groupOf?(call: C): string;
	/** Path and query of the endpoint for batches, the same for all calls that may be in a batch. */
	batchPath(call: C): string;
	/** Path and query of the endpoint for a call that is sent alone. */
	singlePath(call: C): string;
	/** The JSON of a call that is sent alone. */
	singleBody(call: C): string;
	/** Headers of a request, the same for all calls that may be in a batch. */
	headers(call: C): { readonly [name: string]: string };
	/** What a batch is rejected for is the same for all of its calls, so it is not sent again in parts. */
	readonly rejectsWhole?: true;
	/**
	 * The errors of calls that failed although the request succeeded, by position; it may wait until
	 * they can be known. Without it, an API accepts or rejects a request as a whole.
	 *
	 * @throws if they cannot be known: then all of the calls fail
	 */
	readFailures?(
		responseBody: unknown,
		calls: readonly C[],
	): ReadonlyMap<number, Error> | Promise<ReadonlyMap<number, Error>>;
	/** What the editor calls the ID by which the API recognises a call that it has received before. */
	readonly idName: string;
}
