import type { World } from '../../tools/sandbox/handler.ts';
import { createRouter } from '../../tools/sandbox/router.ts';
import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { RecordedRequest, Sandbox } from '../../tools/sandbox/sandbox.ts';
import { loadSpecs } from '../../tools/sandbox/spec.ts';
import { handleTrackRequest } from '../../tools/sandbox/track-api.ts';
import { app, pipelines, request, track } from '../support/sandboxClient.ts';
import type { ClientResponse } from '../support/sandboxClient.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

interface ItemError {
	batch_index?: number;
	reason: string;
	field: string;
	message: string;
}

const errorsOf = (response: ClientResponse): ItemError[] =>
	(response.json as { errors: ItemError[] }).errors;
const send = (item: unknown): Promise<ClientResponse> => track(sandbox, '/api/v2/entity', item);
const batch = (...items: unknown[]): Promise<ClientResponse> =>
	track(sandbox, '/api/v2/batch', { batch: items });
const person = (action: string, rest: object = {}): Record<string, unknown> => ({
	type: 'person',
	action,
	identifiers: { id: '1' },
	...rest,
});
const event = (attributes: object): Record<string, unknown> =>
	person('event', { name: 'e', attributes });

/** An event of exactly `bytes` bytes as JSON, with two-byte characters. */
function eventOf(bytes: number): Record<string, unknown> {
	const padding = bytes - Buffer.byteLength(JSON.stringify(event({ a: 'ää' })));
	return event({ a: `ää${'x'.repeat(padding)}` });
}

describe('v2 actions', () => {
	test.each([
		['no identifier', person('identify', { identifiers: {} }), 'identifiers'],
		['two identifiers', person('delete', { identifiers: { id: '1', email: 'a@b.c' } }), 'identif'],
		['an empty id', person('suppress', { identifiers: { id: '' } }), 'identifiers.id'],
		['a number for an id', person('identify', { identifiers: { id: 1 } }), 'identifiers.id'],
		[
			'an id of 151 bytes',
			person('identify', { identifiers: { id: 'x'.repeat(151) } }),
			'identifiers.id',
		],
		['a local phone number', person('identify', { identifiers: { phone: '0123' } }), 'phone'],
		[
			'a phone number in a merge',
			{ type: 'person', action: 'merge', primary: { id: '1' }, secondary: { phone: '+15551' } },
			'secondary',
		],
		['an unknown type', person('identify', { type: 'people' }), 'type'],
		['an unknown action', person('upsert'), 'action'],
		['an action of another type', { type: 'object', action: 'suppress' }, 'action'],
		['an event without a name', person('event'), 'name'],
		['a blank name', person('event', { name: ' ' }), 'name'],
		['a name of 101 bytes', person('page', { name: 'x'.repeat(101) }), 'name'],
		['milliseconds', person('identify', { timestamp: 1_719_849_600_000 }), 'timestamp'],
		[
			'a timestamp that the action does not have',
			person('suppress', { timestamp: 1 }),
			'timestamp',
		],
		['another platform', person('add_device', { device: { token: 't', platform: 'web' } }), 'plat'],
		[
			'a boolean among the attributes of a device',
			person('add_device', {
				device: { token: 't', platform: 'ios', attributes: { push_enabled: true } },
			}),
			'push_enabled',
		],
		[
			'a long attribute name',
			person('identify', { attributes: { ['x'.repeat(151)]: 1 } }),
			'attributes',
		],
		[
			'a long attribute value',
			person('identify', { attributes: { bio: 'x'.repeat(1001) } }),
			'attributes.bio',
		],
		[
			'301 attributes',
			person('identify', {
				attributes: Object.fromEntries(Array.from({ length: 301 }, (_, i) => [`a${i}`, i])),
			}),
			'attributes',
		],
		[
			'an object type that is a number',
			{ type: 'object', action: 'identify', identifiers: { object_type_id: 1, object_id: 'x' } },
			'object_type_id',
		],
		[
			'a delivery metric without a device',
			{ type: 'delivery', action: 'event', identifiers: { id: 'x' }, name: 'opened' },
			'attributes',
		],
		['no object', ['x'], ''],
	])('%s gets 400, and 207 beside a valid item', async (_, item, field) => {
		const single = await send(item);
		expect(single.status).toBe(400);
		expect(errorsOf(single).some((error) => error.field.includes(field))).toBe(true);

		const both = await batch(item, event({}));
		expect(both.status).toBe(207);
		expect([...new Set(errorsOf(both).map((error) => error.batch_index))]).toEqual([0]);
		expect(errorsOf(both)[0]).toMatchObject({
			reason: expect.stringMatching(/^(required|invalid)$/),
			message: expect.any(String),
		});
		expect(sandbox.state.track.calls).toEqual([{ operation: 'person.event', call: event({}) }]);
	});

	test('an item may have several errors, and each is one entry', async () => {
		const response = await batch(
			event({}),
			person('add_device', { device: {} }),
			event({}),
			person('event'),
		);
		expect(response.status).toBe(207);
		const required = (batch_index: number, field: string): ItemError => ({
			batch_index,
			reason: 'required',
			field,
			message: `${field} is required`,
		});
		expect(errorsOf(response)).toEqual([
			required(1, 'device.token'),
			required(1, 'device.platform'),
			required(3, 'name'),
		]);
		expect(sandbox.state.track.calls).toHaveLength(2);
	});

	test('a batch without a valid item gets 400, without positions', async () => {
		const response = await batch(person('event'), person('page'));
		expect(response.status).toBe(400);
		expect(errorsOf(response)).toHaveLength(2);
		expect(errorsOf(response)[0]).not.toHaveProperty('batch_index');
		expect(sandbox.requests.at(-1)).toMatchObject({ processed: false });
	});

	test.each([
		['no batch', {}],
		['an empty batch', { batch: [] }],
		['an object as batch', { batch: {} }],
		['an array', []],
		['an unknown key', { batch: [event({})], extra: 1 }],
	])('%s gets 400', async (_, body) => {
		const response = await track(sandbox, '/api/v2/batch', body);
		expect(response.status).toBe(400);
		expect(errorsOf(response)[0]).toMatchObject({ reason: expect.any(String) });
	});

	test('an item has at most 32,768 bytes, alone and in a batch', async () => {
		expect((await send(eventOf(32_768))).status).toBe(200);
		expect((await send(eventOf(32_769))).status).toBe(400);
		const response = await batch(eventOf(32_768), eventOf(32_769));
		expect(response.status).toBe(207);
		expect(errorsOf(response)).toEqual([
			{
				batch_index: 1,
				reason: 'invalid',
				field: '',
				message: 'the item is 32769 bytes, at most 32768 are allowed',
			},
		]);
	});

	test('an id has at most 150 bytes', async () => {
		const sendId = (id: string): Promise<ClientResponse> =>
			send(person('identify', { identifiers: { id } }));
		expect((await sendId('é'.repeat(75))).status).toBe(200);
		expect((await sendId(`${'é'.repeat(75)}x`)).status).toBe(400);
		const v1 = await track(sandbox, `/api/v1/customers/${'x'.repeat(151)}`, {}, { method: 'PUT' });
		expect(v1.status).toBe(400);
	});

	test('a batch has at most 500,000 bytes', async () => {
		const items = Array.from({ length: 20 }, () => eventOf(24_000));
		const rest = 500_000 - Buffer.byteLength(JSON.stringify({ batch: [...items, eventOf(1000)] }));
		expect((await batch(...items, eventOf(1000 + rest))).status).toBe(200);
		const response = await batch(...items, eventOf(1001 + rest));
		expect(response.status).toBe(400);
		expect(errorsOf(response)[0]?.message).toContain('500001 bytes');
		expect(sandbox.state.track.calls).toHaveLength(21);
	});
});

describe('v1 calls', () => {
	test.each([
		['a device without a platform', 'PUT', '/api/v1/customers/1/devices', { device: { id: 't' } }],
		['an event without a name', 'POST', '/api/v1/customers/1/events', { data: {} }],
		['an anonymous event without a name', 'POST', '/api/v1/events', { anonymous_id: 'a' }],
		['an unknown type of event', 'POST', '/api/v1/events', { name: 'e', type: 'click' }],
		['nobody for a segment', 'POST', '/api/v1/segments/12/add_customers', { ids: [] }],
		['numbers as ids', 'POST', '/api/v1/segments/12/add_customers', { ids: [1] }],
		[
			'1,001 people',
			'POST',
			'/api/v1/segments/12/remove_customers',
			{ ids: Array.from({ length: 1001 }, String) },
		],
		['phone numbers', 'POST', '/api/v1/segments/12/add_customers?id_type=phone', { ids: ['+1'] }],
		['an unknown segment', 'POST', '/api/v1/segments/999/add_customers', { ids: ['1'] }],
		['a data-driven segment', 'POST', '/api/v1/segments/4/add_customers', { ids: ['1'] }],
		['a form without an identifier', 'POST', '/api/v1/forms/f/submit', { data: { a: 'b' } }],
		[
			'a form with two identifiers',
			'POST',
			'/api/v1/forms/f/submit',
			{ data: { id: '1', email: 'a@b.c' } },
		],
		['a number in a form', 'POST', '/api/v1/forms/f/submit', { data: { email: 'a@b.c', age: 42 } }],
	])('%s gets 400 with a list of texts', async (_, method, path, body) => {
		const response = await track(sandbox, path, body, { method });
		expect(response.status).toBe(400);
		expect(response.json).toEqual({ meta: { errors: expect.any(Array) } });
		expect(sandbox.requests.at(-1)).toMatchObject({ processed: false });
		expect(sandbox.state.track.calls).toEqual([]);
	});

	test('a merge with two identifiers gets 400 with one text', async () => {
		const response = await track(sandbox, '/api/v1/merge_customers', {
			primary: { id: '1', email: 'a@b.c' },
			secondary: { id: '2' },
		});
		expect([response.status, response.json]).toEqual([
			400,
			{ meta: { error: expect.stringContaining('primary') } },
		]);
	});

	test('a delivery id of the wrong form gets 400 without a body', async () => {
		const path = `/unsubscribe/${encodeURIComponent('a/b')}`;
		const response = await track(sandbox, path, { unsubscribe: true });
		expect([response.status, response.text]).toEqual([400, '']);
	});

	test('data of an event has at most 100,000 bytes, more than v2 takes', async () => {
		const send = (bytes: number): Promise<ClientResponse> =>
			track(sandbox, '/api/v1/customers/1/events', {
				name: 'e',
				data: { a: 'x'.repeat(bytes - '{"a":""}'.length) },
			});
		expect((await send(100_000)).status).toBe(200);
		expect((await send(100_001)).status).toBe(400);
	});
});

describe('requests', () => {
	test('JSON that is malformed gets 400', async () => {
		const basic = Buffer.from(`${sandbox.siteId}:${sandbox.trackKey}`).toString('base64');
		const headers = { Authorization: `Basic ${basic}` };
		const response = await request(sandbox.url, { path: '/api/v2/batch', raw: '{', headers });
		expect([response.status, errorsOf(response)]).toEqual([400, [expect.any(Object)]]);
	});

	test('another Content-Type gets 400', async () => {
		const basic = Buffer.from(`${sandbox.siteId}:${sandbox.trackKey}`).toString('base64');
		const headers = { Authorization: `Basic ${basic}`, 'Content-Type': 'text/plain' };
		const response = await request(sandbox.url, { path: '/api/v2/entity', raw: '{}', headers });
		expect(response.status).toBe(400);
	});

	test('an unknown path gets 404, and 401 without the key', async () => {
		expect((await track(sandbox, '/api/v1/people')).status).toBe(404);
		expect((await track(sandbox, '/api/v2/entity')).status).toBe(404);
		expect((await request(sandbox.url, { path: '/api/v1/people' })).status).toBe(401);
	});

	test('metrics and unsubscribing need no key', async () => {
		const id = sandbox.state.deliveries[0]?.id ?? '';
		for (const [path, body] of [
			['/api/v1/metrics', { delivery_id: id, metric: 'clicked' }],
			['/api/v1/push/events', { delivery_id: id, event: 'opened' }],
			[`/unsubscribe/${encodeURIComponent(id)}`, { unsubscribe: true }],
		] as const)
			expect((await request(sandbox.url, { path, body })).status).toBe(200);
		expect(sandbox.state.track.calls.every(({ dropped }) => dropped === undefined)).toBe(true);
	});

	test('the keys of the APIs are not interchangeable', async () => {
		const headers = {
			Authorization: `Basic ${Buffer.from(`${sandbox.siteId}:${sandbox.trackKey}`).toString('base64')}`,
		};
		expect((await app(sandbox, { path: '/v1/segments', headers })).status).toBe(401);
		expect((await app(sandbox, { path: '/api/v1/accounts/region' })).status).toBe(401);
		const key = `${sandbox.siteId}:${sandbox.trackKey}`;
		expect((await pipelines(sandbox, '/v1/identify', { userId: '1' }, { key })).status).toBe(401);
	});

	test('the limit is 3,000 requests in 3 s', () => {
		const rates: string[] = [];
		const limiter = {
			take(_name: string, rate: string) {
				rates.push(rate);
				return 2;
			},
			replace() {},
			clear() {},
		};
		const context = {
			world: {} as World,
			router: createRouter(loadSpecs()),
			limiter,
			limits: () => true,
			siteId: 'site',
			trackKey: 'key',
			strictErrors: false,
		};
		const record = {
			method: 'POST',
			path: '/api/v2/batch',
			headers: { authorization: `Basic ${Buffer.from('site:key').toString('base64')}` },
		} as unknown as RecordedRequest;
		const response = handleTrackRequest(context, record, Buffer.from('{}'));
		expect(response).toMatchObject({ status: 429, headers: { 'Retry-After': '2' } });
		expect(rates).toEqual(['3000/3s']);
	});
});
