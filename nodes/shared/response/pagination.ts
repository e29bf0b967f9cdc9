import { UserError } from 'n8n-workflow';

import type { Pagination } from '../schema/output';
import { errorDetails } from '../transport/errorBody';
import { valueAt } from '../utils/json';

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
	/** `undefined`: the response holds no list. */
	readonly entries: readonly Entry[] | undefined;
	/** How many entries the response had, if that is more than `entries`. */
	readonly count?: number | undefined;
}

/** A list that does not end, or that ends in something else than a page. */
class ListError extends UserError {
	override description: string;

	/** @param read how many entries came before */
	constructor(message: string, read: number) {
		super(message);
		const came = read === 1 ? '1 entry' : `${read} entries`;
		this.description = `${came} came before. Run it again later, or set a limit that does not need this page.`;
	}
}

/** Pages in a row without new entries, after which a list does not end. */
const MAX_EMPTY_PAGES = 100;
/** No list of Customer.io is as long. */
const MAX_PAGES = 100_000;

/**
 * Reads a list page by page, each after the one before was consumed.
 *
 * @param getPage requests the page of a query
 * @param start where to continue, as an earlier page said in `next`; by default at the first page
 * @returns the entries of each page, and where the next page starts, if there is one
 * @throws ListError if the list does not end, or a page is not one; the first may be, if it has no error
 */
export async function* paginate<Entry>(
	getPage: (query: PageQuery) => Promise<Page<Entry>>,
	pagination: Pagination | undefined,
	request: PageRequest,
	start?: PagePosition,
): AsyncGenerator<{ entries: readonly Entry[]; next: PagePosition | undefined }> {
	let read = start?.read ?? 0;
	let query = start?.query ?? nextPage(pagination, request, { read });
	const progress = new Progress();
	while (query !== undefined) {
		progress.beforePage(query, read);
		const page = await getPage(query);
		const { body } = page;
		const entries = page.entries ?? withoutList<Entry>(body, progress.pages > 1 || read > 0, read);
		const { count = entries.length } = page;
		progress.afterPage(entries, read);
		read += entries.length;
		query = nextPage(pagination, request, { read, last: { count, body, query } });
		yield { entries, next: query === undefined ? undefined : { read, query } };
	}
}

/** Notices that a list does not end, which would otherwise be a fault of the API without end. */
class Progress {
	pages = 0;
	private readonly positions = new Set<string>();
	private emptyPages = 0;
	private lastPage: string | undefined;

	beforePage(query: PageQuery, read: number): void {
		this.pages += 1;
		const position = JSON.stringify([...query].filter(([name]) => name !== 'limit'));
		if (this.positions.has(position)) throw endless('the same page comes again', read);
		if (this.pages > MAX_PAGES) throw endless(`it has more than ${MAX_PAGES} pages`, read);
		this.positions.add(position);
	}

	afterPage(entries: readonly unknown[], read: number): void {
		this.emptyPages = entries.length === 0 ? this.emptyPages + 1 : 0;
		if (this.emptyPages > MAX_EMPTY_PAGES) throw endless('its pages have no more entries', read);
		if (entries.length === 0) return;
		const page = JSON.stringify([entries.length, entries[0], entries.at(-1)]);
		if (page === this.lastPage) throw endless('the same entries come again', read);
		this.lastPage = page;
	}
}

function endless(reason: string, read: number): ListError {
	return new ListError(`The list does not end: ${reason}`, read);
}

/**
 * The entries of a response without a list: none, where Customer.io may have nothing to list.
 *
 * @param isExpected an earlier page said that there is this one
 * @throws ListError if that is not so
 */
function withoutList<Entry>(body: unknown, isExpected: boolean, read: number): Entry[] {
	const isObject = typeof body === 'object' && body !== null;
	const { message } = isObject ? errorDetails(body) : {};
	if (!isExpected && message === undefined) return [];
	const reason = message ?? 'the response for its next page has no entries';
	throw new ListError(`The list is incomplete: ${reason}`, read);
}

/**
 * The query of the next page, or `undefined` if the list was read.
 *
 * Requests pages of the maximum size that is documented, and no more of them than needed.
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
	// An empty page that names itself is the end of the list.
	if (last.count === 0 && cursor === last.query.get(pagination.parameter)) return undefined;
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
