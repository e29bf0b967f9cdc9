import { MAX_TIMER_MS } from './sleep';

/** What came of one attempt to send a request. */
export type Outcome =
	| {
			readonly kind: 'response';
			readonly status: number;
			/** The header as it came. */
			readonly retryAfter: string | undefined;
	  }
	/** The request was not sent: its turn under the rate limit comes later than it may wait. */
	| { readonly kind: 'noSlot'; readonly waitMs: number }
	/** The request was not sent: no connection, no name, no trusted certificate. */
	| { readonly kind: 'notConnected' }
	/** The request was not sent: n8n blocks the address, or the request itself is invalid. */
	| { readonly kind: 'notSendable' }
	/** It is unknown how far the request got: reset, timeout, a response cut short. */
	| { readonly kind: 'noResponse' };

export interface Attempt {
	/** From 1. Attempts that a rate limit turned away are counted apart from those that failed. */
	readonly number: number;
	/** The request has the same effect sent once or twice. */
	readonly idempotent: boolean;
	/** The request is a deletion, and an earlier attempt may have succeeded. */
	readonly mayAlreadyBeDeleted: boolean;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** Milliseconds that may still be spent on waiting. */
	readonly remainingWaitMs: number;
	/** The limit is one of a day. */
	readonly isQuota?: boolean | undefined;
	/** From 0 to below 1: spreads the retries of many requests. */
	readonly random: number;
}

type Step =
	| { readonly action: 'accept' }
	| { readonly action: 'retry'; readonly waitMs: number }
	| {
			readonly action: 'giveUp';
			/** What the service asked to wait, if it was longer than allowed. */
			readonly retryAfterMs?: number;
	  };

/**
 * Server errors of a request that was not processed: the server does not support the method (501) or
 * the version of HTTP (505), or a network asks for a login first (511). A retry would meet the same.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.6
 */
const NOT_SUPPORTED = new Set([501, 505, 511]);

/**
 * The request was not processed, and a retry may be: too early for the server (425, RFC 8470), or a
 * gateway had no connection to it: refused (521), no route (523), TLS handshake (525), certificate
 * (526). Not 522, which is also for a connection that was made and then fell silent.
 *
 * @see https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
 */
const NOT_PROCESSED = new Set([425, 521, 523, 525, 526]);

/** Whether the service, or what stands in front of it, is down or overloaded for the moment. */
export function isUnavailable(status: number): boolean {
	// 408 comes from gateways too, after they passed the request on.
	return status >= 500 || status === 408 || status === 425;
}

/** A request that fails so often will not get through in this execution. */
const MAX_ATTEMPTS = 5;

const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/**
 * Whether the result of an attempt is accepted, the request retried or given up.
 *
 * Every request is retried after a 429 and when there was no connection: neither had an effect.
 * A request that may have succeeded is retried only if it is idempotent, because Customer.io has no
 * idempotency key for messages: a second attempt is a second email.
 */
export function nextStep(outcome: Outcome, attempt: Attempt): Step {
	if (outcome.kind === 'noSlot') return { action: 'giveUp', retryAfterMs: outcome.waitMs };
	if (outcome.kind === 'notSendable') return { action: 'giveUp' };
	const { status, retryAfter } =
		outcome.kind === 'response' ? outcome : { status: undefined, retryAfter: undefined };
	if (status !== undefined && status < 300) return { action: 'accept' };
	if (status === 404 && attempt.mayAlreadyBeDeleted) return { action: 'accept' };

	if (status !== 429) {
		const isRetryable =
			status === undefined || (isUnavailable(status) && !NOT_SUPPORTED.has(status));
		const mayRetry = isRetryable && (attempt.idempotent || !isAmbiguous(outcome));
		if (!mayRetry || attempt.number >= MAX_ATTEMPTS) return { action: 'giveUp' };
	}
	const headerMs = readRetryAfter(retryAfter, attempt.now);
	// "At once" counts once: a service that keeps saying so would get requests as fast as it responds.
	// Customer.io names no time for a limit of a day, and nobody would wait for it.
	if (status === 429 && headerMs === undefined && attempt.isQuota === true) {
		return { action: 'giveUp' };
	}
	const retryAfterMs = headerMs === 0 && attempt.number > 1 ? undefined : headerMs;
	const waitMs = retryAfterMs ?? backoff(attempt);
	if (waitMs <= attempt.remainingWaitMs) return { action: 'retry', waitMs };
	return { action: 'giveUp', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Whether the request may have succeeded, although no success was seen: unless it is certain that not. */
export function isAmbiguous(outcome: Outcome): boolean {
	if (outcome.kind !== 'response') return outcome.kind === 'noResponse';
	const { status } = outcome;
	return isUnavailable(status) && !NOT_SUPPORTED.has(status) && !NOT_PROCESSED.has(status);
}

/** Doubles from attempt to attempt; the second half of each wait is random. */
function backoff({ number, random }: Attempt): number {
	const full = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** (number - 1));
	return Math.round(full * (0.5 + random / 2));
}

/** `Retry-After` as the service wrote it. */
export function retryAfterHeader(headers: {
	readonly [name: string]: unknown;
}): string | undefined {
	const value = headers['retry-after'];
	return typeof value === 'string' ? value : undefined;
}

/**
 * Milliseconds that a `Retry-After` asks to wait: seconds or an HTTP date, at most as long as a timer
 * runs. `undefined` if it is neither.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+(\.\d+)?$/.test(text)) return bounded(Math.ceil(Number(text) * 1000));
	if (!/^[A-Za-z]{3}/.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : bounded(date - now);
}

function bounded(ms: number): number {
	return Math.min(MAX_TIMER_MS, Math.max(0, ms));
}
