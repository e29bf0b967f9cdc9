/** The lists behind messages: campaigns, newsletters and what belongs to them. */
import { listSearch } from '../../../tools/engine/harness.ts';
import { located, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
beforeEach(() => app.sandbox.reset());
afterAll(async () => await app.sandbox.stop());

const search = async (
	method: string,
	more: { filter?: string; paginationToken?: string; parameters?: object; path?: string } = {},
) =>
	await listSearch('n8n-nodes-customerio.customerIoApp', method, {
		credentials: app.credentials,
		...more,
	});
const lastPath = () => app.sandbox.requests.at(-1)?.path;

it.each([
	['searchCampaigns', { name: 'Welcome (running)', value: 5 }],
	['searchNewsletters', { name: 'Weekly Product Update (email)', value: 10 }],
	['searchSenderIdentities', { name: 'Team (team@example.com)', value: 1 }],
	['searchSubscriptionTopics', { name: 'Product Updates', value: 1 }],
])('%s lists what exists', async (method, entry) => {
	expect((await search(method)).results).toContainEqual(entry);
});

it.each([
	[
		'searchCampaignActions',
		{ resource: 'campaign', operation: 'getAction', campaignId: located(5) },
		'/v1/campaigns/5/actions',
		{ name: 'Opening Message (email)', value: 96 },
	],
	[
		'searchBroadcastActions',
		{ resource: 'broadcast', operation: 'getAction', broadcastId: located(12) },
		'/v1/broadcasts/12/actions',
		{ name: 'Opening Message (email)', value: 96 },
	],
	[
		'searchTransactionalContents',
		{ resource: 'transactional', operation: 'getContent', transactionalId: located(44) },
		'/v1/transactional/44/contents',
		{ name: 'Receipt', value: 139 },
	],
	[
		'searchNewsletterContents',
		{ resource: 'newsletterVariant', operation: 'get', newsletterId: located(128_275) },
		'/v1/newsletters/128275/contents',
		{ name: 'Black Friday (draft) (fr)', value: 128_311 },
	],
	[
		'searchTestGroups',
		{
			resource: 'newsletterVariant',
			operation: 'getTestGroupTranslation',
			newsletterId: located(128_275),
		},
		'/v1/newsletters/128275/test_groups',
		{ name: 'A', value: 'abc123' },
	],
])('%s depends on the previous choice', async (method, parameters, path, entry) => {
	expect((await search(method, { parameters })).results).toContainEqual(entry);
	expect(lastPath()).toBe(path);
});

describe('languages', () => {
	const parameters = {
		resource: 'newsletterVariant',
		operation: 'getTranslation',
		newsletterId: located(128_275),
	};

	it('start with the default one, and list each other one once', async () => {
		app.sandbox.state.stored.newsletterContent?.push(
			...[1, 2].map((id) => ({ id, newsletter_id: 128_275, language: 'de' })),
		);
		const [draft] = (app.sandbox.state.stored.newsletter ?? []).slice(-1);
		if (draft !== undefined) draft.content_ids = [128_310, 128_311, 1, 2];
		expect((await search('searchNewsletterLanguages', { parameters })).results).toEqual([
			{ name: 'Default Language', value: 'default' },
			{ name: 'de', value: 'de' },
			{ name: 'fr', value: 'fr' },
		]);
	});

	it('can be searched', async () => {
		const { results } = await search('searchNewsletterLanguages', { parameters, filter: 'FR' });
		expect(results).toEqual([{ name: 'fr', value: 'fr' }]);
	});
});

it('offers no reply-to address beside the senders', async () => {
	const { results } = await search('searchReplyTos');
	expect(results[0]).toEqual({ name: '(No Reply-To Address)', value: 'none' });
	expect(results).toHaveLength(3);
});

it('finds the campaign next to a filter, where the filters of messages are', async () => {
	const filters = { campaignId: located(6) };
	const parameters = { resource: 'message', operation: 'getAll', filters };
	const path = 'parameters.filters.actionId';
	const { results } = await search('searchCampaignActions', { parameters, path });
	expect(lastPath()).toBe('/v1/campaigns/6/actions');
	expect(results).not.toEqual([]);
	await expect(
		search('searchCampaignActions', { parameters: { ...parameters, filters: {} }, path }),
	).rejects.toThrow('Select "Campaign" first');
});

it('continues with the next page', async () => {
	const { stored } = app.sandbox.state;
	const [newsletter] = stored.newsletter ?? [];
	stored.newsletter = Array.from({ length: 60 }, (_, id) => ({
		...newsletter,
		id,
		name: `N${id}`,
	}));
	const first = await search('searchNewsletters');
	expect(first.results).toHaveLength(50);
	const { paginationToken } = first;
	if (typeof paginationToken !== 'string') throw new Error('there is no next page');
	const second = await search('searchNewsletters', { paginationToken });
	expect(second.results).toHaveLength(10);
	expect(second).not.toHaveProperty('paginationToken');
});

it('reports a rejected key', async () => {
	const wrong = { customerIoAppApi: { ...app.credentials.customerIoAppApi, apiKey: 'wrong' } };
	await expect(
		listSearch('n8n-nodes-customerio.customerIoApp', 'searchCampaigns', { credentials: wrong }),
	).rejects.toThrow(/rejected the API key/);
});
