/** Each node asks the host of its credential's region. Nothing leaves the machine: nock answers. */
import nock from 'nock';

import { runNode, triggerContexts } from '../../tools/engine/harness.ts';
import { triggerType } from '../support/triggerNode.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

const authorization = 'Bearer key';
const appCredential = (region: string) => ({
	customerIoAppApi: { region, apiKey: 'key', webhookSigningSecret: 'signing-key' },
});

describe.each([
	['us', 'https://api.customer.io', 'https://cdp.customer.io', 'https://track.customer.io'],
	[
		'eu',
		'https://api-eu.customer.io',
		'https://cdp-eu.customer.io',
		'https://track-eu.customer.io',
	],
])('the region %s', (region, appHost, pipelinesHost, trackHost) => {
	test('of the App node', async () => {
		nock(appHost, { reqheaders: { authorization } })
			.get('/v1/workspaces')
			.reply(200, { workspaces: [{ id: 1, name: 'Demo' }] });
		const result = await runNode(
			{
				type: 'n8n-nodes-customerio.customerIoApp',
				parameters: { resource: 'workspace', operation: 'getAll', returnAll: true },
				credentials: appCredential(region),
			},
			[{}],
		);
		expect(result.error).toBeUndefined();
		expect(result.items('Customer.io App')[0]?.json).toMatchObject({ name: 'Demo' });
		expect(nock.pendingMocks()).toEqual([]);
	});

	test.each([
		['one item', '/v1/identify', [{ id: 'ada' }]],
		['a batch', '/v1/batch', [{ id: 'ada' }, { id: 'grace' }]],
	])('of the Pipelines node, for %s', async (_, path, items) => {
		nock(pipelinesHost)
			.post(path)
			.basicAuth({ user: 'write-key', pass: '' })
			.matchHeader('x-strict-mode', '1')
			.reply(200, {});
		const result = await runNode(
			{
				type: 'n8n-nodes-customerio.customerIoPipelines',
				parameters: { resource: 'person', operation: 'identify', userId: '={{ $json.id }}' },
				credentials: { customerIoPipelinesApi: { region, apiKey: 'write-key' } },
			},
			items,
		);
		expect(result.error).toBeUndefined();
		expect(nock.pendingMocks()).toEqual([]);
	});

	test.each([
		['one item', '/api/v2/entity', [{ id: 'ada' }]],
		['a batch', '/api/v2/batch', [{ id: 'ada' }, { id: 'grace' }]],
	])('of the Track node, for %s', async (_, path, items) => {
		nock(trackHost).post(path).basicAuth({ user: 'site', pass: 'key' }).reply(200, {});
		const result = await runNode(
			{
				type: 'n8n-nodes-customerio.customerIoTrack',
				parameters: {
					resource: 'person',
					operation: 'upsert',
					person: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				},
				credentials: { customerIoTrackApi: { region, siteId: 'site', apiKey: 'key' } },
			},
			items,
		);
		expect(result.error).toBeUndefined();
		expect(nock.pendingMocks()).toEqual([]);
	});

	test('of the trigger, when it registers', async () => {
		const api = nock(appHost, { reqheaders: { authorization } });
		api.get('/v1/reporting_webhooks').times(2).reply(200, { reporting_webhooks: [] });
		api.post('/v1/reporting_webhooks').reply(200, { id: 7 });
		const trigger = triggerContexts(
			{
				type: triggerType,
				parameters: { events: ['email_sent'] },
				credentials: appCredential(region),
			},
			{ base: 'https://n8n.example.com' },
		);
		await trigger.activate();
		expect(trigger.staticData()).toMatchObject({ id: 7 });
		expect(nock.pendingMocks()).toEqual([]);
	});
});
