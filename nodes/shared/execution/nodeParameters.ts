import type { IExecuteFunctions } from 'n8n-workflow';

import { compile, hasExpression, UNSUPPORTED } from '../utils/expressions';

/** Reads a parameter for one item. */
type Read = (itemIndex: number, fallback: unknown) => unknown;

/** How the parameters of an execution are read, by name; collected together with the execution. */
const readersByExecution = new WeakMap<IExecuteFunctions, Map<string, Read>>();

/**
 * The value of a parameter for one item.
 *
 * n8n creates a scope for each expression of each item, which costs more than everything else that a
 * batched call takes. So a parameter without expressions is read once, and one whose expressions only
 * name fields of the item (`{{ $json.email }}`) is read from the item. n8n resolves everything else.
 *
 * n8n's validation is skipped: it walks through the whole description for each parameter, and each
 * field checks its value anyway.
 *
 * @param fallback used if the node does not have the parameter
 * @throws what n8n throws for the expression
 */
export function readParameter(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	fallback: unknown,
): unknown {
	let readers = readersByExecution.get(context);
	if (readers === undefined) {
		readers = new Map();
		readersByExecution.set(context, readers);
	}
	let read = readers.get(name);
	if (read === undefined) {
		read = readerOf(context, name);
		readers.set(name, read);
	}
	return read(itemIndex, fallback);
}

function readerOf(context: IExecuteFunctions, name: string): Read {
	const raw: unknown = context.getNodeParameter(name, 0, null, { rawExpressions: true });
	if (!hasExpression(raw)) {
		// All items share the value.
		const constant = deepFreeze(structuredClone(raw));
		return (_, fallback) => constant ?? fallback;
	}

	// Without a fallback n8n throws for a parameter that is missing; `undefined` counts as none.
	const resolve: Read = (itemIndex, fallback) =>
		context.getNodeParameter(name, itemIndex, fallback ?? null, { skipValidation: true });
	const evaluate = compile(raw);
	if (evaluate === undefined) return resolve;

	// `$json` is not always the item: for an AI agent's tool, n8n takes it from the agent's input.
	// So n8n resolves the parameter until an item that has one of the fields proves that it is.
	const items = context.getInputData();
	const valueWithoutFields = JSON.stringify(evaluate({}));
	let isFromItem: boolean | undefined;
	return (itemIndex, fallback) => {
		if (isFromItem === false) return resolve(itemIndex, fallback);
		const value = evaluate(items[itemIndex]?.json ?? {});
		if (value === UNSUPPORTED) return resolve(itemIndex, fallback);
		if (isFromItem === true) return value;
		const resolved = resolve(itemIndex, fallback);
		const json = JSON.stringify(value);
		if (json !== valueWithoutFields) isFromItem = json === JSON.stringify(resolved);
		return resolved;
	};
}

function deepFreeze<T>(value: T): T {
	if (typeof value === 'object' && value !== null) {
		Object.values(value).forEach(deepFreeze);
		Object.freeze(value);
	}
	return value;
}
