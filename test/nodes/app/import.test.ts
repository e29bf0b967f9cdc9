import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());
afterEach(() => app.sandbox.clearFaults());

const create = (parameters: object = {}) => ({
	resource: 'import',
	operation: 'create',
	name: 'june',
	dataFileUrl: 'https://example.com/people.csv',
	...parameters,
});
const base = { name: 'june', data_file_url: 'https://example.com/people.csv' };

describe('import', () => {
	it.each<[string, object, object]>([
		[
			'people',
			{ identifier: 'email', additionalFields: { dataToProcess: 'only_existing' } },
			{
				type: 'people',
				identifier: 'email',
				data_to_process: 'only_existing',
				// The former name: without it, an older service would create people.
				people_to_process: 'only_existing',
			},
		],
		[
			'event',
			{ identifier: 'id', additionalFields: { description: 'Orders' } },
			{ type: 'event', identifier: 'id', description: 'Orders' },
		],
		[
			'relationship',
			{ identifier: 'cio_id', additionalFields: { dataToProcess: 'only_new' } },
			{ type: 'relationship', identifier: 'cio_id', data_to_process: 'only_new' },
		],
		['object', { objectTypeId: located(1) }, { type: 'object', object_type_id: '1' }],
	])('of %s is started', async (importType, parameters, expected) => {
		const { routes, requests, json, error } = await app.run(create({ importType, ...parameters }));
		expect(error).toBeUndefined();
		expect(routes).toEqual(['POST /v1/imports']);
		expect(requests[0]?.body).toEqual({ import: { ...base, ...expected } });
		expect(json[0]).toMatchObject({ name: 'june', state: 'preprocessing' });
	});

	it('is awaited and fetched', async () => {
		const { json, routes, items } = await app.run(
			create({ identifier: 'email', waitForCompletion: 'yes', waitSeconds: 20 }),
		);
		const id = Number(json[0]?.id);
		expect(routes.at(-1)).toBe(`GET /v1/imports/${id}`);
		expect(json[0]).toMatchObject({ state: 'imported' });
		expect(pairs(items)).toEqual([0]);
		const fetched = await app.run({ resource: 'import', operation: 'get', importId: id });
		expect(fetched.routes).toEqual([`GET /v1/imports/${id}`]);
		expect(fetched.json[0]).toMatchObject({ id, state: 'imported' });
	});

	it('that is cancelled in Customer.io fails the item', async () => {
		app.sandbox.fault({
			path: /^\/v1\/imports\/\d+$/,
			act: { kind: 'status', status: 200, body: { import: { id: 1, state: 'canceled' } } },
		});
		const { error } = await app.run(create({ identifier: 'id', waitForCompletion: 'yes' }));
		expect(error?.message).toMatch(/^Import \d+ failed \(state: "canceled"\)/);
	});

	it.each([
		[{ importType: 'event', identifier: 'cio_id' }, /^Identifier: must be one of email, id/],
		[{ dataFileUrl: '={{ "people.csv" }}', identifier: 'id' }, /^Data File URL: must be a URL/],
		[{ importType: 'object' }, /^Object Type: is required/],
	])('stops before sending: %j', async (parameters, message) => {
		const { error, requests } = await app.run(
			create({ objectTypeId: located('={{ $json.type }}'), ...parameters }),
		);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});
});
