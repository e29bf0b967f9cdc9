import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app, detail, pipelines, request } from '../support/sandboxClient.ts';
import type { ClientResponse } from '../support/sandboxClient.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

test('starts in under a second', async () => {
	const started = performance.now();
	const secondSandbox = await startSandbox();
	expect(performance.now() - started).toBeLessThan(1000);
	await secondSandbox.stop();
});

test('a taken port rejects', async () => {
	const port = Number(new URL(sandbox.url).port);
	await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

describe('authorization', () => {
	test.each([
		['no header', {}],
		['a wrong key', { Authorization: 'Bearer wrong' }],
		['Basic instead of Bearer', { Authorization: 'Basic c2FuZGJveC1hcHAta2V5Og==' }],
		['the key without its scheme', { Authorization: 'sandbox-app-key' }],
	])('%s returns 401', async (_, headers) => {
		const response = await request(sandbox.url, { path: '/v1/segments', headers });
		expect(response.status).toBe(401);
		expect(response.json).toEqual({
			errors: [{ detail: 'unauthorized', status: '401', code: 'invalid_credentials' }],
		});
		expect(sandbox.requests.at(-1)?.processed).toBe(false);
	});

	test('a send without a key returns the meta error and sends nothing', async () => {
		const before = sandbox.state.deliveries.length;
		const response = await request(sandbox.url, {
			path: '/v1/send/email',
			body: { transactional_message_id: 44, to: 'a@example.com' },
		});
		expect([response.status, response.json]).toEqual([401, { meta: { error: 'unauthorized' } }]);
		expect(sandbox.state.deliveries).toHaveLength(before);
	});

	test('a strict Pipelines call with a wrong key returns 401 without a body', async () => {
		const response = await pipelines(sandbox, '/v1/identify', { userId: '1' }, { key: 'wrong' });
		expect([response.status, response.text]).toEqual([401, '']);
	});

	test('the right key with a password is a wrong key', async () => {
		const response = await pipelines(sandbox, '/v1/identify', { userId: '1' }, { password: 'x' });
		expect(response.status).toBe(401);
	});
});

describe('routing', () => {
	test('an unknown route returns 404 with a message', async () => {
		const response = await app(sandbox, { path: '/v1/nothing' });
		expect(response.status).toBe(404);
		expect(response.json).toEqual({
			errors: [{ detail: expect.stringContaining('/v1/nothing') as string, status: '404' }],
		});
	});

	test('a known path with another method names the allowed one', async () => {
		const response = await app(sandbox, { method: 'PATCH', path: '/v1/segments/7' });
		expect(response.status).toBe(404);
		expect(detail(response)).toMatch(/takes GET, DELETE, not PATCH/);
	});

	test('a literal segment wins over a parameter', async () => {
		await app(sandbox, { path: '/v1/customers/attributes', body: { ids: ['1'] } });
		expect(sandbox.requests.at(-1)?.operation).toBe('customer.getManyAttributes');
	});

	test('an empty ID is not an ID', async () => {
		expect((await app(sandbox, { path: '/v1/customers//attributes' })).status).toBe(404);
	});
});

describe('percent-encoding', () => {
	const attributes = (id: string, query = ''): Promise<ClientResponse> =>
		app(sandbox, { path: `/v1/customers/${id}/attributes${query}` });
	const idOf = (response: ClientResponse): unknown =>
		(response.json as { customer?: { identifiers: { id: string } } }).customer?.identifiers.id;

	test('a slash in an id stays in its segment', async () => {
		expect(idOf(await attributes('org%2F42'))).toBe('org/42');
		expect(sandbox.requests.at(-1)?.path).toBe('/v1/customers/org%2F42/attributes');
	});

	test('a raw slash starts another segment', async () => {
		expect((await attributes('org/42')).status).toBe(404);
	});

	test('non-ASCII ids are UTF-8', async () => {
		expect(idOf(await attributes(encodeURIComponent('zoë-ångström')))).toBe('zoë-ångström');
	});

	test('an id is decoded once, not twice', async () => {
		expect((await attributes('org%252F42')).status).toBe(404);
	});

	test('a plus in a path is a plus', async () => {
		expect(idOf(await attributes('ana+news@example.com', '?id_type=email'))).toBe('user_123');
		expect(idOf(await attributes('ana%2Bnews%40example.com', '?id_type=email'))).toBe('user_123');
	});

	test('a plus in a query is a space, so an unencoded one finds nobody', async () => {
		const findByEmail = async (email: string): Promise<unknown> =>
			(await app(sandbox, { path: `/v1/customers?email=${email}` })).json;
		expect(await findByEmail('ana+news@example.com')).toEqual({ results: [] });
		expect(await findByEmail('ana%2Bnews%40example.com')).toMatchObject({
			results: [{ id: 'user_123' }],
		});
	});

	test.each(['..', '.', '%2e%2e', '%2E%2e', '.%2e', '%2e'])(
		'the dot segment %s returns 400',
		async (segment) => {
			const response = await app(sandbox, { path: `/v1/segments/${segment}/membership` });
			expect([response.status, detail(response)]).toEqual([
				400,
				expect.stringContaining('dot segment'),
			]);
		},
	);

	test('a broken escape returns 400', async () => {
		expect((await attributes('50%')).status).toBe(400);
		expect((await app(sandbox, { path: '/v1/customers?email=%zz' })).status).toBe(400);
	});

	test('a cio_id in a path needs its prefix', async () => {
		const cioId = sandbox.state.people[0]?.cioId ?? '';
		expect(idOf(await attributes(`cio_${cioId}`, '?id_type=cio_id'))).toBe('1');
		expect((await attributes(cioId, '?id_type=cio_id')).status).toBe(404);
		expect((await attributes(`abc_${cioId}`, '?id_type=cio_id')).status).toBe(404);
	});

	test('a cursor that is not encoded returns 400', async () => {
		const first = await app(sandbox, { path: '/v1/segments/1/membership?limit=2' });
		const { next } = first.json as { next: string };
		const raw = await app(sandbox, { path: `/v1/segments/1/membership?limit=2&start=${next}` });
		expect(raw.status).toBe(400);
		const encoded = encodeURIComponent(next);
		const good = await app(sandbox, { path: `/v1/segments/1/membership?limit=2&start=${encoded}` });
		expect(good.json).toMatchObject({ ids: ['3', '4'] });
	});
});

test('a request is recorded as it was sent', async () => {
	await app(sandbox, {
		method: 'POST',
		path: '/v1/customers?limit=1&start=',
		body: { filter: { segment: { id: 1 } } },
	});
	expect(sandbox.requests).toHaveLength(1);
	expect(sandbox.requests[0]).toMatchObject({
		id: 1,
		method: 'POST',
		path: '/v1/customers',
		rawQuery: 'limit=1&start=',
		query: { limit: '1', start: '' },
		bodyText: '{"filter":{"segment":{"id":1}}}',
		body: { filter: { segment: { id: 1 } } },
		api: 'app',
		operation: 'customer.search',
		status: 200,
		processed: true,
		responseBody: { ids: ['1'] },
	});
	expect(sandbox.requests[0]?.headers.authorization).toBe('Bearer sandbox-app-key');
});

test('reset restores the seed in the same state object', async () => {
	const { state } = sandbox;
	await app(sandbox, { method: 'DELETE', path: '/v1/segments/7' });
	expect(state.segments.some((segment) => segment.id === 7)).toBe(false);
	sandbox.reset();
	expect(state.segments.some((segment) => segment.id === 7)).toBe(true);
	expect(sandbox.requests).toHaveLength(0);
});
