import type { INodeExecutionData } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { jsonOf, runPipelines, sentCalls } from '../../support/pipelines.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

const person = { resource: 'person', operation: 'identify' };
const assign = (name: string, type: string, value: unknown) => ({ id: name, name, type, value });

async function traitsOf(parameters: object, ...items: object[]) {
	const result = await runPipelines(sandbox, {
		parameters: { ...person, userId: '42', ...parameters },
		items: items.length === 0 ? [{}] : items,
	});
	expect(result.error).toBeUndefined();
	return sentCalls(sandbox).map(({ traits }) => traits);
}

describe('values that must arrive unchanged', () => {
	const values = {
		no: false,
		zero: 0,
		empty: '',
		nothing: null,
		address: 'ada+news@example.com',
		name: 'Zoë 漢字 👩‍🚀',
		quoted: 'a "b" \\ \n \u2028',
		half: '\ud83d',
		list: [1, { two: '2' }, [], null],
		deep: { a: { b: { c: [false] } } },
		['__proto__']: 'just a name',
	};

	it('arrive from all fields of the item', async () => {
		expect(await traitsOf({ traitsInput: 'item' }, values)).toEqual([values]);
	});

	it('are left out on request if they are empty', async () => {
		const circular: Record<string, unknown> = { name: '' };
		circular.self = circular;
		const item = {
			...values,
			address: { street: '', city: null, geo: { lat: null } },
			list: ['', null, { note: '', kept: 0 }],
			spaces: ' ',
		};
		const { empty: _, nothing: __, address: ___, ...full } = item;
		const parameters = { traitsInput: 'item', traitsWithoutEmpty: true, traitsExcept: 'zero' };
		expect(await traitsOf(parameters, item)).toEqual([
			{ ...full, zero: undefined, list: ['', null, { kept: 0 }] },
		]);
		sandbox.reset();
		expect(await traitsOf(parameters, { empty: '', nothing: null })).toEqual([undefined]);
		const [failed] = jsonOf(
			await runPipelines(sandbox, {
				parameters: { ...person, userId: '42', ...parameters },
				items: [circular],
				onError: 'continueRegularOutput',
			}),
		);
		expect(failed?.error).toMatch(/circular/);
	});

	it('can be dates of a database node, with and without empty values', async () => {
		const date = new Date('2026-11-22T08:00:00Z');
		const traits = { seen: date.toISOString(), visits: [date.toISOString()] };
		for (const traitsWithoutEmpty of [false, true]) {
			sandbox.reset();
			const parameters = { traitsInput: 'item', traitsWithoutEmpty };
			expect(await traitsOf(parameters, { seen: date, visits: [date] })).toEqual([traits]);
		}
	});

	it('arrive from JSON and from an expression', async () => {
		const json = '={{ JSON.stringify($json) }}';
		const expression = '={{ $json }}';
		for (const traitsJson of [json, expression]) {
			sandbox.reset();
			expect(await traitsOf({ traitsInput: 'json', traitsJson }, values)).toEqual([values]);
		}
	});

	it('come through from fields, with the type that was chosen', async () => {
		const assignments = [
			assign('no', 'boolean', false),
			assign('typedNo', 'boolean', 'false'),
			assign('zero', 'number', 0),
			assign('typedNumber', 'number', '1.5'),
			assign('empty', 'string', ''),
			assign('digits', 'string', '007'),
			assign('name', 'string', '={{ $json.name.toUpperCase() }}'),
			assign('list', 'array', '[1, "two"]'),
			assign('object', 'object', '={{ { a: $json.name } }}'),
			assign('typedObject', 'object', '{ "a": 1 }'),
		];
		expect(await traitsOf({ traits: { assignments } }, { name: 'Zoë' })).toEqual([
			{
				no: false,
				typedNo: false,
				zero: 0,
				typedNumber: 1.5,
				empty: '',
				digits: '007',
				name: 'ZOË',
				list: [1, 'two'],
				object: { a: 'Zoë' },
				typedObject: { a: 1 },
			},
		]);
	});

	it('identify people: numbers as text, addresses unchanged', async () => {
		await runPipelines(sandbox, {
			parameters: { ...person, userId: '={{ $json.id }}' },
			items: [{ id: 42 }, { id: 0 }, { id: '007' }, { id: 'ada+x@example.com' }, { id: 'ö/..%' }],
		});
		expect(sentCalls(sandbox).map(({ userId }) => userId)).toEqual([
			'42',
			'0',
			'007',
			'ada+x@example.com',
			'ö/..%',
		]);
	});
});

describe('two items in a row', () => {
	it('share no values', async () => {
		const parameters = {
			...person,
			userId: '={{ $json.id }}',
			email: '={{ $json.email }}',
			traitsInput: 'json',
			traitsJson: '={{ $json.traits }}',
			additionalFields: { createdAt: '={{ $json.created }}' },
			options: { context: { ip: '={{ $json.ip }}' } },
		};
		const full = { email: 'a@example.com', traits: { plan: 'pro' }, created: 0, ip: '203.0.113.7' };
		const items = [{ id: 'a', ...full }, { id: 'b' }, { id: 'c', traits: { x: 1 } }];
		await runPipelines(sandbox, { parameters, items });
		expect(sentCalls(sandbox).map(({ messageId: _, type: __, ...call }) => call)).toEqual([
			{
				userId: 'a',
				traits: { plan: 'pro', email: 'a@example.com', createdAt: '1970-01-01T00:00:00.000Z' },
				context: { ip: '203.0.113.7' },
			},
			{ userId: 'b' },
			{ userId: 'c', traits: { x: 1 } },
		]);
	});

	it('may return the same object: it is not changed', async () => {
		const shared = { plan: 'pro' };
		const parameters = {
			...person,
			userId: '={{ $json.id }}',
			email: '={{ $json.id }}@example.com',
			traitsInput: 'json',
			traitsJson: "={{ $('Start').first().json.traits }}",
		};
		const items: INodeExecutionData[] = [
			{ json: { id: 'a', traits: shared } },
			{ json: { id: 'b' } },
		];
		const result = await runPipelines(sandbox, { parameters, items });
		expect(sentCalls(sandbox).map(({ traits }) => traits)).toEqual([
			{ plan: 'pro', email: 'a@example.com' },
			{ plan: 'pro', email: 'b@example.com' },
		]);
		const start = result.items('Start')[0]?.json;
		expect(start).toEqual({ id: 'a', traits: { plan: 'pro' } });
	});
});

describe('traits', () => {
	it('of the item exclude the named fields', async () => {
		const parameters = { traitsInput: 'item', traitsExcept: 'id, secret ,missing' };
		const [traits] = await traitsOf(parameters, { id: 1, secret: 'x', plan: 'pro' });
		expect(traits).toEqual({ plan: 'pro' });
	});

	it('are merged with single fields, which override them', async () => {
		const [traits] = await traitsOf(
			{
				email: 'own@example.com',
				traitsInput: 'item',
				additionalFields: {
					createdAt: '2026-03-01',
					unsubscribed: false,
					subscriptionPreferences: '{ "topics": { "topic_9": true } }',
					subscriptionTopics: { values: [{ name: 'topic_1', value: true }] },
					subscriptionChannelsJson: '{ "email": true, "push": false }',
				},
			},
			{ email: 'row@example.com', plan: 'pro', unsubscribed: true },
		);
		expect(traits).toEqual({
			email: 'own@example.com',
			plan: 'pro',
			createdAt: expect.stringMatching(/^2026-0[23]-\d\dT\d\d:00:00\.000Z$/) as unknown,
			unsubscribed: false,
			cio_subscription_preferences: { topics: { topic_9: true } },
			'cio_subscription_preferences.topics.topic_1': true,
			'cio_subscription_preferences.channels.email': true,
			'cio_subscription_preferences.channels.push': false,
		});
	});

	it('may identify a person by email only', async () => {
		const parameters = { ...person, traitsInput: 'item' };
		const result = await runPipelines(sandbox, { parameters, items: [{ email: 'a@example.com' }] });
		expect(result.error).toBeUndefined();
		expect(sandbox.requests[0]?.body).toMatchObject({ traits: { email: 'a@example.com' } });
	});
});

describe('fields that every call may have', () => {
	it("are sent under the API's names", async () => {
		const result = await runPipelines(sandbox, {
			parameters: {
				...person,
				userId: '42',
				additionalFields: {
					integrationsJson: '{ "All": true }',
					integrations: { values: [{ name: 'Salesforce', value: false }] },
					messageId: 'mine-1',
					timestamp: 1_626_289_825,
					sentAt: '2021-07-14T19:10:26Z',
					originalTimestamp: '2021-07-14T21:10:25+02:00',
				},
				options: {
					context: {
						context: '{ "device": { "model": "X" }, "custom": 1 }',
						active: false,
						ip: '203.0.113.7',
						timezone: 'Europe/Berlin',
						channel: 'mobile',
						contextGroupId: 'acme',
						contextTraits: '{ "plan": "pro" }',
						campaignName: 'spring',
						pageKeywords: 'a, b',
						appNamespace: 'com.example',
						deviceType: 'ios',
						networkWifi: true,
						osName: 'iOS',
						locationLatitude: 52.5,
						screenWidth: 390,
					},
					additionalBody: '{ "extra": { "a": 1 } }',
				},
			},
		});
		expect(result.error).toBeUndefined();
		expect(jsonOf(result)).toEqual([{ userId: '42', success: true, messageId: 'mine-1' }]);
		expect(sandbox.requests[0]?.body).toEqual({
			userId: '42',
			context: {
				device: { model: 'X', type: 'ios' },
				custom: 1,
				active: false,
				ip: '203.0.113.7',
				timezone: 'Europe/Berlin',
				channel: 'mobile',
				groupId: 'acme',
				traits: { plan: 'pro' },
				campaign: { name: 'spring' },
				page: { keywords: ['a', 'b'] },
				app: { namespace: 'com.example' },
				network: { wifi: true },
				os: { name: 'iOS' },
				location: { latitude: 52.5 },
				screen: { width: 390 },
			},
			integrations: { All: true, Salesforce: false },
			messageId: 'mine-1',
			timestamp: '2021-07-14T19:10:25.000Z',
			sentAt: '2021-07-14T19:10:26.000Z',
			originalTimestamp: '2021-07-14T19:10:25.000Z',
			extra: { a: 1 },
		});
	});
});

describe('a call with a key that is a whole number', () => {
	it.each([true, false])('arrives unchanged (in batches: %s)', async (batchRequests) => {
		const call = { userId: 'x', event: 'Paid', 7: 'seven' };
		const result = await runPipelines(sandbox, {
			parameters: {
				resource: 'call',
				operation: 'send',
				type: 'track',
				call: '={{ $json.call }}',
				batchRequests,
			},
			items: [{ call }, { call }],
		});
		expect(result.error).toBeUndefined();
		const type = batchRequests ? { type: 'track' } : {};
		const messageId = expect.any(String) as unknown;
		expect(sentCalls(sandbox)).toEqual(Array(2).fill({ ...type, ...call, messageId }));
	});
});
