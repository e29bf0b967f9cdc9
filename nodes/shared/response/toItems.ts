import type { FileOutput, ItemOutput, ListOutput, Output } from '../schema/output';
import { asObject, valueAt, type Json, type JsonObject } from '../utils/json';

/**
 * The entries of one page as items' JSON. `null` is an empty page: Customer.io responds with it for
 * lists without entries.
 *
 * @returns undefined if the response holds no list
 */
export function listEntries(output: ListOutput, body: unknown): JsonObject[] | undefined {
	const entries = output.rootProperty === undefined ? body : valueAt(body, output.rootProperty);
	if (entries === null && output.rootProperty !== undefined) return [];
	if (!Array.isArray(entries)) return undefined;
	return entries.map((entry: unknown) => {
		const { entryProperty } = output;
		const inner = entryProperty === undefined ? entry : (valueAt(entry, entryProperty) ?? entry);
		return withRootValue(output, body, toObject(inner, output.scalarKey));
	});
}

/**
 * The entries that are not in `seen`, which they are added to. Entries are equal if all their values
 * are: those that only look alike are kept.
 */
export function dedupe(entries: readonly JsonObject[], seen: Set<string>): JsonObject[] {
	return entries.filter((entry) => {
		const { size } = seen;
		return seen.add(JSON.stringify(entry)).size > size;
	});
}

/** Adds the value that the response has beside a list or an object. */
function withRootValue(
	{ includeFromRoot }: ListOutput | ItemOutput,
	body: unknown,
	object: JsonObject,
): JsonObject {
	if (includeFromRoot === undefined) return object;
	const value = valueAt(body, includeFromRoot) as Json | undefined;
	return value === undefined ? object : { ...object, [includeFromRoot]: value };
}

/**
 * The items of a response that is neither a list nor a file.
 *
 * @param ids values of the request's path, which complete an empty response
 */
export function responseItems(
	output: Exclude<Output, ListOutput | FileOutput>,
	body: unknown,
	ids: JsonObject,
): JsonObject[] {
	switch (output.kind) {
		case 'deleted':
			return [{ deleted: true }];
		case 'done':
			return [{ ...ids, success: true }];
		case 'item':
			return itemsOf(output, body, ids);
	}
}

/** The keys of an item that most workflows need, in the order of `keys`. */
export function simplified(item: JsonObject, keys: readonly string[]): JsonObject {
	const kept: JsonObject = {};
	for (const key of keys) {
		const value = item[key];
		if (value !== undefined) kept[key] = value;
	}
	return kept;
}

function itemsOf(output: ItemOutput, body: unknown, ids: JsonObject): JsonObject[] {
	const root =
		output.rootProperty === undefined ? body : (valueAt(body, output.rootProperty) ?? body);
	if (root === undefined || root === null || root === '') return [{ ...ids, success: true }];
	if (Array.isArray(root)) return root.map((entry: unknown) => toObject(entry));
	const object = toObject(root);
	const isEmpty = Object.keys(object).length === 0;
	return [isEmpty ? { ...ids, success: true } : withRootValue(output, body, object)];
}

function toObject(entry: unknown, scalarKey = 'value'): JsonObject {
	return asObject(entry) ?? { [scalarKey]: entry as Json };
}
