/** Every list of the App node's resource locators, as a user sees it. */
import type { INodeListSearchItems, INodeType } from 'n8n-workflow';

import { listSearch, loadPackage } from '../../../tools/engine/harness.ts';
import { located, startApp, type AppNode } from '../../support/appNode.ts';

const NODE = 'n8n-nodes-customerio.customerIoApp';
const inCampaign = { resource: 'campaign', operation: 'getAction', campaignId: located(5) };
const inBroadcast = { resource: 'broadcast', broadcastId: located(12) };
const inNewsletter = { resource: 'newsletterVariant', newsletterId: located(128_275) };
const inMessage = { resource: 'transactional', transactionalId: located(44) };
const emailId = located('1a0cbb4e-09d3-402e-949e-f6732f021650');

/** Parameters that must be chosen before a list can be opened. */
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

const openList = async (
	method: string,
	more: { filter?: string; paginationToken?: string; credentials?: typeof app.credentials } = {},
) =>
	await listSearch(NODE, method, {
		credentials: app.credentials,
		parameters: CHOSEN_BEFORE[method] ?? {},
		...more,
	});

/** Returns the previous list response, modified, for the next request. */
function respondNext(change: (body: Record<string, unknown>, key: string) => object): void {
	const last = app.sandbox.requests.at(-1);
	const body = last?.responseBody as Record<string, unknown>;
	const [key = ''] = Object.entries(body).find(([, value]) => Array.isArray(value)) ?? [];
	app.sandbox.fault({
		path: last?.path ?? '',
		act: { kind: 'status', status: 200, body: change(body, key) },
	});
}

/** Drops entries such as "(No Folder)" and the default language. */
const realEntries = (results: INodeListSearchItems[]) =>
	results.filter(({ name }) => !/^\(|^Default/.test(name));

it('every list opens, searches, paginates, can be empty, and reports a rejected key', async () => {
	const { nodeTypes } = await loadPackage();
	const { methods: nodeMethods } = nodeTypes.customerIoApp as INodeType;
	const methods = Object.keys(nodeMethods?.listSearch ?? {});
	expect(methods.length).toBeGreaterThan(30);
	const paged: string[] = [];
	const problems: string[] = [];

	for (const method of methods) {
		const problem = (message: string) => problems.push(`${method}: ${message}`);
		const { results } = await openList(method);
		// A message in one language has only the default.
		const [entry] = method === 'searchTransactionalLanguages' ? results : realEntries(results);
		if (entry === undefined) {
			problem('offers nothing');
			continue;
		}
		const matches = await openList(method, { filter: entry.name.slice(0, 12).toUpperCase() });
		if (!matches.results.some(({ value }) => value === entry.value))
			problem('does not find by name');
		const noMatches = await openList(method, { filter: 'zzz-nowhere' });
		if (noMatches.results.length > 0) problem('finds what is not there');

		await openList(method);
		const { rawQuery } = app.sandbox.requests.at(-1) ?? { rawQuery: '' };
		respondNext((body) => ({
			...body,
			next: 'page/2',
			meta: { pagination: { total: 1_000_000, next_cursor: 'page/2' } },
		}));
		const first = await openList(method);
		app.sandbox.clearFaults();
		if (first.paginationToken !== undefined) {
			paged.push(method);
			const token = String(first.paginationToken);
			await openList(method, { paginationToken: token }).catch(() => undefined);
			const next = app.sandbox.requests.at(-1)?.rawQuery ?? '';
			if (next === rawQuery) problem('asks for the same page again');
		}

		await openList(method);
		respondNext((body, key) => ({
			...body,
			[key]: [],
			next: '',
			meta: { pagination: { total: 0 } },
		}));
		const empty = await openList(method);
		app.sandbox.clearFaults();
		if (realEntries(empty.results).length > 0) problem('invents entries');

		const wrong = { customerIoAppApi: { ...app.credentials.customerIoAppApi, apiKey: 'wrong' } };
		const errorMessage = await openList(method, { credentials: wrong }).then(
			() => 'nothing',
			(error: Error) => error.message,
		);
		if (!errorMessage.includes('the key was not accepted'))
			problem(`says "${errorMessage}" for a rejected key`);
	}
	expect(problems).toEqual([]);
	process.stdout.write(`${methods.length} lists, ${paged.length} of them in pages\n`);
}, 120_000);

it('a search requests pages until it has enough results, because the editor cannot page a list too short to scroll', async () => {
	const newsletters = (app.sandbox.state.stored.newsletter ??= []);
	for (let i = 1; i <= 450; i++)
		newsletters.push({ ...newsletters[0], id: 5000 + i, name: `Issue ${i}` });
	const names = async (filter: string, paginationToken?: string) => {
		const page = await openList('searchNewsletters', {
			filter,
			...(paginationToken === undefined ? {} : { paginationToken }),
		});
		return { token: page.paginationToken, names: page.results.map(({ name }) => name) };
	};

	expect(await names(' issue 449')).toEqual({ token: undefined, names: ['Issue 449 (email)'] });

	const first = await names('issue');
	expect(first.names.length).toBeGreaterThan(20);
	expect(first.names.length).toBeLessThan(450);
	const allNames = [...first.names];
	for (let { token } = first; token !== undefined;) {
		const page = await names('issue', String(token));
		allNames.push(...page.names);
		token = page.token;
	}
	expect(new Set(allNames).size).toBe(450);
	expect(allNames).toHaveLength(450);
});
