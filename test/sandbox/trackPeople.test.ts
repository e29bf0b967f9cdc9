import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app, pipelines } from '../support/sandboxClient.ts';
import { CIO_ID_OF_1, trackCalls } from '../support/trackCalls.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false, workMs: 20 });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const { activities, byEmail, dropped, entity, person, send, v1 } = trackCalls(() => sandbox);

describe('people', () => {
	test('are those of the App API and Pipelines', async () => {
		await send(
			'identify',
			{ id: 'new' },
			{ attributes: { plan: 'pro', email: 'new@example.com' } },
		);
		const response = await app(sandbox, { path: '/v1/customers/new/attributes' });
		expect(response.json).toMatchObject({
			customer: { attributes: { plan: 'pro', email: 'new@example.com' } },
		});
		await pipelines(sandbox, '/v1/identify', { userId: 'new', traits: { plan: 'free' } });
		expect(person('new')?.attributes.plan).toBe('free');
		expect(activities('profile_create')).toContainEqual(
			expect.objectContaining({ cioId: person('new')?.cioId }),
		);
	});

	test('are found by id, email, phone and cio_id', async () => {
		for (const [identifiers, n] of [
			[{ id: '1' }, 1],
			[{ email: 'Person1@Example.com' }, 2],
			[{ phone: '+15551000000' }, 3],
			[{ cio_id: CIO_ID_OF_1 }, 4],
		] as const) {
			await send('identify', identifiers, { attributes: { n } });
			expect(person('1')?.attributes.n).toBe(n);
		}
		expect(sandbox.state.people).toHaveLength(43);
	});

	test('are created by email and phone, not by cio_id', async () => {
		await send('identify', { email: 'mail@example.com' });
		await send('identify', { phone: '+4412345678' }, { attributes: { a: 1 } });
		await send('identify', { cio_id: 'nobody' }, { attributes: { a: 1 } });
		await send('identify', { cio_id: `cio_${CIO_ID_OF_1}` }, { attributes: { a: 1 } });
		expect(sandbox.state.people).toHaveLength(45);
		expect(sandbox.state.people.at(-1)?.attributes).toEqual({ phone: '+4412345678', a: 1 });
		expect(dropped()).toEqual([
			undefined,
			undefined,
			expect.stringContaining('nobody'),
			expect.stringContaining('cio_a3000001'),
		]);
		expect(sandbox.requests.at(-1)).toMatchObject({ status: 200, processed: false });
	});

	test.each([
		['event', { name: 'e' }],
		['add_device', { device: { token: 't', platform: 'ios' } }],
		['delete', {}],
		['suppress', {}],
	])('%s with an unknown cio_id does nothing', async (action, rest) => {
		await send(action, { cio_id: 'nobody' }, rest);
		expect(sandbox.state.people).toHaveLength(43);
		expect(sandbox.state.suppressed).toEqual([]);
		expect(dropped()).toEqual([expect.stringContaining('nobody')]);
	});

	test('_update creates nobody', async () => {
		await send('identify', { id: 'new' }, { attributes: { _update: true, a: 1 } });
		await v1('PUT', '/api/v1/customers/new', { _update: true, a: 1 });
		expect(person('new')).toBeUndefined();
		expect(activities('failed_attribute_change')).toHaveLength(2);
		await send('identify', { id: '1' }, { attributes: { _update: true, a: 1 } });
		expect(person('1')?.attributes).toMatchObject({ a: 1 });
		expect(person('1')?.attributes).not.toHaveProperty('_update');
	});

	test('a known email in the attributes gives the person the new id', async () => {
		await v1('PUT', '/api/v1/customers/new', { email: 'only.email@example.com', a: 1 });
		expect(byEmail('only.email@example.com')).toMatchObject({ id: 'new', attributes: { a: 1 } });
		expect(sandbox.state.people).toHaveLength(43);
	});

	test('a set id changes by cio_id only, and nobody takes the email of another', async () => {
		await v1('PUT', '/api/v1/customers/person1%40example.com', { id: 'other' });
		await v1('PUT', '/api/v1/customers/1', { email: 'person2@example.com' });
		expect(person('1')?.email).toBe('person1@example.com');
		expect(activities('failed_attribute_change').map(({ data }) => data)).toEqual([
			{ id: 'other' },
			{ email: 'person2@example.com' },
		]);
		await v1('PUT', `/api/v1/customers/cio_${CIO_ID_OF_1}`, { id: 'other' });
		expect(person('other')?.cioId).toBe(CIO_ID_OF_1);
	});

	test('an older update does not replace a newer one', async () => {
		const at = 2_000_000_000;
		await send('identify', { id: '1' }, { timestamp: at, attributes: { plan: 'newer' } });
		await v1('PUT', '/api/v1/customers/1', { _timestamp: at - 1, plan: 'older', extra: 1 });
		expect(person('1')?.attributes).toMatchObject({ plan: 'newer', extra: 1 });
	});

	test('a phone number in a v1 path is an id', async () => {
		await v1('PUT', '/api/v1/customers/%2B15551000000', { a: 1 });
		expect(person('+15551000000')?.attributes).toEqual({ a: 1 });
	});

	test('deleting frees the identifiers, suppressing blocks them until they are unsuppressed', async () => {
		await send('delete', { id: '1' });
		await send('identify', { id: '1' });
		expect(person('1')?.email).toBeNull();

		await send('suppress', { id: '2' });
		expect(person('2')).toBeUndefined();
		for (const identifiers of [{ id: '2' }, { email: 'PERSON2@example.com' }])
			await send('identify', identifiers);
		await pipelines(sandbox, '/v1/identify', { userId: '2', traits: {} });
		await send('event', { id: '2' }, { name: 'e' });
		expect(person('2')).toBeUndefined();
		expect(dropped().slice(-3)).toEqual(Array(3).fill(expect.stringContaining('suppressed')));

		await send('unsuppress', { id: '2' });
		await v1('PUT', '/api/v1/customers/2', { a: 1 });
		expect(person('2')).toMatchObject({ email: null, attributes: { a: 1 } });
		await v1('POST', '/api/v1/customers/person2%40example.com/unsuppress');
		expect(sandbox.state.suppressed).toEqual([]);
	});

	test('unsubscribed and preferences reach the profile', async () => {
		await send(
			'identify',
			{ id: '1' },
			{
				attributes: {
					unsubscribed: 'TRUE',
					cio_subscription_preferences: { topics: { topic_1: false } },
					'cio_subscription_preferences.topics.topic_2': true,
					created_at: 1_361_205_308,
				},
			},
		);
		expect(person('1')).toMatchObject({
			unsubscribed: true,
			topics: { topic_1: false, topic_2: true },
			createdAt: 1_361_205_308,
		});
	});
});

describe('merge', () => {
	test('moves what the primary lacks, and deletes the secondary', async () => {
		await send('identify', { id: '1' }, { attributes: { city: '' } });
		await send('identify', { id: '4' }, { attributes: { city: 'Rome', extra: 'x' } });
		const [first, second] = [person('1'), person('4')];
		const devices = [...(first?.devices ?? []), ...(second?.devices ?? [])];
		await entity({
			type: 'person',
			action: 'merge',
			primary: { cio_id: CIO_ID_OF_1 },
			secondary: { email: 'person4@example.com' },
		});
		expect(person('4')).toBeUndefined();
		expect(person('1')).toMatchObject({
			email: 'person1@example.com',
			devices,
			attributes: { first_name: 'Zoë', city: 'Rome', extra: 'x' },
		});
		const response = await app(sandbox, { path: '/v1/activities?type=profile_merge' });
		expect(response.json).toMatchObject({ activities: [{ customer_id: '1' }] });
		expect(sandbox.state.deliveries.some(({ cioId }) => cioId === second?.cioId)).toBe(false);
	});

	test.each([
		['an unknown primary', { primary: { id: 'nobody' }, secondary: { id: '2' } }],
		['an unknown secondary', { primary: { id: '1' }, secondary: { id: 'nobody' } }],
		['the same person', { primary: { id: '1' }, secondary: { email: 'person1@example.com' } }],
	])('%s does nothing', async (_, body) => {
		await v1('POST', '/api/v1/merge_customers', body);
		expect(sandbox.state.people).toHaveLength(43);
		expect(dropped()).toEqual([expect.any(String)]);
	});
});
