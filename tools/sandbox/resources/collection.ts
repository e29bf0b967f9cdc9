import { ApiError, notFound } from '../errors.ts';
import { noContent, ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';

const ROWS = [
	{ eventName: 'christmas', eventDate: 1_766_620_800 },
	{ eventName: 'Été', eventDate: 0 },
];

const all = (call: Call): JsonObject[] =>
	(call.state.stored.collection ??= [
		{ id: 1, name: 'holidays', rows: ROWS, created_at: call.now, updated_at: call.now },
	]);

const rowsOf = (collection: JsonObject): unknown[] =>
	Array.isArray(collection.rows) ? collection.rows : [];

/** A collection as the API returns it: with its size and columns instead of its rows. */
function shown(collection: JsonObject): JsonObject {
	const rows = rowsOf(collection);
	return {
		id: collection.id,
		name: collection.name,
		bytes: Buffer.byteLength(JSON.stringify(rows)),
		rows: rows.length,
		schema: [...new Set(rows.flatMap((row) => (isObject(row) ? Object.keys(row) : [])))].sort(),
		created_at: collection.created_at,
		updated_at: collection.updated_at,
	};
}

function collectionOf(call: Call): JsonObject {
	const id = Number(call.params.collection_id);
	const collection = all(call).find((candidate) => candidate.id === id);
	if (!collection) throw notFound(`no collection ${id}`);
	return collection;
}

function rejectTakenName(call: Call, current?: JsonObject): void {
	const { name } = call.body;
	if (name !== undefined && all(call).some((other) => other !== current && other.name === name))
		throw new ApiError(400, `a collection named ${JSON.stringify(name)} already exists`);
}

/** Rows of a request body: inline, or empty for a URL, which the sandbox does not fetch. */
const newRows = (body: JsonObject): { rows?: unknown[] } =>
	Array.isArray(body.data) ? { rows: body.data } : 'url' in body ? { rows: [] } : {};

export const collection: Record<string, Handler> = {
	getAll: (call) => ok({ collections: all(call).map(shown) }),
	create: (call) => {
		rejectTakenName(call);
		const created: JsonObject = {
			id: call.state.nextId++,
			name: call.body.name,
			rows: [],
			created_at: call.now,
			updated_at: call.now,
			...newRows(call.body),
		};
		all(call).push(created);
		return ok({ collection: shown(created) });
	},
	get: (call) => ok({ collection: shown(collectionOf(call)) }),
	update: (call) => {
		const stored = collectionOf(call);
		rejectTakenName(call, stored);
		const { name } = call.body;
		Object.assign(stored, name === undefined ? {} : { name }, newRows(call.body), {
			updated_at: call.now,
		});
		return ok({ collection: shown(stored) });
	},
	delete: (call) => {
		const removed = collectionOf(call);
		call.state.stored.collection = all(call).filter((other) => other !== removed);
		return noContent();
	},
	getContent: (call) => ok(rowsOf(collectionOf(call))),
	updateContent: (call) => {
		const stored = collectionOf(call);
		stored.rows = call.rows;
		stored.updated_at = call.now;
		return ok({ collection: shown(stored) });
	},
};
