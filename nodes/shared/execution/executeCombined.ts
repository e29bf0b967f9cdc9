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
	/** The values of the items, in their order and each once; none for a request without a list. */
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
	toItems: (results: readonly Result[], itemIndex: number) => Promise<INodeExecutionData[]>,
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

	const values = new Map(entries.map((value) => [JSON.stringify(value), value]));
	const bytes = [...values.values()].reduce<number>(
		(sum, value) => sum + utf8Bytes(JSON.stringify(value)) + 1,
		0,
	);
	const ofKey = groups.get(key) ?? [];
	groups.set(key, ofKey);
	const last = ofKey.at(-1);
	const fits =
		last !== undefined &&
		last.values.size + values.size <= maxItems &&
		last.bytes + bytes <= maxBytes;
	const group: Group = fits
		? last
		: { itemIndexes: [], request, run, listKey, values: new Map<string, Json>(), bytes: 0 };
	if (!fits) ofKey.push(group);
	group.itemIndexes.push(itemIndex);
	group.bytes += bytes;
	const isSent = (id: string) => ofKey.some((other) => other.values.has(id));
	for (const [id, value] of values) if (!isSent(id)) group.values.set(id, value);
}

async function send(
	operation: Operation,
	{ itemIndexes, request, run, listKey, values }: Group,
	outcomes: ItemOutcomes,
	toItems: (results: readonly Result[], itemIndex: number) => Promise<INodeExecutionData[]>,
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
