/** What a user sees in the editor: credential tests and lists. */
import { sampleCredentials } from '../../../tools/engine/sampleCredentials.ts';
import { listSearch, loadPackage, onN8n1, testCredential } from '../../../tools/engine/harness.ts';
import { located, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

/** n8n 1 shows this text instead of the credential's message. */
const rejected = 'Authorization failed - please check your credentials';

describe('App API credential', () => {
	const test = async (changes: object) =>
		await testCredential('customerIoAppApi', { ...app.credentials.customerIoAppApi, ...changes });

	it('is accepted, also when its base URL ends in a slash or /v1', async () => {
		for (const ending of ['', '/', '/v1', '/v1/']) {
			expect(await test({ baseUrl: app.sandbox.url + ending })).toMatchObject({ status: 'OK' });
		}
		expect(app.sandbox.requests.at(-1)?.path).toBe('/v1/info/ip_addresses');
	});

	it('is accepted with white space around a copied key', async () => {
		for (const apiKey of [` ${app.sandbox.appKey}`, `\u00a0${app.sandbox.appKey}\n`]) {
			expect(await test({ apiKey })).toMatchObject({ status: 'OK' });
		}
	});

	it('says what to check when the key is wrong or belongs to another region', async () => {
		const { status, message } = await test({ apiKey: 'wrong' });
		expect(status).toBe('Error');
		expect(message).toMatch(onN8n1 ? rejected : /does not know this App API key in this region/);
	});

	it('requires a base URL for a custom region', async () => {
		const { credentialTypes } = await loadPackage();
		for (const { properties } of Object.values(credentialTypes)) {
			expect(properties.find(({ name }) => name === 'baseUrl')).toMatchObject({
				required: true,
				displayOptions: { show: { region: ['custom'] } },
			});
		}
	});

	it('reports that nothing responds at the base URL', async () => {
		const { status, message } = await test({ baseUrl: 'http://127.0.0.1:9' });
		expect(status).toBe('Error');
		expect(message.length).toBeGreaterThan(10);
	});
});

describe('Pipelines API credential', () => {
	const test = async (apiKey: string) =>
		await testCredential('customerIoPipelinesApi', {
			...sampleCredentials(app.sandbox).customerIoPipelinesApi,
			apiKey,
		});

	it('is accepted, and creates no person', async () => {
		const countIdentified = () =>
			app.sandbox.state.people.filter(({ id, email }) => id ?? email).length;
		const people = countIdentified();
		expect(await test(app.sandbox.writeKey)).toMatchObject({ status: 'OK' });
		const request = app.sandbox.requests.at(-1);
		expect(request?.path).toBe('/v1/track');
		expect(request?.headers['x-strict-mode']).toBe('1');
		expect(request?.headers.authorization).toBe(
			`Basic ${Buffer.from(`${app.sandbox.writeKey}:`).toString('base64')}`,
		);
		expect(countIdentified()).toBe(people);
	});

	it('is accepted with white space around a copied key', async () => {
		for (const key of [` ${app.sandbox.writeKey}`, `${app.sandbox.writeKey} \n`]) {
			expect(await test(key)).toMatchObject({ status: 'OK' });
		}
	});

	it('says what to check when the key is wrong', async () => {
		const { status, message } = await test('wrong');
		expect(status).toBe('Error');
		expect(message).toMatch(onN8n1 ? rejected : /does not know this write key in this region/);
	});
});

describe('lists', () => {
	const search = async (
		method: string,
		more: { filter?: string; paginationToken?: string; parameters?: object } = {},
	) =>
		await listSearch('n8n-nodes-customerio.customerIoApp', method, {
			credentials: app.credentials,
			...more,
		});

	it.each([
		['searchSegments', 'Beta testers (manual)', 12],
		['searchBroadcasts', 'Alert', 12],
		['searchTransactionalMessages', 'Receipt', 3],
		['searchSnippets', 'legal footer', 'legal footer'],
	])('%s lists what exists, by name', async (method, name, value) => {
		const { results } = await search(method);
		expect(results).toContainEqual(expect.objectContaining({ name, value }));
		const names = results.map((entry) => entry.name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
	});

	/** Returns a list's entries for a response. */
	const offered = async (method: string, path: string, body: object, parameters = {}) => {
		app.sandbox.fault({ path, act: { kind: 'status', status: 200, body } });
		const { results } = await search(method, { parameters });
		app.sandbox.clearFaults();
		return results.map(({ name }) => name);
	};

	it('sort numbers numerically', async () => {
		const runs = {
			resource: 'broadcast',
			operation: 'getTriggerStatus',
			broadcastId: located(12),
		};
		const triggers = [10, 9, 1].map((id) => ({ id, state: 'done' }));
		expect(
			await offered('searchBroadcastTriggers', '/v1/broadcasts/12/triggers', { triggers }, runs),
		).toEqual(['1 (done)', '9 (done)', '10 (done)']);
	});

	it('show the ID of an unnamed entry once', async () => {
		const exports = [{ id: 110, description: '' }];
		expect(await offered('searchExports', '/v1/exports', { exports })).toEqual(['(no name) 110']);
	});

	it('find by part of the name or by ID, ignoring case', async () => {
		expect((await search('searchSegments', { filter: 'CAFÉ' })).results).toHaveLength(1);
		expect((await search('searchSegments', { filter: ' 42' })).results).toContainEqual(
			expect.objectContaining({ value: 42 }),
		);
		expect((await search('searchSegments', { filter: 'no such' })).results).toEqual([]);
	});

	it('are empty where nothing exists', async () => {
		app.sandbox.state.reportingWebhooks = [];
		expect(await search('searchReportingWebhooks')).toEqual({ results: [] });
	});

	it('depend on the previous choice', async () => {
		await app.run({
			resource: 'broadcast',
			operation: 'trigger',
			broadcastId: located(12),
			audience: 'ids',
			ids: '1',
		});
		const chosen = (value: unknown) => ({
			resource: 'broadcast',
			operation: 'getTriggerStatus',
			broadcastId: located(value),
		});
		const { results } = await search('searchBroadcastTriggers', { parameters: chosen(12) });
		expect(results).toHaveLength(1);
		expect(app.sandbox.requests.at(-1)?.path).toBe('/v1/broadcasts/12/triggers');
		await expect(search('searchBroadcastTriggers', { parameters: chosen('') })).rejects.toThrow(
			'Select "Broadcast" first',
		);
	});

	it('accept only a valid previous choice, and name its field', async () => {
		const before = app.sandbox.requests.length;
		const inCampaign = (value: unknown, mode?: string) => ({
			resource: 'campaign',
			operation: 'getAction',
			campaignId: located(value, mode),
		});
		const segmentPage = 'https://fly.customer.io/workspaces/1/journeys/segments/5';
		for (const [chosen, message] of [
			[inCampaign(segmentPage, 'url'), /^Campaign: must be the address of a campaign/],
			[inCampaign('Welcome'), /^Campaign: must be the ID of a campaign, which is a number/],
			[inCampaign('={{ $json.id }}'), /^Select "Campaign" first/],
		] as const) {
			await expect(search('searchCampaignActions', { parameters: chosen })).rejects.toMatchObject({
				message: expect.stringMatching(message),
				description: expect.stringMatching(/\.$/),
			});
		}
		const withoutMessage = { resource: 'transactional', operation: 'getContent' };
		await expect(
			search('searchTransactionalContents', {
				parameters: { ...withoutMessage, transactionalId: located('', 'list') },
			}),
		).rejects.toThrow('Select "Transactional Message" first');
		expect(app.sandbox.requests).toHaveLength(before);

		const campaignPage = 'https://fly.customer.io/workspaces/1/journeys/campaigns/5/overview';
		for (const chosen of [inCampaign(' 5 '), inCampaign(campaignPage, 'url')]) {
			await search('searchCampaignActions', { parameters: chosen });
			expect(app.sandbox.requests.at(-1)?.path).toBe('/v1/campaigns/5/actions');
		}
	});

	it('report a rejected key', async () => {
		const wrong = { customerIoAppApi: { ...app.credentials.customerIoAppApi, apiKey: 'wrong' } };
		await expect(
			listSearch('n8n-nodes-customerio.customerIoApp', 'searchSegments', { credentials: wrong }),
		).rejects.toThrow(/rejected the API key/);
	});
});
