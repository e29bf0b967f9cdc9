import { NodeApiError, NodeError, type INode, type JsonObject } from 'n8n-workflow';

import { regionOfHost, type Api, type Region } from './apis';
import { errorDetails } from './errorBody';
import type { RateLimit } from './rateLimits';

/** Why a request was given up, in the terms that decide about the text of its error. */
export type Failure =
	| { readonly kind: 'rejected' | 'unavailable'; readonly status: number; readonly body: unknown }
	| {
			readonly kind: 'redirected';
			readonly status: number;
			readonly body: unknown;
			readonly location: string | undefined;
	  }
	| {
			readonly kind: 'rateLimited';
			readonly limit: RateLimit;
			/** Customer.io responded with 429; otherwise the request was not sent. */
			readonly isSent: boolean;
			readonly retryAfterMs: number | undefined;
	  }
	| {
			readonly kind: 'notConnected' | 'notSendable' | 'noResponse' | 'unreadable';
			readonly reason: string;
			readonly howToFix?: string | undefined;
	  };

export interface FailedRequest {
	readonly api: Api;
	/** Origin to which the request went, and any path before `/v1`. */
	readonly baseUrl: string;
	/** `POST /v1/send/email`, for the error's description. */
	readonly route: string;
	readonly idempotent: boolean;
	/** An attempt may have succeeded, although no success was seen. */
	readonly mayHaveSucceeded: boolean;
	/** Where the API knows the key that it rejected, if it tells. */
	readonly keyRegion?: Region | undefined;
}

interface ErrorText {
	readonly message: string;
	readonly description: string;
	/** For n8n. */
	readonly failure?: NodeApiError['failure'];
}

const SCOPE_HELP =
	'The App API key may be limited to some scopes, or the feature is not enabled for the workspace. See Account Settings > API Credentials in Customer.io.';

/** How to fix what Customer.io rejected, by status. */
const CLIENT_ERRORS: { readonly [status: number]: Omit<ErrorText, 'message'> } = {
	400: { description: 'Customer.io rejected the request. Check the field that it names.' },
	401: {
		description:
			'Open the credential and check the key and its region: a key of a US workspace is not known in the EU, and the other way round.',
		failure: { cause: 'credential-invalid' },
	},
	403: { description: SCOPE_HELP, failure: { cause: 'configuration-invalid' } },
	404: {
		description:
			'Check the ID, and that the key belongs to the workspace where it exists. It may also have been deleted.',
	},
	409: { description: 'It was changed or is in use. Get it again, then retry.' },
	422: { description: "Customer.io can't process the request with these values." },
};

const AMBIGUOUS =
	'The request may still have succeeded, so it was not retried to avoid a duplicate. Check Customer.io before you run this item again.';

const AMBIGUOUS_BUT_IDEMPOTENT =
	'The request may still have succeeded. It is safe to run this item again.';

const AMBIGUOUS_SUFFIX = ' (the request may have succeeded)';

/**
 * The error of a request that was given up: what happened as its message, how to fix it as its
 * description, the cause for n8n, and in its `context` what a program needs: `mayHaveSucceeded`, and
 * as far as known `httpCode`, Customer.io's `code` and `retryAfterMs`.
 */
export function apiError(node: INode, request: FailedRequest, failure: Failure): NodeApiError {
	const text = describeFailure(request, failure);
	const httpCode = httpCodeOf(failure);
	const body = 'body' in failure ? { body: failure.body } : {};
	const caution = request.idempotent ? AMBIGUOUS_BUT_IDEMPOTENT : AMBIGUOUS;
	const description = request.mayHaveSucceeded
		? `${caution} ${text.description}`
		: text.description;
	const error = new NodeApiError(node, { route: request.route, ...body } as JsonObject, {
		message: text.message,
		description: `${description} (${request.route})`,
		...(httpCode === undefined ? {} : { httpCode }),
		...(text.failure === undefined ? {} : { failure: text.failure }),
	});
	Object.assign(error.context, {
		mayHaveSucceeded: false,
		...(httpCode === undefined ? {} : { httpCode }),
		...('body' in failure ? codeIn(failure.body) : {}),
		...('retryAfterMs' in failure ? { retryAfterMs: failure.retryAfterMs } : {}),
	});
	return request.mayHaveSucceeded ? markAmbiguous(error) : error;
}

/** Says in an error, for users and for programs, that the request may have succeeded. */
export function markAmbiguous<E extends Error>(error: E): E {
	if (!(error instanceof NodeError) || mayHaveSucceeded(error)) return error;
	error.message += AMBIGUOUS_SUFFIX;
	error.context.mayHaveSucceeded = true;
	return error;
}

/** Whether the request that failed may still have succeeded. */
export function mayHaveSucceeded(error: Error): boolean {
	return error instanceof NodeError && error.context.mayHaveSucceeded === true;
}

function httpCodeOf(failure: Failure): string | undefined {
	if ('status' in failure) return String(failure.status);
	return failure.kind === 'rateLimited' && failure.isSent ? '429' : undefined;
}

function codeIn(body: unknown): { readonly code?: string } {
	const { code } = errorDetails(body);
	return code === undefined ? {} : { code };
}

function describeFailure(request: FailedRequest, failure: Failure): ErrorText {
	const { api } = request;
	switch (failure.kind) {
		case 'rejected': {
			const { keyRegion } = request;
			const current = regionOfHost(new URL(request.baseUrl).hostname);
			return keyRegion !== undefined && current !== undefined && keyRegion !== current
				? describeWrongRegion(current, keyRegion)
				: describeRejection(api, failure.status, failure.body);
		}
		case 'redirected':
			return describeRedirect(request, failure);
		case 'rateLimited':
			return describeRateLimit(failure, request.mayHaveSucceeded);
		case 'unavailable': {
			const { message } = errorDetails(failure.body);
			return {
				message: `${api.name} is unavailable (HTTP ${failure.status})${message === undefined ? '' : `: ${message}`}`,
				description: 'See status.customer.io, and run the workflow again later.',
				failure: { cause: 'temporarily-unavailable' },
			};
		}
		case 'notConnected':
			return {
				message: `${api.name} cannot be reached`,
				description: `${request.mayHaveSucceeded ? 'The retry was not sent' : 'Nothing was sent'} (${failure.reason}). Check the region or base URL of the credential, and the network of this n8n.`,
				failure: { cause: 'temporarily-unavailable' },
			};
		case 'notSendable':
			return {
				message: `The request to the ${api.name} was not sent: ${failure.reason}`,
				description: failure.howToFix ?? 'Check the base URL and the key of the credential.',
				failure: { cause: 'configuration-invalid' },
			};
		case 'noResponse':
		case 'unreadable':
			return {
				message: `${failure.kind === 'unreadable' ? 'Unreadable' : 'No'} response from the ${api.name}`,
				description: `${failure.reason}.`,
				failure: { cause: 'temporarily-unavailable' },
			};
	}
}

function describeRejection(api: Api, status: number, body: unknown): ErrorText {
	const { message } = errorDetails(body);
	const text: Omit<ErrorText, 'message'> = CLIENT_ERRORS[status] ?? {
		description: 'Customer.io rejected the request.',
	};
	if (status === 401) {
		const detail = message === undefined ? '' : ` (${message})`;
		return { ...text, message: `Authentication failed: ${api.name} rejected the API key${detail}` };
	}
	const general = `${api.name} rejected the request (HTTP ${status})`;
	if (message === undefined) return { ...text, message: general };
	// A text that is not JSON may come from a proxy.
	return { ...text, message: typeof body === 'string' ? `${general}: ${message}` : message };
}

function describeRedirect(
	{ api, baseUrl }: FailedRequest,
	{ status, body, location }: Extract<Failure, { kind: 'redirected' }>,
): ErrorText {
	const target =
		location !== undefined && URL.canParse(location, baseUrl)
			? new URL(location, baseUrl)
			: undefined;
	const current = regionOfHost(new URL(baseUrl).hostname);
	const region = target === undefined ? undefined : regionOfHost(target.hostname);
	const isOtherRegion = region !== undefined && region !== current;
	if (isOtherRegion || /wrong data ?cent(er|re)/i.test(errorDetails(body).message ?? '')) {
		return describeWrongRegion(current, isOtherRegion ? region : undefined);
	}
	return {
		message: `${api.name} redirected the request (HTTP ${status})`,
		description: `It was not followed${target === undefined ? '' : ` to ${target.origin}`}, because the key would go with it. Open the credential and check its region or base URL.`,
		failure: { cause: 'configuration-invalid' },
	};
}

/**
 * @param current that of the base URL; `undefined` for a proxy
 * @param redirectedTo where Customer.io sends the request, if it says so
 */
function describeWrongRegion(
	current: Region | undefined,
	redirectedTo: Region | undefined,
): ErrorText {
	const opposite = current === 'US' ? 'EU' : 'US';
	const region = redirectedTo ?? (current === undefined ? 'other' : opposite);
	return {
		message: `Wrong region: this account is in the ${region} region of Customer.io`,
		description:
			current === undefined
				? `Open the credential and point the base URL to the ${region} region.`
				: `Open the credential and set Region to ${region}.`,
		failure: { cause: 'configuration-invalid' },
	};
}

function describeRateLimit(
	{ limit, isSent, retryAfterMs }: Extract<Failure, { kind: 'rateLimited' }>,
	isRetry: boolean,
): ErrorText {
	const wait = retryAfterMs === undefined ? 'longer' : seconds(retryAfterMs);
	const subject = isRetry
		? 'The retry'
		: `The request was not ${isSent ? 'processed' : 'sent'}. It`;
	const isQuotaUsedUp = limit.mode === 'quota' && retryAfterMs === undefined;
	return {
		message: `Rate limit exceeded for ${limit.name} (${rate(limit)})`,
		description: isQuotaUsedUp
			? `${subject} would have to wait until the limit of the day starts again. Run the rest later, or check what else uses this API key.`
			: `${subject} would have to wait ${wait}. Increase Options > Max Wait (Seconds), or check what else uses this API key.`,
		failure: {
			cause: 'rate-limited',
			...(retryAfterMs === undefined ? {} : { retryAfterMs }),
		},
	};
}

function rate({ requests, perMs }: RateLimit): string {
	if (requests === Infinity) return 'limit unknown';
	const period = perMs === 1000 ? 'second' : perMs === 86_400_000 ? 'day' : seconds(perMs);
	return `${requests} ${requests === 1 ? 'request' : 'requests'} per ${period}`;
}

function seconds(ms: number): string {
	return `${Math.max(1, Math.round(ms / 100)) / 10} s`;
}
