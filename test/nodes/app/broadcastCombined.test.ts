/** One broadcast for all input items. */
import { located, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeEach(async () => {
	app = await startApp();
	app.sandbox.setLimits(false);
});
afterEach(async () => await app.sandbox.stop());

const trigger = {
	resource: 'broadcast',
	operation: 'trigger',
	broadcastId: located(12),
	options: { requestsPerSecond: 0 },
};
const byEmail = {
	...trigger,
	send: 'all',
	audience: 'emails',
	emails: '={{ $json.email }}',
	emailIgnoreMissing: true,
};

const bodies = (requests: ReadonlyArray<{ body?: unknown }>) =>
	requests.map(({ body }) => body as { emails?: string[]; per_user_data?: object[] });
const pairsOf = (items: ReadonlyArray<{ pairedItem?: unknown }>) =>
	items.map(({ pairedItem }) => (pairedItem as Array<{ item: number }>).map(({ item }) => item));

describe('once for all items', () => {
	it('sends 25,000 people in 3 requests, each person once', async () => {
		const people = Array.from({ length: 25_000 }, (_, n) => ({ email: `p${n}@example.com` }));
		const { requests, json, items, error } = await app.run(byEmail, people);
		expect(error).toBeUndefined();
		expect(bodies(requests).map(({ emails }) => emails?.length)).toEqual([10_000, 10_000, 5000]);
		const sent = bodies(requests).flatMap(({ emails }) => emails ?? []);
		expect(new Set(sent).size).toBe(25_000);
		expect(json).toHaveLength(3);
		expect(pairsOf(items).map((pairs) => [pairs[0], pairs.at(-1)])).toEqual([
			[0, 9999],
			[10_000, 19_999],
			[20_000, 24_999],
		]);
	}, 60_000);

	it('sends 25,000 people with data of their own in 3 requests', async () => {
		const people = Array.from({ length: 25_000 }, (_, n) => ({ id: `p${n}`, voucher: `V${n}` }));
		const parameters = {
			...trigger,
			send: 'all',
			audience: 'perUserData',
			perUserData: '={{ [{ id: $json.id, data: { voucher: $json.voucher } }] }}',
			idIgnoreMissing: true,
		};
		const { requests, error } = await app.run(parameters, people);
		expect(error).toBeUndefined();
		const lists = bodies(requests).map((body) => body.per_user_data ?? []);
		expect(lists.map((list) => list.length)).toEqual([10_000, 10_000, 5000]);
		expect(lists[2]?.at(-1)).toEqual({ id: 'p24999', data: { voucher: 'V24999' } });
	}, 60_000);

	it('sends a person who comes in several items once', async () => {
		const emails = ['person1@example.com', 'person2@example.com', 'person1@example.com'];
		const { requests, items } = await app.run(
			byEmail,
			emails.map((email) => ({ email })),
		);
		expect(bodies(requests)).toMatchObject([
			{ emails: ['person1@example.com', 'person2@example.com'] },
		]);
		expect(pairsOf(items)).toEqual([[0, 1, 2]]);
		// The list of all items in every item, as people write it first.
		const all = '={{ $input.all().map((item) => item.json.email) }}';
		app.sandbox.requests.length = 0;
		const again = await app.run(
			{ ...byEmail, emails: all },
			emails.map((email) => ({ email })),
		);
		expect(again.requests).toHaveLength(1);
	});

	it('sends no request without people, which would reach the audience of the broadcast', async () => {
		const people = Array.from({ length: 6000 }, (_, n) => `p${n}@example.com`);
		const parameters = { ...byEmail, emails: '={{ $json.emails }}' };
		const { requests, items } = await app.run(parameters, [{ emails: people }, { emails: people }]);
		expect(bodies(requests).map(({ emails }) => emails?.length)).toEqual([6000]);
		expect(pairsOf(items)).toEqual([[0, 1]]);
	});

	it('sends a person with data of their own once, with the data of the first item', async () => {
		const parameters = {
			...trigger,
			send: 'all',
			audience: 'perUserData',
			perUserData: '={{ [{ id: "1", data: { voucher: $json.voucher } }] }}',
		};
		const { requests } = await app.run(parameters, [{ voucher: 'A' }, { voucher: 'B' }]);
		expect(bodies(requests)).toEqual([{ per_user_data: [{ id: '1', data: { voucher: 'A' } }] }]);
	});

	it('sends the audience of the broadcast once, however many items there are', async () => {
		const { requests, items } = await app.run({ ...trigger, send: 'all', audience: 'default' }, [
			{},
			{},
			{},
		]);
		expect(requests).toHaveLength(1);
		expect(pairsOf(items)).toEqual([[0, 1, 2]]);
	});

	it('sends items with other settings apart', async () => {
		const data = { dataInput: 'json', dataJson: '={{ { headline: $json.headline } }}' };
		const { requests } = await app.run({ ...byEmail, ...data }, [
			{ email: 'person1@example.com', headline: 'A' },
			{ email: 'person2@example.com', headline: 'B' },
			{ email: 'person3@example.com', headline: 'A' },
		]);
		expect(bodies(requests)).toMatchObject([
			{ emails: ['person1@example.com', 'person3@example.com'], data: { headline: 'A' } },
			{ emails: ['person2@example.com'], data: { headline: 'B' } },
		]);
	});

	it('fails an item without an address alone, and all items of a request that fails', async () => {
		app.sandbox.fault({ act: { kind: 'status', status: 422, body: { errors: ['no'] } } });
		const { json } = await app.run(
			byEmail,
			[{ email: 'person1@example.com' }, { email: '' }, { email: 'person2@example.com' }],
			{ onError: 'continueRegularOutput' },
		);
		expect(json.map(({ error }) => String(error))).toEqual([
			expect.stringMatching(/no/),
			expect.stringMatching(/^Emails: is required/),
			expect.stringMatching(/no/),
		]);
		expect(app.sandbox.requests).toHaveLength(1);
	});
});

describe('once per item', () => {
	it('sends a broadcast for each', async () => {
		const { requests, json } = await app.run({ ...byEmail, send: 'each' }, [
			{ email: 'person1@example.com' },
			{ email: 'person2@example.com' },
		]);
		expect(requests).toHaveLength(2);
		expect(json).toHaveLength(2);
	});
});
