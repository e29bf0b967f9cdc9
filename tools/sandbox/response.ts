import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultAct, RecordedRequest } from './types.ts';

/** A response before it is written: JSON unless `binary` or `raw` is set. */
export interface SandboxResponse {
	status: number;
	body?: unknown;
	raw?: string;
	binary?: { contentType: string; data: Buffer };
	headers?: Record<string, string>;
	processed: boolean;
	/** Why it, or a part of it, had no effect although its response is that of success. */
	reasons?: readonly string[];
}

const CHUNKS = 8;

function payload(response: SandboxResponse): { data: Buffer; contentType: string | undefined } {
	if (response.binary)
		return { data: response.binary.data, contentType: response.binary.contentType };
	const text = response.raw ?? (response.body === undefined ? '' : JSON.stringify(response.body));
	return {
		data: Buffer.from(text),
		contentType: text === '' ? undefined : 'application/json; charset=utf-8',
	};
}

/**
 * Writes a response, applies the fault if there is one, and completes the record. Resolves when the
 * last byte is written or the connection is closed.
 */
export async function writeResponse(
	serverResponse: ServerResponse,
	record: RecordedRequest,
	response: SandboxResponse,
	act?: FaultAct,
): Promise<void> {
	const { data, contentType } = payload(response);
	record.processed = response.processed;
	if (response.reasons !== undefined) record.reasons = response.reasons;
	record.responseBody = response.body ?? response.raw ?? undefined;
	if (act?.kind === 'resetAfter') {
		serverResponse.destroy();
		return;
	}
	record.status = response.status;
	if (serverResponse.destroyed) return;
	const half = data.subarray(0, Math.floor(data.length / 2));
	const truncate = act?.kind === 'truncate' ? act : undefined;
	const sent = truncate && !truncate.declareFull ? half : data;
	serverResponse.writeHead(response.status, {
		...(contentType === undefined ? {} : { 'Content-Type': contentType }),
		...(response.status === 204 ? {} : { 'Content-Length': String(sent.length) }),
		...response.headers,
	});
	if (truncate?.declareFull) {
		// Flush before closing, so that the client sees the headers and half of the body.
		serverResponse.write(half, () => serverResponse.destroy());
		return;
	}
	if (act?.kind === 'trickle') {
		const chunkSize = Math.max(1, Math.ceil(sent.length / CHUNKS));
		for (let at = 0; at < sent.length && !serverResponse.destroyed; at += chunkSize) {
			serverResponse.write(sent.subarray(at, at + chunkSize));
			await sleep(act.ms);
		}
		serverResponse.end();
		return;
	}
	serverResponse.end(sent);
}
