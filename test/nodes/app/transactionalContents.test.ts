import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';
import { expectCase, specOperations, sentBy, type Case } from '../../support/cases.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const transactionalId = located('44');
const contentId = located('139');

/** They have separate tests. */
const elsewhere = [
	'sendEmail',
	'sendPush',
	'sendSms',
	'sendWhatsApp',
	'sendInApp',
	'sendInboxMessage',
	'getAll',
	'get',
];

const cases: Case[] = [
	{
		operation: 'getContents',
		parameters: { transactionalId, returnAll: true },
		route: 'GET /v1/transactional/44/contents',
		gives: { id: 139, type: 'email' },
	},
	{
		operation: 'getContent',
		parameters: { transactionalId, contentId },
		route: 'GET /v1/transactional/44/contents/139',
		gives: { id: 139 },
	},
	{
		operation: 'updateContent',
		parameters: {
			transactionalId,
			contentId,
			updateFields: { subject: 'Receipt', headersJson: '{"X-A":"1"}', replyToId: located('2') },
		},
		route: 'PUT /v1/transactional/44/content/139',
		body: { subject: 'Receipt', reply_to_id: 2, headers: [{ name: 'X-A', value: '1' }] },
		gives: { subject: 'Receipt' },
	},
	{
		operation: 'getTranslation',
		parameters: { transactionalId, language: located('de') },
		route: 'GET /v1/transactional/44/language/de',
		gives: { language: 'de' },
	},
	{
		operation: 'updateTranslation',
		parameters: {
			transactionalId,
			language: located('zh-Hant', 'list'),
			updateFields: { body: '<p>你好</p>', fromId: located('1') },
		},
		route: 'PUT /v1/transactional/44/language/zh-Hant',
		body: { body: '<p>你好</p>', from_id: 1 },
		gives: { language: 'zh-Hant', body: '<p>你好</p>' },
	},
	{
		operation: 'getMessages',
		parameters: {
			transactionalId: located('3'),
			returnAll: true,
			filters: { state: 'sent', startTs: 0, getTrackedResponses: false },
		},
		prepare: sentBy({ kind: 'transactional', transactionalMessageId: 3 }),
		route: 'GET /v1/transactional/3/messages?state=sent&start_ts=0&get_tracked_responses=false',
		gives: { type: 'email' },
	},
	{
		operation: 'getMetrics',
		parameters: { transactionalId, period: 'weeks', steps: 3 },
		route: 'GET /v1/transactional/44/metrics?period=weeks&steps=3',
	},
	{
		operation: 'getLinkMetrics',
		parameters: { transactionalId, filters: { unique: true } },
		route: 'GET /v1/transactional/44/metrics/links?period=days&steps=0&unique=true',
	},
];

describe('transactional message', () => {
	it('has every operation of the API spec', () => {
		const covered = cases.map(({ operation }) => operation);
		expect([...elsewhere, ...covered]).toEqual(specOperations('transactional'));
	});

	it.each(cases)(
		'$operation',
		async (testCase) => await expectCase(app, 'transactional', testCase),
	);

	const run = async (operation: string, parameters: object, items?: object[]) =>
		await app.run({ resource: 'transactional', operation, transactionalId, ...parameters }, items);

	it('requests the default language with an empty one', async () => {
		const { routes, json } = await run('getTranslation', { language: located('default', 'list') });
		expect(routes).toEqual(['GET /v1/transactional/44/language/']);
		expect(json[0]).toMatchObject({ language: '' });
	});

	it('does not treat an empty expression as the default language', async () => {
		const { error, requests } = await run(
			'updateTranslation',
			{ language: located('={{ $json.language }}'), updateFields: { subject: 'x' } },
			[{ language: ' ' }],
		);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(/^Language: is /);
	});

	it('splits metrics by today, in EST', async () => {
		const { json, items } = await run('getMetrics', { splitIntoPeriods: true });
		expect(json).toHaveLength(2);
		expect(pairs(items)).toEqual([0, 0]);
		const today = new Date(Date.now() - 5 * 3_600_000).toISOString().slice(0, 10);
		expect(json[1]).toMatchObject({ period_start: `${today}T00:00:00-05:00`, sent: 12 });
	});

	it("accepts only a message's ID, because the API does not look up a trigger name here", async () => {
		const { error, requests } = await run('getContents', {
			transactionalId: located('receipt', 'triggerName'),
		});
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(/Transactional Message: must be the ID/);
	});
});
