/** What an error says about a request that failed: whether it was sent, may have succeeded, and how to fix it. */
import net from 'node:net';
import { inspect } from 'node:util';

import { runNode } from '../../../tools/engine/harness.ts';
import { HarnessCredentials } from '../../../tools/engine/credentials.ts';
import { located, startApp, type AppNode } from '../../support/appNode.ts';
import { runOver, type NODES } from '../../support/nodeOverServer.ts';
import { startSampleServer, type SampleServer } from '../../support/sampleServer.ts';

let app: AppNode;
beforeEach(async () => {
	app = await startApp();
});
afterEach(async () => {
	jest.restoreAllMocks();
	await app.sandbox.stop();
});

const get = { resource: 'segment', operation: 'get', segmentId: located(4) };
const create = { resource: 'segment', operation: 'create', name: 'once' };
const created = () => app.sandbox.state.segments.filter(({ name }) => name === 'once').length;

describe('O2 server errors', () => {
	it.each([500, 502, 507, 520, 522, 524, 529, 599])(
		'%i leaves open whether a creation succeeded, so it is sent once',
		async (status) => {
			app.sandbox.fault({ act: { kind: 'status', status, rawBody: 'oops' } });
			const run = await app.run(create);
			expect(run.requests).toHaveLength(1);
			expect(run.error?.message).toBe(
				`Customer.io App API is unavailable (HTTP ${status}): oops (the request may have succeeded)`,
			);
			expect(run.error?.description).toMatch(
				/^The request may still have succeeded, so it was not/,
			);
			expect(run.context).toMatchObject({ mayHaveSucceeded: true, httpCode: String(status) });
		},
	);

	it.each([507, 520, 529, 530])('a read is retried after %i', async (status) => {
		app.sandbox.fault({ act: { kind: 'status', status } });
		const { requests, error } = await app.run(get);
		expect(error).toBeUndefined();
		expect(requests.map((request) => request.status)).toEqual([status, 200]);
	});

	it.each([425, 521, 523, 525, 526])(
		'%i proves that a creation did not arrive, so it is retried',
		async (status) => {
			app.sandbox.fault({ act: { kind: 'status', status } });
			const { requests, error } = await app.run(create);
			expect(error).toBeUndefined();
			expect(requests.map((request) => request.status)).toEqual([status, 200]);
			expect(created()).toBe(1);
		},
	);

	it.each([501, 505, 511])(
		'%i proves that nothing was done, and is not retried',
		async (status) => {
			app.sandbox.fault({ act: { kind: 'status', status } });
			const run = await app.run(create);
			expect(run.requests).toHaveLength(1);
			expect(run.error?.message).not.toMatch(/may have succeeded/);
			expect(run.context).toMatchObject({ mayHaveSucceeded: false, httpCode: String(status) });
		},
	);
});

describe('O3 a connection that fails', () => {
	/** Breaks the next connection when the request is on its way. */
	function breakNext(error: object) {
		const { connect } = net.Socket.prototype;
		jest.spyOn(net.Socket.prototype, 'connect').mockImplementationOnce(function (
			this: net.Socket,
			...args: unknown[]
		) {
			this.once('connect', () =>
				setTimeout(() => this.destroy(Object.assign(new Error('broken'), error)), 100),
			);
			return (connect as (...args: unknown[]) => net.Socket).apply(this, args);
		});
	}

	it.each([
		{ code: 'EHOSTUNREACH', syscall: 'read' },
		{ code: 'ENETUNREACH', syscall: 'write' },
		{ code: 'ECONNREFUSED', syscall: 'read' },
		{ code: 'ETIMEDOUT', syscall: 'read' },
		{ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' },
	])('after sending is not taken for one before it: $code of $syscall', async (cause) => {
		app.sandbox.fault({ method: 'POST', act: { kind: 'trickle', ms: 100 } });
		breakNext({ ...cause, message: `${cause.syscall ?? 'tls'} ${cause.code}` });
		const run = await app.run(create);
		expect(run.requests).toHaveLength(1);
		expect(created()).toBe(1);
		expect(run.context).toMatchObject({ mayHaveSucceeded: true });
	});
});

describe('O4 what n8n does not send', () => {
	const identify = { resource: 'person', operation: 'identify', userId: '={{ $json.id }}' };
	const upsert = {
		resource: 'person',
		operation: 'upsert',
		person: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	};
	const items = [{ id: 'a' }, { id: 'b' }];

	it.each<[string, keyof typeof NODES, object, number]>([
		['App, writes', 'app', create, 2],
		['App, reads', 'app', get, 2],
		['Pipelines, a batch', 'pipelines', identify, 1],
		['Pipelines, one by one', 'pipelines', { ...identify, batchRequests: false }, 2],
		['Track, a batch', 'track', upsert, 1],
		['Track, one by one', 'track', { ...upsert, batchRequests: false }, 2],
	])(
		'does not depend on reading the credential for each request: %s',
		async (_, node, parameters, count) => {
			const server = await startSampleServer(() => ({ status: 200, body: {} }));
			const { getDecrypted } = HarnessCredentials.prototype;
			const gone = async () => await Promise.reject(new Error('Credential was deleted'));
			jest.spyOn(HarnessCredentials.prototype, 'getDecrypted').mockImplementation(gone);
			jest.mocked(HarnessCredentials.prototype.getDecrypted).mockImplementationOnce(getDecrypted);
			const { error } = await runOver(server, node, { parameters, items });
			expect(error).toBeUndefined();
			expect(server.requests).toHaveLength(count);
			await server.close();
		},
	);
});

describe('O8 a response that trickles', () => {
	const options = { timeout: 1 };

	it('is given up in time, and a creation is not sent again', async () => {
		app.sandbox.fault({ times: Infinity, act: { kind: 'trickle', ms: 700 } });
		const run = await app.run({ ...create, options });
		expect(run.requests).toHaveLength(1);
		expect(run.error?.message).toBe(
			'No response from the Customer.io App API (the request may have succeeded)',
		);
		expect(run.error?.description).toMatch(/The request timed out/);
		expect(run.context).toMatchObject({ mayHaveSucceeded: true });
	});

	it('is given up and a read is sent again', async () => {
		app.sandbox.fault({ act: { kind: 'trickle', ms: 700 } });
		const { requests, json } = await app.run({ ...get, options });
		expect(requests).toHaveLength(2);
		expect(json[0]).toMatchObject({ id: 4 });
	});

	it('is given up in the middle of a list, which is read on', async () => {
		const segments = Array.from({ length: 40 }, (_, number) => ({
			cio_id: `c${number}`,
			id: `p${number}`,
			email: `p${number}@example.com`,
		}));
		let number = 0;
		const server = await startSampleServer(() => {
			number += 1;
			if (number === 2) return 'hang';
			const next = number < 3 ? 'second' : '';
			return {
				status: 200,
				body: {
					identifiers: segments.slice(20 * (number > 1 ? 1 : 0), 20 * (number > 1 ? 2 : 1)),
					next,
				},
			};
		});
		const { json, error } = await runOver(server, 'app', {
			parameters: {
				resource: 'segment',
				operation: 'getMembership',
				segmentId: located(4),
				returnAll: true,
				options,
			},
		});
		expect(error).toBeUndefined();
		expect(json).toHaveLength(40);
		expect(server.requests).toHaveLength(3);
		await server.close();
	});

	it.each<[string, keyof typeof NODES, object, number, boolean]>([
		[
			'a call of Pipelines is sent again under the same ID',
			'pipelines',
			{ resource: 'event', operation: 'track', userId: 'u', event: 'Ordered' },
			2,
			false,
		],
		[
			'an event of Track is sent again under the same ID',
			'track',
			{
				resource: 'event',
				operation: 'track',
				person: { __rl: true, mode: 'id', value: 'u' },
				name: 'Ordered',
			},
			2,
			false,
		],
		[
			'a form, which nothing recognises, is not',
			'track',
			{
				resource: 'form',
				operation: 'submit',
				formId: 'signup',
				person: { __rl: true, mode: 'id', value: 'u' },
			},
			1,
			true,
		],
	])('is given up: %s', async (_, node, parameters, count, mayHaveSucceeded) => {
		let number = 0;
		const server = await startSampleServer(() => {
			number += 1;
			return number === 1 ? 'hang' : { status: 200, body: {} };
		});
		const { json } = await runOver(server, node, {
			parameters: { ...parameters, options },
			onError: 'continueRegularOutput',
		});
		expect(server.requests).toHaveLength(count);
		expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1);
		expect(json[0]).toMatchObject(mayHaveSucceeded ? { mayHaveSucceeded } : { success: true });
		await server.close();
	});

	it('is given up also when the headers trickle', async () => {
		const server = net.createServer((socket) => {
			socket.on('error', () => {});
			socket.write('HTTP/1.1 200 OK\r\n');
			const timer = setInterval(() => socket.write('x-more: 1\r\n'), 300);
			socket.on('close', () => clearInterval(timer));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as net.AddressInfo;
		const baseUrl = `http://127.0.0.1:${port}`;
		const { error } = await app.run({ ...create, options }, [{}], { credential: { baseUrl } });
		expect(error?.message).toMatch(/^No response from/);
		await new Promise<void>((resolve) => server.close(() => resolve()));
	});
});

describe('times beyond those of a timer', () => {
	it('in Timeout do not end every request at once', async () => {
		const { error, requests } = await app.run({ ...create, options: { timeout: 3_000_000 } });
		expect(error).toBeUndefined();
		expect(requests).toHaveLength(1);
	});

	it('in Retry-After do not end the wait at once', async () => {
		const headers = { 'Retry-After': '9999999' };
		app.sandbox.fault({ times: Infinity, act: { kind: 'status', status: 429, headers } });
		const controller = new AbortController();
		setTimeout(() => controller.abort(), 1000);
		const options = { maxWait: 1e9, requestsPerSecond: 0 };
		const { requests } = await app.run({ ...get, options }, [{}], { signal: controller.signal });
		expect(requests).toHaveLength(1);
	});
});

describe('what a server returns', () => {
	let server: SampleServer;
	const apiKey = 'b5f1c8d7e2a9-secret';
	beforeEach(async () => {
		server = await startSampleServer(() => ({ status: 400 }));
	});
	afterEach(async () => await server.close());

	/** Everything that n8n could show or store of it. */
	const everythingIn = (value: unknown) =>
		inspect(value, { depth: Infinity, showHidden: true, maxStringLength: null });

	const forms: Array<[form: string, body: (authorization: string, key: string) => unknown]> = [
		['its headers as JSON', (authorization) => ({ headers: { authorization } })],
		['a message', (authorization) => ({ errors: [{ detail: `bad header ${authorization}` }] })],
		['text', (authorization) => `GET / authorization: ${authorization}`],
		['the key alone', (_, key) => ({ meta: { error: `unknown key ${key}` } })],
		['the key as a name', (_, key) => ({ [key]: true })],
		['the key decoded', (_, key) => ({ error: `user ${key}: password` })],
		['the key in Base64', (_, key) => ({ error: Buffer.from(`${key}:`).toString('base64') })],
	];

	describe.each(forms)('O15 with the key in it: %s', (_, body) => {
		it.each([400, 401, 429, 503])('does not get into the error of a %i', async (status) => {
			server.reply = ({ headers }) => ({
				status,
				body: body(String(headers.authorization), apiKey),
			});
			for (const [type, credential, parameters] of [
				['customerIoApp', 'customerIoAppApi', create],
				[
					'customerIoPipelines',
					'customerIoPipelinesApi',
					{ resource: 'person', operation: 'identify', userId: 'u' },
				],
			] as const) {
				const result = await runNode(
					{
						type: `n8n-nodes-customerio.${type}`,
						parameters: { ...parameters, options: { maxWait: 0 } },
						credentials: { [credential]: { apiKey, region: 'custom', baseUrl: server.url } },
					},
					[{}],
				);
				expect(result.error).toBeDefined();
				const text = everythingIn(result.error) + JSON.stringify(result.error);
				expect(text).not.toContain(apiKey);
				expect(text).not.toContain(Buffer.from(apiKey).toString('base64').slice(0, 20));
			}
		});
	});

	const words: Array<[form: string, body: unknown, message: string, code?: string]> = [
		['errors', { errors: [{ detail: 'no', code: 'c1' }] }, 'no', 'c1'],
		['meta', { meta: { errors: ['no'] } }, 'no'],
		['error', { error: 'no' }, 'no'],
		['message', { message: 'no', code: 'c2' }, 'no', 'c2'],
		['detail', { detail: 'no' }, 'no'],
		['text', 'no', 'Customer.io App API rejected the request (HTTP 403): no'],
		[
			'a web page',
			'<html><head><title>Access denied</title></head></html>',
			'Customer.io App API rejected the request (HTTP 403): Access denied',
		],
	];

	it.each(words.map(([form, ...rest]) => ({ form, rest })))(
		'O16 is told: $form',
		async ({ rest }) => {
			const [body, message, code] = rest;
			server.reply = () => ({ status: 403, body });
			const credential = { baseUrl: server.url };
			const { error, context } = await app.run(create, [{}], { credential });
			expect(error?.message).toBe(message);
			expect(context).toMatchObject({
				httpCode: '403',
				mayHaveSucceeded: false,
				...(code === undefined ? {} : { code }),
			});
		},
	);

	it('tells programs how long to wait', async () => {
		const headers = { 'Retry-After': '70' };
		app.sandbox.fault({ act: { kind: 'status', status: 429, headers } });
		const run = await app.run({ ...create, options: { maxWait: 1 } });
		expect(run.context).toMatchObject({
			httpCode: '429',
			mayHaveSucceeded: false,
			retryAfterMs: 70_000,
		});
	});
});
