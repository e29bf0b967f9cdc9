/** How the node behaves when Customer.io or the network fails, seen from the engine. */
import net from 'node:net';

import { onN8n1, runNode } from '../../../tools/engine/harness.ts';
import type { RecordedRequest } from '../../../tools/sandbox/types.ts';
import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeEach(async () => {
	app = await startApp();
});
afterEach(async () => await app.sandbox.stop());

const get = { resource: 'segment', operation: 'get', segmentId: located('={{ $json.id }}') };
const create = { resource: 'segment', operation: 'create', name: '={{ $json.name }}' };
const ids = (count: number) => Array.from({ length: count }, () => ({ id: 4 }));

const rateLimited = (requests: RecordedRequest[]) =>
	requests.filter(({ status }) => status === 429).length;

describe('rate limits', () => {
	it('are kept at a steady pace', async () => {
		app.sandbox.setLimits(true);
		const { requests, items } = await app.run(get, ids(25));
		// A busy machine may cause a few 429s; without a limiter there would be fifteen.
		expect(rateLimited(requests)).toBeLessThanOrEqual(3);
		expect(pairs(items)).toEqual(ids(25).map((_, n) => n));
		const from = requests[0]?.receivedAt ?? 0;
		const to = requests.at(-1)?.receivedAt ?? 0;
		// Ten in the first second, ten in the second, five in the third.
		expect(to - from).toBeGreaterThan(2000);
	});

	it('are shared by concurrent executions, and neither starves', async () => {
		app.sandbox.setLimits(true);
		const [first, second] = await Promise.all([app.run(get, ids(12)), app.run(get, ids(12))]);
		// Two that did not know of one another would be refused ten times.
		expect(rateLimited(app.sandbox.requests)).toBeLessThanOrEqual(3);
		expect(first.items).toHaveLength(12);
		expect(second.items).toHaveLength(12);
	});

	it('can be switched off: hundreds of requests are in flight, and no more, and items stay in order', async () => {
		app.sandbox.fault({ times: Infinity, act: { kind: 'delay', ms: 1000 } });
		const { requests, items } = await app.run(
			{ ...get, options: { requestsPerSecond: 0 } },
			ids(600),
		);
		expect(pairs(items)).toEqual(ids(600).map((_, n) => n));
		const from = requests[0]?.receivedAt ?? 0;
		// All that arrived before the first response.
		const atOnce = requests.filter(({ receivedAt }) => receivedAt - from < 900).length;
		expect(atOnce).toBeGreaterThan(50);
		expect(atOnce).toBeLessThanOrEqual(250);
	});

	it('allow several creates at the same time, because they do not depend on one another', async () => {
		app.sandbox.setLatency({ minMs: 500, maxMs: 500 });
		const { requests } = await app.run(
			create,
			['one', 'two', 'three'].map((name) => ({ name })),
		);
		const from = requests[0]?.receivedAt ?? 0;
		// All arrived before the first response.
		expect(requests.filter(({ receivedAt }) => receivedAt - from < 400)).toHaveLength(3);
	});

	it('back off when they are switched off and Customer.io sends Retry-After 0', async () => {
		const headers = { 'Retry-After': '0' };
		app.sandbox.fault({ times: Infinity, act: { kind: 'status', status: 429, headers } });
		const options = { requestsPerSecond: 0, maxWait: 2 };
		const { requests, error } = await app.run({ ...get, options }, ids(1));
		expect(error?.message).toMatch(/^Rate limit exceeded/);
		expect(requests.length).toBeLessThan(10);
	});

	it('are reported when they cause a wait', async () => {
		app.sandbox.setLimits(true);
		const { result } = await app.run(get, ids(25));
		expect(result.hints('Customer.io App')).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(/^Waited \d+\.\d s for Customer\.io's rate limit$/),
			}),
		]);
	});
});

describe('failures', () => {
	it.each([500, 502, 503, 504])('a safe request is retried after a %i', async (status) => {
		app.sandbox.fault({ act: { kind: 'status', status, rawBody: '<html>bad gateway</html>' } });
		const { requests, error } = await app.run(get, ids(1));
		expect(error).toBeUndefined();
		expect(requests.map((request) => request.status)).toEqual([status, 200]);
	});

	it.each(['resetBefore', 'resetAfter', 'truncate'] as const)(
		'a safe request is retried after %s',
		async (kind) => {
			app.sandbox.fault({ act: { kind } });
			const { requests, json } = await app.run(get, ids(1));
			expect(requests).toHaveLength(2);
			expect(json[0]).toMatchObject({ id: 4 });
		},
	);

	it('a safe request is retried after a timeout', async () => {
		app.sandbox.fault({ act: { kind: 'delay', ms: 3000 } });
		const { requests, json } = await app.run({ ...get, options: { timeout: 1 } }, ids(1));
		expect(requests).toHaveLength(2);
		expect(json[0]).toMatchObject({ id: 4 });
	});

	it.each(['resetAfter', 'truncate'] as const)(
		'a creation is sent once after %s, and the error says that it may have succeeded',
		async (kind) => {
			app.sandbox.fault({ method: 'POST', act: { kind } });
			const { requests, error } = await app.run(create, [{ name: 'once' }]);
			expect(requests).toHaveLength(1);
			expect(app.sandbox.state.segments.filter(({ name }) => name === 'once')).toHaveLength(1);
			expect(error?.description).toMatch(/may still have succeeded/);
		},
	);

	it('a deletion whose response was lost succeeds when the retry gets a 404', async () => {
		app.sandbox.fault({ method: 'DELETE', act: { kind: 'resetAfter' } });
		const { requests, json, error } = await app.run({
			resource: 'segment',
			operation: 'delete',
			segmentId: located(12),
		});
		expect(error).toBeUndefined();
		expect(requests.map(({ status }) => status)).toEqual([0, 404]);
		expect(json).toEqual([{ deleted: true }]);
	});

	it('a deletion by an API request has no error item when the retry gets a 404', async () => {
		app.sandbox.fault({ method: 'DELETE', act: { kind: 'resetAfter' } });
		const { requests, json, error } = await app.run({
			resource: 'apiRequest',
			operation: 'send',
			method: 'DELETE',
			path: '/v1/segments/12',
		});
		expect(error).toBeUndefined();
		expect(requests.map(({ status }) => status)).toEqual([0, 404]);
		expect(json).toEqual([{ success: true }]);
	});

	it('does not say that nothing happened when an earlier attempt may have succeeded', async () => {
		const update = { resource: 'snippet', operation: 'upsert', name: 'a', value: 'b' };
		const headers = { 'Retry-After': '3600' };
		app.sandbox.fault({ act: { kind: 'status', status: 503 } });
		app.sandbox.fault({ act: { kind: 'status', status: 429, headers } });
		const { requests, error } = await app.run(update);
		expect(requests.map(({ status }) => status)).toEqual([503, 429]);
		expect(error?.message).toMatch(/^Rate limit exceeded .* \(the request may have succeeded\)$/);
		expect(error?.description).toMatch(
			/safe to run this item again\. The retry would have to wait 3600 s\./,
		);
		expect(error?.description).not.toMatch(/not sent|not processed/);
	});

	it('a deletion of what does not exist is an error', async () => {
		const { error } = await app.run({
			resource: 'segment',
			operation: 'delete',
			segmentId: located(99_999),
		});
		expect(error?.message).toMatch(/99999/);
	});

	it('gives up after five failures, with the original cause', async () => {
		app.sandbox.fault({
			times: Infinity,
			act: { kind: 'status', status: 503, body: { errors: [{ detail: 'maintenance' }] } },
		});
		const { requests, error, result } = await app.run(get, ids(1));
		expect(requests).toHaveLength(5);
		expect(error?.message).toBe('Customer.io App API is unavailable (HTTP 503): maintenance');
		expect(error?.description).toMatch(/status\.customer\.io/);
		if (!onN8n1) {
			expect(result.error).toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
		}
	}, 20_000);

	it('says that nothing was sent when Customer.io is unreachable', async () => {
		const { error } = await runNode(
			{
				type: 'n8n-nodes-customerio.customerIoApp',
				parameters: { ...create, options: { maxWait: 0 } },
				credentials: {
					customerIoAppApi: { apiKey: 'k', region: 'custom', baseUrl: 'http://127.0.0.1:9' },
				},
			},
			[{ name: 'x' }],
		);
		expect(error?.message).toBe('Customer.io App API cannot be reached');
		expect(error?.description).toMatch(/Nothing was sent \(the connection was refused\)/);
	});

	it('detects that nothing was sent, and retries, when connecting times out', async () => {
		// Like a firewall that drops packets, but without waiting two minutes.
		const late = { code: 'ETIMEDOUT', syscall: 'connect' };
		const connect = jest.spyOn(net.Socket.prototype, 'connect').mockImplementationOnce(function (
			this: net.Socket,
		) {
			Object.assign(this, { connecting: true });
			setTimeout(
				() => this.destroy(Object.assign(new Error('connect ETIMEDOUT 10.0.0.1:443'), late)),
				20,
			);
			return this;
		});
		const { error, requests } = await app.run(create, [{ name: 'Once' }]);
		connect.mockRestore();
		expect(error).toBeUndefined();
		expect(requests).toHaveLength(1);
	});

	it('does not send the key to a redirect', async () => {
		app.sandbox.fault({
			act: { kind: 'status', status: 302, headers: { Location: 'http://127.0.0.1:9/steal' } },
		});
		const { error, requests } = await app.run(get, ids(1));
		expect(requests).toHaveLength(1);
		expect(error?.message).toMatch(/redirected the request \(HTTP 302\)/);
	});

	it('says what to check when the key is wrong', async () => {
		const { error } = await runNode(
			{
				type: 'n8n-nodes-customerio.customerIoApp',
				parameters: get,
				credentials: {
					customerIoAppApi: { ...app.credentials.customerIoAppApi, apiKey: 'wrong' },
				},
			},
			ids(1),
		);
		expect(error?.message).toMatch(
			/^Authentication failed: Customer.io App API rejected the API key/,
		);
		expect(error?.description).toMatch(/check the key and its region/);
		if (!onN8n1) expect(error).toMatchObject({ failure: { cause: 'credential-invalid' } });
	});

	it('never puts the key into an error', async () => {
		app.sandbox.fault({ times: Infinity, act: { kind: 'status', status: 400 } });
		const { result } = await app.run(get, ids(1));
		expect(JSON.stringify(result.error)).not.toContain(app.sandbox.appKey);
	});
});

describe('O9 stopping', () => {
	it('starts no new request after a failed item, lets running ones finish and counts them', async () => {
		app.sandbox.fault({ path: '/v1/segments/4', times: Infinity, act: { kind: 'delay', ms: 40 } });
		const items = [{ id: 4 }, { id: 999 }, ...ids(60)];
		const { requests, error } = await app.run(get, items);
		expect(requests.length).toBeLessThan(15);
		expect(error?.message).toMatch(/999/);
		const [, succeeded] =
			/Item 2 of 62 failed\. (\d+) items? succ/.exec(error?.description ?? '') ?? [];
		expect(Number(succeeded)).toBe(requests.filter(({ status }) => status === 200).length);
	});

	it('sends nothing more when the execution is cancelled, and stops at once', async () => {
		app.sandbox.setLimits(true);
		const controller = new AbortController();
		let cancelledAt = 0;
		setTimeout(() => {
			cancelledAt = Date.now();
			controller.abort();
		}, 700);
		const { result } = await app.run(get, ids(200), { signal: controller.signal });
		expect(result.status).toBe('canceled');
		const ended = Date.now();
		const sentBefore = app.sandbox.requests.length;
		expect(ended - cancelledAt).toBeLessThan(1000);
		await new Promise((resolve) => setTimeout(resolve, 600));
		expect(app.sandbox.requests).toHaveLength(sentBefore);
		expect(sentBefore).toBeLessThan(20);
	});

	it('counts what was under way when the run is cancelled after a failure', async () => {
		const controller = new AbortController();
		const isTo = (to: string) => (request: { body?: unknown }) =>
			(request.body as { to?: string } | undefined)?.to === to;
		app.sandbox.fault({ match: isTo('slow@example.com'), act: { kind: 'delay', ms: 5000 } });
		app.sandbox.fault({ match: isTo('bad@example.com'), act: { kind: 'status', status: 400 } });
		setTimeout(() => controller.abort(), 700);
		const { error } = await app.run(
			{
				resource: 'transactional',
				operation: 'sendEmail',
				to: '={{ $json.to }}',
				transactionalMessageId: located(3),
			},
			[{ to: 'slow@example.com' }, { to: 'bad@example.com' }],
			{ signal: controller.signal },
		);
		expect(error?.description).toMatch(/0 items succeeded, and 1 more may have/);
	});

	it('counts what was done and is waited for when the run is cancelled after a failure', async () => {
		const controller = new AbortController();
		setTimeout(() => controller.abort(), 700);
		app.sandbox.fault({ method: 'GET', times: Infinity, act: { kind: 'delay', ms: 5000 } });
		const { error } = await app.run(
			{
				resource: 'broadcast',
				operation: 'trigger',
				send: 'each',
				broadcastId: located(12),
				audience: 'ids',
				ids: '={{ $json.ids }}',
				idIgnoreMissing: true,
				waitForCompletion: 'yes',
			},
			[{ ids: ['a'] }, { ids: [] }],
			{ signal: controller.signal },
		);
		expect(error?.message).toMatch(/^IDs/);
		expect(error?.description).toMatch(/0 items succeeded, and 1 more may have/);
	});
});

describe('sending a million', () => {
	it('never exceeds the concurrency limit', async () => {
		let inFlight = 0;
		let maxInFlight = 0;
		app.sandbox.fault({
			times: Infinity,
			match: () => {
				inFlight += 1;
				maxInFlight = Math.max(maxInFlight, inFlight);
				setTimeout(() => {
					inFlight -= 1;
				}, 20);
				return true;
			},
			act: { kind: 'delay', ms: 20 },
		});
		await app.run(
			{
				resource: 'transactional',
				operation: 'sendEmail',
				to: 'a@example.com',
				transactionalMessageId: located(3),
			},
			Array.from({ length: 120 }, () => ({})),
		);
		expect(maxInFlight).toBeGreaterThan(1);
		expect(maxInFlight).toBeLessThanOrEqual(50);
	});
});
