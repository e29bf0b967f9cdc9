import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());
afterEach(() => app.sandbox.clearFaults());

const dataExport = (operation: string, parameters: object = {}) => ({
	resource: 'export',
	operation,
	...parameters,
});
const people = (parameters: object = {}) =>
	dataExport('exportCustomers', {
		filter: {
			conditions: [{ condition: 'inSegment', segment: located('={{ $json.segment ?? 4 }}') }],
		},
		...parameters,
	});

/** Starts a host of signed links that returns the given responses in order. */
async function startHost() {
	const received: IncomingMessage[] = [];
	const responses: Array<{
		status: number;
		body: string | Buffer;
		type: string;
		/** Closes the connection after half of the body. */
		cut?: boolean;
	}> = [];
	const server = createServer((request, response) => {
		received.push(request);
		const next = responses.shift() ?? { status: 500, body: '', type: 'text/plain' };
		const { status, body, type, cut = false } = next;
		const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
		response.writeHead(status, headers);
		if (cut) response.write(body.slice(0, body.length / 2), () => response.destroy());
		else response.end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		received,
		/** Makes the next link point to this host, which returns these responses. */
		respondWith(name: string, ...next: typeof responses) {
			received.length = 0;
			responses.splice(0, responses.length, ...next);
			const url = `http://127.0.0.1:${port}/${name}?sig=secret`;
			app.sandbox.fault({
				path: /\/download$/,
				act: { kind: 'status', status: 200, body: { url } },
			});
		},
		stop: async () => await new Promise((resolve) => server.close(resolve)),
	};
}

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
	host = await startHost();
});
afterAll(async () => await host.stop());

describe('export', () => {
	it('of people starts with a filter', async () => {
		const { routes, requests, json } = await app.run(people());
		expect(routes).toEqual(['POST /v1/exports/customers']);
		expect(requests[0]?.body).toEqual({ filters: { segment: { id: 4 } } });
		expect(json[0]).toMatchObject({ type: 'customers', status: 'pending' });
	});

	it.each<[string, object, object]>([
		['newsletter', { newsletterId: located(7) }, { newsletter_id: 7 }],
		['campaign', { campaignId: located(5) }, { campaign_id: 5 }],
		['transactional', { transactionalMessageId: located(3) }, { transactional_message_id: 3 }],
		['action', { actionId: 42 }, { action_id: 42 }],
	])('of deliveries of a source: %s', async (source, parameters, expected) => {
		const { requests, error } = await app.run(
			dataExport('exportDeliveries', {
				source,
				...parameters,
				additionalFields: {
					start: '2026-01-01T00:00:00Z',
					end: '2026-02-01T00:00:00Z',
					attributes: 'plan, first_name',
					metric: 'opened',
					drafts: true,
					templateId: 9,
				},
			}),
		);
		expect(error).toBeUndefined();
		expect(requests[0]?.path).toBe('/v1/exports/deliveries');
		expect(requests[0]?.body).toEqual({
			...expected,
			start: 1767225600,
			end: 1769904000,
			attributes: ['plan', 'first_name'],
			metric: 'opened',
			drafts: true,
			template_id: 9,
		});
	});

	it('is listed and fetched, simplified or not', async () => {
		const listed = await app.run(dataExport('getAll', { returnAll: true }));
		expect(listed.routes).toEqual(['GET /v1/exports']);
		expect(Object.keys(listed.json[0] ?? {})).toHaveLength(8);
		const chosen = { exportId: located('={{ $json.id }}'), simplify: false };
		const fetched = await app.run(dataExport('get', chosen), [listed.json[0] ?? {}]);
		expect(fetched.routes).toEqual([`GET /v1/exports/${String(listed.json[0]?.id)}`]);
		expect(fetched.json[0]).toHaveProperty('deduplicate_id');
	});
});

describe('waiting for an export', () => {
	it('returns the finished export', async () => {
		const { routes, json } = await app.run(people({ exportResult: 'done' }));
		const id = String(json[0]?.id);
		expect(routes[0]).toBe('POST /v1/exports/customers');
		expect(new Set(routes.slice(1))).toEqual(new Set([`GET /v1/exports/${id}`]));
		expect(json[0]).toMatchObject({ status: 'done', total: 25 });
		expect(json[0]).not.toHaveProperty('deduplicate_id');
		const raw = await app.run(people({ exportResult: 'done', simplify: false }));
		expect(raw.json[0]).toHaveProperty('deduplicate_id');
	});

	it('returns the file, downloaded without the key', async () => {
		const { requests, json, items } = await app.run(people({ exportResult: 'file' }));
		const id = String(json[0]?.id);
		expect(requests.at(-2)?.path).toBe(`/v1/exports/${id}/download`);
		expect(requests.at(-1)?.path).toBe(`/__sandbox/files/export-${id}.csv`);
		expect(requests.at(-1)?.headers.authorization).toBeUndefined();
		expect(json[0]).toMatchObject({ status: 'done', fileName: `export-${id}.csv` });
		const data = items[0]?.binary?.data;
		expect(data).toMatchObject({ mimeType: 'text/csv', fileName: `export-${id}.csv` });
		expect(Buffer.from(data?.data ?? '', 'base64').toString()).toMatch(/^"[^\r]*"\r\n/);
	});

	it('returns the rows as items, each paired with its input item', async () => {
		const { json, items, error } = await app.run(people({ exportResult: 'rows' }), [
			{ segment: 4 },
			{ segment: 14 },
			{ segment: 4 },
		]);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(50);
		expect(json[0]).toHaveProperty('email');
		expect(new Set(pairs(items))).toEqual(new Set([0, 2]));
	});

	it.each<[string, Buffer, string, string]>([
		['export.zip', Buffer.from('PK\u0003\u0004…'), 'application/zip', 'application/zip'],
		['export.csv.gz', gzipSync('a,b'), 'application/octet-stream', 'application/gzip'],
	])('returns an archive as a file: %s', async (name, body, type, mimeType) => {
		host.respondWith(name, { status: 200, body, type });
		const { json, items } = await app.run(people({ exportResult: 'rows' }));
		expect(json).toMatchObject([{ status: 'done', fileName: name }]);
		expect(items[0]?.binary?.data).toMatchObject({ mimeType, fileName: name });
		expect(Buffer.from(items[0]?.binary?.data?.data ?? '', 'base64').equals(body)).toBe(true);
		expect(host.received[0]?.headers.authorization).toBeUndefined();
	});

	it('reports a failure', async () => {
		app.sandbox.fault({
			path: /^\/v1\/exports\/\d+$/,
			act: { kind: 'status', status: 200, body: { export: { id: 1, status: 'failed' } } },
		});
		const { error } = await app.run(people({ exportResult: 'done' }));
		expect(error?.message).toMatch(/^Export \d+ failed \(status: "failed"\)/);
	});

	it('stops after the maximum wait, and says how to get the result', async () => {
		app.sandbox.fault({
			path: /^\/v1\/exports\/\d+$/,
			times: Infinity,
			act: { kind: 'status', status: 200, body: { export: { id: 1, status: 'pending' } } },
		});
		const start = Date.now();
		const { error, requests } = await app.run(people({ exportResult: 'file', waitSeconds: 2 }));
		expect(Date.now() - start).toBeLessThan(6000);
		expect(error?.message).toMatch(/^Export \d+ did not finish within 2 s \(status: "pending"\)/);
		expect(error?.description).toMatch(/do not start it again.*Get Download Link/);
		// With increasing intervals: at 0, 0.5, 1.25 and 2 s.
		expect(requests).toHaveLength(5);
	});

	it('counts the exports that are still running when the run ends', async () => {
		app.sandbox.fault({
			path: /^\/v1\/exports\/\d+$/,
			times: Infinity,
			act: { kind: 'status', status: 200, body: { export: { id: 1, status: 'pending' } } },
		});
		const { error, requests } = await app.run(people({ exportResult: 'done', waitSeconds: 1 }), [
			{},
			{},
			{},
		]);
		expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
		expect(error?.description).toMatch(/0 items succeeded, and 2 more may have\./);
	});

	it('polls with increasing intervals also if the maximum wait is empty', async () => {
		app.sandbox.fault({
			path: /^\/v1\/exports\/\d+$/,
			times: 4,
			act: { kind: 'status', status: 200, body: { export: { id: 1, status: 'pending' } } },
		});
		const start = Date.now();
		const { error, json } = await app.run(
			people({ exportResult: 'done', waitSeconds: '={{ $json.nothing }}' }),
		);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ status: 'done' });
		// At 0, 0.5, 1.25, 2.4 and 4 s, not as often as the rate limit allows.
		expect(Date.now() - start).toBeGreaterThan(3500);
	}, 20_000);

	it('stops as soon as the execution is cancelled', async () => {
		app.sandbox.fault({
			path: /^\/v1\/exports\/\d+$/,
			times: Infinity,
			act: { kind: 'status', status: 200, body: { export: { id: 1, status: 'pending' } } },
		});
		const controller = new AbortController();
		const before = app.sandbox.requests.length;
		setTimeout(() => controller.abort(), 800);
		const start = Date.now();
		const { result } = await app.run(people({ exportResult: 'done' }), [{}], {
			signal: controller.signal,
		});
		expect(result.error?.message ?? '').toMatch(/cancel/);
		expect(Date.now() - start).toBeLessThan(4000);
		// A request in flight at that moment still arrives.
		await new Promise((resolve) => setTimeout(resolve, 300));
		const after = app.sandbox.requests.length;
		await new Promise((resolve) => setTimeout(resolve, 1500));
		expect(app.sandbox.requests.length).toBe(after);
		expect(after - before).toBeLessThanOrEqual(4);
	});

	it('does not retry the start of an export after a lost response', async () => {
		app.sandbox.fault({ method: 'POST', act: { kind: 'resetAfter' } });
		const { error, requests } = await app.run(people({ exportResult: 'done' }));
		expect(requests).toHaveLength(1);
		expect(error?.description).toMatch(/may still have succeeded/);
	});
});

describe('download link', () => {
	let finished: { id: unknown };
	beforeAll(async () => {
		const { json } = await app.run(people({ exportResult: 'done' }));
		finished = { id: json[0]?.id };
	});
	const link = (parameters: object = {}) =>
		dataExport('getDownloadLink', { exportId: located('={{ $json.id }}'), ...parameters });

	it('is returned', async () => {
		const { routes, json } = await app.run(link(), [finished]);
		expect(routes).toEqual([`GET /v1/exports/${String(finished.id)}/download`]);
		expect(json).toEqual([{ url: expect.stringContaining('sig=') }]);
	});

	it('is downloaded as a file, or as rows', async () => {
		const file = await app.run(link({ linkResult: 'file' }), [finished]);
		expect(file.items[0]?.binary?.data).toMatchObject({ mimeType: 'text/csv' });
		expect(file.json[0]).toMatchObject({ export_id: finished.id });
		const rows = await app.run(link({ linkResult: 'rows' }), [finished]);
		expect(rows.json).toHaveLength(25);
	});

	it('parses quotes and line breaks in the file', async () => {
		const body = 'id,"note"\r\n1,"a ""b"",\ncä"\r\n';
		host.respondWith('a%20b.csv', { status: 200, body, type: 'text/csv' });
		const { json } = await app.run(link({ linkResult: 'rows' }), [finished]);
		expect(json).toEqual([{ id: '1', note: 'a "b",\ncä' }]);
	});

	it('is downloaded again after a failure', async () => {
		const down = { status: 503, body: 'busy', type: 'text/html' };
		host.respondWith('a.csv', down, { status: 200, body: 'a\r\n1', type: 'text/csv' });
		const { error, items } = await app.run(link({ linkResult: 'file' }), [finished]);
		expect(error).toBeUndefined();
		expect(host.received).toHaveLength(2);
		expect(items[0]?.binary?.data).toMatchObject({ fileName: 'a.csv', mimeType: 'text/csv' });
	});

	it.each(['file', 'rows'])(
		'is downloaded again after a truncated response: %s',
		async (linkResult) => {
			const whole = { status: 200, body: 'a,b\r\n1,2', type: 'text/csv' };
			host.respondWith('a.csv', { ...whole, cut: true }, whole);
			const { error, json, items } = await app.run(link({ linkResult }), [finished]);
			expect(error).toBeUndefined();
			expect(host.received).toHaveLength(2);
			if (linkResult === 'rows') return expect(json).toEqual([{ a: '1', b: '2' }]);
			expect(Buffer.from(items[0]?.binary?.data?.data ?? '', 'base64').toString()).toBe(whole.body);
		},
	);

	it('says that the item succeeded when every download is truncated', async () => {
		const cut = { status: 200, body: 'a,b\r\n1,2', type: 'text/csv', cut: true };
		host.respondWith('a.csv', cut, cut, cut);
		const options = { maxWait: 1 };
		const { error } = await app.run(people({ exportResult: 'file', options }));
		expect(error?.message).toBe('The file could not be downloaded, after the item succeeded');
		expect(error?.description).toMatch(/do not run this item again.*The connection was closed/);
		expect(error?.description).toMatch(/Get Download Link/);
	});

	it('reports a missing link', async () => {
		app.sandbox.fault({ path: /\/download$/, act: { kind: 'status', status: 200, body: {} } });
		const { error } = await app.run(people({ exportResult: 'file' }));
		expect(error?.message).toBe('The file could not be downloaded, after the item succeeded');
		expect(error?.description).toMatch(/do not run this item again.*gave no link/);
	});

	it('is not retried after a 403, and is never shown', async () => {
		host.respondWith('a.csv', { status: 403, body: 'expired', type: 'text/plain' });
		const { error, result } = await app.run(link({ linkResult: 'rows' }), [finished]);
		expect(error?.message).toBe('The file could not be downloaded');
		expect(error?.description).toMatch(/HTTP 403.*15 minutes/);
		expect(JSON.stringify(result.error)).not.toMatch(/sig=/);
		expect(host.received).toHaveLength(1);
	});

	it('reports an unreachable host', async () => {
		app.sandbox.fault({
			path: /\/download$/,
			act: { kind: 'status', status: 200, body: { url: 'http://127.0.0.1:9/a.csv?sig=secret' } },
		});
		const { error } = await app.run(link({ linkResult: 'rows', options: { maxWait: 1 } }), [
			finished,
		]);
		expect(error?.message).toBe('The file could not be downloaded');
		expect(error?.description).toMatch(/connection was refused \(127\.0\.0\.1:9\)/);
	});

	it('names the file after the link, even if that is not percent-encoded', async () => {
		host.respondWith('100%.csv', { status: 200, body: 'a\r\n1', type: 'text/csv' });
		const { items } = await app.run(link({ linkResult: 'file' }), [finished]);
		expect(items[0]?.binary?.data?.fileName).toBe('100%.csv');
	});
});
