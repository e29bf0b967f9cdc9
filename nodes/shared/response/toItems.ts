import type { FileOutput, ItemOutput, ListOutput, Output } from '../schema/output';
import type { Json, JsonObject } from '../utils/json';

/** The value at a dotted path, or `undefined`. */
export function valueAt(from: unknown, path: string): unknown {
	let value = from;
	for (const key of path.split('.')) {
		if (typeof value !== 'object' || value === null) return undefined;
		value = (value as { [key: string]: unknown })[key];
	}
	return value;
}

/**
 * The entries of one page as items' JSON. A missing or `null` array is an empty page: Customer.io
 * answers `null` for lists without entries.
 */
export function listEntries(output: ListOutput, body: unknown): JsonObject[] {
	const entries = output.rootProperty === undefined ? body : valueAt(body, output.rootProperty);
	if (!Array.isArray(entries)) return [];
	return entries.map((entry: unknown) => {
		const { entryProperty } = output;
		const inner = entryProperty === undefined ? entry : (valueAt(entry, entryProperty) ?? entry);
		return withBeside(output, body, asObject(inner, output.scalarKey ?? 'value'));
	});
}

/**
 * The entries that were not seen before. They are told apart by all that they hold: what only looks
 * alike is kept.
 */
export function dedupe(entries: readonly JsonObject[], seen: Set<string>): JsonObject[] {
	return entries.filter((entry) => {
		const { size } = seen;
		return seen.add(JSON.stringify(entry)).size > size;
	});
}

function withBeside(
	{ includeFromRoot }: ListOutput | ItemOutput,
	body: unknown,
	thing: JsonObject,
) {
	const value =
		includeFromRoot === undefined
			? undefined
			: (valueAt(body, includeFromRoot) as Json | undefined);
	return includeFromRoot === undefined || value === undefined
		? thing
		: { ...thing, [includeFromRoot]: value };
}

/** The items of an answer that is not a list. */
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

/** Keeps the keys of a thing that most workflows need, in the order of `keys`. */
export function simplified(thing: JsonObject, keys: readonly string[]): JsonObject {
	const kept: JsonObject = {};
	for (const key of keys) {
		const value = thing[key];
		if (value !== undefined) kept[key] = value;
	}
	return kept;
}

function itemsOf(output: ItemOutput, body: unknown, ids: JsonObject): JsonObject[] {
	const thing =
		output.rootProperty === undefined ? body : (valueAt(body, output.rootProperty) ?? body);
	if (thing === undefined || thing === null || thing === '') return [{ ...ids, success: true }];
	if (Array.isArray(thing)) return thing.map((entry: unknown) => asObject(entry, 'value'));
	const object = asObject(thing, 'value');
	const isEmpty = Object.keys(object).length === 0;
	return [isEmpty ? { ...ids, success: true } : withBeside(output, body, object)];
}

function asObject(entry: unknown, scalarKey: string): JsonObject {
	return typeof entry === 'object' && entry !== null && !Array.isArray(entry)
		? (entry as JsonObject)
		: { [scalarKey]: entry as Json };
}
