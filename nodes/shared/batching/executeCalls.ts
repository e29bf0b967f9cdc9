import {
	sleep,
	type IExecuteFunctions,
	type INodeExecutionData,
	type NodeExecutionHint,
} from 'n8n-workflow';

import { addHints } from '../execution/hints';
import { ItemReader } from '../execution/itemReader';
import { firstRequestsPerSecond } from '../execution/firstRequestsPerSecond';
import { chosenOperation } from '../execution/executeItems';
import type { Resource } from '../schema/operation';
import { ApiClient } from '../transport/apiClient';
import { limitFor, requestsInFlight } from '../transport/rateLimits';
import { pipelinesApi } from '../transport/apis';
import { BatchBuilder } from './batches';
import { prepareItem, haveSameOptions, type Call } from './prepareCalls';
import { CallOutcomes } from './callOutcomes';
import { BatchSender } from './batchSender';

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
export async function executeCalls(
	context: IExecuteFunctions,
	resources: readonly Resource[],
): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation(context, resources);
	const connection = await ApiClient.create(context, pipelinesApi);
	const { length } = context.getInputData();
	const inBatches = context.getNodeParameter('batchRequests', 0, true) !== false;
	const results = new CallOutcomes(context, connection, length);
	const sender = new BatchSender(
		connection,
		results,
		inBatches
			? BATCHES_IN_FLIGHT
			: requestsInFlight(
					limitFor(pipelinesApi.credential, 'POST', '', firstRequestsPerSecond(context)),
				),
	);

	const packer = new BatchBuilder<Call>(haveSameOptions);
	let allStrict = true;
	let lastId = '';
	let repeatedIds = 0;
	for (let itemIndex = 0; itemIndex < length && !sender.closed; itemIndex += 1) {
		if (itemIndex % ITEMS_BETWEEN_BREAKS === ITEMS_BETWEEN_BREAKS - 1) await sleep(0);
		const input = new ItemReader(context, itemIndex, (name) => connection.property(name));
		try {
			const item = await prepareItem(operation, input, itemIndex);
			results.expect(itemIndex, item);
			for (const call of item.calls) {
				allStrict &&= call.sending.strict;
				if (call.messageId === lastId) repeatedIds += 1;
				lastId = call.messageId;
				await sender.start(packer.add(call) ?? []);
			}
		} catch (error) {
			results.itemFailed(itemIndex, error);
		}
		if (!inBatches) await sender.start(packer.take());
	}
	await sender.start(packer.take());
	await sender.finish();

	const items = results.finish();
	addHints(context, connection, true);
	if (!allStrict) context.addExecutionHints(NOT_STRICT_HINT);
	if (repeatedIds > 0) context.addExecutionHints(repeatedIdsHint(repeatedIds));
	return [items];
}

const NOT_STRICT_HINT: NodeExecutionHint = {
	message:
		'Strict mode is off: Customer.io answers that all is well even if it drops a call, because of a wrong key, a missing ID or its size. "success" says only that the call was sent.',
	type: 'warning',
	location: 'outputPane',
};

/** Of neighbours only: most often an ID stands in the field where an expression was meant. */
function repeatedIdsHint(count: number): NodeExecutionHint {
	const have = count === 1 ? '1 call has' : `${count} calls have`;
	return {
		message: `${have} the same Message ID as the call before. Customer.io keeps one call for each Message ID and drops the others: let an expression make it differ from item to item, or leave it out.`,
		type: 'warning',
		location: 'outputPane',
	};
}
