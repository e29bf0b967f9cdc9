import { NodeApiError, NodeError, type INode, type JsonObject } from 'n8n-workflow';

import type { RateLimit } from './rateLimits';
import type { Api } from './apis';

/** Why a request was given up, in the terms that decide about the words for it. */
export type Failure =
	| { readonly kind: 'rejected'; readonly status: number; readonly body: unknown }
	| {
			readonly kind: 'rateLimited';
			readonly limit: RateLimit;
			readonly retryAfterMs: number | undefined;
	  }
	| { readonly kind: 'unavailable'; readonly status: number; readonly body: unknown }
	| { readonly kind: 'notConnected'; readonly reason: string }
	| { readonly kind: 'noResponse'; readonly reason: string };

export interface FailedRequest {
	readonly api: Api;
	/** `POST /v1/send/email`, for the error's description. */
	readonly route: string;
	readonly idempotent: boolean;
	/** An attempt may have been carried out, although no success was seen. */
	readonly mayHaveSucceeded: boolean;
}

interface ErrorText {
	readonly message: string;
	readonly description: string;
	readonly failure?: NodeApiError['failure'];
}

const SCOPE_HELP =
	'The App API key may be limited to some scopes, or the feature is not enabled for the workspace. See Account Settings > API Credentials in Customer.io.';

/** What a person can do about a refusal, by status. */
const CLIENT_ERRORS: { readonly [status: number]: Omit<ErrorText, 'message'> } = {
	400: { description: 'Customer.io refused the request. Check the field that it names.' },
	401: {
		description:
			'Open the credential and check the key and its region: a key of a US workspace is not known in the EU, and the other way round.',
		failure: { cause: 'credential-invalid' },
	},
	403: { description: SCOPE_HELP, failure: { cause: 'configuration-invalid' } },
	404: {
		description:
			'Check the ID, and that the key belongs to the workspace where it exists. A deleted thing is not found either.',
	},
	409: {
		description: 'Something else changed or uses it. Read it again, then repeat the operation.',
	},
	422: { description: 'Customer.io understood the request, but cannot do it with these values.' },
};

const AMBIGUOUS =
	'It may have been carried out all the same, and was not repeated so that nothing happens twice. Look into Customer.io before you run this item again.';

const AMBIGUOUS_BUT_IDEMPOTENT =
	'It may have been carried out all the same. Running this item again does no harm.';

/**
 * The error of a request that was given up: what happened as its message, how to get unstuck as its
 * description, and the cause that n8n knows.
 */
export function apiError(node: INode, request: FailedRequest, failure: Failure): NodeApiError {
	const words = describeFailure(request, failure);
	const httpCode = 'status' in failure ? String(failure.status) : undefined;
	const perhaps = request.idempotent ? AMBIGUOUS_BUT_IDEMPOTENT : AMBIGUOUS;
	const description = request.mayHaveSucceeded
		? `${perhaps} ${words.description}`
		: words.description;
	const error = new NodeApiError(
		node,
		{ route: request.route, ...('body' in failure ? { body: failure.body } : {}) } as JsonObject,
		{
			message: words.message,
			description: `${description} (${request.route})`,
			...(httpCode === undefined ? {} : { httpCode }),
			...(words.failure === undefined ? {} : { failure: words.failure }),
		},
	);
	return request.mayHaveSucceeded ? markAmbiguous(error) : error;
}

/** Says in an error, for people and for programs, that the item may have been carried out. */
export function markAmbiguous<E extends Error>(error: E): E {
	if (!(error instanceof NodeError) || mayHaveSucceeded(error)) return error;
	error.message += '; the request may have been carried out';
	error.context.mayHaveSucceeded = true;
	return error;
}

/** Whether what failed may have been carried out all the same. */
export function mayHaveSucceeded(error: Error): boolean {
	return error instanceof NodeError && error.context.mayHaveSucceeded === true;
}

function describeFailure(
	{ api, mayHaveSucceeded: perhaps }: FailedRequest,
	failure: Failure,
): ErrorText {
	switch (failure.kind) {
		case 'rejected': {
			const known = CLIENT_ERRORS[failure.status];
			const own = customerIoMessage(failure.body);
			return {
				description: 'Customer.io refused the request.',
				...known,
				message:
					failure.status === 401
						? `${api.name}: the key was not accepted${own === undefined ? '' : ` (${own})`}`
						: (own ?? `${api.name} answered with status ${failure.status}`),
			};
		}
		case 'rateLimited': {
			const { limit, retryAfterMs } = failure;
			const asked = retryAfterMs === undefined ? 'longer' : `for ${seconds(retryAfterMs)}`;
			const refused = perhaps ? 'The repeat' : 'The request was not carried out. It';
			return {
				message: `Customer.io's limit for ${limit.name} (${rate(limit)}) is used up`,
				description: `${refused} would have to wait ${asked}. Raise "Max Wait (Seconds)" under Options, or find out what else uses the key.`,
				failure: {
					cause: 'rate-limited',
					...(retryAfterMs === undefined ? {} : { retryAfterMs }),
				},
			};
		}
		case 'unavailable':
			return {
				message: `${api.name} has a fault (status ${failure.status})${suffix(failure.body)}`,
				description: 'See status.customer.io, and run the workflow again later.',
				failure: { cause: 'temporarily-unavailable' },
			};
		case 'notConnected':
			return {
				message: `${api.name} cannot be reached`,
				description: `${perhaps ? 'The repeat was not sent' : 'Nothing was sent'} (${failure.reason}). Check the region or base URL of the credential, and the network of this n8n.`,
				failure: { cause: 'temporarily-unavailable' },
			};
		case 'noResponse':
			return {
				message: `The answer of the ${api.name} was lost`,
				description: `${failure.reason}.`,
				failure: { cause: 'temporarily-unavailable' },
			};
	}
}

/**
 * Customer.io's own words in an error body: `{ errors: [{ detail }] }`, `{ meta: { error } }` or
 * `{ meta: { errors: [] } }`, with the field that it points at.
 */
function customerIoMessage(body: unknown): string | undefined {
	const { errors, meta } = (body ?? {}) as {
		errors?: unknown;
		meta?: { error?: unknown; errors?: unknown };
	};
	const all = [errors, meta?.error, meta?.errors].flat().map(oneMessage).filter(Boolean);
	return all.length === 0 ? undefined : all.join('; ');
}

function oneMessage(error: unknown): string | undefined {
	if (typeof error === 'string') return error;
	if (typeof error !== 'object' || error === null) return undefined;
	const { detail, message, reason, field, source, meta } = error as {
		[key: string]: unknown;
		source?: { pointer?: unknown };
	};
	const text = [detail, message, reason].find((one) => typeof one === 'string' && one !== '');
	if (text === undefined) return undefined;
	const place = source?.pointer ?? field;
	const more = meta === undefined ? '' : ` ${JSON.stringify(meta)}`;
	return `${String(text)}${place === undefined ? '' : ` (${String(place)})`}${more}`;
}

function suffix(body: unknown): string {
	const own = customerIoMessage(body);
	return own === undefined ? '' : `: ${own}`;
}

function rate({ requests, perMs }: RateLimit): string {
	if (requests === Infinity) return 'not known here';
	const period = perMs === 1000 ? 'second' : perMs === 86_400_000 ? 'day' : seconds(perMs);
	return `${requests} per ${period}`;
}

function seconds(ms: number): string {
	return `${Math.max(1, Math.round(ms / 100)) / 10} s`;
}
