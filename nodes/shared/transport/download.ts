import { NodeApiError, type IHttpRequestOptions, type IN8nHttpFullResponse } from 'n8n-workflow';

import type { FileData } from '../utils/bytes';
import type { CallingContext } from './callingContext';
import { readNetworkError } from './networkErrors';
import { nextStep, type Outcome } from './retryPolicy';

/** A file behind a signed link. */
export interface Download {
	readonly data: FileData;
	readonly headers: { readonly [name: string]: unknown };
}

interface DownloadRequest {
	readonly url: string;
	/** A stream is not held in memory, but can be read only once. */
	readonly as: 'bytes' | 'stream';
	readonly maxWaitMs: number;
	readonly timeoutMs: number;
	readonly signal: AbortSignal | undefined;
}

/**
 * Fetches and reads what is behind a signed link, and repeats both after a fault: a connection can be
 * cut while a stream is read.
 *
 * No credential goes with it: the signature in the link is all that its host may see, and storage
 * hosts refuse a request with a second kind of authorization.
 *
 * @param read makes something of the file; a stream must be read to its end
 * @param wait ends with an error if the execution is cancelled
 * @throws NodeApiError if the file cannot be fetched
 */
export async function download<T>(
	context: CallingContext,
	request: DownloadRequest,
	read: (file: Download) => Promise<T>,
	wait: (ms: number) => Promise<void>,
): Promise<T> {
	if (!URL.canParse(request.url)) {
		throw new NodeApiError(
			context.getNode(),
			{},
			{
				message: 'The file could not be downloaded',
				description:
					'Customer.io gave no link to it. Try again later with Export > Get Download Link.',
			},
		);
	}
	const deadline = Date.now() + request.maxWaitMs;
	for (let number = 1; ; number += 1) {
		const { outcome, reason, result } = await attempt(context, request, read);
		const now = Date.now();
		const decision = nextStep(outcome, {
			number,
			idempotent: true,
			mayAlreadyBeDeleted: false,
			now,
			remainingWaitMs: deadline - now,
			random: Math.random(),
		});
		if (decision.action === 'accept' && result !== undefined) return result.value;
		if (decision.action === 'retry') {
			await wait(decision.waitMs);
			continue;
		}
		// Not the whole link: whoever has it can fetch the file.
		const { host } = new URL(request.url);
		throw new NodeApiError(
			context.getNode(),
			{ host },
			{
				message: 'The file could not be downloaded',
				description: `${reason} (${host}). A link is valid for 15 minutes: get a new one with Export > Get Download Link.`,
			},
		);
	}
}

async function attempt<T>(
	context: CallingContext,
	{ url, as, timeoutMs, signal }: DownloadRequest,
	read: (file: Download) => Promise<T>,
): Promise<{ outcome: Outcome; reason: string; result?: { value: T } }> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url,
		encoding: as === 'bytes' ? 'arraybuffer' : 'stream',
		timeout: timeoutMs,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		...(signal === undefined ? {} : { abortSignal: signal }),
	};
	let data: FileData | undefined;
	try {
		const response = (await context.helpers.httpRequest(options)) as IN8nHttpFullResponse;
		const { statusCode: status, headers } = response;
		data = response.body as FileData;
		const retryAfter = headers['retry-after'];
		const answer = {
			outcome: {
				kind: 'response',
				status,
				retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
			},
			reason: `The link answered with status ${status}`,
		} as const;
		return status < 300 ? { ...answer, result: { value: await read({ data, headers }) } } : answer;
	} catch (error) {
		const { outcome, reason } = readNetworkError(error);
		return { outcome, reason };
	} finally {
		// A stream that nobody reads to its end keeps its connection open.
		if (data !== undefined && 'destroy' in data) data.destroy();
	}
}
