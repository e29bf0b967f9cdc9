import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { addHints } from '../matrix/hints';
import { NodeInput } from '../matrix/nodeInput';
import { firstOption, firstRequestsPerSecond } from '../matrix/options';
import { chosenOperation } from '../matrix/runItems';
import type { Resource } from '../matrix/vocabulary';
import { Connection } from '../transport/connection';
import { limitFor, requestsInFlight } from '../transport/limits';
import { pipelinesApi } from '../transport/service';
import { Packer } from './batching';
import { prepareItem, type Call } from './prepareCalls';
import { Results } from './results';
import { CallSender } from './sendCalls';

/**
 * Full batches under way at the same time: enough to hide Customer.io's answering time, few enough
 * to hold only some megabytes.
 */
const BATCHES_IN_FLIGHT = 4;

/** Reading items takes no break by itself: after so many, answers, timers and a cancellation get their turn. */
const ITEMS_BETWEEN_BREAKS = 250;

/**
 * Runs the chosen operation for all items, packed into as few requests as Customer.io's limits
 * allow, or one request for each item.
 *
 * An item is read when its call is about to be packed, and forgotten when its call is text, so that
 * memory is bounded by the batches under way and not by the number of items.
 */
export async function runCalls(
	context: IExecuteFunctions,
	resources: readonly Resource[],
): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation(context, resources);
	const connection = await Connection.open(context, pipelinesApi);
	const { length } = context.getInputData();
	const inBatches = context.getNodeParameter('batchRequests', 0, true) !== false;
	const strict = readStrictMode(context);
	const results = new Results(context, connection, length);
	const sender = new CallSender(
		connection,
		results,
		strict ? { 'X-Strict-Mode': '1' } : {},
		inBatches
			? BATCHES_IN_FLIGHT
			: requestsInFlight(
					limitFor(pipelinesApi.credential, 'POST', '', firstRequestsPerSecond(context)),
				),
	);

	const packer = new Packer<Call>();
	for (let itemIndex = 0; itemIndex < length && !sender.closed; itemIndex += 1) {
		if (itemIndex % ITEMS_BETWEEN_BREAKS === ITEMS_BETWEEN_BREAKS - 1) await sleep(0);
		const input = new NodeInput(context, itemIndex, (name) => connection.property(name));
		try {
			const item = await prepareItem(operation, input, itemIndex);
			results.expect(itemIndex, item);
			for (const call of item.calls) await sender.start(packer.add(call) ?? []);
		} catch (error) {
			results.failedItem(itemIndex, error);
		}
		if (!inBatches) await sender.start(packer.take());
	}
	await sender.start(packer.take());
	await sender.finish();

	const items = results.finish();
	addHints(context, connection);
	if (!strict) context.addExecutionHints(NOT_STRICT_HINT);
	return [items];
}

const NOT_STRICT_HINT = {
	message:
		'Strict mode is off: Customer.io answers that all is well even if it drops a call, because of a wrong key, a missing ID or its size. "success" says only that the call was sent.',
	type: 'warning',
	location: 'outputPane',
} as const;

/** One request carries calls of several items, so the first item decides. */
function readStrictMode(context: IExecuteFunctions): boolean {
	const strict = firstOption(context, 'strictMode');
	return strict !== false && strict !== 'false';
}
