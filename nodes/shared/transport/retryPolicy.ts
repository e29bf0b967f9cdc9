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

/** Statuses of a service that is down or overloaded for the moment. */
const RETRYABLE_STATUSES = new Set([408, 500, 502, 503, 504, 522, 524]);

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
	const { status, retryAfter } =
		outcome.kind === 'response' ? outcome : { status: undefined, retryAfter: undefined };
	if (status !== undefined && status < 300) return { action: 'accept' };
	if (status === 404 && attempt.mayAlreadyBeDeleted) return { action: 'accept' };

	const isLimited = status === 429;
	if (status !== undefined && !isLimited && !RETRYABLE_STATUSES.has(status))
		return { action: 'giveUp' };
	if (!isLimited) {
		const mayRetry = attempt.idempotent || !isAmbiguous(outcome);
		if (!mayRetry || attempt.number >= MAX_ATTEMPTS) return { action: 'giveUp' };
	}
	const headerMs = readRetryAfter(retryAfter, attempt.now);
	// "At once" counts once: a service that keeps saying so would get requests as fast as it responds.
	const retryAfterMs = headerMs === 0 && attempt.number > 1 ? undefined : headerMs;
	const waitMs = retryAfterMs ?? backoff(attempt);
	if (waitMs <= attempt.remainingWaitMs) return { action: 'retry', waitMs };
	return { action: 'giveUp', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Whether the request may have succeeded, although no success was seen. */
export function isAmbiguous(outcome: Outcome): boolean {
	if (outcome.kind === 'response') return RETRYABLE_STATUSES.has(outcome.status);
	return outcome.kind === 'noResponse';
}

/** Doubles from attempt to attempt; the second half of each wait is random. */
function backoff({ number, random }: Attempt): number {
	const full = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** (number - 1));
	return Math.round(full * (0.5 + random / 2));
}

/**
 * Milliseconds that a `Retry-After` asks to wait: seconds or an HTTP date. `undefined` if it is neither.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
	if (!/^[A-Za-z]{3}/.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
