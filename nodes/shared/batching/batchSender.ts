import { NodeApiError } from 'n8n-workflow';

import { mayHaveSucceeded, markAmbiguous } from '../transport/apiErrors';
import { KeyedQueue } from '../execution/keyedQueue';
import type { ApiClient } from '../transport/apiClient';
import { batchBody, bisectRejected } from './batches';
import { singleBody, type Call } from './prepareCalls';
import type { CallOutcomes } from './callOutcomes';
import { BatchOrderingKeys } from './orderingKeys';

/** Refusals of what was sent, which may be the fault of one call of a batch. */
const REFUSED_CONTENT = new Set(['400', '413', '422']);

/**
 * Sends batches, several at the same time where their order does not matter, and finds the calls
 * for which a batch is refused.
 */
export class BatchSender {
	private readonly inFlight = new Map<Promise<unknown>, BatchOrderingKeys>();
	private readonly lanes: KeyedQueue;

	/** @param bound most batches under way at the same time */
	constructor(
		private readonly connection: ApiClient,
		private readonly results: CallOutcomes,
		bound: number,
	) {
		this.lanes = new KeyedQueue(bound);
	}

	/** Changes how many batches may be in flight. */
	set concurrency(limit: number) {
		this.lanes.concurrency = limit;
	}

	/** Nothing more is to be sent. */
	get closed(): boolean {
		return this.results.stopped || this.connection.cancelled;
	}

	/**
	 * Starts to send a batch, of calls that are sent alike, as soon as it may go. Batches start in the
	 * order of these calls; no more than one call of `start` may wait.
	 */
	async start(calls: readonly Call[]): Promise<void> {
		if (calls.length === 0) return;
		await this.lanes.acquire();
		const subjects = new BatchOrderingKeys(calls);
		await Promise.all(this.conflicting(subjects));
		const sending: Promise<unknown> = this.send(calls, false).finally(() => {
			this.inFlight.delete(sending);
			this.lanes.release();
		});
		this.inFlight.set(sending, subjects);
	}

	/** Resolves when all batches that were started are answered. */
	async finish(): Promise<void> {
		await Promise.all(this.inFlight.keys());
	}

	private conflicting(subjects: BatchOrderingKeys): Array<Promise<unknown>> {
		return [...this.inFlight]
			.filter(([, other]) => !subjects.isIndependentOf(other))
			.map(([sending]) => sending);
	}

	/**
	 * Sends calls in one request and, if that is refused, in parts, one after the other: the order
	 * stays, and on Stop everything before the bad call is carried out and nothing after it.
	 *
	 * In strict mode a batch is refused as a whole. If Customer.io should have taken the good calls
	 * already, it knows them again by their `messageId`.
	 *
	 * @param knownBad one request with all these calls would be refused, so it is not made
	 * @param perhaps they were sent before, and that answer was lost
	 * @returns whether all were carried out
	 */
	private async send(calls: readonly Call[], knownBad: boolean, perhaps = false): Promise<boolean> {
		if (this.closed) {
			if (perhaps) this.results.ambiguous(calls);
			return false;
		}
		let lost = perhaps;
		let refusal = '';
		if (!knownBad || calls.length === 1) {
			const error = await this.attempt(calls);
			if (error === undefined) {
				for (const call of calls) this.results.succeeded(call);
				return true;
			}
			lost ||= mayHaveSucceeded(error);
			if (calls.length === 1 || !isRefusedContent(error)) {
				const final = lost ? markAmbiguous(error) : error;
				for (const call of calls) this.results.callFailed(call, final, calls.length === 1);
				return false;
			}
			refusal = error.message;
		}
		let clean = true;
		const parts = bisectRejected(calls, refusal);
		for (const [number, part] of parts.entries()) {
			// If all parts but the last went through, the last must hold what the whole was refused for.
			clean = (await this.send(part, clean && number === parts.length - 1, lost)) && clean;
		}
		return clean;
	}

	/** Makes one request. Gives the error instead of throwing it, or nothing if it was carried out. */
	private async attempt(calls: readonly Call[]): Promise<Error | undefined> {
		const [first] = calls;
		if (first === undefined) return undefined;
		const isAlone = calls.length === 1;
		const { strict, ...limits } = first.sending;
		try {
			await this.connection.send({
				method: 'POST',
				requestTarget: isAlone ? `/v1/${first.type}` : '/v1/batch',
				headers: strict ? { 'X-Strict-Mode': '1' } : {},
				body: isAlone ? singleBody(first) : batchBody(calls),
				safe: false,
				// Customer.io keeps one call for each `messageId`.
				idempotent: true,
				...limits,
			});
			return undefined;
		} catch (error) {
			return error instanceof Error ? error : new Error(String(error));
		}
	}
}

function isRefusedContent(error: Error): boolean {
	return error instanceof NodeApiError && REFUSED_CONTENT.has(error.httpCode ?? '');
}
