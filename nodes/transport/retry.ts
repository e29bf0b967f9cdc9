/** What came of one attempt to send a request. */
export type Outcome =
	| {
			readonly kind: 'answer';
			readonly status: number;
			/** The header as it came. */
			readonly retryAfter: string | undefined;
	  }
	/** The request cannot have been carried out: no connection, no name, no trusted certificate. */
	| { readonly kind: 'notSent' }
	/** It is unknown how far the request got: reset, time-out, an answer cut short. */
	| { readonly kind: 'lost' };

export interface Attempt {
	/** How often it came to this: refusals for a limit and faults are counted apart, from 1. */
	readonly number: number;
	/** The request may be carried out twice without harm. */
	readonly repeatable: boolean;
	/** The request removes a thing, and an earlier attempt may have done so already. */
	readonly maybeRemoved: boolean;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** Milliseconds that may still be spent on waiting. */
	readonly patience: number;
	/** From 0 to below 1: spreads the repeats of many. */
	readonly random: number;
}

type Decision =
	| { readonly action: 'accept' }
	| { readonly action: 'repeat'; readonly waitMs: number }
	| {
			readonly action: 'fail';
			/** What the service asked to wait, if it was longer than allowed. */
			readonly retryAfterMs?: number;
	  };

/** Statuses of a service that is down or overloaded for a moment. */
const PASSING = new Set([408, 500, 502, 503, 504, 522, 524]);

/** A request that meets the same fault so often will not get through in this execution. */
const MOST_ATTEMPTS_AFTER_FAULT = 5;

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Whether an attempt is accepted, repeated or given up.
 *
 * A 429 and a connection that never came about are repeated for every request: nothing was carried
 * out. What may have been carried out is repeated only if that does no harm, because Customer.io
 * has no idempotency key for messages: a repeated send is a second email.
 */
export function decide(outcome: Outcome, attempt: Attempt): Decision {
	const { status, retryAfter } =
		outcome.kind === 'answer' ? outcome : { status: undefined, retryAfter: undefined };
	if (status !== undefined && status < 300) return { action: 'accept' };
	if (status === 404 && attempt.maybeRemoved) return { action: 'accept' };

	const isLimited = status === 429;
	if (status !== undefined && !isLimited && !PASSING.has(status)) return { action: 'fail' };
	if (!isLimited) {
		const mayRepeat = attempt.repeatable || !perhapsCarriedOut(outcome);
		if (!mayRepeat || attempt.number >= MOST_ATTEMPTS_AFTER_FAULT) return { action: 'fail' };
	}
	const read = readRetryAfter(retryAfter, attempt.now);
	// "At once" is believed once: without a limit here, a service that keeps saying so would be asked
	// as fast as it answers.
	const asked = read === 0 && attempt.number > 1 ? undefined : read;
	const waitMs = asked ?? backoff(attempt);
	if (waitMs <= attempt.patience) return { action: 'repeat', waitMs };
	return { action: 'fail', ...(asked === undefined ? {} : { retryAfterMs: asked }) };
}

/** Whether the service may have done what was asked, although no success was seen. */
export function perhapsCarriedOut(outcome: Outcome): boolean {
	if (outcome.kind === 'answer') return PASSING.has(outcome.status);
	return outcome.kind === 'lost';
}

/** Doubles from attempt to attempt; the second half of each wait is random. */
function backoff({ number, random }: Attempt): number {
	const full = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (number - 1));
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
