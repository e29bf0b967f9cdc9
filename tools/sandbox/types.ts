/** The public vocabulary of the sandbox: what a test passes in and reads back. */

export interface SandboxOptions {
	/** Port to listen on; 0 or absent takes a free one. A taken port rejects `startSandbox`. */
	port?: number;
	appKey?: string;
	writeKey?: string;
	signingKey?: string;
	/** Enforce the documented rate limits with 429. Default true. */
	limits?: boolean;
	/** What the workspace holds at the start. Default `workspace`. */
	seed?: 'workspace' | 'empty';
	/** Webhook retry delays are multiplied by this. Default 0.001: an hour becomes 3.6 s. */
	webhookTimeScale?: number;
	/** How long started work (a broadcast trigger, an export) stays unfinished, in ms. Default 150. */
	workMs?: number;
	/** Oldest records are dropped beyond this many. Default Infinity; the command line uses 10,000. */
	keepRequests?: number;
	/** Called once per answered request. */
	onRequest?: (request: RecordedRequest) => void;
}

/** One request as it arrived, and what came of it. */
export interface RecordedRequest {
	/** 1 for the first request after start or reset. */
	id: number;
	method: string;
	/** As sent: still percent-encoded, without the query. */
	path: string;
	/** As sent, without the question mark. */
	rawQuery: string;
	query: Record<string, string>;
	/** Names in lower case. */
	headers: Record<string, string>;
	bodyText: string;
	/** Parsed JSON, `{ fields, files }` for multipart, undefined when there is none or it is broken. */
	body: unknown;
	/** Milliseconds since 1970. */
	receivedAt: number;
	api: 'app' | 'pipelines' | 'admin';
	/** `segment.get` for the App API, `identify` for Pipelines; absent when no route matched. */
	operation?: string;
	/** 0 while unanswered, and for a connection that was cut before an answer. */
	status: number;
	/** Whether the request took effect (a silent drop answers 200 and is not carried out). */
	processed: boolean;
	responseBody: unknown;
}

export type FaultAct =
	| {
			kind: 'status';
			status: number;
			body?: unknown;
			rawBody?: string;
			headers?: Record<string, string>;
	  }
	/** Wait, then answer as usual. */
	| { kind: 'delay'; ms: number }
	/** Cut the connection; the request is not carried out. */
	| { kind: 'resetBefore' }
	/** Carry the request out, then cut the connection without an answer. */
	| { kind: 'resetAfter' }
	/**
	 * Carry the request out and send half of the body. By default the length matches the half, as a
	 * broken proxy would send it; with `declareFull` the header promises the whole and the connection closes.
	 */
	| { kind: 'truncate'; declareFull?: boolean }
	/** Carry the request out and send the body in eight pieces with `ms` between them. */
	| { kind: 'trickle'; ms: number };

export interface Fault {
	method?: string;
	/** Matched on the raw path: a string must equal it (a trailing `*` matches any rest). */
	path?: string | RegExp;
	/** How many matching requests are hit. Default 1. */
	times?: number;
	/** Hit only every nth matching request. */
	every?: number;
	match?: (request: RecordedRequest) => boolean;
	act: FaultAct;
}

/** A reporting-webhook event. What is left out is filled in (a fresh id, now, no data). */
export interface WebhookEvent {
	/** As subscribed to: `email_sent`, `customer_unsubscribed`. Object type and metric follow from it. */
	event?: string;
	event_id?: string;
	object_type?: string;
	metric?: string;
	/** Unix seconds. */
	timestamp?: number;
	data?: Record<string, unknown>;
	/** Joins `data` only for webhooks that asked for content (`with_content`). */
	content?: Record<string, unknown>;
	/** Delivered only to webhooks with `full_resolution`, like a second open of one message. */
	repeated?: boolean;
}

export type JsonObject = Record<string, unknown>;

/** Whether a JSON value is an object (not null, not an array). */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
