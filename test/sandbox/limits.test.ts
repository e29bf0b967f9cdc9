import { loadSpecs } from '../../tools/sandbox/spec.ts';
import { createLimiter, parseRate } from '../../tools/sandbox/limiter.ts';
import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app, pipelines } from '../support/sandboxClient.ts';
import type { ClientResponse } from '../support/sandboxClient.ts';

describe('the sliding window', () => {
	test('rejects the 11th in a second and frees a slot when the first expires', () => {
		let now = 0;
		const limiter = createLimiter(() => now);
		for (now = 0; now < 1000; now += 100) expect(limiter.take('a', '10/s')).toBe(0);
		now = 999;
		expect(limiter.take('a', '10/s')).toBe(1);
		now = 1000;
		expect(limiter.take('a', '10/s')).toBe(0);
		expect(limiter.take('a', '10/s')).toBe(1);
		expect(limiter.take('b', '10/s')).toBe(0);
	});

	test('returns the wait in whole seconds', () => {
		let now = 0;
		const limiter = createLimiter(() => now);
		expect(limiter.take('a', '1/10s')).toBe(0);
		now = 100;
		expect(limiter.take('a', '1/10s')).toBe(10);
		now = 8001;
		expect(limiter.take('a', '1/10s')).toBe(2);
		now = 9999.5;
		expect(limiter.take('a', '1/10s')).toBe(1);
		now = 10_000;
		expect(limiter.take('a', '1/10s')).toBe(0);
	});

	test('parses every notation of a rate in the API specs', () => {
		expect(parseRate('10/s')).toEqual({ count: 10, windowMs: 1000 });
		expect(parseRate('1/10s')).toEqual({ count: 1, windowMs: 10_000 });
		expect(parseRate('100/day')).toEqual({ count: 100, windowMs: 86_400_000 });
		expect(parseRate('3000/3s')).toEqual({ count: 3000, windowMs: 3000 });
		expect(() => parseRate('often')).toThrow('often');
	});
});

describe('over HTTP', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	afterAll(() => sandbox.stop());
	beforeEach(() => {
		sandbox.setLimits(true);
		sandbox.reset();
	});

	const times = (
		n: number,
		send: (i: number) => Promise<ClientResponse>,
	): Promise<ClientResponse[]> => Promise.all(Array.from({ length: n }, (_, i) => send(i)));
	const rateLimited = (responses: ClientResponse[]): ClientResponse[] =>
		responses.filter((response) => response.status === 429);

	test('the 11th App API request of a second gets 429 with Retry-After and is not processed', async () => {
		const before = sandbox.state.segments.length;
		const responses = await times(12, (i) =>
			app(sandbox, { path: '/v1/segments', body: { segment: { name: `s${i}` } } }),
		);
		expect(rateLimited(responses)).toHaveLength(2);
		expect(rateLimited(responses)[0]?.headers['retry-after']).toBe('1');
		expect(rateLimited(responses)[0]?.json).toEqual({
			errors: [{ detail: 'rate limited to 10 requests per 1s', status: '429' }],
		});
		expect(sandbox.state.segments).toHaveLength(before + 10);
		expect(
			sandbox.requests.filter((recorded) => recorded.status === 429 && recorded.processed),
		).toEqual([]);
	});

	test('sends have a separate limit of 100 a second', async () => {
		await times(10, () => app(sandbox, { path: '/v1/segments' }));
		const responses = await times(102, () =>
			app(sandbox, {
				path: '/v1/send/email',
				body: { transactional_message_id: 44, to: 'a@example.com' },
			}),
		);
		expect(rateLimited(responses)).toHaveLength(2);
		expect(rateLimited(responses)[0]?.json).toHaveProperty('meta.error');
	});

	test('a broadcast is triggered once in ten seconds', async () => {
		const fire = (): Promise<ClientResponse> =>
			app(sandbox, { method: 'POST', path: '/v1/campaigns/12/triggers' });
		expect((await fire()).status).toBe(200);
		const second = await fire();
		expect([second.status, second.headers['retry-after']]).toEqual([429, '10']);
	});

	test('the limit of a day does not say when it ends', async () => {
		const [{ id = '' } = {}] = sandbox.state.deliveries;
		const path = `/v1/messages/${encodeURIComponent(id)}/archived_message`;
		const [first] = rateLimited(await times(101, () => app(sandbox, { path })));
		expect(first?.headers).not.toHaveProperty('retry-after');
	});

	test('Design Studio has five renders a second', async () => {
		const path = '/v1/design_studio/emails/1a0cbb4e-09d3-402e-949e-f6732f021650/render';
		expect(rateLimited(await times(6, () => app(sandbox, { path })))).toHaveLength(1);
	});

	test('Pipelines has a separate window, as large as its spec says', async () => {
		const { rate } = loadSpecs().pipelines.limits;
		expect(rate).toMatchObject({ requests: 3000, perSeconds: 3 });
		const identify = (): Promise<ClientResponse> =>
			pipelines(sandbox, '/v1/identify', { userId: 'limited' }, { strict: false });
		expect(rateLimited(await times(20, identify))).toHaveLength(0);
		// Three thousand requests can take longer than the window on a slow machine, so it is made smaller.
		rate.requests = 5;
		try {
			const over = rateLimited(await times(8, identify));
			expect(over).toHaveLength(3);
			expect(over[0]?.headers['retry-after']).toMatch(/^[123]$/);
			expect(over[0]?.json).toHaveProperty('meta.errors');
			expect(sandbox.requests.at(-1)).toMatchObject({ status: 429, processed: false });
		} finally {
			rate.requests = 3000;
		}
	});

	test('reset empties the windows', async () => {
		await times(10, () => app(sandbox, { path: '/v1/segments' }));
		sandbox.reset();
		expect((await app(sandbox, { path: '/v1/segments' })).status).toBe(200);
	});

	test('can be switched off', async () => {
		sandbox.setLimits(false);
		const responses = await times(30, () => app(sandbox, { path: '/v1/segments' }));
		expect(rateLimited(responses)).toHaveLength(0);
	});
});
