import { cursor, offsets, pages } from '../../../nodes/shared/schema/output.ts';
import {
	nextPage,
	paginate,
	type PageQuery,
	type PageRequest,
} from '../../../nodes/shared/response/pagination.ts';
import type { Pagination } from '../../../nodes/shared/schema/output.ts';

/** Reads a list of `size` entries from an API that returns at most `serverMax` at once. */
async function read(
	pagination: Pagination | undefined,
	request: PageRequest,
	size: number,
	serverMax = Infinity,
) {
	const queries: Array<Record<string, string>> = [];
	const getPage = async (query: PageQuery) => {
		queries.push(Object.fromEntries(query));
		if (queries.length > 100) throw new Error('endless');
		const limit = Math.min(Number(query.get('limit') ?? 50), serverMax);
		const page = Number(query.get('page') ?? 1);
		const from = Number(query.get('start') ?? query.get('offset') ?? (page - 1) * limit);
		const count = pagination === undefined ? size : Math.max(0, Math.min(limit, size - from));
		const next = from + count < size ? String(from + count) : '';
		const entries = Array.from({ length: count }, (_, index) => from + index);
		return await Promise.resolve({
			entries,
			body: { next, meta: { pagination: { total: size } } },
		});
	};
	const entries: number[] = [];
	for await (const page of paginate(getPage, pagination, request)) entries.push(...page.entries);
	return { queries, read: entries.length };
}

const all = { all: true } as const;
const limit = (n: number) => ({ all: false, limit: n }) as const;

describe('nextPage', () => {
	it('asks once for a list without paging', async () => {
		expect((await read(undefined, all, 300)).queries).toEqual([{}]);
	});

	it('asks for the largest documented page, and for no page more than needed', async () => {
		expect((await read(cursor({ maxSize: 1000 }), all, 2500)).queries).toEqual([
			{ limit: '1000' },
			{ limit: '1000', start: '1000' },
			{ limit: '1000', start: '2000' },
		]);
		expect((await read(cursor({ maxSize: 1000 }), all, 1000)).queries).toHaveLength(1);
	});

	it('asks for no more entries than wanted', async () => {
		expect((await read(cursor({ maxSize: 1000 }), limit(50), 2500)).queries).toEqual([
			{ limit: '50' },
		]);
		expect((await read(cursor({ maxSize: 100 }), limit(150), 2500)).queries).toEqual([
			{ limit: '100' },
			{ limit: '50', start: '100' },
		]);
	});

	it('leaves the page size to the service where no maximum is documented', async () => {
		expect((await read(cursor(), all, 120)).queries[0]).toEqual({});
		expect((await read(cursor(), limit(70), 120, 30)).read).toBe(70);
		expect((await read(cursor({ acceptsLimit: false }), limit(10), 120)).queries).toEqual([{}]);
	});

	it.each([0, null, '', undefined])('ends at the cursor %j', (next) => {
		const last = { count: 3, body: { next }, query: new Map() };
		expect(nextPage(cursor(), all, { read: 3, last })).toBeUndefined();
	});

	it('ends at an empty page whose cursor repeats itself', () => {
		const last = { count: 0, body: { next: 'x' }, query: new Map([['start', 'x']]) };
		expect(nextPage(cursor(), all, { read: 3, last })).toBeUndefined();
	});

	it.each([[['x']], [['x', 'y']]])('requests each cursor once: %j', async (cursors) => {
		const requested: Array<string | undefined> = [];
		const getPage = async (query: PageQuery) => {
			const start = query.get('start');
			requested.push(start);
			const next = cursors[(cursors.indexOf(start ?? '') + 1) % cursors.length];
			return await Promise.resolve({ entries: [requested.length], body: { next } });
		};
		const readAll = async () => {
			for await (const page of paginate(getPage, cursor(), all)) void page;
		};
		await expect(readAll()).rejects.toThrow('The list does not end');
		expect(requested).toEqual([undefined, ...cursors]);
	});

	it('reads a cursor deep in the answer', () => {
		const paging = cursor({ parameter: 'cursor', next: 'meta.pagination.next_cursor' });
		const body = { meta: { pagination: { next_cursor: 'n' } } };
		const query = nextPage(paging, all, { read: 1, last: { count: 1, body, query: new Map() } });
		expect(query?.get('cursor')).toBe('n');
	});

	it('continues at a page that it named before', async () => {
		const getPage = async (query: PageQuery) => {
			const start = Number(query.get('start') ?? 0);
			return await Promise.resolve({
				entries: [start],
				body: { next: start < 3 ? start + 1 : '' },
			});
		};
		const first = await paginate(getPage, cursor(), all).next();
		const entries: number[] = [];
		for await (const page of paginate(getPage, cursor(), all, first.value?.next)) {
			entries.push(...page.entries);
		}
		expect(entries).toEqual([1, 2, 3]);
	});

	it('counts pages, with one page size throughout', async () => {
		expect((await read(pages(1000), all, 2100)).queries).toEqual([
			{ page: '1', limit: '1000' },
			{ page: '2', limit: '1000' },
			{ page: '3', limit: '1000' },
		]);
		expect((await read(pages(1000), all, 1000)).queries).toHaveLength(1);
		expect((await read(pages(1000), limit(5), 2100)).queries).toEqual([{ page: '1', limit: '5' }]);
	});

	it('counts offsets and ends with a short page', async () => {
		expect((await read(offsets(1000), all, 1500)).queries).toEqual([
			{ limit: '1000', offset: '0' },
			{ limit: '1000', offset: '1000' },
		]);
		expect((await read(offsets(1000), limit(1200), 5000)).queries.at(-1)).toEqual({
			limit: '200',
			offset: '1000',
		});
	});
});
