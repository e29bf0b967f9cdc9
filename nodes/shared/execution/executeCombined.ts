import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Combine, Operation } from '../schema/operation';
import type { Result } from '../schema/postReceive';
import type { BuiltRequest } from '../schema/request';
import { utf8Bytes } from '../utils/bytes';
import { asObject, type Json } from '../utils/json';
import { EventLoopBreaks } from './eventLoopBreaks';
import { isIdempotent, type PreparedOperation } from './executeOperation';
import type { ItemOutcomes } from './itemOutcomes';

/** Items that are sent in one request. */
interface Group {
	readonly itemIndexes: number[];
	readonly request: BuiltRequest;
	readonly run: PreparedOperation['run'];
	/** The entries of the items by whom they mean, each person once; none for a request without a list. */
	readonly values: Map<string, Json>;
	readonly listKey: string | undefined;
	bytes: number;
}

/** Whether the user chose one request for all items, and the operation can do that. */
export function isCombined(context: IExecuteFunctions, { combine }: Operation): boolean {
	if (combine === undefined) return false;
	return context.getNodeParameter(combine.parameter, 0, 'each') === 'all';
}

/**
 * Runs an operation once for all items whose requests differ only in a list of people: their lists
 * become one, with each entry once, in as few requests as its maximum allows.
 *
 * The output of a request is paired with all of its items. If a request fails, all of its items fail;
 * an item whose values cannot be sent fails alone.
 *
 * @param prepare reads the parameters of one item
 * @param toItems makes output items of the results of one request
 */
export async function executeCombined(
	operation: Operation & { readonly combine: Combine },
	itemCount: number,
	outcomes: ItemOutcomes,
	prepare: (itemIndex: number) => Promise<PreparedOperation>,
	toItems: (results: Iterable<Result>, itemIndex: number) => Promise<INodeExecutionData[]>,
): Promise<void> {
	const recalled = outcomes.recall();
	const groups = new Map<string, Group[]>();
	const breaks = new EventLoopBreaks();
	for (let itemIndex = 0; itemIndex < itemCount && !outcomes.stopped; itemIndex += 1) {
		await breaks.next();
		if (recalled.has(itemIndex)) continue;
		try {
			addTo(groups, operation.combine, itemIndex, await prepare(itemIndex));
		} catch (error) {
			outcomes.failed(itemIndex, error);
		}
	}
	for (const group of [...groups.values()].flat()) {
		if (outcomes.stopped) return;
		await send(operation, group, outcomes, toItems);
	}
}

function addTo(
	groups: Map<string, Group[]>,
	{ lists, maxItems, maxBytes }: Combine,
	itemIndex: number,
	{ request, run }: PreparedOperation,
): void {
	const body = asObject(request.body) ?? {};
	const listKey = lists.find((name) => Array.isArray(body[name]));
	const entries = listKey === undefined ? [] : (body[listKey] as Json[]);
	const others = Object.entries(body).filter(([name]) => name !== listKey);
	const { method, path, query, headers, options } = request;
	const key = JSON.stringify([method, path, [...query], headers, options, listKey, others]);

	const ofKey = groups.get(key) ?? [];
	groups.set(key, ofKey);
	const groupWith = (id: string) => ofKey.find((group) => group.values.has(id));
	const values = new Map(entries.map((value) => [idOf(value), value]));
	const added = [...values].filter(([id]) => groupWith(id) === undefined);
	const [firstId] = values.keys();
	if (added.length === 0 && firstId !== undefined) {
		// A list without entries would mean the audience of the broadcast's settings.
		groupWith(firstId)?.itemIndexes.push(itemIndex);
		return;
	}
	const bytes = added.reduce((sum, [, value]) => sum + utf8Bytes(JSON.stringify(value)) + 1, 0);
	const last = ofKey.at(-1);
	const fits =
		last !== undefined &&
		last.values.size + added.length <= maxItems &&
		last.bytes + bytes <= maxBytes;
	const group: Group = fits
		? last
		: { itemIndexes: [], request, run, listKey, values: new Map<string, Json>(), bytes: 0 };
	if (!fits) ofKey.push(group);
	group.itemIndexes.push(itemIndex);
	group.bytes += bytes;
	for (const [id, value] of added) group.values.set(id, value);
}

/** Whom an entry of a list means: its ID or email if it has data of its own. */
function idOf(entry: Json): string {
	const { id, email } = asObject(entry) ?? {};
	return JSON.stringify(id ?? email ?? entry);
}

async function send(
	operation: Operation,
	{ itemIndexes, request, run, listKey, values }: Group,
	outcomes: ItemOutcomes,
	toItems: (results: Iterable<Result>, itemIndex: number) => Promise<INodeExecutionData[]>,
): Promise<void> {
	const [first = 0, ...others] = itemIndexes;
	const list = listKey === undefined ? {} : { [listKey]: [...values.values()] };
	try {
		const results = await run({ ...request, body: { ...asObject(request.body), ...list } });
		const pairedItem =
			others.length === 0 ? { item: first } : itemIndexes.map((item) => ({ item }));
		const items = await toItems(results, first);
		outcomes.succeeded(
			first,
			items.map((item) => ({ ...item, pairedItem })),
		);
		for (const itemIndex of others) outcomes.succeeded(itemIndex, []);
	} catch (error) {
		const idempotent = isIdempotent(operation, request.method);
		for (const itemIndex of itemIndexes) outcomes.failed(itemIndex, error, idempotent);
	}
}
