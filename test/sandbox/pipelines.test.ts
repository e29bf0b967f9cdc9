import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { Person, Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app, pipelines, request } from '../support/sandboxClient.ts';
import type { ClientResponse } from '../support/sandboxClient.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const strict = (path: string, body: unknown): Promise<ClientResponse> =>
	pipelines(sandbox, path, body);
const lenient = (path: string, body: unknown): Promise<ClientResponse> =>
	pipelines(sandbox, path, body, { strict: false });
const person = (id: string): Person | undefined =>
	sandbox.state.people.find((person) => person.id === id);
const last = (): unknown => sandbox.requests.at(-1);
/** Returns a track call of exactly `bytes` bytes, including two-byte characters. */
function trackOf(bytes: number): Record<string, unknown> {
	const call = { userId: '1', event: 'e', properties: { a: 'ääää' } };
	const padding = bytes - Buffer.byteLength(JSON.stringify(call));
	call.properties.a += 'x'.repeat(padding);
	return call;
}
const errorsOf = (response: ClientResponse): string[] =>
	(response.json as { meta: { errors: string[] } }).meta.errors;

describe('strict mode', () => {
	test.each([
		['a wrong key', { key: 'wrong' }, { userId: '9', traits: {} }],
		['a password', { password: 'x' }, { userId: '9', traits: {} }],
		['nobody identified', {}, { traits: { plan: 'pro' } }],
		['an oversize call', {}, trackOf(32_769)],
		['traits of the wrong type', {}, { userId: '9', traits: 'x' }],
	])('%s gets 200 and is dropped without strict mode', async (_, options, body) => {
		const people = sandbox.state.people.length;
		const response = await pipelines(sandbox, '/v1/identify', body, { strict: false, ...options });
		expect([response.status, response.json]).toEqual([200, {}]);
		expect(last()).toMatchObject({ status: 200, processed: false, operation: 'identify' });
		expect(sandbox.state.people).toHaveLength(people);
		expect(sandbox.state.pipelines.dropped).toHaveLength(1);
	});

	test.each([
		['nobody identified', '/v1/identify', { traits: {} }, /userId, anonymousId, traits.email/],
		['an event without a name', '/v1/track', { userId: '1' }, /body.event: is required/],
		['a group without an id', '/v1/group', { userId: '1' }, /groupId/],
		['an alias without a previous id', '/v1/alias', { userId: '1' }, /previousId/],
		['a number for a userId', '/v1/track', { userId: 1, event: 'e' }, /must be string, got 1/],
		['an invalid time', '/v1/page', { userId: '1', timestamp: 'now' }, /ISO 8601/],
		[
			'a channel that does not exist',
			'/v1/page',
			{ userId: '1', context: { channel: 'fax' } },
			/"fax"/,
		],
		[
			'an integration that is not a boolean',
			'/v1/page',
			{ userId: '1', integrations: { All: 'no' } },
			/integrations.All/,
		],
		[
			'a device event without a token',
			'/v1/track',
			{ userId: '1', event: 'Device Deleted' },
			/context.device.token/,
		],
		[
			'a user event without a user',
			'/v1/track',
			{ anonymousId: 'a', event: 'User Deleted' },
			/userId: is required/,
		],
		[
			'an unknown metric',
			'/v1/track',
			{ event: 'Report Delivery Event', properties: { deliveryId: 'x', metric: 'sent' } },
			/"sent"/,
		],
		['an array for a call', '/v1/track', [], /must be a JSON object/],
		['an invalid batch', '/v1/batch', { batch: {} }, /must be an array/],
	])('%s is 400 in strict mode', async (_, path, body, says) => {
		const response = await strict(path, body);
		expect(response.status).toBe(400);
		expect(errorsOf(response).join()).toMatch(says);
		expect(last()).toMatchObject({ processed: false });
	});

	test('only the value 1 is strict', async () => {
		const response = await request(sandbox.url, {
			path: '/v1/identify',
			body: {},
			headers: { 'X-Strict-Mode': 'true' },
		});
		expect([response.status, response.json]).toEqual([200, {}]);
	});

	test('unknown keys are kept, not rejected', async () => {
		const body = { userId: '1', event: 'e', extra: 1, context: { app: { other: 1 }, any: true } };
		expect((await strict('/v1/track', body)).status).toBe(200);
	});
});

describe('sizes, in UTF-8 bytes', () => {
	test('32,768 pass, 32,769 do not', async () => {
		expect((await strict('/v1/track', trackOf(32_768))).status).toBe(200);
		const response = await strict('/v1/track', trackOf(32_769));
		expect(errorsOf(response)).toEqual(['the request is 32769 bytes, at most 32768 are allowed']);
	});

	const batchOf = (bytes: number): { batch: unknown[] } => {
		const batch: unknown[] = Array.from({ length: 15 }, () => ({
			type: 'track',
			...trackOf(32_000),
		}));
		const padding =
			bytes - Buffer.byteLength(JSON.stringify({ batch })) - ',{"type":"track",'.length;
		batch.push({ type: 'track', ...trackOf(padding + 1) });
		return { batch };
	};

	test('500,000 for a batch pass, 500,001 do not', async () => {
		const exact = batchOf(500_000);
		expect(Buffer.byteLength(JSON.stringify(exact))).toBe(500_000);
		expect((await strict('/v1/batch', exact)).status).toBe(200);
		expect((await strict('/v1/batch', batchOf(500_001))).status).toBe(400);
		expect((await lenient('/v1/batch', batchOf(500_001))).status).toBe(200);
		expect(last()).toMatchObject({ processed: false });
	});

	test('an item over 32,768 is named', async () => {
		const batch = [
			{ type: 'track', ...trackOf(100) },
			{ type: 'track', ...trackOf(32_760) },
		];
		const response = await strict('/v1/batch', { batch });
		expect(errorsOf(response)).toEqual([expect.stringMatching(/^batch\[1\]: is 327\d\d bytes/)]);
		const wide = { type: 'track', userId: '1', event: 'e', properties: { a: 'ä'.repeat(20_000) } };
		expect((await strict('/v1/batch', { batch: [wide] })).status).toBe(400);
	});
});

describe('batches', () => {
	const batch = [
		{ type: 'identify', userId: 'b1', traits: { email: 'b1@example.com' } },
		{ type: 'track', userId: 'b1' },
		{ type: 'fly', userId: 'b1' },
		{ type: 'identify', userId: 'b2' },
	];

	test('one bad call rejects the whole batch in strict mode and is named by its index', async () => {
		const response = await strict('/v1/batch', { batch });
		expect(response.status).toBe(400);
		expect(errorsOf(response)).toEqual([
			'batch[1].event: is required',
			'batch[2].type: "fly" is not a call that a batch can hold',
		]);
		expect(person('b1')).toBeUndefined();
	});

	test('without strict mode valid calls are processed and invalid ones are dropped', async () => {
		expect((await lenient('/v1/batch', { batch })).json).toEqual({});
		expect(person('b1')?.email).toBe('b1@example.com');
		expect(person('b2')).toBeDefined();
		expect(sandbox.state.pipelines.dropped).toHaveLength(2);
	});
});

test('a duplicate messageId is accepted and applied once', async () => {
	const call = { messageId: 'm-1', userId: '1', event: 'Bought' };
	await strict('/v1/track', call);
	await strict('/v1/track', call);
	await strict('/v1/batch', { batch: [{ type: 'track', ...call }] });
	expect(sandbox.state.pipelines.calls['m-1']).toMatchObject({ received: 3, applied: 1 });
	expect(sandbox.state.activities.filter((activity) => activity.name === 'Bought')).toHaveLength(1);
	await strict('/v1/track', { ...call, messageId: '__proto__' });
	expect(sandbox.state.activities.filter((activity) => activity.name === 'Bought')).toHaveLength(2);
});

describe('effects of calls, read through the App API', () => {
	const attributes = async (id: string, query = ''): Promise<unknown> =>
		(
			(await app(sandbox, { path: `/v1/customers/${encodeURIComponent(id)}/attributes${query}` }))
				.json as {
				customer?: unknown;
			}
		).customer;

	test('identify creates and updates; every value is text', async () => {
		await strict('/v1/identify', {
			userId: 'new/ü',
			traits: {
				email: 'New@example.com',
				age: 7,
				vip: true,
				tags: ['a'],
				createdAt: '2024-01-01T00:00:00Z',
			},
		});
		await strict('/v1/identify', { userId: 'new/ü', traits: { age: 8 } });
		expect(await attributes('new/ü')).toMatchObject({
			identifiers: { id: 'new/ü', email: 'New@example.com' },
			attributes: { age: '8', vip: 'true', tags: '["a"]', created_at: '1704067200' },
		});
		expect(await attributes('new@EXAMPLE.com', '?id_type=email')).toMatchObject({ id: 'new/ü' });
	});

	test('an attribute set to null or "" is removed', async () => {
		await strict('/v1/identify', { userId: '1', traits: { plan: '', city: null } });
		expect(await attributes('1')).not.toHaveProperty('attributes.plan');
		expect(await attributes('1')).not.toHaveProperty('attributes.city');
	});

	test('an email as userId sets the email', async () => {
		await strict('/v1/identify', { userId: 'person1@example.com', traits: { plan: 'gold' } });
		expect(await attributes('1')).toMatchObject({ attributes: { plan: 'gold' } });
	});

	test('an ID is merged into the person who has only the email', async () => {
		await strict('/v1/identify', { userId: 'o1', traits: { email: 'only.email@example.com' } });
		expect(person('o1')?.email).toBe('only.email@example.com');
		expect(
			sandbox.state.people.filter((person) => person.email === 'only.email@example.com'),
		).toHaveLength(1);
	});

	test('anonymous activity is merged into the person who is identified with it', async () => {
		await strict('/v1/track', { anonymousId: 'anon-1', event: 'Viewed' });
		await strict('/v1/identify', { userId: 'known', anonymousId: 'anon-1' });
		await strict('/v1/alias', { userId: 'known', previousId: 'anon-1' });
		expect(person('known')?.anonymousIds).toContain('anon-1');
	});

	test('track, page and screen are activities', async () => {
		await strict('/v1/track', { userId: '1', event: 'Bought', properties: { sum: 5 } });
		await strict('/v1/page', { userId: '1', name: 'Home' });
		await strict('/v1/screen', { userId: '1', name: 'Feed' });
		const response = await app(sandbox, { path: '/v1/customers/1/activities?limit=3' });
		expect(response.json).toMatchObject({
			activities: [
				{ type: 'screen', name: 'Feed' },
				{ type: 'page', name: 'Home' },
				{ type: 'event', name: 'Bought', data: { sum: 5 } },
			],
		});
	});

	test('group makes an object and a relationship', async () => {
		await strict('/v1/group', {
			userId: '2',
			groupId: 'new-co',
			traits: { objectTypeId: '1', name: 'New Co', relationshipAttributes: { role: 'boss' } },
		});
		const object = await app(sandbox, { path: '/v1/objects/1/new-co/attributes' });
		expect(object.json).toMatchObject({ object: { attributes: { name: 'New Co' } } });
		const related = await app(sandbox, { path: '/v1/customers/2/relationships' });
		expect(related.json).toMatchObject({
			cio_relationships: [
				{ object_type_id: 1, identifiers: { object_id: 'new-co' }, attributes: { role: 'boss' } },
			],
		});
		await strict('/v1/track', {
			event: 'Relationship Deleted',
			userId: '2',
			properties: { objectId: 'new-co' },
		});
		expect(person('2')?.relationships).toEqual([]);
		await strict('/v1/track', {
			event: 'Object Deleted',
			anonymousId: 'x',
			properties: { objectId: 'new-co', objectTypeId: '1' },
		});
		expect((await app(sandbox, { path: '/v1/objects/1/new-co/attributes' })).status).toBe(404);
	});

	test('alias merges one person into another', async () => {
		await strict('/v1/alias', { userId: '1', previousId: '2' });
		expect(person('2')).toBeUndefined();
		expect(person('1')).toMatchObject({ email: 'person1@example.com' });
	});

	test('devices are added and removed', async () => {
		const context = { device: { token: 'T', type: 'android' }, app: { namespace: 'a.b' } };
		await strict('/v1/track', {
			userId: '2',
			event: 'Device Created or Updated',
			context,
			properties: { v: 1 },
		});
		expect(person('2')?.devices).toMatchObject([
			{ id: 'T', platform: 'android', attributes: { v: 1, app_identifier: 'a.b' } },
		]);
		await strict('/v1/track', { userId: '2', event: 'Device Deleted', context });
		expect(person('2')?.devices).toEqual([]);
	});

	test('deleted people can be created again, suppressed ones only after unsuppressing', async () => {
		await strict('/v1/track', { userId: '1', event: 'User Deleted' });
		expect(await attributes('1')).toBeUndefined();
		await strict('/v1/identify', { userId: '1', traits: { plan: 'again' } });
		expect(await attributes('1')).toMatchObject({ attributes: { plan: 'again' } });
		await strict('/v1/track', { userId: '1', event: 'User Suppressed' });
		await strict('/v1/identify', { userId: '1', traits: { plan: 'blocked' } });
		expect(await attributes('1')).toBeUndefined();
		await strict('/v1/track', { userId: '1', event: 'User Unsuppressed' });
		await strict('/v1/identify', { userId: '1', traits: { plan: 'free' } });
		expect(await attributes('1')).toMatchObject({ attributes: { plan: 'free' } });
	});

	test('subscription preferences, nested and dotted', async () => {
		await strict('/v1/identify', {
			userId: '1',
			traits: {
				cio_subscription_preferences: { topics: { topic_1: false } },
				'cio_subscription_preferences.topics.topic_2': true,
			},
		});
		const response = await app(sandbox, { path: '/v1/customers/1/subscription_preferences' });
		expect(response.json).toMatchObject({
			customer: { topics: [{ id: 1, subscribed: false }, { id: 2, subscribed: true }, { id: 3 }] },
		});
	});
});
