import { cursor, offsets, pages } from '../../../nodes/shared/schema/output.ts';
import {
	nextPage,
	type PageQuery,
	type PageRequest,
} from '../../../nodes/shared/response/pagination.ts';
import type { Pagination } from '../../../nodes/shared/schema/output.ts';

/** Reads a list of `size` entries from a service that gives out at most `serverMax` at once. */
function readAll(
	paging: Pagination | undefined,
	request: PageRequest,
	size: number,
	serverMax = Infinity,
) {
	const queries: Array<Record<string, string>> = [];
	let position: Parameters<typeof nextPage>[2] = { read: 0 };
	for (;;) {
		const query: PageQuery | undefined = nextPage(paging, request, position);
		if (query === undefined) break;
		queries.push(Object.fromEntries(query));
		if (queries.length > 100) throw new Error('endless');
		const limit = Math.min(Number(query.get('limit') ?? 50), serverMax);
		const page = Number(query.get('page') ?? 1);
		const from = Number(query.get('start') ?? query.get('offset') ?? (page - 1) * limit);
		const count = paging === undefined ? size : Math.max(0, Math.min(limit, size - from));
		const next = from + count < size ? String(from + count) : '';
		position = {
			read: position.read + count,
			last: { count, query, body: { next, meta: { pagination: { total: size } } } },
		};
	}
	return { queries, read: position.read };
}

const everything = { all: true } as const;
const limit = (n: number) => ({ all: false, limit: n }) as const;

describe('nextPage', () => {
	it('asks once for a list without paging', () => {
		expect(readAll(undefined, everything, 300).queries).toEqual([{}]);
	});

	it('asks for the largest documented page, and for no page more than needed', () => {
		expect(readAll(cursor({ maxSize: 1000 }), everything, 2500).queries).toEqual([
			{ limit: '1000' },
			{ limit: '1000', start: '1000' },
			{ limit: '1000', start: '2000' },
		]);
		expect(readAll(cursor({ maxSize: 1000 }), everything, 1000).queries).toHaveLength(1);
	});

	it('asks for no more entries than wanted', () => {
		expect(readAll(cursor({ maxSize: 1000 }), limit(50), 2500).queries).toEqual([{ limit: '50' }]);
		expect(readAll(cursor({ maxSize: 100 }), limit(150), 2500).queries).toEqual([
			{ limit: '100' },
			{ limit: '50', start: '100' },
		]);
	});

	it('leaves the page size to the service where no maximum is documented', () => {
		expect(readAll(cursor(), everything, 120).queries[0]).toEqual({});
		expect(readAll(cursor(), limit(70), 120, 30).read).toBe(70);
		expect(readAll(cursor({ acceptsLimit: false }), limit(10), 120).queries).toEqual([{}]);
	});

	it.each([0, null, '', undefined])('ends at the cursor %j', (next) => {
		const last = { count: 3, body: { next }, query: new Map() };
		expect(nextPage(cursor(), everything, { read: 3, last })).toBeUndefined();
	});

	it('ends at a cursor that repeats itself', () => {
		const last = { count: 3, body: { next: 'x' }, query: new Map([['start', 'x']]) };
		expect(nextPage(cursor(), everything, { read: 3, last })).toBeUndefined();
	});

	it('reads a cursor deep in the answer', () => {
		const paging = cursor({ parameter: 'cursor', next: 'meta.pagination.next_cursor' });
		const body = { meta: { pagination: { next_cursor: 'n' } } };
		const query = nextPage(paging, everything, {
			read: 1,
			last: { count: 1, body, query: new Map() },
		});
		expect(query?.get('cursor')).toBe('n');
	});

	it('counts pages, with one page size throughout', () => {
		expect(readAll(pages(1000), everything, 2100).queries).toEqual([
			{ page: '1', limit: '1000' },
			{ page: '2', limit: '1000' },
			{ page: '3', limit: '1000' },
		]);
		expect(readAll(pages(1000), everything, 1000).queries).toHaveLength(1);
		expect(readAll(pages(1000), limit(5), 2100).queries).toEqual([{ page: '1', limit: '5' }]);
	});

	it('counts offsets and ends with a short page', () => {
		expect(readAll(offsets(1000), everything, 1500).queries).toEqual([
			{ limit: '1000', offset: '0' },
			{ limit: '1000', offset: '1000' },
		]);
		expect(readAll(offsets(1000), limit(1200), 5000).queries.at(-1)).toEqual({
			limit: '200',
			offset: '1000',
		});
	});
});
