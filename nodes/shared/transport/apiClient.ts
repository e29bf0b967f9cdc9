import { createHash } from 'node:crypto';

import {
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';

import { apiError, markAmbiguous, type Failure } from './apiErrors';
import { baseUrl, regionOfHost, type Api, type Region } from './apis';
import type { CallingContext } from './callingContext';
import { Deadline } from './deadline';
import { download, type Download } from './download';
import { readNetworkError } from './networkErrors';
import { regionOfKey } from './regionOfKey';
import { RateLimitQueue } from './rateLimitQueue';
import type { Lease } from './rateLimiter';
import { limitFor, type RateLimit } from './rateLimits';
import { redactor } from './redact';
import { httpRequestOptions, pathOf, type ApiRequest } from './requests';
import { RequestsInFlight } from './requestsInFlight';
import { readResponse, type ApiResponse, type AttemptResult } from './responses';
import type { Outcome } from './retryPolicy';
import { sleepUnlessCancelled } from './sleep';
import { isRateLimited, withRetries } from './withRetries';

export type { ApiResponse } from './responses';

/**
 * The only way to Customer.io: keeps the rate limits of a key, retries what is safe to retry, and
 * turns a failure into an error that says how to fix it.
 */
export class ApiClient {
	/** Bounds how many items an execution processes at the same time. */
	readonly requestsInFlight = new RequestsInFlight();
	private readonly queue: RateLimitQueue;
	private readonly signal: AbortSignal | undefined;
	private readonly redact: ReturnType<typeof redactor>;
	/** Asked for once, with the first request whose key is rejected. */
	private keyRegion: Promise<Region | undefined> | undefined;

	private constructor(
		private readonly context: CallingContext,
		private readonly api: Api,
		private readonly baseUrl: string,
		private readonly credentials: ICredentialDataDecryptedObject,
	) {
		this.signal =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		this.redact = redactor(String(credentials.apiKey).trim());
		// A hash, because the limiters outlive the execution and the key must not.
		const limiterKey = createHash('sha256')
			.update(`${baseUrl} ${String(credentials.apiKey)}`)
			.digest('base64');
		this.queue = new RateLimitQueue(limiterKey, this.signal);
	}

	/** @throws NodeOperationError if the credential is missing or its region unusable */
	static async create(context: CallingContext, api: Api): Promise<ApiClient> {
		return ApiClient.of(context, api, await context.getCredentials(api.credential));
	}

	/**
	 * A client with a credential that was read already.
	 *
	 * @throws NodeOperationError if its region is unusable
	 */
	static of(
		context: CallingContext,
		api: Api,
		credentials: ICredentialDataDecryptedObject,
	): ApiClient {
		const url = baseUrl(api, credentials.region, credentials.baseUrl);
		return new ApiClient(context, api, url, credentials);
	}

	get cancelled(): boolean {
		return this.signal?.aborted === true;
	}

	/** Milliseconds in which at least one request waited for a rate limit. */
	get waitedForLimitMs(): number {
		return this.queue.waitedMs;
	}

	/** A property of the credential. */
	property(name: string): unknown {
		return this.credentials[name];
	}

	/**
	 * Sends a request until it succeeds, is given up or the execution is cancelled.
	 *
	 * @throws NodeApiError if it is given up, with `failure` where n8n has a cause for it
	 * @throws NodeOperationError if the execution was cancelled
	 */
	async send(request: ApiRequest): Promise<ApiResponse> {
		const { method, idempotent, maxWaitMs } = request;
		const path = pathOf(request);
		const limit = limitFor(this.api.credential, method, path, request.requestsPerSecond);

		const { last, accepted, isAmbiguous, retryAfterMs } = await withRetries(
			async (deadline, isAmbiguous) => await this.attempt(request, limit, deadline, isAmbiguous),
			{ idempotent, maxWaitMs, deletes: method === 'DELETE', isQuota: limit.mode === 'quota' },
			async (ms, { outcome }, isAmbiguous) => {
				if (isRateLimited(outcome) && this.queue.pauseFor(limit, ms)) return;
				if (await sleepUnlessCancelled(ms, this.signal)) return;
				throw this.cancellation(isAmbiguous && !request.safe);
			},
		);
		if (accepted && last.response !== undefined) return last.response;
		const failure: Failure =
			last.failure === undefined || isRateLimited(last.outcome)
				? { kind: 'rateLimited', limit, isSent: last.outcome.kind !== 'noSlot', retryAfterMs }
				: last.failure;
		throw apiError(
			this.context.getNode(),
			{
				api: this.api,
				baseUrl: this.baseUrl,
				route: `${method} ${path}`,
				idempotent,
				mayHaveSucceeded: isAmbiguous && !request.safe,
				keyRegion: await this.regionOfRejectedKey(failure, limit),
			},
			this.redact(failure),
		);
	}

	/**
	 * Fetches a signed link that Customer.io gave, without anything of the credential.
	 *
	 * @param read makes something of the file, again if the connection was closed while it read
	 * @throws NodeApiError if the file cannot be fetched
	 * @throws NodeOperationError if the execution was cancelled
	 */
	async download<T>(
		url: string,
		as: 'bytes' | 'stream',
		limits: Pick<ApiRequest, 'maxWaitMs' | 'timeoutMs'>,
		read: (file: Download) => Promise<T>,
	): Promise<T> {
		if (this.cancelled) throw this.cancellation();
		const { maxWaitMs, timeoutMs } = limits;
		const request = { url, as, maxWaitMs, timeoutMs, signal: this.signal };
		return await download(this.context, request, read, async (ms) => await this.wait(ms));
	}

	/**
	 * Waits.
	 * @throws NodeOperationError if the execution was cancelled
	 */
	async wait(ms: number): Promise<void> {
		if (!(await sleepUnlessCancelled(ms, this.signal))) throw this.cancellation();
	}

	/** Waits for the rate limit and sends the request once. */
	private async attempt(
		request: ApiRequest,
		limit: RateLimit,
		deadline: number,
		isAmbiguous: boolean,
	): Promise<AttemptResult> {
		const grant = await this.queue.next(limit, deadline);
		if (grant.kind === 'cancelled') throw this.cancellation(isAmbiguous && !request.safe);
		if (grant.kind === 'tooLate') {
			return { outcome: { kind: 'noSlot', waitMs: grant.waitMs } };
		}
		this.requestsInFlight.started();
		let result: AttemptResult | undefined;
		try {
			result = await this.sendOnce(request, isAmbiguous);
			return result;
		} finally {
			this.requestsInFlight.ended(resultOf(result?.outcome));
			returnLease(grant.lease, result?.outcome);
		}
	}

	private async regionOfRejectedKey(failure: Failure, limit: RateLimit) {
		if (!('status' in failure) || failure.status !== 401) return undefined;
		// What is behind a proxy is not known, so there is nothing to compare with.
		if (regionOfHost(new URL(this.baseUrl).hostname) === undefined) return undefined;
		this.keyRegion ??= regionOfKey(
			this.api,
			async (request) =>
				await this.attempt(request, limit, performance.now() + request.maxWaitMs, false),
		);
		return await this.keyRegion;
	}

	private async sendOnce(request: ApiRequest, isAmbiguous: boolean): Promise<AttemptResult> {
		const options = httpRequestOptions(this.baseUrl, request);
		const deadline = new Deadline(request.timeoutMs, this.signal);
		try {
			return readResponse(await this.sendAuthenticated(options, deadline.signal), request.expects);
		} catch (error) {
			const { outcome, cancelled, ...cause } = readNetworkError(deadline.causeOf(error));
			if (cancelled || this.cancelled) {
				const mayHaveArrived = outcome.kind === 'noResponse' || isAmbiguous;
				throw this.cancellation(mayHaveArrived && !request.safe);
			}
			return { outcome, failure: { kind: outcome.kind, ...cause } };
		} finally {
			deadline.end();
		}
	}

	private async sendAuthenticated(
		options: IHttpRequestOptions,
		signal: AbortSignal,
	): Promise<IN8nHttpFullResponse> {
		const { credential } = this.api;
		// n8n takes the signal of the context that it is called on, in place of one in the options.
		const context = Object.create(this.context, {
			getExecutionCancelSignal: { value: () => signal },
		}) as IExecuteFunctions;
		// Not read again for each request: that would be a query to n8n's database, and could fail.
		const credentialsDecrypted = {
			id: '',
			name: credential,
			type: credential,
			data: this.credentials,
		};
		return (await context.helpers.httpRequestWithAuthentication.call(context, credential, options, {
			credentialsDecrypted,
		})) as IN8nHttpFullResponse;
	}

	/** @param mayHaveSucceeded the request was sent, and its response not awaited */
	private cancellation(mayHaveSucceeded = false): NodeOperationError {
		const error = new NodeOperationError(this.context.getNode(), 'The execution was cancelled', {
			description: 'Items without a result were not sent, or their response was not awaited.',
		});
		return mayHaveSucceeded ? markAmbiguous(error) : error;
	}
}

/** What the outcome says about the service and the network; a cancelled request says nothing. */
function resultOf(outcome: Outcome | undefined): 'succeeded' | 'rejected' | 'failed' {
	if (outcome === undefined) return 'rejected';
	if (outcome.kind !== 'response') return 'failed';
	if (outcome.status < 300) return 'succeeded';
	return outcome.status >= 500 ? 'failed' : 'rejected';
}

function returnLease(lease: Lease, outcome: Outcome | undefined): void {
	const now = performance.now();
	if (outcome?.kind === 'notConnected') lease.release();
	else if (outcome?.kind === 'response' && outcome.status === 429) lease.onRateLimited(now);
	else lease.onResponse(now, outcome?.kind === 'response' && outcome.status < 300);
}
