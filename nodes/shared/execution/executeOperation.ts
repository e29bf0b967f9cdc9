import type { IBinaryData } from 'n8n-workflow';

import type { ApiClient, ApiResponse } from '../transport/apiClient';
import { StoppedError } from './itemOutcomes';
import { buildRequest } from '../request/buildRequest';
import { withCustomRoute } from '../request/customRequest';
import { withUpload } from '../request/multipart';
import type { BuiltRequest } from '../schema/request';
import { afterSuccess } from '../utils/errors';
import type { ItemInput } from '../schema/itemInput';
import { pathAndQuery } from '../utils/url';
import { readField } from '../fieldTypes';
import { limit, returnAll, simplify, splitIntoPeriods } from '../schema/standardFields';
import { paginate, type PageQuery, type PageRequest } from '../response/pagination';
import { poll } from '../response/poll';
import { responseItems, listEntries, simplified, dedupe } from '../response/toItems';
import { splitPeriods } from '../response/metricSeries';
import { responseFile, downloadedFile } from '../response/binaryFile';
import { meets } from '../schema/poll';
import type { Result, ResultFile, PostReceiveContext } from '../schema/postReceive';
import type { ListOutput } from '../schema/output';
import { asObject, asText, isGiven, valueAt, type JsonObject } from '../utils/json';
import type { BooleanField, NumberField } from '../schema/fields';
import type { Operation } from '../schema/operation';

/** An operation for one item: its request is built, but nothing was sent yet. */
export interface PreparedOperation {
	readonly request: BuiltRequest;
	/**
	 * Sends the request, or those of a list's pages, and returns the resulting items: to be read once, because a million of
	 * them would take the memory of another array.
	 *
	 * @param combined sent instead, for several items
	 */
	run(combined?: BuiltRequest): Promise<Iterable<Result>>;
}

/** What an operation needs of the client. */
type Client = Pick<ApiClient, 'send' | 'download' | 'wait'>;

/** Stores a file in n8n. */
type Store = (file: ResultFile) => Promise<IBinaryData>;

/**
 * Reads the parameters of one item and prepares the operation for it.
 *
 * @param execution whether no new request may start
 * @throws InputError if a value cannot be sent
 */
export async function prepareOperation(
	operation: Operation,
	input: ItemInput,
	apiClient: Client,
	store: Store,
	execution: { readonly stopped: boolean },
): Promise<PreparedOperation> {
	const built = await requestOf(operation, input);
	// What was written is finished: its result cannot be had by running the item again.
	const client = isSafe(operation, built.method) ? stoppable(apiClient, execution) : apiClient;
	const { output } = operation;
	const keys = 'simplify' in output ? output.simplify : undefined;
	const isSimple = keys !== undefined && readSetting(simplify, input) === true;
	const isSplit =
		'metrics' in output && output.metrics === true && readSetting(splitIntoPeriods, input) === true;
	const pageRequest: PageRequest =
		output.kind === 'list' && output.whole !== true ? readPageRequest(input) : { all: true };

	const run = async (combined = built): Promise<Iterable<Result>> => {
		const request = operation.mergesCurrent
			? await withCurrent(operation, combined, client)
			: combined;
		if (output.kind === 'file') {
			return [responseFile(await send(operation, request, client), request.ids)];
		}
		const items =
			output.kind === 'list'
				? await readList(operation, output, request, pageRequest, client)
				: responseItems(output, (await send(operation, request, client)).body, request.ids);
		const context = postReceiveContext(request, items, client, store, (item) =>
			isSimple ? simplified(item, keys) : item,
		);
		try {
			const results = await postReceive(operation, context);
			if (results !== undefined) return results;
		} catch (error) {
			throw isSafe(operation, request.method) ? error : afterSuccess(error);
		}
		if (isSplit) {
			const rows = items.flatMap((item) => splitPeriods(item, request.query, Date.now()));
			// The IDs tell the rows of several newsletters apart in one sheet or chart.
			return rows.map((row) => ({ json: { ...request.ids, ...row } }));
		}
		return resultsOf(items, context.simplify);
	};
	return { request: built, run };
}

function* resultsOf(
	items: readonly JsonObject[],
	simplify: PostReceiveContext['simplify'],
): Generator<Result> {
	for (const item of items) yield { json: simplify(item) };
}

/** A client whose requests throw StoppedError as soon as no new one may start. */
function stoppable(client: Client, execution: { readonly stopped: boolean }): Client {
	const check = () => {
		if (execution.stopped) throw new StoppedError();
	};
	return {
		send: async (request) => {
			check();
			return await client.send(request);
		},
		download: async (...args) => {
			check();
			return await client.download(...args);
		},
		wait: async (ms) => {
			check();
			await client.wait(ms);
		},
	};
}

async function requestOf(operation: Operation, input: ItemInput): Promise<BuiltRequest> {
	const request = await buildRequest(operation, input);
	if (operation.customRoute === true) return withCustomRoute(request);
	return operation.upload === undefined
		? request
		: await withUpload(request, operation.upload, input);
}

/**
 * An expression may give a number or a boolean as text, as everywhere in n8n.
 *
 * @throws InputError if the value has another type
 */
function readSetting(field: BooleanField | NumberField, input: ItemInput) {
	return readField(field, (name) => input.parameter(name), input, false) ?? field.default;
}

function readPageRequest(input: ItemInput): PageRequest {
	if (readSetting(returnAll, input) === true) return { all: true };
	return { all: false, limit: Number(readSetting(limit, input)) };
}

async function readList(
	operation: Operation,
	output: ListOutput,
	request: BuiltRequest,
	pageRequest: PageRequest,
	client: Client,
): Promise<JsonObject[]> {
	const seen = new Set<string>();
	const getPage = async (query: PageQuery) => {
		const { body } = await send(operation, request, client, query);
		const page = listEntries(output, body);
		const entries = page && output.deduplicate === true ? dedupe(page, seen) : page;
		return { body, entries, count: page?.length };
	};
	const items: JsonObject[] = [];
	for await (const { entries } of paginate(getPage, output.pagination, pageRequest)) {
		for (const entry of entries) items.push(entry);
	}
	return pageRequest.all ? items : items.slice(0, pageRequest.limit);
}

/** The request with the current values of the fields that were not entered. */
async function withCurrent(
	operation: Operation,
	request: BuiltRequest,
	client: Client,
): Promise<BuiltRequest> {
	const entered = asObject(request.body) ?? {};
	const names = operation.fields.map(({ name }) => name).filter((name) => !(name in request.ids));
	if (names.every((name) => name in entered)) return request;
	const body = await get(request, client, request.path);
	const current = asObject(body) ?? {};
	const kept = Object.entries(current).filter(([name]) => names.includes(name));
	return { ...request, body: { ...Object.fromEntries(kept), ...entered } };
}

/** The results of an operation that continues after its response, or `undefined` if it does not. */
async function postReceive(
	{ poll: options, postReceive: toResults }: Operation,
	context: PostReceiveContext,
): Promise<Result[] | undefined> {
	const isPolled = options !== undefined && meets(context.request.settings, options.when);
	const job = isPolled ? await poll(context, options) : undefined;
	if (toResults !== undefined) {
		return await toResults(job === undefined ? context : { ...context, job });
	}
	return job === undefined ? undefined : [{ json: context.simplify(job) }];
}

async function send(
	operation: Operation,
	request: BuiltRequest,
	client: Client,
	pageQuery?: PageQuery,
): Promise<ApiResponse> {
	const { method, path, repeatedQuery = [], headers, body, upload, options } = request;
	const query = new Map([...request.query, ...(pageQuery ?? [])]);
	// What the user adds replaces also what pagination sets.
	for (const [name, value] of Object.entries(options.additionalQuery ?? {})) {
		if (isGiven(value)) query.set(name, asText(value));
	}
	return await client.send({
		method,
		requestTarget: pathAndQuery(path, [...query, ...repeatedQuery]),
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

/** Reads something more, with the limits of the item's request. */
async function get(
	{ options: { maxWaitMs, timeoutMs, requestsPerSecond } }: BuiltRequest,
	client: Client,
	requestTarget: string,
): Promise<unknown> {
	const limits = { maxWaitMs, timeoutMs, requestsPerSecond };
	const flags = { safe: true, idempotent: true };
	const { body } = await client.send({ method: 'GET', requestTarget, ...flags, ...limits });
	return body;
}

/** Further requests have the limits of the first one. */
function postReceiveContext(
	request: BuiltRequest,
	items: readonly JsonObject[],
	client: Client,
	store: Store,
	simplifyItem: PostReceiveContext['simplify'],
): PostReceiveContext {
	const { maxWaitMs, timeoutMs } = request.options;
	const limits = { maxWaitMs, timeoutMs };
	return {
		request,
		items,
		simplify: simplifyItem,
		get: async (requestTarget) => await get(request, client, requestTarget),
		download: async (url) =>
			await client.download(url, 'bytes', limits, async (file) => downloadedFile(url, file)),
		save: async (url) =>
			await client.download(url, 'stream', limits, async (download) => {
				const file = downloadedFile(url, download);
				return { fileName: file.fileName, saved: await store(file) };
			}),
		wait: async (ms) => await client.wait(ms),
	};
}

/** Whether a request changes nothing. */
function isSafe(operation: Operation, method: string): boolean {
	return method === 'GET' || operation.safe === true;
}

/** GET, PUT and DELETE are idempotent by definition, a POST only if its operation says so. */
export function isIdempotent(operation: Operation, method: string): boolean {
	return method !== 'POST' || isSafe(operation, method) || operation.idempotent === true;
}

/** What a request writes to, as far as the operation says. */
export function entityOf({ entityKey }: Operation, { path, body }: BuiltRequest): string {
	return entityKey === undefined ? path : `${path} ${String(valueAt(body, entityKey))}`;
}

/** Whether two such requests must keep their order: they write, and maybe to the same entity. */
export function isOrdered(operation: Operation, method: string): boolean {
	return !isSafe(operation, method) && operation.unordered !== true;
}
