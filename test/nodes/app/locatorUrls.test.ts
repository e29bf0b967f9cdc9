/** Resources identified by the URL of their page, as copied from the browser. */
import { listSearch } from '../../../tools/engine/harness.ts';
import { located, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const US = 'https://fly.customer.io/workspaces/120243/journeys';
const get = (resource: string, parameter: string, address: string) => ({
	resource,
	operation: 'get',
	[parameter]: located(address, 'url'),
});

describe('a URL', () => {
	it.each([
		['campaign', `${US}/campaigns/5/overview`, '/v1/campaigns/5'],
		['campaign', `${US}/automations/5/setup/workflow/actions`, '/v1/campaigns/5'],
		['campaign', 'https://fly.customer.io/env/40281/campaigns/5/overview/', '/v1/campaigns/5'],
		['broadcast', `${US}/broadcasts/broadcast/12/overview`, '/v1/broadcasts/12'],
		['broadcast', `${US}/broadcasts/12`, '/v1/broadcasts/12'],
		['newsletter', `${US}/broadcasts/newsletter/10/overview/reports`, '/v1/newsletters/10'],
		[
			'newsletter',
			'https://fly.customer.io/env/1/broadcasts/newsletter/10/overview/reports',
			'/v1/newsletters/10',
		],
		['segment', 'https://eu.fly.customer.io/workspaces/1/journeys/segments/4', '/v1/segments/4'],
		['segment', 'https://fly-eu.customer.io/workspaces/1/segments/4?tab=people', '/v1/segments/4'],
	])('of a %s: %s', async (resource, address, path) => {
		const { routes, error } = await app.run(get(resource, `${resource}Id`, address));
		expect(error).toBeUndefined();
		expect(routes).toEqual([`GET ${path}`]);
	});

	it('of a transactional message, where an ID or a trigger name can be sent, too', async () => {
		const address = `${US}/transactional/3/overview`;
		const fetched = await app.run(get('transactional', 'transactionalId', address));
		expect(fetched.routes).toEqual(['GET /v1/transactional/3']);
		const result = await app.run(
			{
				resource: 'transactional',
				operation: 'sendPush',
				transactionalMessageId: located('={{ $json.page }}', 'url'),
				identifiers: located('1', 'id'),
			},
			[{ page: address }],
		);
		expect(result.requests[0]?.body).toMatchObject({ transactional_message_id: 3 });
	});

	it('of another resource is rejected before anything is sent', async () => {
		for (const wrong of [
			`${US}/segments/4`,
			`${US}/broadcasts/newsletter/10`,
			'https://example.com/journeys/broadcasts/broadcast/12',
			'12',
		]) {
			const { requests, error } = await app.run(get('broadcast', 'broadcastId', wrong));
			expect(requests).toEqual([]);
			expect(error?.message).toBe(
				`Broadcast: must be the address of a broadcast in Customer.io, but is "${wrong}"`,
			);
			expect(error?.description).toContain('/journeys/broadcasts/broadcast/');
		}
	});

	it('of a parent loads the lists that depend on it', async () => {
		const { results } = await listSearch(
			'n8n-nodes-customerio.customerIoApp',
			'searchCampaignActions',
			{
				credentials: app.credentials,
				parameters: {
					resource: 'campaign',
					operation: 'getAction',
					campaignId: located(`${US}/campaigns/5/overview`, 'url'),
				},
			},
		);
		expect(app.sandbox.requests.at(-1)?.path).toBe('/v1/campaigns/5/actions');
		expect(results.length).toBeGreaterThan(0);
	});
});
