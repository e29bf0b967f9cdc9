import { createHash } from 'node:crypto';

import {
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IHttpRequestMethods,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';

import { download, type Download } from './download';
import type { CallingContext } from './callingContext';
import { apiError, type FailedRequest, type Failure } from './apiErrors';
import { RateLimiters, type RateLimiter, type Slot } from './rateLimiter';
import { limitFor, type RateLimit } from './rateLimits';
import { readNetworkError } from './networkErrors';
import { sleepUnlessCancelled } from './sleep';
import { nextStep, isAmbiguous, type Outcome } from './retryPolicy';
import { baseUrl, type Api } from './apis';

interface ApiRequest {
	readonly method: IHttpRequestMethods;
	/** Path, percent-encoded, with its query. */
	readonly requestTarget: string;
	readonly headers?: { readonly [name: string]: string };
	/** JSON text, or bytes with their type; `undefined` for none. */
	readonly body?: string | Upload | undefined;
	/** `bytes`: a successful answer is a file. */
	readonly expects?: 'json' | 'bytes';
	/** Changes nothing. */
	readonly safe: boolean;
	/** May be carried out twice without harm. */
	readonly idempotent: boolean;
	/** Most milliseconds spent on waiting for the limit and between repeats. */
	readonly maxWaitMs: number;
	/** Milliseconds after which an unanswered attempt counts as lost. */
	readonly timeoutMs: number;
	/** Instead of the documented limit; 0 for none. */
	readonly requestsPerSecond?: number | undefined;
}

/** A body that is no JSON. */
interface Upload {
	readonly contentType: string;
	readonly data: Buffer;
}

export interface ApiResponse {
	readonly status: number;
	/** Parsed JSON, or a Buffer if bytes were expected; an empty text if there is no body. */
	readonly body: unknown;
	readonly contentType: string | undefined;
}

/** Shared by all executions of the process: a key's limits hold for all of them together. */
const limiters = new RateLimiters();

/**
 * The only way to Customer.io: keeps the limits of a key, repeats what may be repeated, and turns
 * what fails into an error that says how to get unstuck.
 */
export class ApiClient {
	private waiting = 0;
	private waitingSince = 0;
	private waitedMs = 0;

	private constructor(
		private readonly context: CallingContext,
		private readonly service: Api,
		private readonly base: string,
		private readonly limiterKey: string,
		private readonly credentials: ICredentialDataDecryptedObject,
		private readonly signal: AbortSignal | undefined,
	) {}

	/** @throws NodeOperationError if the credential is missing or its region unusable */
	static async create(context: CallingContext, service: Api): Promise<ApiClient> {
		const credentials = await context.getCredentials(service.credential);
		const base = baseUrl(service, credentials.region, credentials.baseUrl);
		// The key itself is not kept in memory longer than n8n keeps it.
		const limiterKey = createHash('sha256')
			.update(`${base} ${String(credentials.apiKey)}`)
			.digest('base64');
		const signal =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		return new ApiClient(context, service, base, limiterKey, credentials, signal);
	}

	get cancelled(): boolean {
		return this.signal?.aborted === true;
	}

	/** Milliseconds in which at least one request waited for a limit. */
	get waitedForLimitMs(): number {
		return this.waitedMs;
	}

	/** A property of the credential. */
	property(name: string): unknown {
		return this.credentials[name];
	}

	/**
	 * Sends a request until it is answered, given up or cancelled.
	 *
	 * @throws NodeApiError if it is given up, with `failure` where n8n knows the cause
	 * @throws NodeOperationError if the execution was cancelled
	 */
	async send(request: ApiRequest): Promise<ApiResponse> {
		const path = request.requestTarget.split('?')[0] ?? '';
		const { credential } = this.service;
		const limit = limitFor(credential, request.method, path, request.requestsPerSecond);
		const deadline = Date.now() + request.maxWaitMs;
		const failed: FailedRequest = {
			api: this.service,
			route: `${request.method} ${path}`,
			idempotent: request.idempotent,
			mayHaveSucceeded: false,
		};
		let refusals = 0;
		let faults = 0;
		let lost = false;

		for (;;) {
			const { limiter, slot } = this.reserve(limit, deadline, {
				...failed,
				mayHaveSucceeded: lost,
			});
			await this.waitForSlot(slot.at - Date.now());

			const { outcome, failure, answer } = await this.attempt(request);
			const now = Date.now();
			slot.onResponse(now);
			const isRefusal = outcome.kind === 'response' && outcome.status === 429;
			const decision = nextStep(outcome, {
				number: isRefusal ? (refusals += 1) : (faults += 1),
				idempotent: request.idempotent,
				mayAlreadyBeDeleted: lost && request.method === 'DELETE',
				now,
				remainingWaitMs: deadline - now,
				random: Math.random(),
			});
			if (decision.action === 'accept' && answer !== undefined) {
				// "Not found" after a removal is no answer to what was asked.
				return answer.status < 300 ? answer : { ...answer, body: '' };
			}
			lost ||= isAmbiguous(outcome) && !request.safe;
			if (decision.action === 'retry') {
				if (isRefusal) slot.onRateLimited(now);
				// "Retry-After" counts in whole seconds, so that under a limit per second it names more time
				// than it takes until the next request fits. More than a period is meant for all.
				if (isRefusal && decision.waitMs > limit.perMs) limiter.pauseUntil(now + decision.waitMs);
				else if (isRefusal) await this.waitForSlot(decision.waitMs);
				else await this.wait(decision.waitMs);
				continue;
			}
			const retryAfterMs = decision.action === 'giveUp' ? decision.retryAfterMs : undefined;
			throw apiError(
				this.context.getNode(),
				{ ...failed, mayHaveSucceeded: lost },
				isRefusal ? { kind: 'rateLimited', limit, retryAfterMs } : failure,
			);
		}
	}

	/**
	 * Fetches a signed link that Customer.io gave, without anything of the credential.
	 *
	 * @param read makes something of the file, again if it was cut on its way
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

	/** @throws NodeApiError if no slot is free before the deadline */
	private reserve(
		limit: RateLimit,
		deadline: number,
		failed: FailedRequest,
	): { limiter: RateLimiter; slot: Slot } {
		const now = Date.now();
		const limiter = limiters.for(this.limiterKey, limit, now);
		const earliest = limiter.earliest(now);
		if (earliest > now && earliest > deadline) {
			throw apiError(this.context.getNode(), failed, {
				kind: 'rateLimited',
				limit,
				retryAfterMs: earliest - now,
			});
		}
		return { limiter, slot: limiter.reserve(now) };
	}

	private async attempt(
		request: ApiRequest,
	): Promise<{ outcome: Outcome; failure: Failure; answer?: ApiResponse }> {
		let response: IN8nHttpFullResponse;
		try {
			response = await this.call(request);
		} catch (error) {
			const { outcome, reason, cancelled } = readNetworkError(error);
			if (cancelled || this.cancelled) throw this.cancellation();
			return { outcome, failure: { kind: outcome.kind, reason } };
		}
		const { statusCode: status, headers } = response;
		const body = status < 300 ? response.body : readErrorBody(response.body);
		if (status < 300 && typeof body === 'string' && body !== '') {
			// JSON that was cut, or the page of a proxy: n8n hands over text that it could not parse.
			const reason = 'The answer is not JSON, so it is not known what became of the request';
			return { outcome: { kind: 'noResponse' }, failure: { kind: 'noResponse', reason } };
		}
		const retryAfter: unknown = headers['retry-after'];
		return {
			outcome: {
				kind: 'response',
				status,
				retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
			},
			failure: { kind: status >= 500 ? 'unavailable' : 'rejected', status, body },
			answer: { status, body, contentType: headers['content-type'] as string | undefined },
		};
	}

	private async call(request: ApiRequest): Promise<IN8nHttpFullResponse> {
		const options: IHttpRequestOptions = {
			method: request.method,
			url: this.base + request.requestTarget,
			headers: {
				...request.headers,
				accept: request.expects === 'bytes' ? '*/*' : 'application/json',
				...(request.body === undefined ? {} : { 'content-type': contentTypeOf(request.body) }),
			},
			...(request.expects === 'bytes' ? { encoding: 'arraybuffer' as const } : {}),
			timeout: request.timeoutMs,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect would carry the key to another host.
			disableFollowRedirect: true,
			...(request.body === undefined ? {} : { body: bytesOf(request.body) }),
			...(this.signal === undefined ? {} : { abortSignal: this.signal }),
		};
		return (await this.context.helpers.httpRequestWithAuthentication.call(
			this.context as IExecuteFunctions,
			this.service.credential,
			options,
		)) as IN8nHttpFullResponse;
	}

	private async waitForSlot(ms: number): Promise<void> {
		if (ms <= 0) return;
		if (this.waiting === 0) this.waitingSince = Date.now();
		this.waiting += 1;
		try {
			await this.wait(ms);
		} finally {
			this.waiting -= 1;
			if (this.waiting === 0) this.waitedMs += Date.now() - this.waitingSince;
		}
	}

	/**
	 * Waits.
	 * @throws NodeOperationError if the execution was cancelled
	 */
	async wait(ms: number): Promise<void> {
		if (!(await sleepUnlessCancelled(ms, this.signal))) throw this.cancellation();
	}

	private cancellation(): NodeOperationError {
		return new NodeOperationError(this.context.getNode(), 'The execution was cancelled', {
			description: 'Items without a result were not sent, or their answer was not awaited.',
		});
	}
}

function contentTypeOf(body: string | Upload): string {
	return typeof body === 'string' ? 'application/json' : body.contentType;
}

function bytesOf(body: string | Upload): string | Buffer {
	return typeof body === 'string' ? body : body.data;
}

/** An error is JSON even where a file was expected. */
function readErrorBody(body: unknown): unknown {
	if (!Buffer.isBuffer(body)) return body;
	try {
		return JSON.parse(body.toString('utf8')) as unknown;
	} catch {
		return body.toString('utf8');
	}
}
