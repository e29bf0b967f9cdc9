import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const optOut = (operation: string, parameters: object = {}) => ({
	resource: 'optOut',
	operation,
	...parameters,
});
const ofPerson = { customerId: located('={{ $json.email }}', 'email') };

describe('opt-out', () => {
	it('is updated, fetched and listed', async () => {
		const email = 'ana+news@example.com';
		const updated = await app.run(
			optOut('updateByCustomer', {
				...ofPerson,
				optouts: {
					values: [
						{ from: '+15551234567', optout: true, channel: 'whatsapp' },
						{ from: 'SHOP', optout: '={{ $json.out }}' },
					],
				},
			}),
			[{ email, out: false }],
		);
		expect(updated.routes).toEqual([
			'PUT /v1/customers/ana%2Bnews%40example.com/optouts?id_type=email',
		]);
		expect(updated.requests[0]?.headers.authorization).toBe(`Bearer ${app.sandbox.appKey}`);
		expect(updated.requests[0]?.body).toEqual({
			optouts: [
				{ from: '+15551234567', optout: true, channel: 'whatsapp' },
				{ from: 'SHOP', optout: false, channel: 'sms' },
			],
		});
		expect(updated.json).toEqual([{ customer_id: email, success: true }]);

		await app.sandbox.webhooksSettled();
		const fetched = await app.run(optOut('getByCustomer', { ...ofPerson, returnAll: true }), [
			{ email },
		]);
		expect(fetched.routes).toEqual([
			'GET /v1/customers/ana%2Bnews%40example.com/optouts?id_type=email',
		]);
		expect(fetched.json).toEqual([{ channel: 'whatsapp', from: '+15551234567' }]);

		const listed = await app.run(optOut('getAll', { limit: 7, filters: { from: '+15551234567' } }));
		expect(listed.requests[0]?.query).toEqual({ from: '+15551234567', limit: '7' });
		expect(pairs(listed.items)).toEqual([0]);
	});

	it('is updated in item order, whatever the input mode', async () => {
		const email = 'ana+news@example.com';
		const sender = (n: number, out: boolean) => ({ from: `+1555123456${n}`, optout: out });
		const { requests, error } = await app.run(
			optOut('updateByCustomer', {
				...ofPerson,
				optoutsInput: '={{ $json.way }}',
				optouts: { values: Array.from({ length: 9 }, (_, n) => sender(n, true)) },
				optoutsJson: JSON.stringify([sender(0, false)]),
			}),
			['fields', 'json', 'fields', 'json'].map((way) => ({ email, way })),
		);
		expect(error).toBeUndefined();
		const counts = requests.map(({ body }) => (body as { optouts: object[] }).optouts.length);
		expect(counts).toEqual([9, 1, 9, 1]);
	});

	it('accepts its senders as JSON', async () => {
		const optouts = [{ from: '+15551234567', optout: true }];
		const { requests } = await app.run(
			optOut('updateByCustomer', {
				customerId: located('1'),
				optoutsInput: 'json',
				optoutsJson: JSON.stringify(optouts),
			}),
		);
		expect(requests[0]?.body).toEqual({ optouts });
	});

	it.each([
		[{}, /^Opt-Outs: is required/],
		[
			{ optouts: { values: [{ from: '', optout: true }] } },
			/^Opt-Outs: Sender of entry 1 is empty/,
		],
		[{ optoutsInput: 'json', optoutsJson: '{}' }, /^Opt-Outs: must be a JSON array/],
		[{ optoutsInput: 'json', optoutsJson: '[{"from": "x"}]' }, /entry 1 lacks "optout"/],
	])('stops before sending: %j', async (parameters, message) => {
		const { error, requests } = await app.run(
			optOut('updateByCustomer', { customerId: located('1'), ...parameters }),
		);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});
});
