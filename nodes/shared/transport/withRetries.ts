import { isAmbiguous, nextStep, type Outcome } from './retryPolicy';

interface RetryPolicy {
	/** The request has the same effect sent once or twice. */
	readonly idempotent: boolean;
	/** "Not found" is success after an attempt that may have succeeded. */
	readonly deletes?: boolean;
	/** Most milliseconds spent on waiting. */
	readonly maxWaitMs: number;
	/** The limit is one of a day. */
	readonly isQuota?: boolean;
}

interface Settled<A> {
	/** The last attempt: its result is accepted, or it says why the request is given up. */
	readonly last: A;
	readonly accepted: boolean;
	/** A failed attempt may have succeeded in Customer.io. */
	readonly isAmbiguous: boolean;
	/** What the service asked to wait, if it was longer than allowed. */
	readonly retryAfterMs?: number | undefined;
}

/**
 * Makes attempts until one is accepted or the request is given up: the only retry loop.
 *
 * Both functions throw if the execution is cancelled, and are told whether an earlier attempt may have
 * succeeded.
 *
 * @param attempt makes one attempt; it may wait until `deadline` (in milliseconds of `performance.now()`) first
 * @param wait waits before the next attempt
 */
export async function withRetries<A extends { readonly outcome: Outcome }>(
	attempt: (deadline: number, isAmbiguous: boolean) => Promise<A>,
	policy: RetryPolicy,
	wait: (ms: number, last: A, isAmbiguous: boolean) => Promise<void>,
): Promise<Settled<A>> {
	const deadline = performance.now() + policy.maxWaitMs;
	let rateLimited = 0;
	let failures = 0;
	let ambiguous = false;
	for (;;) {
		const last = await attempt(deadline, ambiguous);
		const { outcome } = last;
		const step = nextStep(outcome, {
			number: isRateLimited(outcome) ? (rateLimited += 1) : (failures += 1),
			idempotent: policy.idempotent,
			mayAlreadyBeDeleted: ambiguous && policy.deletes === true,
			now: Date.now(),
			remainingWaitMs: deadline - performance.now(),
			isQuota: policy.isQuota,
			random: Math.random(),
		});
		ambiguous ||= isAmbiguous(outcome);
		if (step.action === 'accept') return { last, accepted: true, isAmbiguous: ambiguous };
		if (step.action === 'giveUp') {
			const { retryAfterMs } = step;
			return { last, accepted: false, isAmbiguous: ambiguous, retryAfterMs };
		}
		await wait(step.waitMs, last, ambiguous);
	}
}

/** Whether the request was turned away for a rate limit, by Customer.io or before it was sent. */
export function isRateLimited(outcome: Outcome): boolean {
	return outcome.kind === 'noSlot' || (outcome.kind === 'response' && outcome.status === 429);
}
