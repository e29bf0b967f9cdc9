import { located, startApp, type AppNode } from '../../support/appNode.ts';
import { expectCase, specOperations, type Case } from '../../support/cases.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const campaignId = located('5');
const action = { campaignId, actionId: located('96') };
const start = '2026-01-01T00:00:00Z';
const end = '2026-01-03T00:00:00Z';

const cases: Case[] = [
	{
		operation: 'getAll',
		parameters: { returnAll: true },
		route: 'GET /v1/campaigns',
		gives: { id: 5, name: 'Welcome', state: 'running' },
	},
	{ operation: 'get', parameters: { campaignId }, route: 'GET /v1/campaigns/5', gives: { id: 5 } },
	{
		operation: 'getActions',
		parameters: { campaignId, limit: 2 },
		route: 'GET /v1/campaigns/5/actions',
		gives: { campaign_id: 5 },
	},
	{
		operation: 'getAction',
		parameters: action,
		route: 'GET /v1/campaigns/5/actions/96',
		gives: { id: 96 },
	},
	{
		operation: 'updateAction',
		parameters: {
			...action,
			actionType: 'message',
			updateFields: {
				body: '<p>Hi</p>',
				bodyAmp: '',
				subject: 'Hello',
				preheaderText: 'Soon',
				fromId: located('1'),
				replyToId: located('2'),
				recipient: '{{customer.email}}',
				headers: { values: [{ name: 'X-Kind', value: 'news' }] },
				sendingState: 'draft',
			},
		},
		route: 'PUT /v1/campaigns/5/actions/96',
		body: {
			body: '<p>Hi</p>',
			body_amp: '',
			subject: 'Hello',
			preheader_text: 'Soon',
			from_id: 1,
			reply_to_id: 2,
			recipient: '{{customer.email}}',
			headers: [{ name: 'X-Kind', value: 'news' }],
			sending_state: 'draft',
		},
		gives: { id: 96, subject: 'Hello', sending_state: 'draft' },
	},
	{
		operation: 'getActionTranslation',
		parameters: { ...action, language: 'pt-BR' },
		route: 'GET /v1/campaigns/5/actions/96/language/pt-BR',
		gives: { id: 96 },
	},
	{
		operation: 'updateActionTranslation',
		parameters: { ...action, language: 'fr', updateFields: { subject: 'Été' } },
		route: 'PUT /v1/campaigns/5/actions/96/language/fr',
		body: { subject: 'Été' },
	},
	{
		operation: 'getMetrics',
		parameters: { campaignId, res: 'days', start, end, tz: 'Europe/Berlin' },
		route:
			'GET /v1/campaigns/5/metrics?version=2&res=days&start=1767225600&end=1767398400&tz=Europe%2FBerlin',
		gives: { series: { sent: [0, 12] } },
	},
	{
		operation: 'getLinkMetrics',
		parameters: { campaignId, period: 'weeks', steps: 12, filters: { unique: true } },
		route: 'GET /v1/campaigns/5/metrics/links?period=weeks&steps=12&unique=true',
		gives: { link: { id: 1234 } },
	},
	{
		operation: 'getJourneyMetrics',
		parameters: { campaignId, start, end, resolution: 'daily' },
		route: 'GET /v1/campaigns/5/journey_metrics?start=1767225600&end=1767398400&resolution=daily',
		gives: { started: [4, 5] },
	},
	{
		operation: 'getActionMetrics',
		parameters: {
			...action,
			reportBy: 'steps',
			period: 'months',
			steps: 121,
			additionalFields: { type: 'email' },
		},
		route: 'GET /v1/campaigns/5/actions/96/metrics?version=1&period=months&steps=121&type=email',
		gives: { metric: { series: { sent: [0, 12] } } },
	},
	{
		operation: 'getActionLinkMetrics',
		parameters: { ...action, period: 'hours', steps: 24, filters: { type: 'twilio' } },
		route: 'GET /v1/campaigns/5/actions/96/metrics/links?period=hours&steps=24&type=twilio',
	},
	{
		operation: 'getMessages',
		parameters: {
			campaignId,
			limit: 5,
			metric: 'opened',
			filters: { type: 'email', drafts: false, startTs: '2020-01-01T00:00:00Z', endTs: end },
		},
		route:
			'GET /v1/campaigns/5/messages?type=email&drafts=false&metric=opened&start_ts=1577836800&end_ts=1767398400&limit=5',
		gives: { campaign_id: 5 },
	},
];

describe('campaign', () => {
	it('has every operation of the API spec', () => {
		expect(cases.map(({ operation }) => operation)).toEqual(specOperations('campaign'));
	});

	it.each(cases)('$operation', async (testCase) => await expectCase(app, 'campaign', testCase));

	const run = async (operation: string, parameters: object) =>
		await app.run({ resource: 'campaign', operation, campaignId, ...parameters });

	it.each([
		['sms', { body: 'Hi', imageUrl: 'https://example.com/a.png', recipient: '{{customer.phone}}' }],
		['whatsapp', { bodyJson: '{}', sendToUnsubscribed: true, tracked: false }],
	])('updates an action of the type %s with only its fields', async (actionType, fields) => {
		const { requests } = await run('updateAction', {
			...action,
			actionType,
			updateFields: { ...fields, subject: 'of another kind' },
		});
		expect(requests[0]?.status).toBe(200);
		expect(requests[0]?.body).not.toHaveProperty('subject');
		expect(Object.values(requests[0]?.body as object)).toEqual(Object.values(fields));
	});

	it("sends a webhook's headers as JSON text, as the API wants them there", async () => {
		const { requests } = await run('updateAction', {
			...action,
			actionType: 'webhook',
			updateFields: {
				url: 'https://example.com/hook',
				method: 'patch',
				headers: { values: [{ name: 'X-A', value: 'b c' }] },
			},
		});
		expect(requests[0]?.status).toBe(200);
		expect(requests[0]?.body).toEqual({
			url: 'https://example.com/hook',
			method: 'patch',
			headers: '[{"name":"X-A","value":"b c"}]',
		});
	});

	it('rejects headers that an email cannot have', async () => {
		const { error, requests } = await run('updateAction', {
			...action,
			updateFields: { headers: { values: [{ name: 'X Kind', value: 'é' }] } },
		});
		expect(requests).toEqual([]);
		expect(error?.message).toBe(
			'Headers: must be ASCII without line breaks, and without spaces in a name, but has "X Kind: é"',
		);
	});

	it('removes the reply-to address', async () => {
		const { requests } = await run('updateAction', {
			...action,
			updateFields: { replyToId: located('none', 'list') },
		});
		expect(requests[0]?.body).toEqual({ reply_to_id: null });
	});

	it('rejects an update that changes nothing', async () => {
		const { error, requests } = await run('updateAction', { ...action, updateFields: {} });
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(/change/);
	});

	it('splits metrics into one item per period', async () => {
		const { json, items } = await run('getMetrics', {
			res: 'days',
			start,
			end,
			tz: 'UTC',
			splitIntoPeriods: true,
		});
		expect(json).toEqual([
			{
				campaign_id: 5,
				period_start: '2026-01-01T00:00:00Z',
				period_start_unix: 1_767_225_600,
				sent: 0,
				delivered: 0,
				opened: 0,
				clicked: 0,
			},
			{
				campaign_id: 5,
				period_start: '2026-01-02T00:00:00Z',
				period_start_unix: 1_767_312_000,
				sent: 12,
				delivered: 12,
				opened: 4,
				clicked: 1,
			},
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
	});

	it('splits journey and link metrics into one item per link and period', async () => {
		const journeys = await run('getJourneyMetrics', {
			start,
			end,
			resolution: 'daily',
			splitIntoPeriods: true,
		});
		expect(journeys.json.map(({ started }) => started)).toEqual([4, 5]);

		const links = await run('getLinkMetrics', { returnAll: true, splitIntoPeriods: true });
		expect(links.json.slice(0, 3)).toEqual(
			[1, 3, 5].map((clicked) =>
				expect.objectContaining({ campaign_id: 5, link_id: 1234, clicked }),
			),
		);
		expect(links.json).toHaveLength(9);
	});

	it.each([
		['hours', 25],
		['days', 46],
		['weeks', 13],
	])('rejects more %s than exist', async (period, steps) => {
		const { error, requests } = await run('getLinkMetrics', { period, steps });
		expect(requests).toEqual([]);
		expect(error?.message).toBe(
			`Steps: must be at most ${steps - 1} when the period is ${period}, but is ${steps}`,
		);
	});

	it('rejects 122 months, and a time zone and a resolution that do not exist', async () => {
		const months = await run('getLinkMetrics', { period: 'months', steps: 122 });
		expect(months.error?.message).toBe('Steps: must be at most 121, but is 122');
		const zone = await run('getMetrics', { tz: 'Berlin' });
		expect(zone.error?.message).toMatch(/^Time Zone: must be the IANA name .* but is "Berlin"$/);
		const length = await run('getMetrics', { res: 'years' });
		expect(length.error?.message).toMatch(/^Resolution: must be one of hours, hourly, days/);
		expect([...months.requests, ...zone.requests, ...length.requests]).toEqual([]);
	});

	it("accepts both of the API's names for a resolution", async () => {
		const { routes } = await run('getMetrics', { res: 'monthly', tz: '' });
		expect(routes).toEqual(['GET /v1/campaigns/5/metrics?version=2&res=monthly']);
	});

	it('returns the raw campaign on request', async () => {
		const simple = await run('get', {});
		const raw = await run('get', { simplify: false });
		expect(simple.json[0]).not.toHaveProperty('trigger_segment_ids');
		expect(raw.json[0]).toHaveProperty('trigger_segment_ids', [90]);
	});

	it("passes on Customer.io's message about what is missing", async () => {
		const { error } = await run('getAction', { ...action, campaignId: located('999') });
		expect(error?.message).toBe('no campaign_id 999');
	});
});
