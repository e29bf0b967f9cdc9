import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app, detail, request } from '../support/sandboxClient.ts';
import type { ClientResponse } from '../support/sandboxClient.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false, workMs: 400 });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const get = async (path: string): Promise<unknown> => (await app(sandbox, { path })).json;
const call = (method: string, path: string, body?: unknown): Promise<ClientResponse> =>
	app(sandbox, { method, path, body });

/** Follows a cursor to the end and returns every page. */
async function pages<T>(path: string, method = 'GET', body?: unknown): Promise<T[]> {
	const allPages: T[] = [];
	let start = '';
	do {
		const glue = path.includes('?') ? '&' : '?';
		const response = await call(method, `${path}${glue}start=${encodeURIComponent(start)}`, body);
		expect(response.status).toBe(200);
		allPages.push(response.json as T);
		start = (response.json as { next: string }).next;
	} while (start !== '');
	return allPages;
}

test('the empty seed holds nothing', async () => {
	const empty = await startSandbox({ seed: 'empty' });
	expect(empty.state.people).toEqual([]);
	expect((await app(empty, { path: '/v1/segments' })).json).toEqual({ segments: [] });
	await empty.stop();
});

test('a test may change the state, identifiers included', async () => {
	expect((await call('GET', '/v1/customers/1/attributes')).status).toBe(200);
	const person = sandbox.state.people[0];
	if (person) Object.assign(person, { id: 'changed', email: 'changed@example.com' });
	expect((await call('GET', '/v1/customers/1/attributes')).status).toBe(404);
	expect((await call('GET', '/v1/customers/changed/attributes')).status).toBe(200);
	expect(await get('/v1/customers?email=person1@example.com')).toEqual({ results: [] });
});

describe('customers', () => {
	const ids = async (filter: unknown): Promise<string[]> =>
		((await call('POST', '/v1/customers?limit=1000', { filter })).json as { ids: string[] }).ids;
	const attribute = (field: string, value?: string): unknown => ({
		attribute:
			value === undefined ? { field, operator: 'exists' } : { field, operator: 'eq', value },
	});

	test('search evaluates the filter', async () => {
		expect(await ids(attribute('city', '東京'))).toEqual(['4', '12', '20', '28', '36']);
		expect(
			await ids({ and: [attribute('city', '東京'), attribute('plan', 'enterprise')] }),
		).toEqual(['4', '12', '20', '28', '36']);
		expect(await ids({ and: [attribute('tags'), attribute('plan', 'free')] })).toEqual(['1', '21']);
		expect(
			await ids({ or: [attribute('id', '1'), attribute('email', 'person2@example.com')] }),
		).toEqual(['1', '2']);
		expect(await ids({ not: attribute('email') })).toEqual(['only-id']);
		expect(await ids({ segment: { id: 99 } })).toEqual(['9', '18', '27', '36']);
		expect(await ids({ segment: { id: 12_345 } })).toEqual([]);
	});

	test('search paginates by cursor without loss or duplicates', async () => {
		const allPages = await pages<{ ids: string[] }>('/v1/customers?limit=10', 'POST', {
			filter: attribute('email'),
		});
		expect(allPages.map((page) => page.ids.length)).toEqual([10, 10, 10, 10, 2]);
		expect(new Set(allPages.flatMap((page) => page.ids)).size).toBe(42);
	});

	test('attributes of many, unknown ids left out', async () => {
		const response = await call('POST', '/v1/customers/attributes?id_type=email', {
			ids: ['PERSON2@example.com', 'nobody@example.com', 'person1@example.com'],
		});
		expect(response.json).toMatchObject({
			customers: [{ customer: { id: '2' } }, { customer: { id: '1' } }],
		});
	});

	test.each([
		'attributes',
		'segments',
		'messages',
		'activities',
		'relationships',
		'subscription_preferences',
	])('%s of an unknown person returns 404', async (part) => {
		const response = await call('GET', `/v1/customers/nobody/${part}`);
		expect([response.status, detail(response)]).toEqual([404, expect.stringContaining('nobody')]);
	});

	test('segments, messages and activities of a person', async () => {
		expect(await get('/v1/customers/1/segments')).toMatchObject({
			segments: [{ id: 1 }, { id: 12 }, { id: 13 }, { id: 42 }],
		});
		expect(await get('/v1/customers/1/messages')).toMatchObject({
			messages: [{ newsletter_id: 10, recipient: 'person1@example.com' }],
		});
		expect(await get('/v1/customers/1/activities?type=sent_email')).toMatchObject({
			activities: [{ type: 'sent_email', customer_id: '1' }],
		});
	});
});

describe('segments', () => {
	test('are created, updated and deleted', async () => {
		const created = (await call('POST', '/v1/segments', { segment: { name: 'Ünïcode ✨' } })).json;
		const { id } = (created as { segment: { id: number } }).segment;
		expect(await get(`/v1/segments/${id}`)).toMatchObject({
			segment: { name: 'Ünïcode ✨', type: 'manual' },
		});
		expect(await get(`/v1/segments/${id}/customer_count`)).toEqual({ segment_id: id, count: 0 });
		expect((await call('DELETE', `/v1/segments/${id}`)).status).toBe(204);
		expect((await call('DELETE', `/v1/segments/${id}`)).status).toBe(404);
		expect((await call('GET', `/v1/segments/${id}`)).status).toBe(404);
	});

	test("show only the API's fields", async () => {
		const { segment } = (await get('/v1/segments/7')) as { segment: object };
		expect(Object.keys(segment).sort()).toEqual(
			[
				'id',
				'deduplicate_id',
				'name',
				'description',
				'state',
				'progress',
				'type',
				'tags',
				'created_at',
				'updated_at',
			].sort(),
		);
	});

	test('membership and count agree, and follow the people', async () => {
		const count = async (): Promise<unknown> => get('/v1/segments/7/customer_count');
		expect(await count()).toEqual({ segment_id: 7, count: 9 });
		const person = sandbox.state.people[0];
		if (person) person.attributes.plan = 'trial';
		expect(await count()).toEqual({ segment_id: 7, count: 10 });
		const allPages = await pages<{ identifiers: unknown[] }>('/v1/segments/7/membership?limit=4');
		expect(allPages.map((page) => page.identifiers.length)).toEqual([4, 4, 2]);
	});
});

describe('snippets', () => {
	test('are created once, upserted often, deleted unless used', async () => {
		const body = { name: 'a/b ü', value: '1' };
		expect((await call('POST', '/v1/snippets', body)).json).toMatchObject({ snippet: body });
		expect((await call('POST', '/v1/snippets', body)).status).toBe(400);
		expect((await call('PUT', '/v1/snippets', { ...body, value: '2' })).status).toBe(200);
		expect(await get('/v1/snippets')).toMatchObject({
			snippets: expect.arrayContaining([
				expect.objectContaining({ name: 'a/b ü', value: '2' }),
			]) as unknown,
		});
		const path = `/v1/snippets/${encodeURIComponent('a/b ü')}`;
		expect((await call('DELETE', path)).status).toBe(204);
		expect((await call('DELETE', path)).status).toBe(404);
		expect((await call('DELETE', '/v1/snippets/legal%20footer')).status).toBe(400);
	});
});

describe('reporting webhooks', () => {
	test('the list is null until there is one', async () => {
		expect(await get('/v1/reporting_webhooks')).toEqual({ reporting_webhooks: null });
		const body = { name: 'w', endpoint: 'https://example.com/', events: ['email_sent'] };
		const created = (await call('POST', '/v1/reporting_webhooks', body)).json as { id: number };
		expect(created).toEqual({
			id: created.id,
			type: 'webhook',
			disabled: false,
			full_resolution: false,
			with_content: false,
			...body,
		});
		expect(await get('/v1/reporting_webhooks')).toEqual({ reporting_webhooks: [created] });
		const path = `/v1/reporting_webhooks/${created.id}`;
		expect((await call('PUT', path, { name: 'x' })).status).toBe(400);
		expect((await call('PUT', path, { ...body, disabled: true })).json).toMatchObject({
			disabled: true,
		});
		expect(await get(path)).toMatchObject({ disabled: true });
		expect((await call('DELETE', path)).status).toBe(204);
		expect((await call('DELETE', path)).status).toBe(404);
		expect(await get('/v1/reporting_webhooks')).toEqual({ reporting_webhooks: null });
	});
});

describe('exports', () => {
	test('finish and return a file that needs no key', async () => {
		const created = await call('POST', '/v1/exports/customers', {
			filters: { segment: { id: 99 } },
		});
		const { id } = (created.json as { export: { id: number } }).export;
		expect(created.json).toMatchObject({ export: { status: 'pending', total: 0 } });
		expect((await call('GET', `/v1/exports/${id}/download`)).status).toBe(404);
		await sandbox.webhooksSettled();
		expect(await get(`/v1/exports/${id}`)).toMatchObject({ export: { status: 'done', total: 4 } });
		const { url } = (await get(`/v1/exports/${id}/download`)) as { url: string };
		const path = url.slice(sandbox.url.length);
		const file = await request(sandbox.url, { path });
		expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
		expect(file.text.split('\r\n')).toHaveLength(5);
		expect((await app(sandbox, { path })).status).toBe(400);
	});
});

describe('operations without special state', () => {
	test('lists paginate in their documented style', async () => {
		sandbox.state.stored.designStudioFolder = Array.from({ length: 25 }, (_, i) => ({
			id: `f${i}`,
			name: `F${i}`,
		}));
		expect(await get('/v1/design_studio/folders?page=3&limit=10')).toMatchObject({
			folders: [{ id: 'f20' }, {}, {}, {}, {}],
			meta: { pagination: { page: 3, limit: 10, total: 25 } },
		});
		sandbox.state.stored.designStudioInboxPreview = [1, 2, 3].map((run) => ({
			run_id: run,
			node_id: 'n',
			clients: [],
		}));
		const first = (await get('/v1/design_studio/inbox_previews/jobs?limit=2')) as {
			meta: { pagination: { next_cursor: string } };
		};
		const next = encodeURIComponent(first.meta.pagination.next_cursor);
		const last = await get(`/v1/design_studio/inbox_previews/jobs?limit=2&cursor=${next}`);
		expect(last).toMatchObject({ preview_jobs: [{}], meta: { pagination: { limit: 2 } } });
		expect((last as typeof first).meta.pagination).not.toHaveProperty('next_cursor');
		for (let i = 0; i < 4; i++)
			await call('POST', `/v1/esp/suppression/bounces/b${i}%2Ba@example.com`);
		expect(await get('/v1/esp/suppression/bounces?limit=5&offset=5')).toMatchObject({
			category: 'bounces',
			suppressions: [{ email: 'b2+a@example.com' }, { email: 'b3+a@example.com' }],
		});
	});

	test('a capture is a PNG', async () => {
		const response = await app(sandbox, {
			path: '/v1/design_studio/emails/1a0cbb4e-09d3-402e-949e-f6732f021650/inbox_previews/10/captures/android12_gmailapp_pixel6_dm',
		});
		expect(response.headers['content-type']).toBe('image/png');
		expect(response.data.subarray(1, 4).toString()).toBe('PNG');
	});

	test('stored resources are created, updated and deleted', async () => {
		const created = (await call('POST', '/v1/design_studio/folders', { name: 'Ärger' })).json as {
			folder: { id: string };
		};
		const path = `/v1/design_studio/folders/${created.folder.id}`;
		expect(await get(path)).toMatchObject({ folder: { name: 'Ärger' } });
		expect((await call('PUT', path, { name: 'B' })).status).toBe(204);
		expect(await get(path)).toMatchObject({ folder: { name: 'B' } });
		expect((await call('DELETE', path)).status).toBe(204);
		expect((await call('GET', path)).status).toBe(404);
	});
});

describe('collections', () => {
	test('keep their rows', async () => {
		const rows = [{ a: 1, b: 'ü' }, { c: null }];
		const created = await call('POST', '/v1/collections', { name: 'Rows', data: rows });
		const { id } = (created.json as { collection: { id: number } }).collection;
		expect(created.json).toMatchObject({
			collection: { rows: 2, schema: ['a', 'b', 'c'], bytes: 29 },
		});
		expect(await get(`/v1/collections/${id}/content`)).toEqual(rows);
		await call('PUT', `/v1/collections/${id}/content`, [{ z: 1 }]);
		expect(await get(`/v1/collections/${id}/content`)).toEqual([{ z: 1 }]);
		expect((await call('POST', '/v1/collections', { name: 'Rows', data: [] })).status).toBe(400);
	});
});

test('an import goes through its states', async () => {
	const created = await call('POST', '/v1/imports', {
		import: { name: 'i', data_file_url: 'https://a.b/c.csv', type: 'people', identifier: 'id' },
	});
	expect(created.json).toMatchObject({ import: { state: 'preprocessing', rows_imported: 0 } });
	const { id } = (created.json as { import: { id: number } }).import;
	await sandbox.webhooksSettled();
	expect(await get(`/v1/imports/${id}`)).toMatchObject({
		import: { name: 'i', state: 'imported', rows_imported: 3 },
	});
});

test('opt-outs appear a little later', async () => {
	const path = '/v1/customers/1/optouts';
	const entry = { from: '+15551234567', optout: true };
	expect((await call('PUT', path, { optouts: [entry] })).status).toBe(204);
	expect(await get(path)).toEqual({ optouts: [] });
	await sandbox.webhooksSettled();
	expect(await get(path)).toEqual({ optouts: [{ channel: 'sms', from: '+15551234567' }] });
	expect(await get('/v1/optouts')).toMatchObject({
		optouts: [{ customer_id: '1', cio_id: 'cio_a3000001' }],
	});
	await call('PUT', path, { optouts: [{ ...entry, optout: false }] });
	await sandbox.webhooksSettled();
	expect(await get(path)).toEqual({ optouts: [] });
});

test('a publish can run in the background', async () => {
	const email = '/v1/design_studio/emails/1a0cbb4e-09d3-402e-949e-f6732f021650';
	expect((await call('POST', `${email}/publish`)).json).toMatchObject({ status: 'done' });
	sandbox.state.publishInBackground = true;
	const { publish_id: id } = (await call('POST', `${email}/publish`)).json as {
		publish_id: string;
	};
	const path = `${email}/publish_status?publish_id=${id}`;
	expect(await get(path)).toEqual({ status: 'pending', publish_id: id });
	await sandbox.webhooksSettled();
	expect(await get(path)).toMatchObject({ status: 'done', mappings: [{}] });
	const unknown = email.replace('1a0cbb4e', '00000000');
	expect((await call('POST', `${unknown}/publish`)).status).toBe(404);
});
