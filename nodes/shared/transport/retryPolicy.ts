/** What came of one attempt to send a request. */
export type Outcome =
	| {
			readonly kind: 'response';
			readonly status: number;
			/** The header as it came. */
			readonly retryAfter: string | undefined;
	  }
	/** The request cannot have been carried out: no connection, no name, no trusted certificate. */
	| { readonly kind: 'notConnected' }
	/** It is unknown how far the request got: reset, time-out, an answer cut short. */
	| { readonly kind: 'noResponse' };

export interface Attempt {
	/** How often it came to this: refusals for a limit and faults are counted apart, from 1. */
	readonly number: number;
	/** The request may be carried out twice without harm. */
	readonly idempotent: boolean;
	/** The request removes a thing, and an earlier attempt may have done so already. */
	readonly mayAlreadyBeDeleted: boolean;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** Milliseconds that may still be spent on waiting. */
	readonly remainingWaitMs: number;
	/** From 0 to below 1: spreads the repeats of many. */
	readonly random: number;
}

type Decision =
	| { readonly action: 'accept' }
	| { readonly action: 'retry'; readonly waitMs: number }
	| {
			readonly action: 'giveUp';
			/** What the service asked to wait, if it was longer than allowed. */
			readonly retryAfterMs?: number;
	  };

/** Statuses of a service that is down or overloaded for a moment. */
const RETRYABLE_STATUSES = new Set([408, 500, 502, 503, 504, 522, 524]);

/** A request that meets the same fault so often will not get through in this execution. */
const MAX_ATTEMPTS = 5;

const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/**
 * Whether an attempt is accepted, repeated or given up.
 *
 * A 429 and a connection that never came about are repeated for every request: nothing was carried
 * out. What may have been carried out is repeated only if that does no harm, because Customer.io
 * has no idempotency key for messages: a repeated send is a second email.
 */
export function nextStep(outcome: Outcome, attempt: Attempt): Decision {
	const { status, retryAfter } =
		outcome.kind === 'response' ? outcome : { status: undefined, retryAfter: undefined };
	if (status !== undefined && status < 300) return { action: 'accept' };
	if (status === 404 && attempt.mayAlreadyBeDeleted) return { action: 'accept' };

	const isLimited = status === 429;
	if (status !== undefined && !isLimited && !RETRYABLE_STATUSES.has(status))
		return { action: 'giveUp' };
	if (!isLimited) {
		const mayRepeat = attempt.idempotent || !isAmbiguous(outcome);
		if (!mayRepeat || attempt.number >= MAX_ATTEMPTS) return { action: 'giveUp' };
	}
	const read = readRetryAfter(retryAfter, attempt.now);
	// "At once" is believed once: without a limit here, a service that keeps saying so would be asked
	// as fast as it answers.
	const asked = read === 0 && attempt.number > 1 ? undefined : read;
	const waitMs = asked ?? backoff(attempt);
	if (waitMs <= attempt.remainingWaitMs) return { action: 'retry', waitMs };
	return { action: 'giveUp', ...(asked === undefined ? {} : { retryAfterMs: asked }) };
}

/** Whether the service may have done what was asked, although no success was seen. */
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
 * Milliseconds that a `Retry-After` asks to wait: seconds or an HTTP date. Nothing if it is neither.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
	const written = header?.trim() ?? '';
	if (/^\d+(\.\d+)?$/.test(written)) return Math.ceil(Number(written) * 1000);
	if (!/^[A-Za-z]{3}/.test(written)) return undefined;
	const moment = Date.parse(written);
	return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
}
