/** The credential's test, and the lists that need a second credential. */
import nock from 'nock';

import { listSearch, runNode, testCredential, onN8n1 } from '../../../tools/engine/harness.ts';
import { sampleCredentials } from '../../../tools/engine/sampleCredentials.ts';
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { located } from '../../support/trackNode.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterEach(() => nock.cleanAll());
afterAll(async () => {
	nock.restore();
	await sandbox.stop();
});

const check = async (change: object) =>
	await testCredential('customerIoTrackApi', {
		...sampleCredentials(sandbox).customerIoTrackApi,
		...change,
	});

describe('the test of the credential', () => {
	test('accepts a pair of site ID and API key, with white space around them', async () => {
		const { siteId, trackKey } = sandbox;
		expect(await check({ siteId: ` ${siteId}`, apiKey: `${trackKey}\n` })).toMatchObject({
			status: 'OK',
		});
	});

	test.each(['', '/', '/api/v1', '/api/v1/'])(
		'accepts a base URL that ends with "%s"',
		async (end) => {
			expect(await check({ baseUrl: sandbox.url + end })).toMatchObject({ status: 'OK' });
		},
	);

	test.each([
		['a wrong key', () => ({ apiKey: 'wrong' })],
		['an App API key', () => ({ apiKey: sandbox.appKey })],
	])('names the usual mistakes for %s', async (_, change) => {
		expect(await check(change())).toEqual({
			status: 'Error',
			// n8n 1 has a message of its own for a response without a body.
			message: expect.stringContaining(
				onN8n1 ? 'Authorization failed' : 'a pair of Track API keys (not an App API key',
			) as string,
		});
	});

	test.each([
		[
			'us',
			'eu',
			'Error',
			'Wrong region: this account is in the EU region of Customer.io. Set Region',
		],
		['us', 'us', 'OK', 'Connection successful'],
		['eu', 'eu', 'OK', 'Connection successful'],
	])('with Region %s and an account in %s: %s', async (chosen, region, status, message) => {
		const host = chosen === 'us' ? 'https://track.customer.io' : 'https://track-eu.customer.io';
		nock(host)
			.get('/api/v1/accounts/region')
			.reply(200, { url: 'https://track.customer.io', region, environment_id: 3 });
		expect(await check({ region: chosen })).toEqual({
			status,
			message: expect.stringContaining(message) as string,
		});
	});

	test('a proxy in front of an account in the EU is accepted', async () => {
		nock('https://proxy.example.com')
			.get('/api/v1/accounts/region')
			.reply(200, { url: 'https://track-eu.customer.io', region: 'eu' });
		expect(await check({ region: 'custom', baseUrl: 'https://proxy.example.com' })).toMatchObject({
			status: 'OK',
		});
	});

	// n8n 1 follows redirects in the test of a credential.
	(onN8n1 ? test.skip : test)('names the other region if Customer.io redirects there', async () => {
		nock('https://track.customer.io')
			.get('/api/v1/accounts/region')
			.reply(301, '', { location: 'https://track-eu.customer.io/api/v1/accounts/region' });
		expect(await check({ region: 'us' })).toEqual({
			status: 'Error',
			message: expect.stringContaining('Choose the other region') as string,
		});
	});
});

describe('a key that Customer.io rejects', () => {
	const host = 'https://track.customer.io';
	const auth = { user: 'site', pass: 'key' };
	const items = [{ id: 'ada' }, { id: 'grace' }, { id: 'alan' }];

	const run = async (credential: object = { region: 'us' }) =>
		(
			await runNode(
				{
					type: 'n8n-nodes-customerio.customerIoTrack',
					parameters: {
						resource: 'person',
						operation: 'upsert',
						person: located('id', '={{ $json.id }}'),
						batchRequests: false,
					},
					credentials: { customerIoTrackApi: { siteId: 'site', apiKey: 'key', ...credential } },
					onError: 'continueRegularOutput',
				},
				items,
			)
		)
			.items('Customer.io Track')
			.map(({ json }) => ({ error: json.error, description: json.description }));

	const rejects = (origin: string) =>
		nock(origin).persist().post('/api/v2/entity').basicAuth(auth).reply(401);

	test('is known in the other region: the error names it, after one request more', async () => {
		rejects(host);
		// Answered once: a second request would find no interceptor.
		nock(host).get('/api/v1/accounts/region').basicAuth(auth).reply(200, {
			url: 'https://track-eu.customer.io',
			region: 'eu',
			environment_id: 3,
		});
		const wrongRegion = {
			error: 'Wrong region: this account is in the EU region of Customer.io',
			description: expect.stringContaining('set Region to EU') as string,
		};
		expect(await run()).toEqual([wrongRegion, wrongRegion, wrongRegion]);
	});

	test.each([
		['known nowhere', 401, undefined],
		['known in this region', 200, { region: 'us' }],
		['answered without a region', 200, {}],
	])('is %s: the error names the key', async (_, status, body) => {
		rejects(host);
		nock(host).get('/api/v1/accounts/region').reply(status, body);
		const [first] = await run();
		expect(first?.error).toMatch(/^Authentication failed/);
		expect(nock.isDone()).toBe(true);
	});
});

test('a key that a proxy rejects is sent once', async () => {
	sandbox.reset();
	const result = await runNode(
		{
			type: 'n8n-nodes-customerio.customerIoTrack',
			parameters: { resource: 'person', operation: 'delete', person: located('id', '1') },
			credentials: {
				customerIoTrackApi: {
					...sampleCredentials(sandbox).customerIoTrackApi,
					apiKey: 'wrong',
				},
			},
		},
		[{}],
	);
	expect(result.error?.message).toMatch(/^Authentication failed/);
	expect(sandbox.requests.map(({ path }) => path)).toEqual(['/api/v2/entity']);
});

describe('the list of segments', () => {
	const search = async (credentials: object) =>
		await listSearch('n8n-nodes-customerio.customerIoTrack', 'searchSegments', {
			credentials: credentials as never,
			parameters: { resource: 'segment', operation: 'addCustomers' },
		});

	test('is that of the App API', async () => {
		const { results } = await search(sampleCredentials(sandbox));
		expect(results.map(({ value }) => value)).toContain(12);
	});

	test('says that it needs an App API credential', async () => {
		const { customerIoTrackApi } = sampleCredentials(sandbox);
		await expect(search({ customerIoTrackApi })).rejects.toMatchObject({
			message: 'This list needs a Customer.io App API credential',
		});
	});
});
