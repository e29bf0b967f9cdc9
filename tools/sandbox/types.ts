/** Public types of the sandbox. */

export interface SandboxOptions {
	/** Port to listen on; 0 or undefined picks a free one. `startSandbox` rejects if the port is taken. */
	port?: number;
	appKey?: string;
	otherRegionKey?: string;
	writeKey?: string;
	/** Site ID and API key of the Track API. */
	siteId?: string;
	trackKey?: string;
	/** Region of the account, as the Track API reports it. Default `us`. */
	region?: 'us' | 'eu';
	signingKey?: string;
	/** Enforce the documented rate limits with 429. Default true. */
	limits?: boolean;
	/** Answer what Customer.io would drop in silence with an error that says why. Default false. */
	strictErrors?: boolean;
	/** Initial content of the workspace. Default `workspace`. */
	seed?: 'workspace' | 'empty';
	/** Webhook retry delays are multiplied by this. Default 0.001: an hour becomes 3.6 s. */
	webhookTimeScale?: number;
	/** How long a background job (a broadcast trigger, an export) takes, in ms. Default 150. */
	workMs?: number;
	/** Maximum number of records; the oldest are dropped. Default Infinity; the command line uses 10,000. */
	keepRequests?: number;
	/** Called once per request, after the response. */
	onRequest?: (request: RecordedRequest) => void;
}

/** A request as it arrived, and its outcome. */
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
	/** Parsed JSON, `{ fields, files }` for multipart, undefined if missing or malformed. */
	body: unknown;
	/** Milliseconds since 1970. */
	receivedAt: number;
	api: 'app' | 'pipelines' | 'track' | 'admin';
	/** `segment.get` for the App and Track APIs, `identify` for Pipelines; undefined if no route matched. */
	operation?: string;
	/** 0 before the response, and if the connection was closed without one. */
	status: number;
	/** Whether the request took effect (a silently dropped one gets a 200 but is not processed). */
	processed: boolean;
	responseBody: unknown;
	/** Why it, or a part of it, had no effect although its response is that of success. */
	reasons?: readonly string[];
}

export type FaultAct =
	| {
			kind: 'status';
			status: number;
			body?: unknown;
			rawBody?: string;
			headers?: Record<string, string>;
	  }
	/** Wait, then respond as usual. */
	| { kind: 'delay'; ms: number }
	/** Close the connection without processing the request. */
	| { kind: 'resetBefore' }
	/** Process the request, then close the connection without a response. */
	| { kind: 'resetAfter' }
	/**
	 * Process the request and send half of the body. By default Content-Length matches the half, as a
	 * broken proxy would send it; with `declareFull` it is the full length and the connection closes early.
	 */
	| { kind: 'truncate'; declareFull?: boolean }
	/** Process the request and send the body in eight chunks with `ms` between them. */
	| { kind: 'trickle'; ms: number };

export interface Fault {
	method?: string;
	/** Matched on the raw path: a string must equal it (a trailing `*` matches any rest). */
	path?: string | RegExp;
	/** Number of matching requests that it affects. Default 1. */
	times?: number;
	/** Affect only every nth matching request. */
	every?: number;
	match?: (request: RecordedRequest) => boolean;
	act: FaultAct;
}

/** A reporting-webhook event. Missing properties get defaults (a new id, the current time, no data). */
export interface WebhookEvent {
	/** As subscribed to: `email_sent`, `customer_unsubscribed`. Determines object type and metric. */
	event?: string;
	event_id?: string;
	object_type?: string;
	metric?: string;
	/** Unix seconds. */
	timestamp?: number;
	data?: Record<string, unknown>;
	/** Added to `data` for webhooks with `with_content`. */
	content?: Record<string, unknown>;
	/** Delivered only to webhooks with `full_resolution`, like a second open of one message. */
	repeated?: boolean;
}

export type JsonObject = Record<string, unknown>;

/** Whether a JSON value is an object (not null, not an array). */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
