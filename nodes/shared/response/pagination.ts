import { valueAt } from '../utils/json';
import type { Pagination } from '../schema/output';

/** How many entries of a list are requested. */
export type PageRequest = { readonly all: true } | { readonly all: false; readonly limit: number };

export type PageQuery = ReadonlyMap<string, string>;

/** What was read of a list so far. */
export interface PageState {
	/** Entries read so far. */
	readonly read: number;
	/** The last page, with the number of its entries; missing before the first page. */
	readonly last?: { readonly count: number; readonly body: unknown; readonly query: PageQuery };
}

/** Where reading a list continues. */
export interface PagePosition {
	/** Entries read before. */
	readonly read: number;
	/** Query of the page. */
	readonly query: PageQuery;
}

/** One page of a list. */
interface Page<Entry> {
	readonly body: unknown;
	readonly entries: readonly Entry[];
	/** How many entries the response had, if that is more than `entries`. */
	readonly count?: number;
}

/**
 * Reads a list page by page, each after the one before was consumed.
 *
 * @param getPage requests the page of a query
 * @param start where to continue, as an earlier page said in `next`; by default at the first page
 * @returns the entries of each page, and where the next page starts, if there is one
 */
export async function* paginate<Entry>(
	getPage: (query: PageQuery) => Promise<Page<Entry>>,
	pagination: Pagination | undefined,
	request: PageRequest,
	start?: PagePosition,
): AsyncGenerator<{ entries: readonly Entry[]; next: PagePosition | undefined }> {
	let read = start?.read ?? 0;
	let query = start?.query ?? nextPage(pagination, request, { read });
	while (query !== undefined) {
		const { body, entries, count = entries.length } = await getPage(query);
		read += entries.length;
		query = nextPage(pagination, request, { read, last: { count, body, query } });
		yield { entries, next: query === undefined ? undefined : { read, query } };
	}
}

/**
 * The query of the next page, or `undefined` if the list was read.
 *
 * Requests pages of the maximum size that is documented, and no more of them than needed. A cursor
 * that repeats itself ends the list: an error of the API must not cause an endless loop.
 */
export function nextPage(
	pagination: Pagination | undefined,
	request: PageRequest,
	{ read, last }: PageState,
): PageQuery | undefined {
	const remaining = request.all ? Infinity : request.limit - read;
	if (remaining <= 0) return undefined;
	if (pagination === undefined) return last === undefined ? new Map() : undefined;
	switch (pagination.style) {
		case 'cursor':
			return nextCursor(pagination, remaining, last);
		case 'page':
			return nextNumbered(pagination.maxSize, request, read, last);
		case 'offset':
			return nextOffset(pagination.maxSize, remaining, read, last);
	}
}

function nextCursor(
	pagination: Pagination & { style: 'cursor' },
	remaining: number,
	last: PageState['last'],
): PageQuery | undefined {
	const query = new Map<string, string>();
	const size = Math.min(remaining, pagination.maxSize ?? Infinity);
	if (pagination.acceptsLimit && Number.isFinite(size)) query.set('limit', String(size));
	if (last === undefined) return query;

	const next = valueAt(last.body, pagination.next);
	// An empty string, 0, null or a missing cursor ends the list, depending on the endpoint.
	if (next === undefined || next === null || next === '' || next === 0) return undefined;
	const cursor = String(next);
	if (cursor === last.query.get(pagination.parameter)) return undefined;
	return query.set(pagination.parameter, cursor);
}

/** The size must be the same for all pages, or they would overlap or leave gaps. */
function nextNumbered(
	maxSize: number,
	request: PageRequest,
	read: number,
	last: PageState['last'],
): PageQuery | undefined {
	const size = Math.min(request.all ? Infinity : request.limit, maxSize);
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
	remaining: number,
	read: number,
	last: PageState['last'],
): PageQuery | undefined {
	if (last !== undefined && last.count < Number(last.query.get('limit'))) return undefined;
	return new Map([
		['limit', String(Math.min(remaining, maxSize))],
		['offset', String(read)],
	]);
}
