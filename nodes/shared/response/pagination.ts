import { valueAt } from './toItems';
import type { Pagination } from '../schema/output';

/** What is asked of a list: everything, or at most so many entries. */
export type PageRequest = { readonly all: true } | { readonly all: false; readonly limit: number };

/** Where reading a list stands. */
export interface PageState {
	/** Entries read so far. */
	readonly read: number;
	/** Entries of the last page, and its answer; nothing before the first page. */
	readonly last?: { readonly count: number; readonly body: unknown; readonly query: PageQuery };
}

export type PageQuery = ReadonlyMap<string, string>;

/**
 * The query of the next page, or nothing if the list is read.
 *
 * Asks for pages as large as documented and never for more of them than needed. A cursor that
 * repeats itself ends the list, so that a fault of the service cannot make an endless loop.
 */
export function nextPage(
	paging: Pagination | undefined,
	wanted: PageRequest,
	position: PageState,
): PageQuery | undefined {
	const { read, last } = position;
	const left = wanted.all ? Infinity : wanted.limit - read;
	if (left <= 0) return undefined;
	if (paging === undefined) return last === undefined ? new Map() : undefined;
	switch (paging.style) {
		case 'cursor':
			return nextCursor(paging, left, last);
		case 'page':
			return nextNumbered(paging.maxSize, wanted, read, last);
		case 'offset':
			return nextOffset(paging.maxSize, left, read, last);
	}
}

function nextCursor(
	paging: Pagination & { style: 'cursor' },
	left: number,
	last: PageState['last'],
): PageQuery | undefined {
	const query = new Map<string, string>();
	const size = Math.min(left, paging.maxSize ?? Infinity);
	if (paging.acceptsLimit && Number.isFinite(size)) query.set('limit', String(size));
	if (last === undefined) return query;

	const next = valueAt(last.body, paging.next);
	// An empty text, 0 and a missing cursor all mean the end, depending on the endpoint.
	if (next === undefined || next === null || next === '' || next === 0) return undefined;
	const cursor = String(next);
	if (cursor === last.query.get(paging.parameter)) return undefined;
	return query.set(paging.parameter, cursor);
}

/** The page size must stay the same from page to page, or pages would overlap or leave gaps. */
function nextNumbered(
	maxSize: number,
	wanted: PageRequest,
	read: number,
	last: PageState['last'],
): PageQuery | undefined {
	const size = Math.min(wanted.all ? Infinity : wanted.limit, maxSize);
	const page = last === undefined ? 1 : Number(last.query.get('page') ?? 1) + 1;
	const total = valueAt(last?.body, 'meta.pagination.total');
	const isRead = typeof total === 'number' ? read >= total : (last?.count ?? size) < size;
	if (last !== undefined && (isRead || last.count === 0)) return undefined;
	return new Map([
		['page', String(page)],
		['limit', String(size)],
	]);
}

function nextOffset(
	maxSize: number,
	left: number,
	read: number,
	last: PageState['last'],
): PageQuery | undefined {
	if (last !== undefined && last.count < Number(last.query.get('limit'))) return undefined;
	return new Map([
		['limit', String(Math.min(left, maxSize))],
		['offset', String(read)],
	]);
}
