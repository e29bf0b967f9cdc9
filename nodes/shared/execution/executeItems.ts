import {
	NodeOperationError,
	type IBinaryData,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { ApiClient } from '../transport/apiClient';
import { mayHaveSucceeded } from '../transport/apiErrors';
import { limitFor, requestsInFlight } from '../transport/rateLimits';
import type { Api } from '../transport/apis';
import { toNodeError, errorItem, withProgress } from './itemErrors';
import { KeyedQueue } from './keyedQueue';
import { parseRoute } from '../schema/placement';
import { ItemReader } from './itemReader';
import { firstRequestsPerSecond } from './firstRequestsPerSecond';
import { isSafe, prepareOperation, isOrdered } from './executeOperation';
import type { Result, ResultFile } from '../schema/postReceive';
import type { Operation, Resource } from '../schema/operation';
import { addHints } from './hints';

/** The operation that is chosen in a node. */
export function chosenOperation(
	context: IExecuteFunctions,
	resources: readonly Resource[],
): Operation {
	const resource = context.getNodeParameter('resource', 0) as string;
	const name = context.getNodeParameter('operation', 0) as string;
	const operation = resources.find((one) => one.name === resource)?.operations[name];
	if (operation === undefined) {
		throw new NodeOperationError(
			context.getNode(),
			`The operation "${name}" of the resource "${resource}" does not exist`,
			{ description: 'Open the node and choose an operation from the list.' },
		);
	}
	return operation;
}

/**
 * Runs the chosen operation once for each input item.
 *
 * Requests run concurrently up to a bound that fits their limit; two that write the same path keep
 * the items' order. Results come in input order, each paired with its item.
 *
 * On Error = Continue: a failed item becomes `{ error }` and the others go on. On Error = Stop: no
 * new request starts, those under way finish, and the error says which item failed and how many
 * were carried out.
 */
export async function executeItems(
	context: IExecuteFunctions,
	resources: readonly Resource[],
	service: Api,
): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation(context, resources);
	const connection = await ApiClient.create(context, service);
	const items = context.getInputData();
	const { method, path } = parseRoute(operation);
	const limit = limitFor(service.credential, method, path, firstRequestsPerSecond(context));
	const lanes = new KeyedQueue(requestsInFlight(limit));
	const goesOn = context.continueOnFail();
	// Of a request that is built by itself, the item says what it does.
	const isBuiltByItself = operation.build !== undefined;
	const mayWriteInOrder = isBuiltByItself || isOrdered(operation, method);

	const outputs: INodeExecutionData[][] = [];
	let done = 0;
	const perhapsDone = new Set<number>();
	let stop: { error: ReturnType<typeof toNodeError>; itemIndex: number } | undefined;

	const store = async (file: ResultFile) => await stored(context, file);
	let allRead: Promise<void> = Promise.resolve();

	const runItem = async (itemIndex: number): Promise<void> => {
		try {
			const input = new ItemReader(context, itemIndex, (name) => connection.property(name));
			const before = allRead;
			const reading = prepareOperation(operation, input, connection, store);
			if (mayWriteInOrder) allRead = Promise.allSettled([before, reading]).then(() => undefined);
			const job = await reading;
			const lane = isOrdered(operation, job.request.method) ? job.request.path : undefined;
			// Reading one with a file or many rows takes longer than reading the next one.
			if (lane !== undefined) await before;
			const things = await lanes.inOrder(lane, async () =>
				stop === undefined ? await job.run() : undefined,
			);
			if (things === undefined) return;
			outputs[itemIndex] = await asItems(context, things, itemIndex);
			done += 1;
		} catch (error) {
			// n8n knows that it cancelled the execution, and shows what was done before.
			if (connection.cancelled) return;
			const nodeError = toNodeError(context.getNode(), error, itemIndex);
			if (mayHaveSucceeded(nodeError)) perhapsDone.add(itemIndex);
			if (goesOn) {
				outputs[itemIndex] = [errorItem(nodeError, itemIndex)];
			} else if (stop === undefined || itemIndex < stop.itemIndex) {
				stop = { error: nodeError, itemIndex };
			}
		}
	};

	const started: Array<Promise<void>> = [];
	for (let itemIndex = 0; itemIndex < items.length; itemIndex += 1) {
		await lanes.acquire();
		if (stop !== undefined || connection.cancelled) {
			lanes.release();
			break;
		}
		started.push(runItem(itemIndex).finally(() => lanes.release()));
	}
	await Promise.all(started);

	// Set by the tasks, which the compiler cannot see.
	const ending = stop as { error: ReturnType<typeof toNodeError>; itemIndex: number } | undefined;
	if (ending !== undefined) {
		const { error, itemIndex } = ending;
		perhapsDone.delete(itemIndex);
		throw withProgress(error, itemIndex, done, perhapsDone.size, items.length);
	}
	addHints(context, connection, isBuiltByItself || !isSafe(operation, method));
	return [outputs.flat()];
}

/** A file becomes the item's binary field "data", as everywhere in n8n. */
async function asItems(
	context: IExecuteFunctions,
	results: readonly Result[],
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const pairedItem = { item: itemIndex };
	const items: INodeExecutionData[] = [];
	for (const { json, file } of results) {
		if (file === undefined) {
			items.push({ json, pairedItem });
			continue;
		}
		const binary = 'saved' in file ? file.saved : await stored(context, file);
		items.push({ json, binary: { data: binary }, pairedItem });
	}
	return items;
}

async function stored(
	context: IExecuteFunctions,
	{ data, fileName, mimeType }: ResultFile,
): Promise<IBinaryData> {
	return await context.helpers.prepareBinaryData(data, fileName, mimeType);
}
