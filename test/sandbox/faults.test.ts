import { faultFromJson } from '../../tools/sandbox/admin.ts';
import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app, request } from '../support/sandboxClient.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const create = { path: '/v1/snippets', body: { name: 'made', value: 'x' } };
const wasCreated = (): boolean => sandbox.state.snippets.some((snippet) => snippet.name === 'made');

test('status: responds instead of the operation', async () => {
	sandbox.fault({
		act: { kind: 'status', status: 503, body: { errors: [] }, headers: { 'Retry-After': '7' } },
	});
	const response = await app(sandbox, create);
	expect([response.status, response.json, response.headers['retry-after']]).toEqual([
		503,
		{ errors: [] },
		'7',
	]);
	expect(wasCreated()).toBe(false);
	expect(sandbox.requests[0]).toMatchObject({ status: 503, processed: false });
	expect((await app(sandbox, create)).status).toBe(200);
});

test('status: a raw body is sent unchanged', async () => {
	sandbox.fault({ act: { kind: 'status', status: 502, rawBody: '<html>Bad gateway' } });
	expect((await app(sandbox, create)).text).toBe('<html>Bad gateway');
});

test('delay: responds as usual, later', async () => {
	sandbox.fault({ act: { kind: 'delay', ms: 80 } });
	const started = performance.now();
	expect((await app(sandbox, create)).status).toBe(200);
	expect(performance.now() - started).toBeGreaterThanOrEqual(75);
});

test('resetBefore: closes the connection without processing the request', async () => {
	sandbox.fault({ act: { kind: 'resetBefore' } });
	await expect(app(sandbox, create)).rejects.toThrow();
	expect(wasCreated()).toBe(false);
	expect(sandbox.requests[0]).toMatchObject({ status: 0, processed: false });
});

test('resetAfter: closes the connection after processing the request', async () => {
	sandbox.fault({ act: { kind: 'resetAfter' } });
	await expect(app(sandbox, create)).rejects.toThrow();
	expect(wasCreated()).toBe(true);
	expect(sandbox.requests[0]).toMatchObject({ status: 0, processed: true });
});

test('truncate: half a body with a matching length', async () => {
	sandbox.fault({ act: { kind: 'truncate' } });
	const response = await app(sandbox, create);
	expect(response.status).toBe(200);
	expect(response.json).toBeUndefined();
	expect(response.text.startsWith('{"snippet"')).toBe(true);
	expect(wasCreated()).toBe(true);
});

test('truncate with declareFull: half a body, then the connection closes', async () => {
	sandbox.fault({ act: { kind: 'truncate', declareFull: true } });
	await expect(app(sandbox, create)).rejects.toThrow();
	expect(wasCreated()).toBe(true);
});

test('trickle: the whole body in pieces', async () => {
	sandbox.fault({ act: { kind: 'trickle', ms: 10 } });
	const started = performance.now();
	const response = await app(sandbox, create);
	expect(response.json).toMatchObject({ snippet: { name: 'made' } });
	expect(performance.now() - started).toBeGreaterThanOrEqual(60);
});

describe('which requests are affected', () => {
	const statuses = async (n: number, path = '/v1/segments'): Promise<number[]> => {
		const statuses: number[] = [];
		for (let i = 0; i < n; i++) statuses.push((await app(sandbox, { path })).status);
		return statuses;
	};
	const act = { kind: 'status', status: 500 } as const;

	test('one, unless times is larger', async () => {
		sandbox.fault({ act });
		expect(await statuses(3)).toEqual([500, 200, 200]);
		sandbox.fault({ act, times: 2 });
		expect(await statuses(3)).toEqual([500, 500, 200]);
		sandbox.fault({ act, times: Infinity });
		expect(await statuses(3)).toEqual([500, 500, 500]);
		sandbox.clearFaults();
		expect(await statuses(1)).toEqual([200]);
	});

	test('every nth', async () => {
		sandbox.fault({ act, every: 3, times: 2 });
		expect(await statuses(9)).toEqual([200, 200, 500, 200, 200, 500, 200, 200, 200]);
	});

	test('by method, by raw path, by expression, by the request itself', async () => {
		sandbox.fault({ act, method: 'delete', times: Infinity });
		sandbox.fault({ act, path: '/v1/segments/7', times: Infinity });
		sandbox.fault({ act, path: /%2F/g, times: Infinity });
		sandbox.fault({ act, path: '/v1/broadcasts*', times: Infinity });
		sandbox.fault({ act, match: (recorded) => recorded.query.limit === '3', times: Infinity });
		sandbox.fault({ act, match: (recorded) => recorded.operation === 'customer.search', times: 1 });
		expect(await statuses(1)).toEqual([200]);
		const search = { path: '/v1/customers', body: { filter: { segment: { id: 1 } } } };
		expect((await app(sandbox, search)).status).toBe(500);
		expect(await statuses(1, '/v1/segments/7')).toEqual([500]);
		expect(await statuses(1, '/v1/segments/7/membership')).toEqual([200]);
		expect(await statuses(2, '/v1/customers/org%2F42/attributes')).toEqual([500, 500]);
		expect(await statuses(1, '/v1/broadcasts/12')).toEqual([500]);
		expect(await statuses(1, '/v1/messages?limit=3')).toEqual([500]);
		expect((await app(sandbox, { method: 'DELETE', path: '/v1/segments/4' })).status).toBe(500);
	});
});

describe('from another process', () => {
	test('faults, limits, records, state and reset', async () => {
		const admin = (method: string, name: string, body?: unknown): ReturnType<typeof request> =>
			request(sandbox.url, { method, path: `/__sandbox/${name}`, body });
		const fault = {
			pathPattern: '^/v1/segments',
			times: 'Infinity',
			act: { kind: 'status', status: 418 },
		};
		expect((await admin('POST', 'faults', fault)).status).toBe(200);
		expect((await app(sandbox, { path: '/v1/segments' })).status).toBe(418);
		expect((await admin('DELETE', 'faults')).status).toBe(200);
		expect((await app(sandbox, { path: '/v1/segments' })).status).toBe(200);
		expect((await admin('GET', 'requests')).json).toMatchObject([
			{ path: '/v1/segments', status: 418 },
			{ path: '/v1/segments', status: 200 },
		]);
		expect((await admin('GET', 'state')).json).toMatchObject({ counts: { people: 43 } });
		expect((await admin('POST', 'limits', { on: 'yes' })).status).toBe(400);
		expect((await admin('POST', 'limits', { on: false })).json).toEqual({ limits: false });
		expect((await admin('POST', 'reset')).status).toBe(200);
		expect((await admin('GET', 'requests')).json).toEqual([]);
		expect((await admin('GET', 'nothing')).status).toBe(404);
	});

	test('an invalid fault is rejected', () => {
		expect(faultFromJson({})).toMatch('needs an act');
		expect(faultFromJson({ act: { kind: 'explode' } })).toMatch('act.kind');
	});
});
