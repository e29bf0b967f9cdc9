import type { Json, JsonObject } from '../utils/json';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What the user can set for the request of any operation. */
export interface RequestOptions {
	readonly additionalBody: JsonObject | undefined;
	readonly additionalQuery: JsonObject | undefined;
	readonly maxWaitMs: number;
	readonly timeoutMs: number;
	readonly requestsPerSecond: number | undefined;
	/** All options that were entered, by name, including those that only one node has. */
	readonly entered: JsonObject;
}

/** The request of one item, ready to be sent. */
export interface BuiltRequest {
	readonly method: Method;
	/** Percent-encoded, without the query. */
	readonly path: string;
	/** Not encoded yet, so that pagination can add to it. */
	readonly query: ReadonlyMap<string, string>;
	/** Sent after the query: further values of names in it, from a path that the user entered. */
	readonly repeatedQuery?: ReadonlyArray<readonly [string, string]>;
	readonly headers: { readonly [name: string]: string };
	readonly body: Json | undefined;
	/** A body that is not JSON, sent instead of `body`. */
	readonly upload?: { readonly contentType: string; readonly data: Buffer };
	/** The values of the path, by the API's names: they complete an empty response. */
	readonly ids: JsonObject;
	/** Values that are not sent: choices by parameter name, others by field name. */
	readonly settings: JsonObject;
	readonly options: RequestOptions;
}
