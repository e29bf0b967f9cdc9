import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxResponse } from './response.ts';
import { writeResponse } from './response.ts';
import { ApiError, errorBody } from './errors.ts';
import { rejectDotSegments } from './router.ts';
import type { FaultAct, RecordedRequest } from './types.ts';
import { parseQuery } from './validation/request.ts';

/** Far above every documented limit, so that an oversized body gets the documented error. */
const MAX_BYTES = 64 * 1024 * 1024;

interface ServerHooks {
	apiOf(path: string): RecordedRequest['api'];
	/** Called once a request's headers have arrived. */
	arrived(record: RecordedRequest): void;
	actFor(record: RecordedRequest): FaultAct | undefined;
	respond(record: RecordedRequest, raw: Buffer): SandboxResponse | Promise<SandboxResponse>;
	/** Milliseconds between the processing of a request and its response. */
	latencyMs(): number;
	completed(record: RecordedRequest): void;
}

async function readBody(request: http.IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		// Keep reading, so that the client gets a response and not a broken pipe.
		if (size <= MAX_BYTES) chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** The query for records and faults. A malformed one is empty here; `respond` returns the error. */
function readableQuery(rawQuery: string): Record<string, string> {
	try {
		return parseQuery(rawQuery);
	} catch {
		return {};
	}
}

function recordOf(request: http.IncomingMessage, id: number, hooks: ServerHooks): RecordedRequest {
	const target = request.url ?? '/';
	const queryStart = target.indexOf('?');
	const path = queryStart < 0 ? target : target.slice(0, queryStart);
	return {
		id,
		method: request.method ?? 'GET',
		path,
		rawQuery: queryStart < 0 ? '' : target.slice(queryStart + 1),
		query: readableQuery(queryStart < 0 ? '' : target.slice(queryStart + 1)),
		headers: Object.fromEntries(
			Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
		),
		bodyText: '',
		body: undefined,
		receivedAt: Date.now(),
		api: hooks.apiOf(path),
		status: 0,
		processed: false,
		responseBody: undefined,
	};
}

/** Runs the checks that apply to every request, then the handler of its API. */
async function validateAndRespond(
	record: RecordedRequest,
	raw: Buffer,
	hooks: ServerHooks,
): Promise<SandboxResponse> {
	try {
		rejectDotSegments(record.path);
		parseQuery(record.rawQuery);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		return { status: error.status, body: errorBody('errors', error), processed: false };
	}
	return await hooks.respond(record, raw);
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
			// The operation rejects malformed JSON.
		}
	}
	const act = record.api === 'admin' ? undefined : hooks.actFor(record);
	if (act?.kind === 'resetBefore') {
		response.destroy();
		return;
	}
	if (act?.kind === 'status') {
		await writeResponse(response, record, {
			status: act.status,
			...(act.rawBody === undefined ? { body: act.body } : { raw: act.rawBody }),
			...(act.headers === undefined ? {} : { headers: act.headers }),
			processed: false,
		});
		return;
	}
	if (act?.kind === 'delay') await sleep(act.ms);
	const result = await validateAndRespond(record, raw, hooks);
	// A rate limit is checked before the work, so a 429 comes at once.
	if (record.api !== 'admin' && result.status !== 429) await wait(hooks.latencyMs());
	await writeResponse(response, record, result, act);
}

async function wait(ms: number): Promise<void> {
	if (ms > 0) await sleep(ms);
}

interface Listening {
	url: string;
	/** Closes the port and all connections. */
	close(): Promise<void>;
	/** Restarts request ids at 1. */
	restartIds(): void;
}

/** Listens on loopback. Rejects if the port is taken. */
export async function listen(port: number, hooks: ServerHooks): Promise<Listening> {
	let lastId = 0;
	const server = http.createServer((request, response) => {
		const record = recordOf(request, ++lastId, hooks);
		hooks.arrived(record);
		serve(request, response, record, hooks)
			.catch((error: unknown) => {
				// A bug in the sandbox: labelled, so that no test takes it for Customer.io's response.
				record.status = 500;
				record.responseBody = { errors: [{ detail: `sandbox: ${String(error)}`, status: '500' }] };
				if (!response.headersSent && !response.destroyed) {
					response.writeHead(500, { 'Content-Type': 'application/json' });
					response.end(JSON.stringify(record.responseBody));
				}
			})
			.finally(() => hooks.completed(record));
	});
	// Longer than any client keeps a connection, so that none is closed while it is being reused.
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
