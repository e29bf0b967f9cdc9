/** Redirects: the wrong region, and what stands in front of Customer.io. The key never follows. */
import nock from 'nock';

import { onN8n1, testCredential } from '../../../tools/engine/harness.ts';
import { startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeEach(async () => {
	app = await startApp();
});
afterEach(async () => await app.sandbox.stop());

const create = { resource: 'segment', operation: 'create', name: 'x' };

describe('O5 a redirect', () => {
	afterEach(() => nock.cleanAll());
	afterAll(() => nock.restore());

	const wrongDatacenter = { errors: [{ detail: 'wrong datacenter', status: '301' }] };

	it.each([
		['us', 'https://api.customer.io', 'https://beta-api-eu.customer.io/v1/segments', 'EU'],
		['us', 'https://api.customer.io', undefined, 'EU'],
		['eu', 'https://api-eu.customer.io', 'https://api.customer.io/v1/segments', 'US'],
		['eu', 'https://api-eu.customer.io', undefined, 'US'],
	])('from region %s (%s to %s) names the region', async (region, host, location, other) => {
		const headers = location === undefined ? {} : { location };
		nock(host).post('/v1/segments').reply(301, wrongDatacenter, headers);
		const credential = { region, baseUrl: '' };
		const { error, context } = await app.run(create, [{}], { credential });
		expect(error?.message).toBe(
			`Wrong region: this account is in the ${other} region of Customer.io`,
		);
		expect(error?.description).toMatch(
			new RegExp(`^Open the credential and set Region to ${other}\\.`),
		);
		expect(context).toMatchObject({ httpCode: '301', mayHaveSucceeded: false });
	});

	it('to the other region is recognised without words, too', async () => {
		const location = 'https://api-eu.customer.io/v1/segments';
		nock('https://api.customer.io').post('/v1/segments').reply(308, '', { location });
		const credential = { region: 'us', baseUrl: '' };
		const { error } = await app.run(create, [{}], { credential });
		expect(error?.message).toMatch(/^Wrong region: .* EU region/);
	});

	it('behind a custom base URL says where it should lead', async () => {
		const headers = { Location: 'https://api-eu.customer.io/v1/segments' };
		app.sandbox.fault({ act: { kind: 'status', status: 301, body: wrongDatacenter, headers } });
		const { error } = await app.run(create);
		expect(error?.message).toMatch(/^Wrong region: .* EU region/);
		expect(error?.description).toMatch(/base URL/);
	});

	it.each([301, 302, 307, 308])('%i to elsewhere is not followed, and said', async (status) => {
		const headers = { Location: 'https://login.example.com/?secret=1' };
		app.sandbox.fault({ act: { kind: 'status', status, headers, rawBody: '' } });
		const { error, requests } = await app.run(create);
		expect(requests).toHaveLength(1);
		expect(error?.message).toBe(`Customer.io App API redirected the request (HTTP ${status})`);
		expect(error?.description).toMatch(/not followed to https:\/\/login\.example\.com,/);
		expect(error?.description).not.toMatch(/secret/);
	});

	it.each([
		['customerIoAppApi', 'https://api.customer.io', '/v1/info/ip_addresses', 'GET'],
		['customerIoPipelinesApi', 'https://cdp.customer.io', '/v1/track', 'POST'],
	] as const)(
		'fails the test of %s, and the key does not follow',
		async (type, host, path, method) => {
			for (const status of [301, 302, 307, 308]) {
				const other = nock('https://api-eu.customer.io').intercept(path, method).reply(200, {});
				nock(host)
					.intercept(path, method)
					.reply(status, wrongDatacenter, {
						location: `https://api-eu.customer.io${path}`,
					});
				const test = await testCredential(type, { apiKey: 'a-key-of-the-eu', region: 'us' });
				expect(test.status).toBe('Error');
				if (!onN8n1) expect(test.message).toMatch(/redirects .*other region/);
				expect(other.isDone()).toBe(false);
				nock.cleanAll();
			}
		},
	);
});
