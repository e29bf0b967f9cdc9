import type { Person } from '../../tools/sandbox/sandbox.ts';
import { errorsOf, jsonOf, setStage, type Stage } from './runExample.ts';
import { example, parametersOf } from './workflows.ts';

let stage: Stage;
beforeEach(async () => {
	stage = await setStage();
});
afterEach(async () => await stage.stop());

const personOf = (email: string): Person => {
	const matches = stage.sandbox.state.people.filter((person) => person.email === email);
	expect(matches).toHaveLength(1);
	return matches[0] as Person;
};
const attributesOf = (email: string) => personOf(email).attributes;

/** Person of each call, by both identifiers. */
const identified = () =>
	applied()
		.filter(({ type }) => type === 'identify')
		.map(({ call }) => [call.userId, (call.traits as { email?: unknown }).email]);

const twice = (...addresses: string[]) => addresses.map((address) => [address, address]);

/** Calls that took effect, in order. */
const applied = () =>
	Object.values(stage.sandbox.state.pipelines.calls).filter((call) => call.applied === 1);

const unix = (time: string): number => Date.parse(time) / 1000;

const NO_IDENTITY = /User ID/;

afterEach(() => expect(stage.sandbox.state.pipelines.dropped).toEqual([]));

describe('contacts-to-people', () => {
	it('creates a person for each of the 1,000 contacts', async () => {
		const before = stage.sandbox.state.people.length;
		const result = await stage.run('contacts-to-people');
		expect(jsonOf(result, 'Rows')).toHaveLength(1000);
		const rejected = errorsOf(result, 'Identify people');
		expect(stage.sandbox.state.people.length - before).toBe(1000 - rejected.length);
		expect(stage.sandbox.requests.length).toBeLessThan(10);
	});
});

describe('hubspot-contacts-to-people', () => {
	it('creates people with the properties that have a value', async () => {
		const result = await stage.run('hubspot-contacts-to-people');
		expect(attributesOf('zoe.angstrom@example.com')).toEqual({
			city: 'Zürich',
			company: 'Bäckerei Grüezi AG',
			firstname: 'Zoë',
			jobtitle: 'Geschäftsführerin',
			lastmodifieddate: '2025-06-01T06:02:11.004Z',
			lastname: 'Ångström',
			lifecyclestage: 'customer',
			hubspot_id: '51',
		});
		expect(personOf('zoe.angstrom@example.com').createdAt).toBe(unix('2024-11-04T08:15:42Z'));
		expect(identified()).toEqual(
			twice('zoe.angstrom@example.com', 'lukasz@example.com', 'haruko@example.com'),
		);
		expect(attributesOf('lukasz@example.com')).not.toHaveProperty('jobtitle');
		expect(attributesOf('haruko@example.com')).toMatchObject({ firstname: '晴子', city: '東京' });
		expect(errorsOf(result, 'Identify people')).toEqual([expect.stringMatching(NO_IDENTITY)]);
		expect(stage.sandbox.requests).toHaveLength(1);
	});

	it('fails visibly with a wrong expression', async () => {
		const workflow = example('hubspot-contacts-to-people');
		parametersOf(workflow, 'Identify people').traitsJson = '={{ $json.property }}';
		await stage.run('hubspot-contacts-to-people', { workflow });
		expect(attributesOf('haruko@example.com')).not.toHaveProperty('firstname');
	});
});

describe('salesforce-accounts-to-objects', () => {
	it('creates objects, people, and a relationship for each person', async () => {
		const result = await stage.run('salesforce-accounts-to-objects');
		const { objects } = stage.sandbox.state;
		const [mueller, cafe, beijing] = ['AAB', 'dAAB', 'eAAB'].map((end) =>
			objects.find(({ objectId }) => objectId.startsWith('0018d') && objectId.endsWith(end)),
		);
		expect(mueller).toMatchObject({ objectTypeId: '1', objectId: '0018d00000A1b2cAAB' });
		expect(mueller?.attributes).toMatchObject({
			name: 'Müller & Söhne GmbH',
			industry: 'Manufacturing',
			employees: 320,
			annual_revenue: 48500000.5,
			city: 'München',
			country: 'Germany',
			owner: 'Siobhán O’Brien',
		});
		expect(cafe?.attributes).toEqual({
			name: 'Café São João',
			city: 'São Paulo',
			country: 'Brazil',
			owner: 'Iñigo Etxeberria',
		});
		// Empty is not zero.
		expect(beijing?.attributes).toMatchObject({ name: '北京贸易有限公司', annual_revenue: 0 });
		expect(errorsOf(result, 'Accounts to objects')).toEqual([]);

		expect(personOf('jurgen@mueller-soehne.example')).toMatchObject({
			unsubscribed: false,
			attributes: {
				first_name: 'Jürgen',
				last_name: 'Größmann',
				salesforce_id: '0038d00000C3d4eAAB',
			},
			createdAt: unix('2023-02-14T09:30:00Z'),
			relationships: [
				{
					objectTypeId: '1',
					objectId: '0018d00000A1b2cAAB',
					attributes: { title: 'Einkaufsleiter' },
				},
			],
		});
		expect(personOf('amelie@mueller-soehne.example')).toMatchObject({
			unsubscribed: true,
			relationships: [{ objectId: '0018d00000A1b2cAAB', attributes: {} }],
		});
		expect(personOf('ana@saojoao.example').relationships).toMatchObject([
			{ objectId: '0018d00000A1b2dAAB', attributes: { title: 'Sócia' } },
		]);
		for (const node of ['Identify contacts', 'Relate to accounts'])
			expect(errorsOf(result, node)).toEqual([expect.stringMatching(NO_IDENTITY)]);
		expect(identified()).toEqual(
			twice(
				'jurgen@mueller-soehne.example',
				'amelie@mueller-soehne.example',
				'ana@saojoao.example',
			),
		);
		// The objects exist before anyone is related to them.
		expect(applied().map(({ type }) => type)).toEqual([
			...Array<string>(3).fill('group'),
			...Array<string>(3).fill('identify'),
			...Array<string>(3).fill('group'),
		]);
	});
});

describe('pipedrive-deals-to-events', () => {
	const run = async () => await stage.run('pipedrive-deals-to-events', { from: 'Deal changed' });

	it('tracks an event for the contact for each change', async () => {
		const result = await run();
		expect(applied().map(({ messageId, call }) => [messageId, call.userId, call.event])).toEqual([
			['pipedrive-b1a6c0de-33d0-4d0e-8a11-000000000001', 'juergen@example.com', 'Deal Won'],
			['pipedrive-b1a6c0de-33d0-4d0e-8a11-000000000002', 'amelie@example.com', 'Deal Lost'],
			['pipedrive-b1a6c0de-33d0-4d0e-8a11-000000000003', 'haruko@example.com', 'Deal Updated'],
		]);
		expect(applied().map(({ call }) => [call.timestamp, call.properties])).toEqual([
			[
				'2025-06-01T09:51:09.000Z',
				{
					deal_id: 87,
					title: 'Jahresvertrag – Größmann & Co.',
					value: 24000,
					currency: 'EUR',
					stage_id: 5,
				},
			],
			[
				'2025-06-02T09:51:09.000Z',
				{
					deal_id: 91,
					title: 'Licences équipe Lefèvre',
					value: 3600.5,
					currency: 'EUR',
					stage_id: 3,
					lost_reason: 'Budget gelé',
				},
			],
			[
				'2025-06-03T09:51:09.000Z',
				{ deal_id: 93, title: '新規導入', value: 1200000, currency: 'JPY', stage_id: 4 },
			],
		]);
		expect(errorsOf(result, 'Track deal event')).toEqual([expect.stringMatching(NO_IDENTITY)]);
	});

	it('tracks one event for a duplicate change', async () => {
		await run();
		await run();
		expect(applied()).toHaveLength(3);
		const events = stage.sandbox.state.activities.filter(({ name }) => name === 'Deal Won');
		expect(events).toHaveLength(1);
	});
});

describe('shopify-orders-to-events', () => {
	it('identifies the customer and tracks the order with its products', async () => {
		const result = await stage.run('shopify-orders-to-events', { from: 'New order' });
		expect(applied().map(({ type, call }) => [type, call.userId])).toEqual([
			['identify', 'renee@example.com'],
			['identify', 'thora@example.com'],
			['track', 'renee@example.com'],
			['track', 'thora@example.com'],
		]);
		expect(identified()).toEqual(twice('renee@example.com', 'thora@example.com'));
		expect(attributesOf('renee@example.com')).toMatchObject({
			first_name: 'Renée',
			last_name: 'D’Aubigné',
			city: 'Montréal',
			country_code: 'CA',
			language: 'de',
			shopify_id: 7045500011,
			last_order_at: '2025-06-03T11:02:33+02:00',
		});
		expect(personOf('renee@example.com').createdAt).toBe(unix('2024-12-24T17:30:00Z'));
		// A guest: no customer, no shipping address.
		expect(attributesOf('thora@example.com')).toEqual({
			first_name: 'Þóra',
			last_name: 'Jónsdóttir',
			last_order_at: '2025-06-03T12:00:00+02:00',
		});
		const [, , order, giftCard] = applied().map(({ call }) => call);
		expect(order).toMatchObject({
			event: 'Order Placed',
			messageId: 'shopify-order-5912300012345',
			timestamp: '2025-06-03T09:02:31.000Z',
			properties: {
				order_id: 5912300012345,
				order_name: '#1041',
				total: 86.8,
				currency: 'EUR',
				discount_codes: ['ÉTÉ10'],
				products: [
					{
						name: 'Crème brûlée set ☕',
						variant: 'Grün',
						sku: 'SKU-14001',
						quantity: 2,
						price: 24.95,
					},
					{ name: 'Šálek', sku: 'SKU-14002', quantity: 1, price: 39.99 },
				],
				status_url: 'https://shop.example/orders/1041',
			},
		});
		expect(giftCard?.properties).toMatchObject({ total: 1250, discount_codes: [] });
		const events = stage.sandbox.state.activities.filter(({ name }) => name === 'Order Placed');
		expect(events.map(({ cioId }) => cioId)).toEqual(
			['renee@example.com', 'thora@example.com'].map((email) => personOf(email).cioId),
		);
		for (const node of ['Identify customer', 'Track order'])
			expect(errorsOf(result, node)).toEqual([expect.stringMatching(NO_IDENTITY)]);
	});
});

describe('google-sheet-to-people', () => {
	it('creates people from the rows, and says which row has an invalid date', async () => {
		const result = await stage.run('google-sheet-to-people');
		expect(personOf('dmitri@example.com')).toMatchObject({
			attributes: { 'First name': 'Дмитрий', Plan: 'pro', Seats: 12 },
			topics: { topic_1: true },
		});
		expect(attributesOf('dmitri@example.com')).not.toHaveProperty('row_number');
		expect(personOf('eleni@example.com').topics).toEqual({ topic_1: false });
		expect(personOf('dmitri@example.com').createdAt).toBe(unix('2025-02-17T00:00:00-05:00'));
		// Empty cells: no date, no choice.
		expect(personOf('priya@example.com').topics).toEqual({});
		expect(Date.now() / 1000 - personOf('priya@example.com').createdAt).toBeLessThan(60);
		expect(identified()).toEqual(
			twice('dmitri@example.com', 'eleni@example.com', 'priya@example.com'),
		);
		const outcome = jsonOf(result, 'Identify people').map(({ success, error }) => error ?? success);
		expect(outcome).toEqual([
			true,
			true,
			true,
			expect.stringMatching(NO_IDENTITY),
			expect.stringMatching(/Created At.*last spring/),
		]);
	});
});
