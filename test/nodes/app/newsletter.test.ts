import { appProperties } from '../../../tools/docs/nodeProperties.ts';
import { located, startApp, type AppNode } from '../../support/appNode.ts';
import { expectCase, specOperations, type Case } from '../../support/cases.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const newsletterId = located('128275');
const tomorrow = Math.floor(Date.now() / 1000) + 86_400;
const recipients = {
	recipients: { conditions: [{ condition: 'inSegment', segment: located(42, 'list') }] },
};
const audience = { segment: { id: 42 } };

const cases: Case[] = [
	{
		operation: 'create',
		parameters: {
			...recipients,
			name: 'Weekly',
			type: 'email',
			subject: 'News',
			body: '<p>Hi</p>',
			sending: 'schedule',
			scheduledAt: tomorrow,
			additionalFields: {
				bodyPlain: 'Hi',
				preheaderText: 'Soon',
				layoutId: 3,
				fromId: located('1'),
				subscriptionTopicId: located('2'),
			},
			rateLimit: { rateLimitEmailRate: 10, rateLimitTimePeriod: '3600', rateLimitSpread: true },
		},
		route: 'POST /v1/newsletters',
		body: {
			type: 'email',
			name: 'Weekly',
			recipients: audience,
			subject: 'News',
			body: '<p>Hi</p>',
			body_plain: 'Hi',
			preheader_text: 'Soon',
			layout_id: 3,
			from_id: 1,
			scheduled_at: tomorrow,
			subscription_topic_id: 2,
			rate_limit_email_rate: 10,
			rate_limit_time_period: 3600,
			rate_limit_spread: true,
		},
		gives: { name: 'Weekly', type: 'email', sent_at: null },
	},
	{
		operation: 'getAll',
		parameters: { limit: 2, filters: { sort: 'desc' } },
		route: 'GET /v1/newsletters?sort=desc&limit=2',
		gives: { id: 128_275 },
	},
	{
		operation: 'get',
		parameters: { newsletterId },
		route: 'GET /v1/newsletters/128275',
		gives: { id: 128_275 },
	},
	{
		operation: 'delete',
		parameters: { newsletterId },
		route: 'DELETE /v1/newsletters/128275',
		gives: { deleted: true },
	},
	{
		operation: 'send',
		parameters: {
			newsletterId,
			rateLimit: { rateLimitEmailRate: 100, rateLimitTimePeriod: '60' },
		},
		route: 'POST /v1/newsletters/128275/send',
		body: { rate_limit_email_rate: 100, rate_limit_time_period: 60 },
		gives: { id: 128_275, sent_at: expect.any(Number) },
	},
	{
		operation: 'schedule',
		parameters: {
			newsletterId,
			scheduledAt: tomorrow,
			timezone: 'Europe/Berlin',
			additionalFields: { tzMatchEnabled: true },
		},
		route: 'POST /v1/newsletters/128275/schedule',
		body: { scheduled_at: tomorrow, timezone: 'Europe/Berlin', tz_match_enabled: true },
		gives: { id: 128_275 },
	},
];

describe('newsletter', () => {
	it('has every operation of the API spec', () => {
		expect(cases.map(({ operation }) => operation)).toEqual(specOperations('newsletter'));
	});

	it.each(cases)('$operation', async (testCase) => await expectCase(app, 'newsletter', testCase));

	const run = async (operation: string, parameters: object) =>
		await app.run({ resource: 'newsletter', operation, ...parameters });
	const create = async (parameters: object) =>
		await run('create', { ...recipients, name: 'N', ...parameters });

	it.each([
		['twilio', { body: 'Hi' }, { body: 'Hi' }],
		['push', { subject: 'Hi' }, { subject: 'Hi' }],
		['in_app', { bodyJson: '{"a": 1}' }, { body_json: '{"a":1}' }],
		[
			'webhook',
			{ url: 'https://example.com/', requestMethod: 'PATCH', body: '{}' },
			{ url: 'https://example.com/', request_method: 'PATCH', body: '{}' },
		],
		['inbox', { bodyJson: { topics: ['a'] } }, { body_json: '{"topics":["a"]}' }],
	])('creates a draft for the channel %s', async (type, parameters, content) => {
		const { requests, json } = await create({ type, ...parameters });
		expect(requests[0]).toMatchObject({ status: 200 });
		expect(requests[0]?.body).toEqual({ type, name: 'N', recipients: audience, ...content });
		expect(json[0]).toMatchObject({ type });
	});

	it('sends at once on request', async () => {
		const { requests, json } = await create({ type: 'push', body: 'Now', sending: 'now' });
		expect(requests[0]?.body).toMatchObject({ send_now: true, body: 'Now' });
		expect(json[0]).toMatchObject({ sent_at: expect.any(Number) });
	});

	it('expresses "is not" with this dialect\'s flag', async () => {
		const { requests } = await create({
			type: 'twilio',
			body: 'Hi',
			recipients: {
				conditions: [
					{ condition: 'notInSegment', segment: located(7) },
					{ condition: 'notEq', field: 'plan', value: 'trial' },
					{ condition: 'notExists', field: 'email' },
				],
			},
		});
		expect(requests[0]?.status).toBe(200);
		expect(requests[0]?.body).toMatchObject({
			recipients: {
				and: [
					{ not: { segment: { id: 7 } } },
					{ attribute: { field: 'plan', operator: 'eq', value: 'trial', inverse: true } },
					{ attribute: { field: 'email', operator: 'exists', inverse: true } },
				],
			},
		});
	});

	const future = new Date(tomorrow * 1000).toISOString();
	it.each([
		[
			'a time in the past',
			{ sending: 'schedule', scheduledAt: '2020-01-01T00:00:00Z' },
			'Scheduled At: must be in the future',
		],
		[
			'a rate without its period',
			{ rateLimit: { rateLimitEmailRate: 5 } },
			'Period: is required together with "Messages", but empty for this item',
		],
		[
			'a period without its rate',
			{ rateLimit: { rateLimitTimePeriod: '60' } },
			'Messages: is required together with "Period", but empty for this item',
		],
		[
			'a name that is too long',
			{ name: 'é'.repeat(191) },
			'Name: must have at most 190 characters, but has 191',
		],
		['a filter without conditions', { recipients: {} }, 'Recipients: has no condition'],
		[
			'two senders',
			{
				type: 'email',
				subject: 's',
				body: 'b',
				additionalFields: { from: 'a@example.com', fromId: located('1') },
			},
			'From (Sender Identity): cannot be sent together with "From"',
		],
		[
			'content left at its default',
			{ type: 'in_app', bodyJson: '{}' },
			'Content (JSON): must hold the content of the message, but is empty',
		],
		[
			'a push without content',
			{ type: 'push', body: '' },
			'Subject, Body or Content (JSON): one of them is required, but all are empty for this item',
		],
		[
			'a body above one megabyte',
			{ body: 'x'.repeat(1024 * 1024) },
			/^Request: must be at most 1048576 bytes as JSON, but has \d+$/,
		],
	])('rejects %s', async (_, parameters, message) => {
		const { error, requests } = await create({ type: 'twilio', body: 'Hi', ...parameters });
		expect(requests).toEqual([]);
		expect(error?.message).toEqual(
			typeof message === 'string' ? message : expect.stringMatching(message),
		);
	});

	it('removes a schedule', async () => {
		const { requests } = await run('schedule', {
			newsletterId,
			scheduling: 'deschedule',
			scheduledAt: future,
			timezone: 'Europe/Berlin',
		});
		expect(requests[0]).toMatchObject({ status: 200, body: { scheduled_at: 0 } });
	});

	it('states the time zone of a time without one: not that of the field next to it', async () => {
		const rows = await appProperties();
		const descriptionOf = (name: string) =>
			rows.filter((row) => row.name === name).map(({ description }) => description);
		for (const name of ['scheduledAt', 'start', 'end']) {
			for (const description of descriptionOf(name)) {
				expect(description).toMatch(/Times without a time zone use the workflow's time zone\.$/);
			}
		}
		expect(descriptionOf('timezone')).toEqual([
			expect.stringMatching(/does not change when it is sent/),
		]);

		const { requests } = await run('schedule', {
			newsletterId,
			scheduledAt: '2099-01-01T09:00:00',
			timezone: 'Asia/Tokyo',
		});
		// A workflow without a time zone is in New York.
		expect(requests[0]?.body).toMatchObject({ scheduled_at: Date.UTC(2099, 0, 1, 14) / 1000 });
	});

	it('rejects a time zone that does not exist', async () => {
		const { error, requests } = await run('schedule', {
			newsletterId,
			scheduledAt: future,
			timezone: 'Middle/Earth',
		});
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(/^Time Zone: must be the IANA name/);
	});

	it('retries a schedule after a failure, but never a send', async () => {
		const fault = () =>
			app.sandbox.fault({ method: 'POST', path: '/v1/newsletters/*', act: { kind: 'resetAfter' } });
		app.sandbox.reset();
		fault();
		const schedule = await run('schedule', { newsletterId, scheduling: 'deschedule' });
		expect(schedule.requests).toHaveLength(2);
		expect(schedule.error).toBeUndefined();

		fault();
		const send = await run('send', { newsletterId });
		expect(send.requests).toHaveLength(1);
		expect(send.error?.description).toMatch(/may still have succeeded/i);
	});

	it('creates, lists, updates and deletes', async () => {
		app.sandbox.reset();
		const created = await create({ type: 'email', subject: 'S', body: '<p>B</p>', name: 'Round' });
		const id = located(created.json[0]?.id);
		const listed = await run('getAll', { returnAll: true });
		expect(listed.json.map(({ name }) => name)).toContain('Round');
		expect((await run('get', { newsletterId: id })).json[0]).toMatchObject({ name: 'Round' });
		expect((await run('send', { newsletterId: id })).json[0]).toHaveProperty('sent_at');
		const again = await run('send', { newsletterId: id });
		expect(again.error?.message).toMatch(/already been sent/);
		expect((await run('delete', { newsletterId: id })).json).toEqual([{ deleted: true }]);
		expect((await run('get', { newsletterId: id })).error?.message).toMatch(/^no newsletter/);
	});
});
