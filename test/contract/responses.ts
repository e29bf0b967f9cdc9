/** The items that a response must become, and responses built from the API spec. */
import type { Operation } from '../../tools/sandbox/spec.ts';
import { successStatus } from '../../tools/sandbox/minimal.ts';
import { isEqual } from './isEqual.ts';
import { isObject, type FaultAct, type JsonObject } from '../../tools/sandbox/types.ts';

/** Returns the entities in a response, each of which becomes an item. */
export function entitiesIn(operation: Operation, body: unknown, ids: JsonObject): unknown[] {
	const { type, listKey, itemKey, itemWrapper, rawArray } = operation.response;
	if (operation.method === 'DELETE') return [{ deleted: true }];
	if (type === 'empty') return [{ ...ids, success: true }];
	if (rawArray === true) return Array.isArray(body) ? body : [];
	const object = isObject(body) ? body : {};
	if (listKey !== undefined) {
		const list: unknown = object[listKey];
		if (!Array.isArray(list)) return [];
		return list.map((entry: unknown) =>
			itemWrapper !== undefined && isObject(entry) ? entry[itemWrapper] : entry,
		);
	}
	const entity = itemKey === undefined ? object : (object[itemKey] ?? object);
	if (Array.isArray(entity)) return entity;
	// A bare value is not an entity: it keeps its name.
	const whole = isObject(entity) ? entity : object;
	return [Object.keys(whole).length === 0 ? { ...ids, success: true } : whole];
}

/**
 * Whether an item matches an entity.
 *
 * @param isExtract the item may have only some of the entity's keys
 */
export function matchesEntity(item: JsonObject, entity: unknown, isExtract: boolean): boolean {
	if (!isObject(entity)) {
		const values = Object.values(item);
		return values.length === 1 && isEqual(values[0], entity);
	}
	if (!isExtract) return isEqual(item, entity);
	const keys = Object.keys(item);
	return keys.length > 0 && keys.every((key) => isEqual(item[key], entity[key]));
}

/** Returns the spec's example as a response. */
export function exampleResponse(operation: Operation): FaultAct {
	const { example, type } = operation.response;
	const status = successStatus(operation);
	const isEmpty = type === 'empty' || example === null || example === undefined;
	return { kind: 'status', status, ...(isEmpty ? { rawBody: '' } : { body: example }) };
}

/** Pages of a list: a full first page, and the last one. */
interface Pages {
	readonly acts: readonly FaultAct[];
	readonly entries: readonly unknown[];
	/** Query parameters of the second request, by the spec's names. */
	readonly second: Readonly<Record<string, string>>;
}

const CURSOR = 'näxt/2=';

/** Returns two pages in the operation's pagination style; undefined if it has none. */
export function twoPages(operation: Operation): Pages | undefined {
	const { cursor, listKey = '', example } = operation.response;
	if (cursor === undefined) return undefined;
	const base = isObject(example) ? example : {};
	const list: unknown = base[listKey];
	const entry: unknown = Array.isArray(list) ? list[0] : {};
	const size = cursor.style === 'offset' ? (largestPage(operation) ?? 1) : 3;
	// Distinct entries, because some lists drop duplicates across pages.
	const numbered = (n: number) => (isObject(entry) ? { ...entry, n } : entry);
	const first = Array.from({ length: size }, (_, n) => numbered(n));
	const lastPage = [numbered(size)];
	const total = size + lastPage.length;
	const nextPosition =
		cursor.style === 'page' ? '2' : cursor.style === 'offset' ? String(size) : CURSOR;
	const page = (entries: unknown[], next: string): FaultAct => {
		const body: JsonObject = { ...base, [listKey]: entries };
		if (cursor.style === 'page') body.meta = { pagination: { total } };
		else if (cursor.responseField === 'next') body.next = next;
		else if (cursor.responseField !== undefined) {
			body.meta = { pagination: next === '' ? {} : { next_cursor: next } };
		}
		return { kind: 'status', status: 200, body };
	};
	return {
		acts: [page(first, CURSOR), page(lastPage, '')],
		entries: [...first, ...lastPage],
		second: { [cursor.requestParam]: nextPosition },
	};
}

/** Returns the maximum page size in the spec. */
export function largestPage({ parameters, response }: Operation): number | undefined {
	const name = response.cursor?.sizeParam ?? 'limit';
	return parameters.find((parameter) => parameter.in === 'query' && parameter.name === name)?.max;
}
