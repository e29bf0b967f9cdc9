import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const object = (operation: string, parameters: object = {}) => ({
	resource: 'object',
	operation,
	...parameters,
});
const ofType = { objectTypeId: located('1') };

describe('object', () => {
	it('has types', async () => {
		const { routes, json } = await app.run(object('getTypes'));
		expect(routes).toEqual(['GET /v1/object_types']);
		expect(json.map(({ name }) => name)).toEqual(['Companies', 'Courses']);
	});

	it('is found by its attributes: every condition has the type', async () => {
		const { routes, requests, json, items } = await app.run(
			object('search', {
				...ofType,
				returnAll: true,
				filterMatch: 'and',
				filter: {
					conditions: [
						{ condition: 'eq', field: 'plan', value: 'pro' },
						{ condition: 'notExists', field: 'employees' },
						{
							condition: 'group',
							match: 'or',
							conditions: { conditions: [{ condition: 'exists', field: 'name' }] },
						},
					],
				},
			}),
		);
		expect(routes).toEqual(['POST /v1/objects']);
		expect(requests[0]?.body).toEqual({
			object_type_id: '1',
			filter: {
				and: [
					{ object_attribute: { field: 'plan', operator: 'eq', value: 'pro', type_id: 1 } },
					{ not: { object_attribute: { field: 'employees', operator: 'exists', type_id: 1 } } },
					{ object_attribute: { field: 'name', operator: 'exists', type_id: 1 } },
				],
			},
		});
		expect(json).toEqual([{ object_id: 'müller & söhne/gmbh', cio_object_id: 'ob0003' }]);
		expect(pairs(items)).toEqual([0]);
	});

	it('accepts a filter as JSON, with or without the type', async () => {
		const { requests } = await app.run(
			object('search', {
				...ofType,
				filterInput: 'json',
				filterJson: '{"not": {"object_attribute": {"field": "plan", "operator": "exists"}}}',
			}),
		);
		expect(requests[0]?.body).toEqual({
			object_type_id: '1',
			filter: { not: { object_attribute: { field: 'plan', operator: 'exists', type_id: 1 } } },
		});
	});

	it.each([
		['{"object_attribute": {"field": "a", "operator": "exists", "type_id": 2}}', /type_id 2/],
		['{"segment": {"id": 4}}', /unknown key "segment"/],
		['{"attribute": {"field": "a", "operator": "exists"}}', /unknown key "attribute"/],
		['{"and": []}', /group without conditions/],
	])('rejects the filter %s', async (filterJson, message) => {
		const { error, requests } = await app.run(
			object('search', { ...ofType, filterInput: 'json', filterJson }),
		);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});

	it('is fetched by either ID, whatever characters it has', async () => {
		const path = '/v1/objects/1/m%C3%BCller%20%26%20s%C3%B6hne%2Fgmbh';
		const id = { objectId: located('müller & söhne/gmbh', 'object_id') };
		const attributes = await app.run(object('getAttributes', { ...ofType, ...id }));
		expect(attributes.routes).toEqual([`GET ${path}/attributes`]);
		expect(attributes.json[0]).toMatchObject({ attributes: { plan: 'pro' } });

		const byCio = await app.run(
			object('getAttributes', { ...ofType, objectId: located('ob0003', 'cio_object_id') }),
		);
		expect(byCio.routes).toEqual(['GET /v1/objects/1/ob0003/attributes?id_type=cio_object_id']);
		expect(byCio.json).toEqual(attributes.json);

		const related = await app.run(object('getRelationships', { ...ofType, ...id, limit: 5 }));
		expect(related.routes).toEqual([`GET ${path}/relationships?limit=5`]);
	});
});

/** Returns pages of a list that changes meanwhile: an entry occurs again in the next page. */
function respondWithPages(path: RegExp, key: string, entries: object[]): void {
	const [first, second, third] = entries;
	for (const [page, next] of [
		[[first, second], 'b'],
		[[second], 'c'],
		[[first, third], ''],
	] as const) {
		app.sandbox.fault({
			path,
			act: { kind: 'status', status: 200, body: { [key]: page, next } },
		});
	}
}

describe('an entry in two pages', () => {
	const entries = ['a', 'b', 'c'].map((id) => ({ identifiers: { id }, attributes: { n: 1 } }));
	afterEach(() => app.sandbox.clearFaults());

	it.each<[string, object, RegExp, string]>([
		[
			'objects',
			object('search', {
				...ofType,
				filter: { conditions: [{ condition: 'exists', field: 'name' }] },
			}),
			/^\/v1\/objects$/,
			'identifiers',
		],
		[
			'people of an object',
			object('getRelationships', { ...ofType, objectId: located('acme', 'object_id') }),
			/\/relationships$/,
			'cio_relationships',
		],
		[
			'objects of a person',
			{ resource: 'customer', operation: 'getRelationships', customerId: located('1') },
			/\/relationships$/,
			'cio_relationships',
		],
	])('is returned once: %s', async (_, parameters, path, key) => {
		respondWithPages(path, key, entries);
		const { json, requests } = await app.run({ ...parameters, returnAll: true });
		expect(json).toEqual(entries);
		expect(requests).toHaveLength(3);
	});

	it('does not count towards the limit', async () => {
		respondWithPages(/\/relationships$/, 'cio_relationships', entries);
		const people = { ...ofType, objectId: located('acme', 'object_id') };
		const { json } = await app.run(object('getRelationships', { ...people, limit: 3 }));
		expect(json).toEqual(entries);
	});
});
