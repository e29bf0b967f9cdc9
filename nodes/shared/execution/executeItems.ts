import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { firstRequestsPerSecond } from './firstRequestsPerSecond';
import { parseRoute } from '../schema/placement';
import type { Result, ResultFile } from '../schema/postReceive';
import type { Resource } from '../schema/operation';
import type { Api } from '../transport/apis';
import { limitFor } from '../transport/rateLimits';
import { chosenOperation } from './chosenOperation';
import { Clients } from './clients';
import { EventLoopBreaks } from './eventLoopBreaks';
import { executeCombined, isCombined } from './executeCombined';
import {
	entityOf,
	isIdempotent,
	isOrdered,
	prepareOperation,
	type PreparedOperation,
} from './executeOperation';
import { addHints } from './hints';
import { ItemOutcomes } from './itemOutcomes';
import { ItemReader } from './itemReader';
import { KeyedConcurrency, type PreparedTask } from './keyedConcurrency';

/**
 * Runs the chosen operation once for each input item.
 *
 * As many requests run concurrently as fit their rate limit; writes to the same path keep the items'
 * order. The output items have the order of the input items, and each is paired with its item.
 *
 * On Error = Continue: a failed item becomes an error item and the others continue. On Error = Stop: no
 * new request starts, those in flight finish, and the error says which item failed and how many
 * succeeded.
 *
 * @throws NodeApiError or NodeOperationError of the first failed item if On Error is Stop
 */
export async function executeItems(
	context: IExecuteFunctions,
	resources: readonly Resource[],
	api: Api,
): Promise<INodeExecutionData[][]> {
	const outcomes = new ItemOutcomes(context);
	const setup = await outcomes.beforeItems(async () => ({
		operation: chosenOperation(context, resources),
		clients: await Clients.create(context, api),
	}));
	if (setup === undefined) return [outcomes.finish()];
	const { operation, clients } = setup;
	const { length } = context.getInputData();
	const { method, path, parameters } = parseRoute(operation);
	const { entityKey } = operation;
	const limit = limitFor(api.credential, method, path, firstRequestsPerSecond(context));
	const queue = new KeyedConcurrency(1);
	clients.first.requestsInFlight.follow(limit, (concurrency) => {
		queue.concurrency = concurrency;
	});

	const prepare = async (itemIndex: number): Promise<PreparedOperation> => {
		const client = await clients.forItem(itemIndex);
		const input = new ItemReader(context, itemIndex, (name) => client.property(name));
		const store = async (file: ResultFile) => await storeFile(context, file);
		return await prepareOperation(operation, input, client, store, outcomes);
	};
	const { combine } = operation;
	if (combine !== undefined && isCombined(context, operation)) {
		await executeCombined(
			{ ...operation, combine },
			length,
			outcomes,
			prepare,
			async (results, itemIndex) => await toItems(context, results, itemIndex),
		);
		const items = outcomes.finish();
		addHints(context, clients.waitedForLimitMs, outcomes.recalledCount);
		return [items];
	}

	const prepareItem = async (itemIndex: number): Promise<PreparedTask<void>> => {
		const { request, run } = await prepare(itemIndex);
		const key = isOrdered(operation, request.method) ? entityOf(operation, request) : undefined;
		// A POST adds something.
		const isIdentified = entityKey !== undefined || parameters.size > 0;
		if (key !== undefined && isIdentified && request.method !== 'POST') {
			outcomes.overwrites(itemIndex, () => [key]);
		}
		return {
			key,
			run: async () => {
				if (outcomes.stopped) return;
				try {
					const results = await run();
					outcomes.succeeded(itemIndex, await toItems(context, results, itemIndex));
				} catch (error) {
					outcomes.failed(itemIndex, error, isIdempotent(operation, request.method));
				}
			},
		};
	};

	const recalled = outcomes.recall();
	const tasks: Array<Promise<void>> = [];
	const breaks = new EventLoopBreaks();
	for (let itemIndex = 0; itemIndex < length && !outcomes.stopped; itemIndex += 1) {
		if (recalled.has(itemIndex)) continue;
		const task = queue.add(async () => await prepareItem(itemIndex));
		tasks.push(task.catch((error: unknown) => outcomes.failed(itemIndex, error)));
		await queue.onEmpty();
		await breaks.next();
	}
	await Promise.all(tasks);

	const items = outcomes.finish();
	addHints(context, clients.waitedForLimitMs, outcomes.recalledCount);
	return [items];
}

/** A file becomes the item's binary field "data", the name that n8n's nodes use. */
async function toItems(
	context: IExecuteFunctions,
	results: Iterable<Result>,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const pairedItem = { item: itemIndex };
	const items: INodeExecutionData[] = [];
	for (const { json, file } of results) {
		if (file === undefined) {
			items.push({ json, pairedItem });
			continue;
		}
		const data = 'saved' in file ? file.saved : await storeFile(context, file);
		items.push({ json, binary: { data }, pairedItem });
	}
	return items;
}

async function storeFile(
	context: IExecuteFunctions,
	{ data, fileName, mimeType }: ResultFile,
): Promise<IBinaryData> {
	return await context.helpers.prepareBinaryData(data, fileName, mimeType);
}
