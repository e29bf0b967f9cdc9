import { NodeApiError, type IHttpRequestOptions, type IN8nHttpFullResponse } from 'n8n-workflow';

import type { FileData } from '../utils/bytes';
import type { CallingContext } from './callingContext';
import { Deadline } from './deadline';
import { readNetworkError } from './networkErrors';
import { retryAfterHeader, type Outcome } from './retryPolicy';
import { MAX_TIMER_MS } from './sleep';
import { withRetries } from './withRetries';

/** A file behind a signed link. */
export interface Download {
	readonly data: FileData;
	readonly headers: { readonly [name: string]: unknown };
}

/** An attempt may take longer than Timeout, which is for the start of the response: files are large. */
const MAX_DOWNLOAD_MS = 15 * 60_000;

interface DownloadRequest {
	readonly url: string;
	/** A stream is not held in memory, but can be read only once. */
	readonly as: 'bytes' | 'stream';
	readonly maxWaitMs: number;
	/** Milliseconds until the response starts. */
	readonly timeoutMs: number;
	readonly signal: AbortSignal | undefined;
}

interface Attempt<T> {
	readonly outcome: Outcome;
	readonly reason: string;
	/** Only of a successful response; in an object, because it may be `undefined`. */
	readonly result?: { readonly value: T };
}

/**
 * Fetches and reads the file behind a signed link, and retries both: a connection can be closed while
 * a stream is read.
 *
 * It is sent without a credential: the signature in the link is all that its host may see, and storage
 * hosts reject a request with a second kind of authorization.
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
	const { last, accepted } = await withRetries(
		async () => await attempt(context, request, read),
		{ idempotent: true, maxWaitMs: request.maxWaitMs },
		wait,
	);
	if (accepted && last.result !== undefined) return last.result.value;
	// Not the whole link: whoever has it can fetch the file.
	const { host } = new URL(request.url);
	throw new NodeApiError(
		context.getNode(),
		{ host },
		{
			message: 'The file could not be downloaded',
			description: `${last.reason} (${host}). A link is valid for 15 minutes: get a new one with Export > Get Download Link.`,
		},
	);
}

async function attempt<T>(
	context: CallingContext,
	request: DownloadRequest,
	read: (file: Download) => Promise<T>,
): Promise<Attempt<T>> {
	const deadline = new Deadline(Math.max(request.timeoutMs, MAX_DOWNLOAD_MS), request.signal);
	try {
		return await fetchFile(context, request, deadline.signal, read);
	} catch (error) {
		const { outcome, reason } = readNetworkError(deadline.causeOf(error));
		return { outcome, reason };
	} finally {
		deadline.end();
	}
}

async function fetchFile<T>(
	context: CallingContext,
	{ url, as, timeoutMs }: DownloadRequest,
	abortSignal: AbortSignal,
	read: (file: Download) => Promise<T>,
): Promise<Attempt<T>> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url,
		encoding: as === 'bytes' ? 'arraybuffer' : 'stream',
		timeout: Math.min(timeoutMs, MAX_TIMER_MS),
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		abortSignal,
	};
	const response = (await context.helpers.httpRequest(options)) as IN8nHttpFullResponse;
	const { statusCode: status, headers } = response;
	const data = response.body as FileData;
	try {
		return {
			outcome: { kind: 'response', status, retryAfter: retryAfterHeader(headers) },
			reason: `The link responded with HTTP ${status}`,
			...(status < 300 ? { result: { value: await read({ data, headers }) } } : {}),
		};
	} finally {
		// A stream that is not read to its end keeps its connection open.
		if (typeof data === 'object' && 'destroy' in data) data.destroy();
	}
}
