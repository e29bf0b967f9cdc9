import type { Json, JsonObject } from '../utils/json';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What a person may set about the sending of a request, whatever it does. */
export interface RequestOptions {
	readonly additionalBody: JsonObject | undefined;
	readonly additionalQuery: JsonObject | undefined;
	readonly maxWaitMs: number;
	readonly timeoutMs: number;
	readonly requestsPerSecond: number | undefined;
	/** All that were entered, by name: also those that only one node knows. */
	readonly entered: JsonObject;
}

/** A request of one item, ready to be sent. */
export interface BuiltRequest {
	readonly method: Method;
	/** Percent-encoded, without query. */
	readonly path: string;
	/** Not encoded yet, so that paging can add to it. */
	readonly query: ReadonlyMap<string, string>;
	/** Sent behind the query: names that a person's own path gives once more. */
	readonly repeatedQuery?: ReadonlyArray<readonly [string, string]>;
	readonly headers: { readonly [name: string]: string };
	readonly body: Json | undefined;
	/** Sent instead of the body: what is no JSON. */
	readonly upload?: { readonly contentType: string; readonly data: Buffer };
	/** The values of the path, by the API's names: what an empty answer is completed with. */
	readonly ids: JsonObject;
	/** What is not sent: choices by parameter, other values by name. */
	readonly settings: JsonObject;
	readonly options: RequestOptions;
}
