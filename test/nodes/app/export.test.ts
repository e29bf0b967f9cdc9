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

/** A host of signed links that answers as told, one answer after the other. */
async function startHost() {
	const asked: IncomingMessage[] = [];
	const answers: Array<{
		status: number;
		body: string | Buffer;
		type: string;
		/** The connection ends after half of the body. */
		cut?: boolean;
	}> = [];
	const server = createServer((request, response) => {
		asked.push(request);
		const next = answers.shift() ?? { status: 500, body: '', type: 'text/plain' };
		const { status, body, type, cut = false } = next;
		const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
		response.writeHead(status, headers);
		if (cut) response.write(body.slice(0, body.length / 2), () => response.destroy());
		else response.end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		asked,
		/** The next link leads to this host, and is answered so. */
		leadsTo(name: string, ...next: typeof answers) {
			asked.length = 0;
			answers.splice(0, answers.length, ...next);
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

	it('is listed and read, simplified or not', async () => {
		const listed = await app.run(dataExport('getAll', { returnAll: true }));
		expect(listed.routes).toEqual(['GET /v1/exports']);
		expect(Object.keys(listed.json[0] ?? {})).toHaveLength(8);
		const chosen = { exportId: located('={{ $json.id }}'), simplify: false };
		const read = await app.run(dataExport('get', chosen), [listed.json[0] ?? {}]);
		expect(read.routes).toEqual([`GET /v1/exports/${String(listed.json[0]?.id)}`]);
		expect(read.json[0]).toHaveProperty('deduplicate_id');
	});
});

describe('waiting for an export', () => {
	it('gives the finished export', async () => {
		const { routes, json } = await app.run(people({ exportResult: 'done' }));
		const id = String(json[0]?.id);
		expect(routes[0]).toBe('POST /v1/exports/customers');
		expect(new Set(routes.slice(1))).toEqual(new Set([`GET /v1/exports/${id}`]));
		expect(json[0]).toMatchObject({ status: 'done', total: 25 });
		expect(json[0]).not.toHaveProperty('deduplicate_id');
		const raw = await app.run(people({ exportResult: 'done', simplify: false }));
		expect(raw.json[0]).toHaveProperty('deduplicate_id');
	});

	it('gives the file, fetched without the key', async () => {
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

	it('gives the rows as items, each paired with the item that asked', async () => {
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
	])('hands over an archive as a file: %s', async (name, body, type, mimeType) => {
		host.leadsTo(name, { status: 200, body, type });
		const { json, items } = await app.run(people({ exportResult: 'rows' }));
		expect(json).toMatchObject([{ status: 'done', fileName: name }]);
		expect(items[0]?.binary?.data).toMatchObject({ mimeType, fileName: name });
		expect(Buffer.from(items[0]?.binary?.data?.data ?? '', 'base64').equals(body)).toBe(true);
		expect(host.asked[0]?.headers.authorization).toBeUndefined();
	});

	it('says what failed', async () => {
		app.sandbox.fault({
			path: /^\/v1\/exports\/\d+$/,
			act: { kind: 'status', status: 200, body: { export: { id: 1, status: 'failed' } } },
		});
		const { error } = await app.run(people({ exportResult: 'done' }));
		expect(error?.message).toMatch(/^Export \d+ failed \(status: "failed"\)/);
	});

	it('ends after the longest wait, and says how to get the result', async () => {
		app.sandbox.fault({
			path: /^\/v1\/exports\/\d+$/,
			times: Infinity,
			act: { kind: 'status', status: 200, body: { export: { id: 1, status: 'pending' } } },
		});
		const start = Date.now();
		const { error, requests } = await app.run(people({ exportResult: 'file', waitSeconds: 2 }));
		expect(Date.now() - start).toBeLessThan(6000);
		expect(error?.message).toMatch(/^Export \d+ is not done after 2 s \(status: "pending"\)/);
		expect(error?.description).toMatch(/do not start it again.*Get Download Link/);
		// Ever more rarely: at 0, 0.5, 1.25 and 2 s.
		expect(requests).toHaveLength(5);
	});

	it('counts the exports that go on when the run ends', async () => {
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
		expect(error?.description).toMatch(/0 were carried out, and 2 more may have been\./);
	});

	it('asks ever more rarely also where the longest wait is empty', async () => {
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
		// After 0, 0.5, 1.25, 2.4 and 4 s, and not as often as the limit allows.
		expect(Date.now() - start).toBeGreaterThan(3500);
	}, 20_000);

	it('ends as soon as the execution is cancelled', async () => {
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
		// A request that was on its way at that moment still arrives.
		await new Promise((resolve) => setTimeout(resolve, 300));
		const after = app.sandbox.requests.length;
		await new Promise((resolve) => setTimeout(resolve, 1500));
		expect(app.sandbox.requests.length).toBe(after);
		expect(after - before).toBeLessThanOrEqual(4);
	});

	it('does not repeat the start of an export whose answer was lost', async () => {
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

	it('is given', async () => {
		const { routes, json } = await app.run(link(), [finished]);
		expect(routes).toEqual([`GET /v1/exports/${String(finished.id)}/download`]);
		expect(json).toEqual([{ url: expect.stringContaining('sig=') }]);
	});

	it('is fetched as a file, or as rows', async () => {
		const file = await app.run(link({ linkResult: 'file' }), [finished]);
		expect(file.items[0]?.binary?.data).toMatchObject({ mimeType: 'text/csv' });
		expect(file.json[0]).toMatchObject({ export_id: finished.id });
		const rows = await app.run(link({ linkResult: 'rows' }), [finished]);
		expect(rows.json).toHaveLength(25);
	});

	it('reads quotes and line breaks of the file', async () => {
		const body = 'id,"note"\r\n1,"a ""b"",\ncä"\r\n';
		host.leadsTo('a%20b.csv', { status: 200, body, type: 'text/csv' });
		const { json } = await app.run(link({ linkResult: 'rows' }), [finished]);
		expect(json).toEqual([{ id: '1', note: 'a "b",\ncä' }]);
	});

	it('is fetched again after a fault', async () => {
		const down = { status: 503, body: 'busy', type: 'text/html' };
		host.leadsTo('a.csv', down, { status: 200, body: 'a\r\n1', type: 'text/csv' });
		const { error, items } = await app.run(link({ linkResult: 'file' }), [finished]);
		expect(error).toBeUndefined();
		expect(host.asked).toHaveLength(2);
		expect(items[0]?.binary?.data).toMatchObject({ fileName: 'a.csv', mimeType: 'text/csv' });
	});

	it.each(['file', 'rows'])(
		'is fetched again when it was cut on its way: %s',
		async (linkResult) => {
			const whole = { status: 200, body: 'a,b\r\n1,2', type: 'text/csv' };
			host.leadsTo('a.csv', { ...whole, cut: true }, whole);
			const { error, json, items } = await app.run(link({ linkResult }), [finished]);
			expect(error).toBeUndefined();
			expect(host.asked).toHaveLength(2);
			if (linkResult === 'rows') return expect(json).toEqual([{ a: '1', b: '2' }]);
			expect(Buffer.from(items[0]?.binary?.data?.data ?? '', 'base64').toString()).toBe(whole.body);
		},
	);

	it('says what was carried out when its file is cut time and again', async () => {
		const cut = { status: 200, body: 'a,b\r\n1,2', type: 'text/csv', cut: true };
		host.leadsTo('a.csv', cut, cut, cut);
		const options = { maxWait: 1 };
		const { error } = await app.run(people({ exportResult: 'file', options }));
		expect(error?.message).toBe('The file could not be downloaded, after the item was carried out');
		expect(error?.description).toMatch(/do not run this item again.*The connection was closed/);
		expect(error?.description).toMatch(/Get Download Link/);
	});

	it('says when Customer.io gives none', async () => {
		app.sandbox.fault({ path: /\/download$/, act: { kind: 'status', status: 200, body: {} } });
		const { error } = await app.run(people({ exportResult: 'file' }));
		expect(error?.message).toBe('The file could not be downloaded, after the item was carried out');
		expect(error?.description).toMatch(/do not run this item again.*gave no link/);
	});

	it('is given up when it is refused, without showing it to anybody', async () => {
		host.leadsTo('a.csv', { status: 403, body: 'expired', type: 'text/plain' });
		const { error, result } = await app.run(link({ linkResult: 'rows' }), [finished]);
		expect(error?.message).toBe('The file could not be downloaded');
		expect(error?.description).toMatch(/HTTP 403.*15 minutes/);
		expect(JSON.stringify(result.error)).not.toMatch(/sig=/);
		expect(host.asked).toHaveLength(1);
	});

	it('says when its host cannot be reached', async () => {
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

	it('names the file as the link does, even where that is not percent-encoded', async () => {
		host.leadsTo('100%.csv', { status: 200, body: 'a\r\n1', type: 'text/csv' });
		const { items } = await app.run(link({ linkResult: 'file' }), [finished]);
		expect(items[0]?.binary?.data?.fileName).toBe('100%.csv');
	});
});
