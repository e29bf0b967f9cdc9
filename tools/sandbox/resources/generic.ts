import { randomUUID } from 'node:crypto';
import { notFound } from '../errors.ts';
import { noContent, ok } from '../handler.ts';
import type { Call, Handler, HandlerResponse } from '../handler.ts';
import { cursorPage } from '../paging.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import { isUuid } from '../validation/value.ts';

/** A valid image of one transparent pixel. */
const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	'base64',
);

/** Number of items in a list without a store, unless a test sets `state.listSizes`. */
const DEFAULT_LIST_SIZE = 3;

/** The item in the spec's example of an operation, without its wrapper. */
export function exampleItem(call: Call): JsonObject {
	const { response } = call.operation;
	const example = response.example;
	if (!isObject(example)) return {};
	const content = example[response.listKey ?? response.itemKey ?? ''] ?? example;
	const item: unknown = Array.isArray(content) ? content[0] : content;
	return isObject(item) ? structuredClone(item) : {};
}

/** The nth id of a sequence that starts with the example's id. */
function nthId(id: unknown, n: number): unknown {
	if (n === 0) return id;
	if (typeof id === 'number') return id + n;
	if (typeof id !== 'string') return id;
	if (isUuid(id)) return id.slice(0, -8) + n.toString(16).padStart(8, '0');
	return /^\d+$/.test(id) ? String(Number(id) + n) : `${id}-${n}`;
}

/** Copies the path parameters to the response: ids, parents, language. */
function echo(call: Call, item: JsonObject): JsonObject {
	const names = Object.keys(call.params);
	for (const [name, value] of Object.entries(call.params)) {
		const isOwnId = name === names.at(-1) && name.endsWith('id') && 'id' in item;
		const key = name in item ? name : isOwnId ? 'id' : undefined;
		if (key === undefined) continue;
		item[key] = typeof item[key] === 'number' ? Number(value) : value;
	}
	return item;
}

/** A list response with the pagination that the spec documents for the operation. */
export function listResponse(call: Call, items: unknown[]): HandlerResponse {
	const { response, parameters } = call.operation;
	if (response.rawArray) return ok(items);
	const example = isObject(response.example) ? response.example : {};
	const body: JsonObject = { ...example };
	const key = response.listKey ?? 'items';
	const { cursor } = response;
	const limit = call.query.limit;
	const fallback = Number(parameters.find((p) => p.name === 'limit')?.default ?? 50);
	const size = limit === undefined ? fallback : Number(limit);

	if (cursor?.style === 'page') {
		const page = Number(call.query.page ?? '1');
		body[key] = items.slice((page - 1) * size, page * size);
		body.meta = { pagination: { page, limit: size, total: items.length }, filters: {} };
	} else if (cursor?.style === 'offset') {
		const offset = Number(call.query.offset ?? '0');
		body[key] = items.slice(offset, offset + size);
	} else if (cursor) {
		const page = cursorPage(items, call.query[cursor.requestParam], limit, fallback);
		body[key] = page.items;
		if (cursor.responseField === 'next') body.next = page.next;
		else {
			const next = page.next === '' ? {} : { next_cursor: page.next };
			body.meta = { pagination: { limit: size, ...next } };
		}
		if (response.altListKey === 'ids')
			body.ids = page.items.map((item) => (isObject(item) ? String(item.id ?? '') : ''));
	} else body[key] = items;
	return ok(body);
}

/** Whether the documented success of an operation has no body. */
const isEmpty = (call: Call): boolean => call.operation.response.type === 'empty';

/**
 * Handles any operation with the spec's example: echoes ids, paginates lists, returns 204 where it is
 * documented. Keeps no state.
 */
export const fromExample: Handler = (call) => {
	const { response } = call.operation;
	if (isEmpty(call)) return noContent();
	if (response.type === 'binary')
		return { status: 200, binary: { contentType: 'image/png', data: PNG } };
	if (response.listKey !== undefined || response.rawArray) {
		const example = isObject(response.example)
			? response.example[response.listKey ?? '']
			: response.example;
		const first: unknown = Array.isArray(example) ? example[0] : undefined;
		const size = call.state.listSizes[call.key] ?? DEFAULT_LIST_SIZE;
		const items = Array.from({ length: size }, (_, n) =>
			isObject(first)
				? { ...echoParents(call, first), ...('id' in first ? { id: nthId(first.id, n) } : {}) }
				: first,
		);
		return listResponse(call, items);
	}
	const body = isObject(response.example) ? structuredClone(response.example) : {};
	if (response.itemKey !== undefined && response.itemKey in body) {
		const inner = body[response.itemKey];
		if (Array.isArray(inner)) body[response.itemKey] = [overlay(call, exampleItem(call))];
		else if (isObject(inner)) body[response.itemKey] = overlay(call, inner);
	} else echo(call, body);
	return ok(body);
};

/** In a list, the last path parameter is the parent, never the id of an item. */
function echoParents(call: Call, item: JsonObject): JsonObject {
	const copy = structuredClone(item);
	for (const [name, value] of Object.entries(call.params)) {
		if (name in copy && name !== 'id')
			copy[name] = typeof copy[name] === 'number' ? Number(value) : value;
	}
	return copy;
}

function overlay(call: Call, item: JsonObject): JsonObject {
	const shown = echo(call, item);
	for (const [key, value] of Object.entries(call.body)) {
		if (key in shown) shown[key] = value;
	}
	return shown;
}

/** Copies the body's fields that the item has; other fields are accepted but not returned. */
function copyKnownFields(item: JsonObject, body: JsonObject): void {
	for (const [key, value] of Object.entries(body)) if (key in item) item[key] = value;
}

/** What the spec does not say about a store. */
interface StoreOptions {
	/** The path parameter that identifies an item. */
	idParam: string;
	/** The property that the parameter is compared with. Default `id`. */
	idKey?: string;
}

/**
 * Create, read, update and delete over `state.stored[resource]`, based on the spec's examples. A
 * store without seed data starts with the spec's example, so that documented ids exist.
 */
export function store(resource: string, options: StoreOptions): Record<string, Handler> {
	const idKey = options.idKey ?? 'id';

	const all = (call: Call): JsonObject[] => (call.state.stored[resource] ??= [seedItem(call)]);
	const seedItem = (call: Call): JsonObject => {
		const operations = call.world.specs.app.resources.find(
			(r) => r.resource === resource,
		)?.operations;
		const get = operations?.find((candidate) => candidate.operation === 'get');
		return get ? exampleItem({ ...call, operation: get }) : exampleItem(call);
	};
	const find = (call: Call): JsonObject => {
		const id = call.params[options.idParam] ?? '';
		const item = all(call).find((candidate) => String(candidate[idKey]) === id);
		if (!item) throw notFound(`no ${resource} ${id}`);
		return item;
	};
	const wrap = (call: Call, item: JsonObject): HandlerResponse => {
		if (isEmpty(call)) return noContent();
		const { itemKey, example } = call.operation.response;
		if (itemKey === undefined) return ok(item);
		return ok({ ...(isObject(example) ? example : {}), [itemKey]: item });
	};
	const touch = (item: JsonObject, now: number): void => {
		for (const key of ['updated', 'updated_at']) if (key in item) item[key] = now;
	};

	return {
		getAll: (call) => listResponse(call, all(call)),
		get: (call) => wrap(call, find(call)),
		create: (call) => {
			const items = all(call);
			const { itemKey } = call.operation.response;
			const wrapped = itemKey === undefined ? undefined : call.body[itemKey];
			const item = exampleItem(call);
			copyKnownFields(item, isObject(wrapped) ? wrapped : call.body);
			item[idKey] = typeof item[idKey] === 'string' ? randomUUID() : call.state.nextId++;
			for (const key of ['created', 'created_at']) if (key in item) item[key] = call.now;
			touch(item, call.now);
			items.push(item);
			return wrap(call, item);
		},
		update: (call) => {
			const item = find(call);
			copyKnownFields(item, call.body);
			touch(item, call.now);
			return wrap(call, item);
		},
		delete: (call) => {
			const item = find(call);
			call.state.stored[resource] = all(call).filter((other) => other !== item);
			return noContent();
		},
	};
}
