import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { firstRequestsPerSecond } from '../execution/firstRequestsPerSecond';
import { chosenOperation } from '../execution/chosenOperation';
import { EventLoopBreaks } from '../execution/eventLoopBreaks';
import { addHints } from '../execution/hints';
import { ItemOutcomes } from '../execution/itemOutcomes';
import { ItemReader } from '../execution/itemReader';
import type { Resource } from '../schema/operation';
import { ApiClient } from '../transport/apiClient';
import type { Api } from '../transport/apis';
import { limitFor } from '../transport/rateLimits';
import { BatchBuilder } from './batchBuilder';
import type { BatchFormat, Call } from './batchFormat';
import { BatchSender } from './batchSender';
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
	const operation = chosenOperation(context, resources);
	const client = await ApiClient.create(context, api);
	const { length } = context.getInputData();
	const isBatching = context.getNodeParameter('batchRequests', 0, true) !== false;

	const itemOutcomes = new ItemOutcomes(context, client);
	const callOutcomes = new CallOutcomes(context, itemOutcomes);
	const sender = new BatchSender(client, format, callOutcomes, 1);
	const limit = limitFor(api.credential, 'POST', '', firstRequestsPerSecond(context));
	client.requestsInFlight.follow(limit, (concurrency) => {
		sender.concurrency = isBatching ? Math.min(MAX_BATCHES_IN_FLIGHT, concurrency) : concurrency;
	});
	const builder = new BatchBuilder<C>(
		format.layout,
		(a, b) => haveSameLimits(a, b) && format.canBatch(a, b),
	);
	const collector = format.collectHints();
	const breaks = new EventLoopBreaks();

	for (let itemIndex = 0; itemIndex < length && !itemOutcomes.stopped; itemIndex += 1) {
		await breaks.next();
		const input = new ItemReader(context, itemIndex, (name) => client.property(name));
		try {
			const item = await format.prepareItem(operation, input, itemIndex);
			callOutcomes.expect(itemIndex, item);
			for (const call of item.calls) {
				collector.add(call);
				await sender.add(builder.add(call) ?? []);
			}
		} catch (error) {
			itemOutcomes.failed(itemIndex, error);
		}
		if (!isBatching) await sender.add(builder.take());
	}
	await sender.add(builder.take());
	await sender.onIdle();

	const items = callOutcomes.finish();
	addHints(context, client, true);
	context.addExecutionHints(...collector.hints());
	return [items];
}

function haveSameLimits({ limits: a }: Call, { limits: b }: Call): boolean {
	return (
		a.maxWaitMs === b.maxWaitMs &&
		a.timeoutMs === b.timeoutMs &&
		a.requestsPerSecond === b.requestsPerSecond
	);
}
