import type { IBinaryData } from 'n8n-workflow';

import type { ApiAnswer, Connection } from '../transport/connection';
import { buildRequest } from './buildRequest';
import type { BuiltRequest } from './request';
import { afterCarriedOut } from './itemErrors';
import type { ItemInput } from './itemInput';
import { requestTarget } from './paths';
import { readField } from './readField';
import { limit, returnAll, simplify, splitIntoPeriods } from './outputSettings';
import { nextPage, type Position, type Wanted } from './paging';
import { answerItems, listEntries, simplified, withoutRepeats } from './readAnswer';
import { splitPeriods } from './series';
import { answerFile, downloadedFile } from './files';
import type { Result, ResultFile, Step } from './followUp';
import type { ListOutput } from './outputs';
import type { FlagField, JsonObject, NumberField, Operation } from './vocabulary';

/**
 * An expression may give a text here, as everywhere.
 *
 * @throws InputError if the value is of another kind
 */
function setting(field: FlagField | NumberField, input: ItemInput) {
	return readField(field, (name) => input.parameter(name), input, false) ?? field.default;
}

/** One item's work: what will be sent is known, nothing was sent yet. */
interface Job {
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
export async function prepareJob(
	operation: Operation,
	input: ItemInput,
	connection: Connection,
	store: Store,
): Promise<Job> {
	const request = await (operation.build ?? buildRequest)(operation, input);
	const { output } = operation;
	const keys = 'simplify' in output ? output.simplify : undefined;
	const isSimple = keys !== undefined && setting(simplify, input) === true;
	const shown = (thing: JsonObject) => (isSimple ? simplified(thing, keys) : thing);
	const split =
		'series' in output && output.series === true && setting(splitIntoPeriods, input) === true;
	const wanted: Wanted =
		output.kind === 'list' && output.whole !== true ? readWanted(input) : { all: true };
	return {
		request,
		run: async () => {
			if (output.kind === 'file') {
				return [answerFile(await send(operation, request, new Map(), connection), request.ids)];
			}
			const things =
				output.kind === 'list'
					? await readList(operation, output, request, wanted, connection)
					: answerItems(
							output,
							(await send(operation, request, new Map(), connection)).body,
							request.ids,
						);
			if (operation.followUp !== undefined) {
				try {
					return await operation.followUp(stepOf(request, things, shown, connection, store));
				} catch (error) {
					throw isRead(operation, request.method) ? error : afterCarriedOut(error);
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

function readWanted(input: ItemInput): Wanted {
	if (setting(returnAll, input) === true) return { all: true };
	return { all: false, limit: Number(setting(limit, input)) };
}

async function readList(
	operation: Operation,
	output: ListOutput,
	request: BuiltRequest,
	wanted: Wanted,
	connection: Connection,
): Promise<JsonObject[]> {
	const entries: JsonObject[] = [];
	const seen = new Set<string>();
	let position: Position = { read: 0 };
	for (;;) {
		const query = nextPage(output.paging, wanted, position);
		if (query === undefined) break;
		const { body } = await send(operation, request, query, connection);
		const page = listEntries(output, body);
		const fresh = output.repeats === true ? withoutRepeats(page, seen) : page;
		for (const entry of fresh) entries.push(entry);
		position = { read: entries.length, last: { count: page.length, body, query } };
	}
	return wanted.all ? entries : entries.slice(0, wanted.limit);
}

async function send(
	operation: Operation,
	request: BuiltRequest,
	pageQuery: ReadonlyMap<string, string>,
	connection: Connection,
): Promise<ApiAnswer> {
	const { method, path, query, repeatedQuery = [], headers, body, upload, options } = request;
	return await connection.send({
		method,
		target: requestTarget(path, [...new Map([...query, ...pageQuery]), ...repeatedQuery]),
		headers,
		body: upload ?? (body === undefined ? undefined : JSON.stringify(body)),
		expects: operation.output.kind === 'file' ? 'bytes' : 'json',
		reads: isRead(operation, method),
		repeatable: isRepeatable(operation, method),
		maxWaitMs: options.maxWaitMs,
		timeoutMs: options.timeoutMs,
		requestsPerSecond: options.requestsPerSecond,
	});
}

/** What a follow-up may use: as patient as the request before it. */
function stepOf(
	request: BuiltRequest,
	things: readonly JsonObject[],
	shown: Step['shown'],
	connection: Connection,
	store: Store,
): Step {
	const { maxWaitMs, timeoutMs, requestsPerSecond } = request.options;
	const limits = { maxWaitMs, timeoutMs };
	return {
		request,
		things,
		shown,
		get: async (target) => {
			const reading = { reads: true, repeatable: true, ...limits, requestsPerSecond };
			const answer = await connection.send({ method: 'GET', target, ...reading });
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
export function isRead(operation: Operation, method: string): boolean {
	return method === 'GET' || operation.reads === true;
}

/** GET, PUT and DELETE have the same effect once or twice; a POST only if the matrix says so. */
function isRepeatable(operation: Operation, method: string): boolean {
	return method !== 'POST' || isRead(operation, method) || operation.repeatable === true;
}

/** Whether the order of two such requests matters: they write, and not to different people. */
export function writesInOrder(operation: Operation, method: string): boolean {
	return !isRead(operation, method) && operation.independent !== true;
}
