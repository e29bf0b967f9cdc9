import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const collection = (operation: string, parameters: object = {}) => ({
	resource: 'collection',
	operation,
	...parameters,
});
const chosen = { collectionId: located('={{ $json.id }}') };
const rows = [{ name: 'Zürich', seats: 3 }, { name: 'Bern' }];

describe('collection', () => {
	it('is created, fetched, updated and deleted', async () => {
		const created = await app.run(
			collection('create', { name: 'cities', dataSource: 'rows', data: '={{ $json.rows }}' }),
			[{ rows }],
		);
		expect(created.routes).toEqual(['POST /v1/collections']);
		expect(created.requests[0]?.body).toEqual({ name: 'cities', data: rows });
		const [item = {}] = created.json;

		const content = await app.run(collection('getContent', { ...chosen, returnAll: true }), [item]);
		expect(content.routes).toEqual([`GET /v1/collections/${String(item.id)}/content`]);
		expect(content.json).toEqual(rows);
		expect(pairs(content.items)).toEqual([0, 0]);

		const replaced = await app.run(
			collection('updateContent', { ...chosen, rows: '[{"name": "Basel"}]' }),
			[item],
		);
		expect(replaced.routes).toEqual([`PUT /v1/collections/${String(item.id)}/content`]);
		expect(replaced.requests[0]?.body).toEqual([{ name: 'Basel' }]);

		const renamed = await app.run(
			collection('update', { ...chosen, updateFields: { name: 'towns' } }),
			[item],
		);
		expect(renamed.requests[0]?.body).toEqual({ name: 'towns' });
		const url = await app.run(
			collection('update', { ...chosen, newRows: 'url', url: 'https://example.com/a.csv' }),
			[item],
		);
		expect(url.requests[0]?.body).toEqual({ url: 'https://example.com/a.csv' });

		const fetched = await app.run(collection('get', chosen), [item]);
		expect(fetched.routes).toEqual([`GET /v1/collections/${String(item.id)}`]);
		expect(fetched.json[0]).toMatchObject({ name: 'towns' });
		const listed = await app.run(collection('getAll', { returnAll: true }));
		expect(listed.json.map(({ id }) => id)).toContain(item.id);

		const deleted = await app.run(collection('delete', chosen), [item]);
		expect(deleted.json).toEqual([{ deleted: true }]);
	});

	it.each<[object, RegExp]>([
		[{ operation: 'update' }, /there is nothing to change/],
		[{ operation: 'updateContent', rows: '{}' }, /^Rows \(JSON\): must be a JSON array/],
		[
			{ operation: 'updateContent', rows: '={{ [{}, { a: "ü".repeat(5000) }] }}' },
			/row 2 has 10008/,
		],
		[
			{ operation: 'updateContent', rows: '={{ Array(1100).fill({ a: "x".repeat(9900) }) }}' },
			/must be at most 10000000 bytes/,
		],
		[{ operation: 'create', name: 'x', dataSource: 'url', url: 'ftp://x' }, /must be a URL/],
	])('stops before sending: %j', async (parameters, message) => {
		const { error, requests } = await app.run(
			collection('', { collectionId: located(1), ...parameters }),
		);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});
});
