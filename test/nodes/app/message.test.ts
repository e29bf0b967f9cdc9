import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';
import { expectCase, specOperations, type Case } from '../../support/cases.ts';

let app: AppNode;
let messageId: string;
beforeAll(async () => {
	app = await startApp();
	// It ends with "=", which must be encoded in a path.
	messageId = app.sandbox.state.deliveries[0]?.id ?? '';
});
afterAll(async () => await app.sandbox.stop());

const message = (operation: string, parameters: object) => ({
	resource: 'message',
	operation,
	...parameters,
});

const senders: Case[] = [
	{
		operation: 'getAll',
		parameters: { limit: 1, filters: { sort: 'asc', hidden: false } },
		route: 'GET /v1/sender_identities?sort=asc&hidden=false&limit=1',
		gives: { id: 1 },
	},
	{
		operation: 'get',
		parameters: { senderId: located('2') },
		route: 'GET /v1/sender_identities/2',
		gives: { id: 2, email: 'zoe@example.com' },
	},
	{
		operation: 'getUsedBy',
		parameters: { senderId: located('2') },
		route: 'GET /v1/sender_identities/2/used_by',
		gives: { campaigns: [5], sent_newsletters: [10], draft_newsletters: [] },
	},
];

describe('sender identity', () => {
	it('has every operation of the API spec', () => {
		expect(senders.map(({ operation }) => operation)).toEqual(specOperations('senderIdentity'));
	});

	it.each(senders)(
		'$operation',
		async (testCase) => await expectCase(app, 'senderIdentity', testCase),
	);
});

describe('activity', () => {
	it('gets many with every filter', async () => {
		await expectCase(app, 'activity', {
			operation: 'getAll',
			parameters: {
				limit: 1,
				type: 'sent_email',
				filters: { customerId: located('person1@example.com', 'email'), deleted: false },
			},
			route:
				'GET /v1/activities?type=sent_email&id_type=email&customer_id=person1%40example.com&deleted=false&limit=1',
			gives: { type: 'sent_email' },
		});
		expect(specOperations('activity')).toEqual(['getAll']);
	});

	it('accepts types outside the list, and any type by default', async () => {
		const run = async (parameters: object) =>
			await app.run({ resource: 'activity', operation: 'getAll', limit: 1, ...parameters });
		const custom = await run({ type: '={{ "_o:1:create" }}', filters: { name: 'a&b' } });
		expect(custom.routes).toEqual(['GET /v1/activities?name=a%26b&type=_o%3A1%3Acreate&limit=1']);
		expect((await run({})).routes).toEqual(['GET /v1/activities?limit=1']);
	});
});

describe('message', () => {
	it('has every operation of the API spec', () => {
		expect(specOperations('message')).toEqual(['getAll', 'get', 'getArchived']);
	});

	it('gets many with every filter', async () => {
		const { routes, requests } = await app.run(
			message('getAll', {
				returnAll: true,
				metric: 'clicked',
				filters: {
					type: 'live_notification',
					drafts: true,
					startTs: 1_700_000_000,
					endTs: 1_710_000_000,
					getTrackedResponses: true,
					campaignId: located('5'),
					actionId: located('259'),
					newsletterId: located('10'),
					transactionalId: located('3'),
					triggerId: 1,
					templateId: 2,
					contentId: 3,
					associations: true,
				},
			}),
		);
		expect(requests[0]?.status).toBe(200);
		expect(routes).toEqual([
			'GET /v1/messages?type=live_notification&drafts=true&metric=clicked&start_ts=1700000000&end_ts=1710000000&get_tracked_responses=true&campaign_id=5&action_id=259&newsletter_id=10&transactional_id=3&trigger_id=1&template_id=2&content_id=3&associations=true&limit=1000',
		]);
	});

	it('sends nothing by default', async () => {
		const { routes, json, items } = await app.run(message('getAll', { limit: 2 }), [{}, {}]);
		expect(routes).toEqual(['GET /v1/messages?limit=2', 'GET /v1/messages?limit=2']);
		expect(pairs(items)).toEqual([0, 0, 1, 1]);
		expect(json[0]).toMatchObject({ type: 'email', metrics: { sent: expect.any(Number) } });
		expect(json[0]).not.toHaveProperty('action_id');
	});

	it('gets one by its encoded ID, with the requested parts', async () => {
		const { routes, json, requests } = await app.run(
			message('get', {
				messageId: '={{ $json.id }}',
				additionalFields: { getTrackedResponses: true, archivedMessage: false, associations: true },
			}),
			[{ id: messageId }],
		);
		expect(messageId).toMatch(/=$/);
		expect(routes).toEqual([
			`GET /v1/messages/${encodeURIComponent(messageId)}?get_tracked_responses=true&archived_message=false&associations=true`,
		]);
		expect(requests[0]?.headers.authorization).toBe('Bearer sandbox-app-key');
		expect(json).toEqual([expect.objectContaining({ id: messageId, type: 'email' })]);
	});

	it('adds data next to the messages on request', async () => {
		const associations = { campaigns: [{ id: 5, name: 'Welcome' }] };
		const respondWith = (body: object) =>
			app.sandbox.fault({
				path: /^\/v1\/messages/,
				times: 1,
				act: { kind: 'status', status: 200, body },
			});
		const options = { associations: true };
		for (const simplify of [true, false]) {
			respondWith({ messages: [{ id: 'a', campaign_id: 5 }], associations });
			const many = await app.run(message('getAll', { simplify, limit: 1, filters: options }));
			expect(many.json).toEqual([{ id: 'a', campaign_id: 5, associations }]);
			respondWith({ message: { id: 'a' }, associations });
			const fetched = await app.run(
				message('get', { simplify, messageId: 'a', additionalFields: options }),
			);
			expect(fetched.json).toEqual([{ id: 'a', associations }]);
		}
	});

	it('encodes an ID with a slash as one path segment', async () => {
		const { requests } = await app.run(message('get', { messageId: 'a/b=' }));
		expect(requests[0]?.path).toBe('/v1/messages/a%2Fb%3D');
	});

	it('gets the content as it was sent', async () => {
		const { routes, json } = await app.run(message('getArchived', { messageId }));
		expect(routes).toEqual([`GET /v1/messages/${encodeURIComponent(messageId)}/archived_message`]);
		expect(json[0]).toMatchObject({ id: messageId, body: expect.stringMatching(/Grüezi/) });
	});

	it('fails at once when the limit of the day is used up', async () => {
		app.sandbox.fault({ times: Infinity, act: { kind: 'status', status: 429 } });
		const { requests, error } = await app.run({
			resource: 'message',
			operation: 'getArchived',
			messageId,
		});
		app.sandbox.clearFaults();
		expect(requests).toHaveLength(1);
		expect(error?.description).toMatch(/until the limit of the day starts again/);
	});

	it('requests pages until it has enough', async () => {
		app.sandbox.reset();
		app.sandbox.fault({
			path: '/v1/messages',
			times: 1,
			act: { kind: 'status', status: 200, body: { messages: [{ id: 'a' }], next: '+/=' } },
		});
		const { routes, json } = await app.run(message('getAll', { limit: 2 }));
		expect(routes).toEqual([
			'GET /v1/messages?limit=2',
			'GET /v1/messages?limit=1&start=%2B%2F%3D',
		]);
		expect(json).toEqual([]);
	});
});
