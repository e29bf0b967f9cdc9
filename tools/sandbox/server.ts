import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import { writeAnswer } from './answer.ts';
import { ApiError, errorBody } from './errors.ts';
import { refuseDotSegments } from './router.ts';
import type { FaultAct, RecordedRequest } from './types.ts';
import { parseQuery } from './validation/request.ts';

/** Far above every documented size, so that an oversize body is refused with its documented answer. */
const MAX_BYTES = 64 * 1024 * 1024;

interface ServerHooks {
	apiOf(path: string): RecordedRequest['api'];
	/** Called once when a request's head has arrived. */
	arrived(record: RecordedRequest): void;
	strike(record: RecordedRequest): FaultAct | undefined;
	answer(record: RecordedRequest, raw: Buffer): Answer | Promise<Answer>;
	answered(record: RecordedRequest): void;
}

async function readBody(request: http.IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		// Kept reading, so that the client gets an answer and not a broken pipe.
		if (size <= MAX_BYTES) chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** The query for records and faults; a broken one is empty here and refused when it is answered. */
function readableQuery(rawQuery: string): Record<string, string> {
	try {
		return parseQuery(rawQuery);
	} catch {
		return {};
	}
}

function recordOf(request: http.IncomingMessage, id: number, hooks: ServerHooks): RecordedRequest {
	const target = request.url ?? '/';
	const question = target.indexOf('?');
	const path = question < 0 ? target : target.slice(0, question);
	return {
		id,
		method: request.method ?? 'GET',
		path,
		rawQuery: question < 0 ? '' : target.slice(question + 1),
		query: readableQuery(question < 0 ? '' : target.slice(question + 1)),
		headers: Object.fromEntries(
			Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
		),
		bodyText: '',
		body: undefined,
		receivedAt: Date.now(),
		api: hooks.apiOf(path),
		status: 0,
		carriedOut: false,
		responseBody: undefined,
	};
}

/** Checks that hold for every request, whatever it is for. */
async function answerOrRefuse(
	record: RecordedRequest,
	raw: Buffer,
	hooks: ServerHooks,
): Promise<Answer> {
	try {
		refuseDotSegments(record.path);
		parseQuery(record.rawQuery);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		return { status: error.status, body: errorBody('errors', error), carriedOut: false };
	}
	return await hooks.answer(record, raw);
}

async function serve(
	request: http.IncomingMessage,
	response: http.ServerResponse,
	record: RecordedRequest,
	hooks: ServerHooks,
): Promise<void> {
	const raw = await readBody(request);
	const isText = !(record.headers['content-type'] ?? '').startsWith('multipart/');
	record.bodyText = raw.toString(isText ? 'utf8' : 'latin1');
	if (isText && raw.length > 0) {
		try {
			record.body = JSON.parse(record.bodyText) as unknown;
		} catch {
			// Broken JSON is the operation's to refuse.
		}
	}
	const act = record.api === 'admin' ? undefined : hooks.strike(record);
	if (act?.kind === 'resetBefore') {
		response.destroy();
		return;
	}
	if (act?.kind === 'status') {
		await writeAnswer(response, record, {
			status: act.status,
			...(act.rawBody === undefined ? { body: act.body } : { raw: act.rawBody }),
			...(act.headers === undefined ? {} : { headers: act.headers }),
			carriedOut: false,
		});
		return;
	}
	if (act?.kind === 'delay') await sleep(act.ms);
	await writeAnswer(response, record, await answerOrRefuse(record, raw, hooks), act);
}

interface Listening {
	url: string;
	/** Closes the port and every connection. */
	close(): Promise<void>;
	/** Starts request ids at 1 again. */
	restartIds(): void;
}

/** Listens on loopback. Rejects when the port is taken. */
export async function listen(port: number, hooks: ServerHooks): Promise<Listening> {
	let lastId = 0;
	const server = http.createServer((request, response) => {
		const record = recordOf(request, ++lastId, hooks);
		hooks.arrived(record);
		serve(request, response, record, hooks)
			.catch((error: unknown) => {
				// A slip in the sandbox itself: said aloud, so that no test takes it for Customer.io's answer.
				record.status = 500;
				record.responseBody = { errors: [{ detail: `sandbox: ${String(error)}`, status: '500' }] };
				if (!response.headersSent && !response.destroyed) {
					response.writeHead(500, { 'Content-Type': 'application/json' });
					response.end(JSON.stringify(record.responseBody));
				}
			})
			.finally(() => hooks.answered(record));
	});
	// Longer than any client keeps a connection, so that none is closed just as it is used again.
	server.keepAliveTimeout = 120_000;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const address = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${address.port}`,
		restartIds: () => {
			lastId = 0;
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
