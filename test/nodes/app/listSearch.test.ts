/** Every list behind a locator of the App node: what a person meets when they open it. */
import type { INodeListSearchItems, INodeType } from 'n8n-workflow';

import { listSearch, loadPackage } from '../../../tools/engine/harness.ts';
import { located, startApp, type AppNode } from '../../support/appNode.ts';

const NODE = 'n8n-nodes-customerio.customerIoApp';
const inCampaign = { resource: 'campaign', operation: 'getAction', campaignId: located(5) };
const inBroadcast = { resource: 'broadcast', broadcastId: located(12) };
const inNewsletter = { resource: 'newsletterVariant', newsletterId: located(128_275) };
const inMessage = { resource: 'transactional', transactionalId: located(44) };
const emailId = located('1a0cbb4e-09d3-402e-949e-f6732f021650');

/** What has to be chosen before a list can be opened. */
const CHOSEN_BEFORE: { readonly [method: string]: object } = {
	searchCampaignActions: inCampaign,
	searchBroadcastActions: { ...inBroadcast, operation: 'getAction' },
	searchBroadcastTriggers: { ...inBroadcast, operation: 'getTriggerStatus' },
	searchTransactionalContents: { ...inMessage, operation: 'getContent' },
	searchTransactionalLanguages: { ...inMessage, operation: 'getTranslation' },
	searchNewsletterContents: { ...inNewsletter, operation: 'get' },
	searchNewsletterLanguages: { ...inNewsletter, operation: 'getTranslation' },
	searchTestGroups: { ...inNewsletter, operation: 'getTestGroupTranslation' },
	searchDesignStudioLanguages: {
		resource: 'designStudioEmailTranslation',
		operation: 'get',
		emailId,
	},
	searchDesignStudioVersions: { resource: 'designStudioEmailVersion', operation: 'get', emailId },
};

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
	await app.run({ ...inBroadcast, operation: 'trigger', audience: 'ids', ids: '1' });
	await app.run({
		resource: 'reportingWebhook',
		operation: 'create',
		name: 'Warehouse',
		endpoint: 'https://example.com/hook',
		events: ['email_sent'],
	});
	await app.run({
		resource: 'export',
		operation: 'exportCustomers',
		filter: { conditions: [{ condition: 'inSegment', segment: located(4) }] },
	});
});
afterAll(async () => await app.sandbox.stop());

const open = async (
	method: string,
	more: { filter?: string; paginationToken?: string; credentials?: typeof app.credentials } = {},
) =>
	await listSearch(NODE, method, {
		credentials: app.credentials,
		parameters: CHOSEN_BEFORE[method] ?? {},
		...more,
	});

/** Answers the next request for a list with its own answer, changed. */
function answerNext(change: (body: Record<string, unknown>, key: string) => object): void {
	const last = app.sandbox.requests.at(-1);
	const body = last?.responseBody as Record<string, unknown>;
	const [key = ''] = Object.entries(body).find(([, value]) => Array.isArray(value)) ?? [];
	app.sandbox.fault({
		path: last?.path ?? '',
		act: { kind: 'status', status: 200, body: change(body, key) },
	});
}

/** Entries that stand for no thing, such as "(No Folder)", or for the default language. */
const things = (results: INodeListSearchItems[]) =>
	results.filter(({ name }) => !/^\(|^Default/.test(name));

it('every list opens, finds, goes on, can be empty, and says when the key is refused', async () => {
	const { nodeTypes } = await loadPackage();
	const { methods: own } = nodeTypes.customerIoApp as INodeType;
	const methods = Object.keys(own?.listSearch ?? {});
	expect(methods.length).toBeGreaterThan(30);
	const paged: string[] = [];
	const problems: string[] = [];

	for (const method of methods) {
		const problem = (what: string) => problems.push(`${method}: ${what}`);
		const { results } = await open(method);
		// A message in one language has nothing but that.
		const [entry] = method === 'searchTransactionalLanguages' ? results : things(results);
		if (entry === undefined) {
			problem('offers nothing');
			continue;
		}
		const found = await open(method, { filter: entry.name.slice(0, 12).toUpperCase() });
		if (!found.results.some(({ value }) => value === entry.value)) problem('does not find by name');
		const nothing = await open(method, { filter: 'zzz-nowhere' });
		if (nothing.results.length > 0) problem('finds what is not there');

		await open(method);
		const { rawQuery } = app.sandbox.requests.at(-1) ?? { rawQuery: '' };
		answerNext((body) => ({
			...body,
			next: 'page/2',
			meta: { pagination: { total: 1_000_000, next_cursor: 'page/2' } },
		}));
		const first = await open(method);
		app.sandbox.clearFaults();
		if (first.paginationToken !== undefined) {
			paged.push(method);
			const token = String(first.paginationToken);
			await open(method, { paginationToken: token }).catch(() => undefined);
			const next = app.sandbox.requests.at(-1)?.rawQuery ?? '';
			if (next === rawQuery) problem('asks for the same page again');
		}

		await open(method);
		answerNext((body, key) => ({
			...body,
			[key]: [],
			next: '',
			meta: { pagination: { total: 0 } },
		}));
		const empty = await open(method);
		app.sandbox.clearFaults();
		if (things(empty.results).length > 0) problem('invents entries');

		const wrong = { customerIoAppApi: { ...app.credentials.customerIoAppApi, apiKey: 'wrong' } };
		const refusal = await open(method, { credentials: wrong }).then(
			() => 'nothing',
			(error: Error) => error.message,
		);
		if (!refusal.includes('rejected the API key')) problem(`says "${refusal}" of a refused key`);
	}
	expect(problems).toEqual([]);
	process.stdout.write(`${methods.length} lists, ${paged.length} of them in pages\n`);
}, 120_000);

it('a search reads on until it has found enough: the editor turns no page of a list that it cannot scroll', async () => {
	const newsletters = (app.sandbox.state.stored.newsletter ??= []);
	for (let i = 1; i <= 450; i++)
		newsletters.push({ ...newsletters[0], id: 5000 + i, name: `Issue ${i}` });
	const names = async (filter: string, paginationToken?: string) => {
		const page = await open('searchNewsletters', {
			filter,
			...(paginationToken === undefined ? {} : { paginationToken }),
		});
		return { token: page.paginationToken, found: page.results.map(({ name }) => name) };
	};

	expect(await names(' issue 449')).toEqual({ token: undefined, found: ['Issue 449 (email)'] });

	const first = await names('issue');
	expect(first.found.length).toBeGreaterThan(20);
	expect(first.found.length).toBeLessThan(450);
	const all = [...first.found];
	for (let { token } = first; token !== undefined;) {
		const page = await names('issue', String(token));
		all.push(...page.found);
		token = page.token;
	}
	expect(new Set(all).size).toBe(450);
	expect(all).toHaveLength(450);
});
