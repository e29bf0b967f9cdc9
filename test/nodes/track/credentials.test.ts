/** The credential's test, and the lists that need a second credential. */
import nock from 'nock';

import { listSearch, testCredential, onN8n1 } from '../../../tools/engine/harness.ts';
import { sampleCredentials } from '../../../tools/engine/sampleCredentials.ts';
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';

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
