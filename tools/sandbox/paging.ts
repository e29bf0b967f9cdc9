import { ApiError } from './errors.ts';

/**
 * Cursors start with these characters on purpose: a client that puts a cursor into a URL without
 * encoding it sends a space for the plus and gets a 400 instead of silently reading page one again.
 */
const MARK = '+/+/';

const encode = (offset: number): string => MARK + Buffer.from(`at:${offset}`).toString('base64');

function decode(cursor: string): number {
	const text = cursor.startsWith(MARK)
		? Buffer.from(cursor.slice(MARK.length), 'base64').toString('utf8')
		: '';
	const offset = /^at:(\d+)$/.exec(text)?.[1];
	if (offset === undefined)
		throw new ApiError(400, `start: "${cursor}" is not a cursor of this list`);
	return Number(offset);
}

interface Page<T> {
	items: T[];
	/** Empty on the last page. */
	next: string;
}

/**
 * One page by cursor.
 * @param start the query's cursor, missing or empty for the first page
 * @param limit the query's page size as text
 * @param fallback the page size if `limit` is missing
 * Throws 400 for a cursor that this sandbox did not return.
 */
export function cursorPage<T>(
	all: T[],
	start: string | undefined,
	limit: string | undefined,
	fallback: number,
): Page<T> {
	const from = start ? decode(start) : 0;
	const size = limit === undefined || limit === '' ? fallback : Number(limit);
	const items = all.slice(from, from + size);
	return { items, next: from + size < all.length ? encode(from + size) : '' };
}
