import { located, startApp, type AppNode } from '../../support/appNode.ts';
import { expectCase, specOperations, type Case } from '../../support/cases.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const newsletterId = located('10');
const variant = { newsletterId, contentId: located('45') };

const cases: Case[] = [
	{
		operation: 'get',
		parameters: { newsletterId, additionalFields: { type: 'inbox' } },
		route: 'GET /v1/newsletters/10/metrics?period=days&steps=0&type=inbox',
		gives: { type: 'email', series: { sent: [0, 10] } },
	},
	{
		operation: 'getLinks',
		parameters: { newsletterId, period: 'months', steps: 121, filters: { unique: true } },
		route: 'GET /v1/newsletters/10/metrics/links?period=months&steps=121&unique=true',
		gives: { link: { id: 1234 } },
	},
	{
		operation: 'getVariant',
		parameters: { ...variant, steps: 45 },
		route: 'GET /v1/newsletters/10/contents/45/metrics?period=days&steps=45',
	},
	{
		operation: 'getVariantLinks',
		parameters: { ...variant, filters: { type: 'email', unique: false } },
		route:
			'GET /v1/newsletters/10/contents/45/metrics/links?period=days&steps=0&type=email&unique=false',
	},
	{
		operation: 'getMessages',
		parameters: {
			newsletterId,
			limit: 3,
			metric: 'delivered',
			filters: { type: 'email', getTrackedResponses: true, endTs: 1_890_000_000 },
		},
		route:
			'GET /v1/newsletters/10/messages?type=email&metric=delivered&end_ts=1890000000&get_tracked_responses=true&limit=3',
		gives: { newsletter_id: 10 },
	},
];

describe('newsletter metric', () => {
	it('has every operation of the API spec', () => {
		expect(cases.map(({ operation }) => operation)).toEqual(specOperations('newsletterMetric'));
	});

	it.each(cases)(
		'$operation',
		async (testCase) => await expectCase(app, 'newsletterMetric', testCase),
	);

	it('splits metrics and links into periods', async () => {
		const run = async (operation: string) =>
			await app.run({
				resource: 'newsletterMetric',
				operation,
				...variant,
				splitIntoPeriods: true,
			});
		const metrics = await run('get');
		expect(metrics.json).toMatchObject([
			{ newsletter_id: 10, type: 'email', sent: 0, opened: 0 },
			{ newsletter_id: 10, type: 'email', sent: 10, opened: 3 },
		]);
		const links = await run('getVariantLinks');
		expect(links.json[2]).toEqual({
			newsletter_id: 10,
			content_id: 45,
			link_id: 1234,
			href: 'https://docs.customer.io',
			period_start: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00-05:00$/),
			period_start_unix: expect.any(Number),
			clicked: 5,
		});
	});
});
