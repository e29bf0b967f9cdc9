import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { parseKeepingDigits } from '../utils/json';
import type { Failure } from './apiErrors';
import { isUnavailable, retryAfterHeader, type Outcome } from './retryPolicy';

export interface ApiResponse {
	readonly status: number;
	/** Parsed JSON, or a Buffer if bytes were expected; an empty text if there is no body. */
	readonly body: unknown;
	readonly contentType: string | undefined;
}

/** What became of one attempt: how to go on, the error if it is given up, the response if it is accepted. */
export interface AttemptResult {
	readonly outcome: Outcome;
	/** What to say if the request is given up; a rate limit says more than one attempt knows. */
	readonly failure?: Failure;
	readonly response?: ApiResponse;
}

type Headers = { readonly [name: string]: unknown };

/**
 * Reads a response of n8n's HTTP helper, whatever its status.
 *
 * @param expects `bytes`: a successful response is a file; an error is JSON or text even then
 */
export function readResponse(
	http: IN8nHttpFullResponse,
	expects: 'json' | 'bytes' = 'json',
): AttemptResult {
	const { statusCode: status, headers } = http;
	const isFile = expects === 'bytes' && status < 300;
	const { body, isJson } = isFile ? { body: http.body, isJson: false } : readBody(http.body);
	if (status < 300 && !isFile && !isJson && body !== '') {
		// JSON that was cut, or the page of a proxy.
		const reason = 'It is not JSON, so the result of the request is unknown';
		return { outcome: { kind: 'noResponse' }, failure: { kind: 'unreadable', reason } };
	}
	return {
		outcome: { kind: 'response', status, retryAfter: retryAfterHeader(headers) },
		failure: readFailure(status, headers, body),
		// "Not found" after a deletion is success, and its body says nothing about what was asked.
		response: {
			status,
			body: status < 300 ? body : '',
			contentType: headers['content-type'] as string | undefined,
		},
	};
}

function readFailure(status: number, headers: Headers, body: unknown): Failure {
	if (status >= 300 && status < 400) {
		const { location } = headers;
		return {
			kind: 'redirected',
			status,
			body,
			location: typeof location === 'string' ? location : undefined,
		};
	}
	return { kind: isUnavailable(status) ? 'unavailable' : 'rejected', status, body };
}

/** JSON, or the text that is not. */
function readBody(raw: unknown): { body: unknown; isJson: boolean } {
	if (!Buffer.isBuffer(raw)) return { body: raw, isJson: typeof raw !== 'string' };
	const text = raw.toString('utf8');
	try {
		return { body: text === '' ? '' : parseKeepingDigits(text), isJson: text !== '' };
	} catch {
		return { body: text, isJson: false };
	}
}
