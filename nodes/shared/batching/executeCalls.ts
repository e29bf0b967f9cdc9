import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { firstRequestsPerSecond } from '../execution/firstRequestsPerSecond';
import { chosenOperation } from '../execution/chosenOperation';
import { Clients } from '../execution/clients';
import { EventLoopBreaks } from '../execution/eventLoopBreaks';
import { addHints } from '../execution/hints';
import { ItemOutcomes } from '../execution/itemOutcomes';
import { ItemReader } from '../execution/itemReader';
import { nodeRunId, uuidOf } from '../execution/nodeRun';
import type { Resource } from '../schema/operation';
import type { Api } from '../transport/apis';
import { limitFor } from '../transport/rateLimits';
import { BatchBuilder } from './batchBuilder';
import type { BatchFormat, Call } from './batchFormat';
import { BatchSender } from './batchSender';
import { CallHints } from './callHints';
import { CallOutcomes } from './callOutcomes';

/** Batches of half a megabyte: 8 MB at most, and only as many as Customer.io's latency needs. */
const MAX_BATCHES_IN_FLIGHT = 16;

/**
 * Runs the chosen operation for all items, packed into as few requests as Customer.io's limits allow,
 * or in one request for each item if the user turned batches off.
 *
 * Each item is read when its calls are about to be packed, and only the text of the calls is kept, so
 * the batches in flight bound the memory, and not the number of items.
 *
 * @param format how the API takes calls and batches
 * @throws NodeApiError or NodeOperationError of the first failed item if On Error is Stop
 */
export async function executeCalls<C extends Call>(
	context: IExecuteFunctions,
	resources: readonly Resource[],
	api: Api,
	format: BatchFormat<C>,
): Promise<INodeExecutionData[][]> {
	const itemOutcomes = new ItemOutcomes(context);
	const setup = await itemOutcomes.beforeItems(async () => ({
		operation: chosenOperation(context, resources),
		isBatching: context.getNodeParameter('batchRequests', 0, true) !== false,
		clients: await Clients.create(context, api),
	}));
	if (setup === undefined) return [itemOutcomes.finish()];
	const { operation, isBatching, clients } = setup;
	const { length } = context.getInputData();
	const runId = nodeRunId(context);

	const clientOf = ({ itemIndex }: Call) => clients.of(itemIndex);
	const callOutcomes = new CallOutcomes(context, itemOutcomes);
	const sender = new BatchSender(clientOf, format, callOutcomes, 1);
	const limit = limitFor(api.credential, 'POST', '', firstRequestsPerSecond(context));
	clients.first.requestsInFlight.follow(limit, (concurrency) => {
		sender.concurrency = isBatching ? Math.min(MAX_BATCHES_IN_FLIGHT, concurrency) : concurrency;
	});
	const builders = new Map<string, BatchBuilder<C>>();
	const builderFor = (call: C): BatchBuilder<C> => {
		const group = format.groupOf?.(call) ?? '';
		const builder =
			builders.get(group) ??
			new BatchBuilder<C>(
				format.layout,
				(a, b) => clientOf(a) === clientOf(b) && haveSameLimits(a, b) && format.canBatch(a, b),
			);
		builders.set(group, builder);
		return builder;
	};
	const sendIncomplete = async (): Promise<void> => {
		for (const builder of builders.values()) await sender.add(builder.take());
	};
	const callHints = new CallHints(format.idName);
	const recalled = itemOutcomes.recall();
	const breaks = new EventLoopBreaks();

	for (let itemIndex = 0; itemIndex < length && !itemOutcomes.stopped; itemIndex += 1) {
		await breaks.next();
		if (recalled.has(itemIndex)) continue;
		try {
			const client = await clients.forItem(itemIndex);
			const input = new ItemReader(context, itemIndex, (name) => client.property(name));
			const idOf = (position: number) => uuidOf(`${runId} ${itemIndex} ${position}`);
			const item = await format.prepareItem(operation, input, itemIndex, idOf);
			const idempotent = item.calls.every((call) => format.isIdempotent(call));
			itemOutcomes.overwrites(itemIndex, () =>
				item.calls.flatMap((call) => (format.overwrites(call) ? call.orderingKeys.keys : [])),
			);
			const isDuplicate = callHints.add(item.calls);
			const result = isDuplicate ? { ...item.result, duplicate: true } : item.result;
			callOutcomes.expect(itemIndex, { ...item, result }, idempotent);
			for (const call of item.calls) {
				await sender.add(builderFor(call).add(call) ?? []);
			}
		} catch (error) {
			itemOutcomes.failed(itemIndex, error);
		}
		if (!isBatching) await sendIncomplete();
	}
	await sendIncomplete();
	await sender.onIdle();

	const items = callOutcomes.finish();
	addHints(context, clients.waitedForLimitMs, itemOutcomes.recalledCount);
	context.addExecutionHints(...callHints.hints());
	return [items];
}

function haveSameLimits({ limits: a }: Call, { limits: b }: Call): boolean {
	return (
		a.maxWaitMs === b.maxWaitMs &&
		a.timeoutMs === b.timeoutMs &&
		a.requestsPerSecond === b.requestsPerSecond
	);
}
