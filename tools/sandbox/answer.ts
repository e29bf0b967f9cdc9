import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultAct, RecordedRequest } from './types.ts';

/** An answer before it is written: JSON unless `binary` or `raw` says otherwise. */
export interface Answer {
	status: number;
	body?: unknown;
	raw?: string;
	binary?: { contentType: string; data: Buffer };
	headers?: Record<string, string>;
	carriedOut: boolean;
}

const PIECES = 8;

function payload(answer: Answer): { data: Buffer; contentType: string | undefined } {
	if (answer.binary) return { data: answer.binary.data, contentType: answer.binary.contentType };
	const text = answer.raw ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
	return {
		data: Buffer.from(text),
		contentType: text === '' ? undefined : 'application/json; charset=utf-8',
	};
}

/**
 * Writes an answer, through the fault if there is one, and completes the record. Resolves when the
 * last byte is written or the connection is cut.
 */
export async function writeAnswer(
	response: ServerResponse,
	record: RecordedRequest,
	answer: Answer,
	act?: FaultAct,
): Promise<void> {
	const { data, contentType } = payload(answer);
	record.carriedOut = answer.carriedOut;
	record.responseBody = answer.body ?? answer.raw ?? undefined;
	if (act?.kind === 'resetAfter') {
		response.destroy();
		return;
	}
	record.status = answer.status;
	if (response.destroyed) return;
	const half = data.subarray(0, Math.floor(data.length / 2));
	const truncate = act?.kind === 'truncate' ? act : undefined;
	const sent = truncate && !truncate.declareFull ? half : data;
	response.writeHead(answer.status, {
		...(contentType === undefined ? {} : { 'Content-Type': contentType }),
		...(answer.status === 204 ? {} : { 'Content-Length': String(sent.length) }),
		...answer.headers,
	});
	if (truncate?.declareFull) {
		// Flushed before the cut, so that the client sees the head and half a body.
		response.write(half, () => response.destroy());
		return;
	}
	if (act?.kind === 'trickle') {
		const step = Math.max(1, Math.ceil(sent.length / PIECES));
		for (let at = 0; at < sent.length && !response.destroyed; at += step) {
			response.write(sent.subarray(at, at + step));
			await sleep(act.ms);
		}
		response.end();
		return;
	}
	response.end(sent);
}
