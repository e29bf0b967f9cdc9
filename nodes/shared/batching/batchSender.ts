import { NodeApiError } from 'n8n-workflow';

import { KeyedConcurrency } from '../execution/keyedConcurrency';
import type { ApiClient } from '../transport/apiClient';
import { markAmbiguous, mayHaveSucceeded } from '../transport/apiErrors';
import { batchBody, bisectRejected } from './batchBuilder';
import type { BatchFormat, Call } from './batchFormat';
import type { CallOutcomes } from './callOutcomes';
import { BatchOrderingKeys } from './orderingKeys';

/** Statuses that reject the content of a request, which may be the fault of one call in a batch. */
const CONTENT_REJECTED = new Set(['400', '413', '422']);

/**
 * After so many rejected requests in a row, nothing says that any call is accepted: what is left is not taken apart any
 * further. Without a bound, n calls that are all rejected would take 2n − 1 requests.
 */
const MAX_REJECTED_IN_ROW = 50;

/**
 * Sends batches concurrently where their order does not matter, and finds the calls for which a batch
 * is rejected.
 */
export class BatchSender<C extends Call> {
	private readonly inFlight = new Map<Promise<unknown>, BatchOrderingKeys>();
	private readonly queue: KeyedConcurrency;
	private rejectedInRow = 0;

	/**
	 * @param clientOf the client that a call is sent with, the same for all calls of a batch
	 * @param concurrency maximum number of batches in flight
	 */
	constructor(
		private readonly clientOf: (call: C) => ApiClient,
		private readonly format: BatchFormat<C>,
		private readonly outcomes: CallOutcomes,
		concurrency: number,
	) {
		this.queue = new KeyedConcurrency(concurrency);
	}

	/** Changes how many batches may be in flight. */
	set concurrency(limit: number) {
		this.queue.concurrency = limit;
	}

	/**
	 * Sends calls that may be in one batch, in the order in which they are added. Resolves when they are
	 * in flight, so that at most one batch waits in memory: await it before adding the next ones.
	 */
	async add(calls: readonly C[]): Promise<void> {
		if (calls.length === 0) return;
		const orderingKeys = new BatchOrderingKeys(calls);
		await Promise.all(this.dependenciesOf(orderingKeys));
		const sending: Promise<unknown> = this.queue
			.add(async () => ({ run: async () => await this.send(calls) }))
			.finally(() => this.inFlight.delete(sending));
		this.inFlight.set(sending, orderingKeys);
		await this.queue.onEmpty();
	}

	/** Resolves when all batches have their response. */
	async onIdle(): Promise<void> {
		await Promise.all(this.inFlight.keys());
	}

	/** The batches in flight that must be processed first. */
	private dependenciesOf(orderingKeys: BatchOrderingKeys): Array<Promise<unknown>> {
		return [...this.inFlight]
			.filter(([, other]) => !orderingKeys.isIndependentOf(other))
			.map(([sending]) => sending);
	}

	/**
	 * Sends calls in one request and, if that is rejected, in parts, one after the other: the order
	 * stays, and with On Error = Stop everything before the bad call is sent and nothing after it.
	 *
	 * Customer.io rejects a batch as a whole, so sending the good calls again does not duplicate them.
	 *
	 * @param isRejected one request with all these calls would be rejected, so it is not made
	 * @param isAmbiguous the calls were sent before, and there was no response
	 * @returns whether all calls succeeded
	 */
	private async send(
		calls: readonly C[],
		isRejected = false,
		isAmbiguous = false,
	): Promise<boolean> {
		if (this.outcomes.stopped) {
			if (isAmbiguous) this.outcomes.ambiguous(calls);
			return false;
		}
		let hadNoResponse = isAmbiguous;
		let message = '';
		if (!isRejected || calls.length === 1) {
			const result = await this.attempt(calls);
			if (!(result instanceof Error)) {
				this.rejectedInRow = 0;
				this.settle(calls, result);
				return result.size === 0;
			}
			const error = result;
			hadNoResponse ||= mayHaveSucceeded(error);
			const { rejectsWhole = false } = this.format;
			const isDivisible =
				!rejectsWhole && isContentRejected(error) && !this.isGivenUp(calls, error);
			if (calls.length === 1 || !isDivisible) {
				const finalError = hadNoResponse ? markAmbiguous(error) : error;
				for (const call of calls) this.outcomes.failed(call, finalError, calls.length === 1);
				return false;
			}
			message = error.message;
		}
		let allSucceeded = true;
		const parts = bisectRejected(calls, message);
		for (const [index, part] of parts.entries()) {
			// If all other parts succeeded, the whole was rejected for a call in the last one.
			const isBadPart: boolean = allSucceeded && index === parts.length - 1;
			allSucceeded = (await this.send(part, isBadPart, hadNoResponse)) && allSucceeded;
		}
		return allSucceeded;
	}

	/** Counts a rejected request, and says in its error whether its calls are not tried one by one. */
	private isGivenUp(calls: readonly C[], error: NodeApiError): boolean {
		this.rejectedInRow += 1;
		if (calls.length === 1 || this.rejectedInRow < MAX_REJECTED_IN_ROW) return false;
		error.description =
			`Customer.io rejected ${this.rejectedInRow} requests in a row, so ${calls.length} calls were not tried one by one: any of them may be right. ${error.description ?? ''}`.trim();
		return true;
	}

	private settle(calls: readonly C[], failures: ReadonlyMap<number, Error>): void {
		for (const [position, call] of calls.entries()) {
			const error = failures.get(position);
			if (error === undefined) this.outcomes.succeeded(call);
			else this.outcomes.failed(call, error, true);
		}
	}

	/** Makes one request. Returns its error or, if it succeeded, those of calls that failed. */
	private async attempt(calls: readonly C[]): Promise<Error | ReadonlyMap<number, Error>> {
		const [first] = calls;
		if (first === undefined) return new Map();
		const { format } = this;
		const isSingle = calls.length === 1;
		try {
			const { body } = await this.clientOf(first).send({
				method: 'POST',
				requestTarget: isSingle ? format.singlePath(first) : format.batchPath(first),
				headers: format.headers(first),
				body: isSingle ? format.singleBody(first) : batchBody(format.layout, calls),
				safe: false,
				idempotent: calls.every((call) => format.isIdempotent(call)),
				...first.limits,
			});
			return (await format.readFailures?.(body, calls)) ?? new Map();
		} catch (error) {
			return error instanceof Error ? error : new Error(String(error));
		}
	}
}

function isContentRejected(error: Error): error is NodeApiError {
	return error instanceof NodeApiError && CONTENT_REJECTED.has(error.httpCode ?? '');
}
