import type { IBinaryData } from 'n8n-workflow';

import type { ApiResponse, ApiClient } from '../transport/apiClient';
import { buildRequest } from '../request/buildRequest';
import type { BuiltRequest } from '../schema/request';
import { afterSuccess } from '../utils/errors';
import type { ItemInput } from '../schema/itemInput';
import { pathAndQuery } from '../request/url';
import { readField } from '../fieldTypes';
import { limit, returnAll, simplify, splitIntoPeriods } from '../schema/standardFields';
import { nextPage, type PageState, type PageRequest } from '../response/pagination';
import { responseItems, listEntries, simplified, dedupe } from '../response/toItems';
import { splitPeriods } from '../response/metricSeries';
import { responseFile, downloadedFile } from '../response/binaryFile';
import type { Result, ResultFile, PostReceiveContext } from '../schema/postReceive';
import type { ListOutput } from '../schema/output';
import type { BooleanField, NumberField } from '../schema/fields';
import type { Operation } from '../schema/operation';
import type { JsonObject } from '../utils/json';

/**
 * An expression may give a text here, as everywhere.
 *
 * @throws InputError if the value is of another kind
 */
function setting(field: BooleanField | NumberField, input: ItemInput) {
	return readField(field, (name) => input.parameter(name), input, false) ?? field.default;
}

/** One item's work: what will be sent is known, nothing was sent yet. */
interface PreparedOperation {
	readonly request: BuiltRequest;
	/** Sends the request, or the pages of a list, and gives the items that come of it. */
	run(): Promise<Result[]>;
}

/** Hands a file over to n8n. */
type Store = (file: ResultFile) => Promise<IBinaryData>;

/**
 * Reads what one item wants and prepares to do it.
 *
 * @throws InputError if a value cannot be sent
 */
export async function prepareOperation(
	operation: Operation,
	input: ItemInput,
	connection: ApiClient,
	store: Store,
): Promise<PreparedOperation> {
	const request = await (operation.build ?? buildRequest)(operation, input);
	const { output } = operation;
	const keys = 'simplify' in output ? output.simplify : undefined;
	const isSimple = keys !== undefined && setting(simplify, input) === true;
	const shown = (thing: JsonObject) => (isSimple ? simplified(thing, keys) : thing);
	const split =
		'metrics' in output && output.metrics === true && setting(splitIntoPeriods, input) === true;
	const wanted: PageRequest =
		output.kind === 'list' && output.whole !== true ? readWanted(input) : { all: true };
	return {
		request,
		run: async () => {
			if (output.kind === 'file') {
				return [responseFile(await send(operation, request, new Map(), connection), request.ids)];
			}
			const things =
				output.kind === 'list'
					? await readList(operation, output, request, wanted, connection)
					: responseItems(
							output,
							(await send(operation, request, new Map(), connection)).body,
							request.ids,
						);
			if (operation.postReceive !== undefined) {
				try {
					return await operation.postReceive(
						postReceiveContext(request, things, shown, connection, store),
					);
				} catch (error) {
					throw isSafe(operation, request.method) ? error : afterSuccess(error);
				}
			}
			if (split) {
				const rows = things.flatMap((thing) => splitPeriods(thing, request.query, Date.now()));
				// The rows of several newsletters end up in one sheet or chart.
				return rows.map((row) => ({ json: { ...request.ids, ...row } }));
			}
			return things.map((thing) => ({ json: shown(thing) }));
		},
	};
}

function readWanted(input: ItemInput): PageRequest {
	if (setting(returnAll, input) === true) return { all: true };
	return { all: false, limit: Number(setting(limit, input)) };
}

async function readList(
	operation: Operation,
	output: ListOutput,
	request: BuiltRequest,
	wanted: PageRequest,
	connection: ApiClient,
): Promise<JsonObject[]> {
	const entries: JsonObject[] = [];
	const seen = new Set<string>();
	let position: PageState = { read: 0 };
	for (;;) {
		const query = nextPage(output.pagination, wanted, position);
		if (query === undefined) break;
		const { body } = await send(operation, request, query, connection);
		const page = listEntries(output, body);
		const fresh = output.deduplicate === true ? dedupe(page, seen) : page;
		for (const entry of fresh) entries.push(entry);
		position = { read: entries.length, last: { count: page.length, body, query } };
	}
	return wanted.all ? entries : entries.slice(0, wanted.limit);
}

async function send(
	operation: Operation,
	request: BuiltRequest,
	pageQuery: ReadonlyMap<string, string>,
	connection: ApiClient,
): Promise<ApiResponse> {
	const { method, path, query, repeatedQuery = [], headers, body, upload, options } = request;
	return await connection.send({
		method,
		requestTarget: pathAndQuery(path, [...new Map([...query, ...pageQuery]), ...repeatedQuery]),
		headers,
		body: upload ?? (body === undefined ? undefined : JSON.stringify(body)),
		expects: operation.output.kind === 'file' ? 'bytes' : 'json',
		safe: isSafe(operation, method),
		idempotent: isIdempotent(operation, method),
		maxWaitMs: options.maxWaitMs,
		timeoutMs: options.timeoutMs,
		requestsPerSecond: options.requestsPerSecond,
	});
}

/** What a follow-up may use: as patient as the request before it. */
function postReceiveContext(
	request: BuiltRequest,
	items: readonly JsonObject[],
	simplified: PostReceiveContext['simplify'],
	connection: ApiClient,
	store: Store,
): PostReceiveContext {
	const { maxWaitMs, timeoutMs, requestsPerSecond } = request.options;
	const limits = { maxWaitMs, timeoutMs };
	return {
		request,
		items,
		simplify: simplified,
		get: async (requestTarget) => {
			const reading = { safe: true, idempotent: true, ...limits, requestsPerSecond };
			const answer = await connection.send({ method: 'GET', requestTarget, ...reading });
			return answer.body;
		},
		download: async (url) =>
			await connection.download(url, 'bytes', limits, async (file) => downloadedFile(url, file)),
		save: async (url) =>
			await connection.download(url, 'stream', limits, async (download) => {
				const file = downloadedFile(url, download);
				return { fileName: file.fileName, saved: await store(file) };
			}),
		wait: async (ms) => await connection.wait(ms),
	};
}

/** Whether a request changes nothing. */
export function isSafe(operation: Operation, method: string): boolean {
	return method === 'GET' || operation.safe === true;
}

/** GET, PUT and DELETE have the same effect once or twice; a POST only if the matrix says so. */
function isIdempotent(operation: Operation, method: string): boolean {
	return method !== 'POST' || isSafe(operation, method) || operation.idempotent === true;
}

/** Whether the order of two such requests matters: they write, and not to different people. */
export function isOrdered(operation: Operation, method: string): boolean {
	return !isSafe(operation, method) && operation.unordered !== true;
}
