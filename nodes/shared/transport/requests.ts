import type { IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { MAX_TIMER_MS } from './sleep';

/** A request to Customer.io, without what the client adds: host, credential and rate limit. */
export interface ApiRequest {
	readonly method: IHttpRequestMethods;
	/** Path, percent-encoded, with its query. */
	readonly requestTarget: string;
	readonly headers?: { readonly [name: string]: string };
	/** JSON text, or bytes with their type; `undefined` for none. */
	readonly body?: string | Upload | undefined;
	/** `bytes`: a successful response is a file. */
	readonly expects?: 'json' | 'bytes';
	/** Changes nothing in Customer.io. */
	readonly safe: boolean;
	/** Has the same effect sent once or twice. */
	readonly idempotent: boolean;
	/** Most milliseconds spent on waiting for the rate limit and between attempts. */
	readonly maxWaitMs: number;
	/** Milliseconds after which an attempt without a complete response counts as failed. */
	readonly timeoutMs: number;
	/** Overrides the documented rate limit; 0 for none. */
	readonly requestsPerSecond?: number | undefined;
}

/** A body that is not JSON. */
interface Upload {
	readonly contentType: string;
	readonly data: Buffer;
}

/** `/v1/segments` of `/v1/segments?limit=1`. */
export function pathOf({ requestTarget }: ApiRequest): string {
	return requestTarget.split('?')[0] ?? '';
}

/** The request as n8n's HTTP helper takes it. */
export function httpRequestOptions(baseUrl: string, request: ApiRequest): IHttpRequestOptions {
	const { body, expects } = request;
	return {
		method: request.method,
		url: baseUrl + request.requestTarget,
		headers: {
			...request.headers,
			accept: expects === 'bytes' ? '*/*' : 'application/json',
			...(body === undefined ? {} : { 'content-type': contentType(body) }),
		},
		// n8n would parse JSON itself, and round long IDs.
		encoding: 'arraybuffer',
		// Its own default of five minutes would end a longer attempt.
		timeout: Math.min(request.timeoutMs, MAX_TIMER_MS),
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// A redirect would carry the key to another host.
		disableFollowRedirect: true,
		...(body === undefined ? {} : { body: bytesOf(body) }),
	};
}

/** As bytes, because the HTTP client parses a body that is text, to see whether it is JSON. */
function bytesOf(body: string | Upload): Buffer {
	return typeof body === 'string' ? Buffer.from(body) : body.data;
}

function contentType(body: string | Upload): string {
	return typeof body === 'string' ? 'application/json' : body.contentType;
}
