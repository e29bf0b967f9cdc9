import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app, track } from '../support/sandboxClient.ts';
import { CIO_ID_OF_1, trackCalls } from '../support/trackCalls.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false, workMs: 20 });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const { activities, byEmail, dropped, entity, person, send, v1 } = trackCalls(() => sandbox);

describe('events', () => {
	test('belong to the person, who is created if new', async () => {
		await send('event', { id: '1' }, { name: ' bought ', timestamp: 5, attributes: { price: 1 } });
		await v1('POST', '/api/v1/customers/new/events', { name: '/p', type: 'page', data: { a: 1 } });
		await send('screen', { email: 'person1@example.com' }, { name: 'Home' });
		const first = person('1')?.cioId;
		expect(activities('event').at(-1)).toMatchObject({
			cioId: first,
			name: 'bought',
			timestamp: 5,
			data: { price: 1 },
		});
		expect(activities('page').at(-1)).toMatchObject({ cioId: person('new')?.cioId, name: '/p' });
		expect(activities('screen').at(-1)).toMatchObject({ cioId: first, name: 'Home' });
	});

	test('an id that was seen before is dropped, in both versions', async () => {
		const id = '01F7G9K5YB1N1YWN2M8Q4QKQJ7';
		await send('event', { id: '1' }, { name: 'e', id });
		await v1('POST', '/api/v1/customers/1/events', { name: 'e', id });
		await v1('POST', '/api/v1/events', { name: 'e', id });
		expect(activities('event')).toHaveLength(1);
		expect(dropped()).toEqual([undefined, ...Array(2).fill(expect.stringContaining(id))]);
	});

	test('anonymous ones join the person who is identified later, unless they are too old', async () => {
		const old = Math.floor(Date.now() / 1000) - 31 * 86_400;
		await v1('POST', '/api/v1/events', { name: 'new', anonymous_id: 'a' });
		await v1('POST', '/api/v1/events', { name: 'old', anonymous_id: 'a', timestamp: old });
		await v1('POST', '/api/v1/events', { name: 'invite', data: { recipient: 'a@b.c' } });
		expect(activities('event').map(({ cioId }) => cioId)).toEqual([null, null, null]);
		await v1('PUT', '/api/v1/customers/1', { anonymous_id: 'a' });
		await v1('POST', '/api/v1/events', { name: 'later', anonymous_id: 'a' });
		const joined = activities('event').filter(({ cioId }) => cioId === CIO_ID_OF_1);
		expect(joined.map(({ name }) => name)).toEqual(['new', 'later']);
	});
});

test('devices are added, updated and deleted', async () => {
	await v1('PUT', '/api/v1/customers/2/devices', {
		device: { id: 't', platform: 'ios', last_used: 5, attributes: { app_version: '1' } },
	});
	await send(
		'add_device',
		{ id: '2' },
		{
			device: { token: 't', platform: 'ios', attributes: { device_os: '17' } },
		},
	);
	expect(person('2')?.devices).toEqual([
		expect.objectContaining({ id: 't', attributes: { app_version: '1', device_os: '17' } }),
	]);
	await v1('DELETE', '/api/v1/customers/2/devices/t');
	expect(person('2')?.devices).toEqual([]);
	await send('add_device', { id: 'new' }, { device: { token: 'n', platform: 'android' } });
	await send('delete_device', { id: 'new' }, { device: { token: 'n' } });
	expect(person('new')?.devices).toEqual([]);
});

describe('objects', () => {
	const acme = { object_type_id: '1', object_id: 'acme' };
	const relations = (id: string): string[] =>
		person(id)?.relationships.map(({ objectId }) => objectId) ?? [];

	test('are created, updated and deleted with their relationships', async () => {
		const identifiers = { object_type_id: '1', object_id: 'new' };
		await entity({
			type: 'object',
			action: 'identify',
			identifiers,
			attributes: { seats: 5 },
			cio_relationships: [
				{ identifiers: { id: '2' }, relationship_attributes: { role: 'admin' } },
				{ identifiers: { email: 'guest@example.com' } },
			],
		});
		const response = await app(sandbox, { path: '/v1/objects/1/new/relationships' });
		expect(response.json).toMatchObject({
			cio_relationships: [
				{ identifiers: { id: '2' }, attributes: { role: 'admin' } },
				{ identifiers: { email: 'guest@example.com' } },
			],
		});
		await entity({ type: 'object', action: 'delete', identifiers });
		expect(relations('2')).toEqual([]);
	});

	test('are related from both sides', async () => {
		await send('add_relationships', { id: '2' }, { cio_relationships: [{ identifiers: acme }] });
		await v1('PUT', '/api/v1/customers/3', {
			cio_relationships: { action: 'add_relationships', relationships: [{ identifiers: acme }] },
		});
		expect([relations('2'), relations('3')]).toEqual([['acme'], ['acme']]);
		await entity({
			type: 'object',
			action: 'delete_relationships',
			identifiers: acme,
			cio_relationships: [{ identifiers: { id: '2' } }],
		});
		await v1('PUT', '/api/v1/customers/3', {
			cio_relationships: { action: 'delete_relationships', relationships: [{ identifiers: acme }] },
		});
		expect([relations('2'), relations('3')]).toEqual([[], []]);
	});

	test('are not created by cio_object_id', async () => {
		await entity({ type: 'object', action: 'identify', identifiers: { cio_object_id: 'obx' } });
		const cioObjectId = sandbox.state.objects[0]?.cioObjectId;
		const identifiers = { cio_object_id: cioObjectId };
		await entity({ type: 'object', action: 'identify', identifiers, attributes: { seats: 7 } });
		expect(dropped()).toEqual([expect.stringContaining('obx'), undefined]);
		expect(sandbox.state.objects).toHaveLength(4);
		expect(sandbox.state.objects[0]?.attributes.seats).toBe(7);
	});

	test('wait for an anonymous person', async () => {
		await entity({
			type: 'object',
			action: 'identify_anonymous',
			identifiers: acme,
			cio_relationships: [{ identifiers: { anonymous_id: 'a' } }],
		});
		await send('identify', { id: '2' }, { attributes: { anonymous_id: 'a' } });
		expect(relations('2')).toEqual(['acme']);
	});
});

describe('segments', () => {
	const members = async (): Promise<unknown> => {
		const response = await app(sandbox, { path: '/v1/segments/14/membership' });
		return (response.json as { ids: string[] }).ids;
	};
	const change = (verb: string, ids: string[], idType = ''): Promise<void> =>
		v1('POST', `/api/v1/segments/14/${verb}_customers${idType && `?id_type=${idType}`}`, { ids });

	test('change after the response, and unknown people are left out', async () => {
		await change('add', ['1', 'nobody', '2', '1']);
		expect(await members()).toEqual([]);
		await sandbox.webhooksSettled();
		expect(await members()).toEqual(['1', '2']);
		expect(dropped()).toEqual(['unknown people: nobody']);
		expect(person('nobody')).toBeUndefined();

		await change('add', ['person3@example.com', '4'], 'email');
		await change('remove', [CIO_ID_OF_1], 'cio_id');
		await sandbox.webhooksSettled();
		expect(await members()).toEqual(['2', '3']);
		expect(dropped().slice(1)).toEqual(['unknown people: 4', undefined]);
	});
});

describe('forms', () => {
	test('create or update the person and remember the form', async () => {
		await v1('POST', '/api/v1/forms/contact%20us/submit', {
			data: { email: 'new@example.com', topic: 'sales', form_name: 'ignored' },
		});
		await v1('POST', '/api/v1/forms/contact%20us/submit', { data: { id: '1', topic: 'help' } });
		expect(byEmail('new@example.com')?.attributes).toEqual({ topic: 'sales' });
		expect(person('1')?.attributes.topic).toBe('help');
		expect(sandbox.state.track.forms).toEqual([
			{
				id: 'contact us',
				submissions: [
					{ email: 'new@example.com', topic: 'sales' },
					{ id: '1', topic: 'help' },
				],
			},
		]);
	});
});

describe('deliveries', () => {
	test('take the metrics of their channel and unsubscribe their person', async () => {
		const delivery = sandbox.state.deliveries[1];
		const id = delivery?.id ?? '';
		const report = (delivery_id: string, metric: string): Promise<void> =>
			v1('POST', '/api/v1/metrics', { delivery_id, metric, timestamp: 1_613_063_089 });
		await report(id, 'bounced');
		await report('unknown', 'bounced');
		expect(delivery?.metrics.bounced).toBe(1_613_063_089);
		expect(dropped()).toEqual([undefined, expect.stringContaining('unknown')]);

		if (delivery) delivery.channel = 'push';
		await report(id, 'clicked');
		await entity({
			type: 'delivery',
			action: 'event',
			identifiers: { id },
			name: 'converted',
			attributes: { device_token: 't' },
		});
		expect(dropped().slice(2)).toEqual(['channel push has no metric clicked', undefined]);
		expect(delivery?.metrics.converted).toEqual(expect.any(Number));
	});

	test('unsubscribe their person, credited to the delivery', async () => {
		const delivery = sandbox.state.deliveries[0];
		await v1('POST', `/unsubscribe/${encodeURIComponent(delivery?.id ?? '')}`, {
			unsubscribe: true,
		});
		expect(person('1')?.unsubscribed).toBe(true);
		expect(delivery?.metrics).toHaveProperty('unsubscribed');
		await v1('POST', '/unsubscribe/unknown', { unsubscribe: true });
		expect(dropped().at(-1)).toContain('unknown');
	});
});

test('the region is that of the account', async () => {
	expect((await track(sandbox, '/api/v1/accounts/region')).json).toEqual({
		url: 'https://track.customer.io',
		region: 'us',
		environment_id: 1,
	});
	const eu = await startSandbox({ region: 'eu', siteId: 'a', trackKey: 'b' });
	try {
		expect((await track(eu, '/api/v1/accounts/region')).json).toMatchObject({
			url: 'https://track-eu.customer.io',
			region: 'eu',
		});
	} finally {
		await eu.stop();
	}
});
