/** The page at `/`, and errors for what Customer.io drops in silence. */
import { startSandbox, type Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app, pipelines, request } from '../support/sandboxClient.ts';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ limits: false, workMs: 0 });
});
afterEach(async () => await sandbox.stop());

const page = async () => {
	const response = await request(sandbox.url, { path: '/' });
	expect(response.status).toBe(200);
	expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
	return response.text;
};

const track = async (to: Sandbox, path: string, body: unknown) =>
	await request(to.url, {
		path,
		body,
		headers: {
			Authorization: `Basic ${Buffer.from(`${to.siteId}:${to.trackKey}`).toString('base64')}`,
		},
	});

const event = (id: string) => ({
	type: 'person',
	action: 'event',
	identifiers: { id },
	name: 'Ordered',
	id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
});

describe('the page', () => {
	it('needs no key, says what the sandbox holds, and where to point n8n', async () => {
		const text = await page();
		expect(text).toContain(`<code>${sandbox.url}</code>`);
		expect(text).toContain(`<summary>People: ${sandbox.state.people.length}</summary>`);
		expect(text).toContain(`<summary>Segments: ${sandbox.state.segments.length}</summary>`);
		expect(text).toContain('None yet.');
	});

	it('shows the last requests, newest first, without itself', async () => {
		await app(sandbox, { path: '/v1/segments' });
		await app(sandbox, { path: '/v1/newsletters' });
		await page();
		const text = await page();
		expect(text).toContain('<h2>Requests: 2</h2>');
		expect(text.indexOf('GET /v1/newsletters')).toBeLessThan(text.indexOf('GET /v1/segments'));
		expect(text.indexOf('GET /v1/newsletters')).toBeGreaterThan(0);
	});

	it('says what was wrong with a request', async () => {
		await app(sandbox, { path: '/v1/segments', body: { segment: {} } });
		await pipelines(sandbox, '/v1/track', { userId: '1' }, { strict: false });
		await track(sandbox, '/api/v2/entity', event('7'));
		await track(sandbox, '/api/v2/entity', event('7'));
		const text = await page();
		expect(text).toMatch(/<td class="wrong">4\d\d<\/td>/);
		expect(text).toContain('body.segment.name');
		expect(text).toMatch(/dropped in silence: [^<]*event/);
		expect(text).toContain('was received before');
	});

	it('shows values as text, and no key', async () => {
		await pipelines(sandbox, '/v1/identify', {
			userId: '<script>alert(1)</script>',
			traits: { quote: `"'&` },
		});
		const text = await page();
		expect(text).not.toContain('<script>');
		expect(text).toContain('&#60;script&#62;alert(1)');
		expect(text).not.toContain(sandbox.writeKey);
		expect(text).not.toContain(Buffer.from(`${sandbox.writeKey}:`).toString('base64'));
		await app(sandbox, { path: '/v1/segments' });
		expect(await page()).not.toContain(sandbox.appKey);
	});
});

describe('strict errors', () => {
	let strict: Sandbox;
	beforeEach(async () => {
		strict = await startSandbox({ limits: false, strictErrors: true });
	});
	afterEach(async () => await strict.stop());

	it('answer a call that Pipelines would drop', async () => {
		const lax = await pipelines(sandbox, '/v1/track', { userId: '1' }, { strict: false });
		expect(lax.status).toBe(200);
		const response = await pipelines(strict, '/v1/track', { userId: '1' }, { strict: false });
		expect(response.status).toBe(400);
	});

	it('answer a call that Track would drop, alone and in a batch', async () => {
		const repeated = { batch: [event('1'), event('2')] };
		expect((await track(sandbox, '/api/v2/batch', repeated)).status).toBe(200);
		const batch = await track(strict, '/api/v2/batch', repeated);
		expect([batch.status, batch.json]).toEqual([
			207,
			{ errors: [expect.objectContaining({ batch_index: 1 })] },
		]);
		const alone = await track(strict, '/api/v2/entity', event('3'));
		expect(alone.status).toBe(400);
		expect(alone.text).toContain('was received before');
	});
});
