import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { callsOf, jsonOf, spec, pairsOf, runPipelines } from '../../support/pipelines.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

const rows = (values: object) => ({
	assignments: Object.entries(values).map(([name, value], number) => ({
		id: String(number),
		name,
		value: value as unknown,
		type: Array.isArray(value) ? 'array' : typeof value,
	})),
});

/** The API spec's example of an endpoint or a command. */
function example(name: string): Record<string, unknown> {
	const entry =
		spec.operations.find(({ operation }) => operation === name) ??
		spec.semanticEvents.find(({ event }) => event === name);
	if (entry === undefined) throw new Error(`The API spec has no example of ${name}`);
	return entry.example;
}

interface Case {
	resource: string;
	operation: string;
	type: string;
	of: string;
	parameters: object;
}

const at = { additionalFields: { timestamp: '2021-07-14T19:10:25.000Z' } };

const cases: Case[] = [
	{
		resource: 'person',
		operation: 'identify',
		type: 'identify',
		of: 'identify',
		parameters: {
			userId: '97980cfea0067',
			email: 'cool.person@example.com',
			traits: rows({ name: 'Cool Person', likes_baseball: true, games_attended: 5 }),
		},
	},
	{
		resource: 'person',
		operation: 'delete',
		type: 'track',
		of: 'User Deleted',
		parameters: { userId: '42', ...at },
	},
	{
		resource: 'person',
		operation: 'suppress',
		type: 'track',
		of: 'User Suppressed',
		parameters: { userId: 42, ...at },
	},
	{
		resource: 'person',
		operation: 'unsuppress',
		type: 'track',
		of: 'User Unsuppressed',
		parameters: { userId: '42', ...at },
	},
	{
		resource: 'person',
		operation: 'merge',
		type: 'alias',
		of: 'alias',
		parameters: {
			userId: '97980cfea0067',
			previousId: '23adfd82-aa0f-45a7-a756-24f2a7a4c895',
		},
	},
	{
		resource: 'event',
		operation: 'track',
		type: 'track',
		of: 'track',
		parameters: {
			userId: '97980cfea0067',
			event: 'Course Started',
			properties: rows({ title: 'Intro to Customer.io' }),
		},
	},
	{
		resource: 'event',
		operation: 'page',
		type: 'page',
		of: 'page',
		parameters: {
			userId: 'f4ca124298',
			name: 'Home',
			url: 'https://www.example.com',
			additionalFields: { title: 'Welcome | ACME, Inc.' },
		},
	},
	{
		resource: 'event',
		operation: 'screen',
		type: 'screen',
		of: 'screen',
		parameters: {
			userId: 'f4ca124298',
			name: 'feed',
			propertiesInput: 'json',
			propertiesJson: '{ "subscriptions": ["baseball", "basketball"] }',
		},
	},
	{
		resource: 'relationship',
		operation: 'upsert',
		type: 'group',
		of: 'group',
		parameters: {
			userId: '97980cfea0067',
			groupId: '0e8c78ea9d97a7b8185e8632',
			objectTypeId: 2,
			relationshipAttributes: rows({ role: 'primary_contact' }),
			additionalFields: {
				traitsJson:
					'{ "name": "ACME, Inc.", "industry": "Technology", "employees": 329, "plan": "enterprise" }',
			},
		},
	},
	{
		resource: 'relationship',
		operation: 'delete',
		type: 'track',
		of: 'Relationship Deleted',
		parameters: { userId: '1', objectId: 'acme' },
	},
	{
		resource: 'object',
		operation: 'delete',
		type: 'track',
		of: 'Object Deleted',
		parameters: { objectId: 'acme', objectTypeId: '1' },
	},
	{
		resource: 'device',
		operation: 'upsert',
		type: 'track',
		of: 'Device Created or Updated',
		parameters: {
			userId: '42',
			token: 'a83b219c',
			deviceType: 'ios',
			additionalFields: {
				namespace: 'com.example.yourapp',
				timestamp: '2021-07-14T19:10:25.000Z',
			},
		},
	},
	{
		resource: 'device',
		operation: 'delete',
		type: 'track',
		of: 'Device Deleted',
		parameters: { userId: '42', token: 'a83b219c', deviceType: 'ios' },
	},
	{
		resource: 'delivery',
		operation: 'reportMetric',
		type: 'track',
		of: 'Report Delivery Event',
		parameters: {
			deliveryId: 'RPILAgUBcRhIBqSfeiIwdIYJKxTY',
			metric: 'clicked',
			additionalFields: {
				recipient: 'device_token',
				actionValue: 'enable_push',
				href: 'myapp://settings/enable_push',
				timestamp: '2021-07-14T19:10:25.000Z',
			},
		},
	},
	{
		resource: 'delivery',
		operation: 'reportContentEvent',
		type: 'track',
		of: 'Report Content Event',
		parameters: {
			anonymousId: 'c0e5cae6-6f04-46e4-97a8-25076e8bdc0b',
			actionType: 'clicked_content',
			additionalFields: { contentId: 5, templateId: 10, timestamp: '2024-12-14T19:10:25Z' },
		},
	},
	...['identify', 'track', 'page', 'screen', 'group', 'alias'].map((type) => ({
		resource: 'call',
		operation: 'send',
		type,
		of: type,
		parameters: { type, call: JSON.stringify(example(type)) },
	})),
];

/** What an output item says about whom or what a call is about. */
function whoIn(call: unknown): object {
	const { userId, anonymousId, previousId, groupId, objectTypeId, event, traits, properties } =
		call as Record<string, unknown>;
	const { email } = (traits ?? {}) as { email?: string };
	const { objectId } = (properties ?? {}) as { objectId?: string };
	const who = { userId, previousId, groupId, objectTypeId, email, objectId };
	const known = event === 'Object Deleted' ? who : { ...who, anonymousId };
	return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

const anyId = expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown;

describe.each(cases)(
	'$resource $operation ($of)',
	({ resource, operation, type, of, parameters }) => {
		const chosen = { resource, operation, ...parameters };

		it('is the body of its endpoint when sent alone', async () => {
			const result = await runPipelines(sandbox, {
				parameters: { ...chosen, batchRequests: false },
			});
			expect(result.error).toBeUndefined();
			expect(sandbox.requests).toHaveLength(1);
			const [request] = sandbox.requests;
			expect([request?.method, request?.path, request?.rawQuery]).toEqual([
				'POST',
				`/v1/${type}`,
				'',
			]);
			expect(request?.headers).toMatchObject({
				authorization: `Basic ${Buffer.from(`${sandbox.writeKey}:`).toString('base64')}`,
				'x-strict-mode': '1',
				'content-type': 'application/json',
			});
			expect(request?.body).toEqual({ ...example(of), messageId: anyId });
			const { messageId } = request?.body as { messageId: string };
			expect(jsonOf(result)).toEqual([{ ...whoIn(request?.body), success: true, messageId }]);
			expect(pairsOf(result)).toEqual([{ item: 0 }]);
		});

		it('has its type in a batch', async () => {
			const result = await runPipelines(sandbox, { parameters: chosen, items: [{}, {}] });
			expect(result.error).toBeUndefined();
			expect(sandbox.requests.map(({ path }) => path)).toEqual(['/v1/batch']);
			const expected = { type, ...example(of), messageId: anyId };
			expect(sandbox.requests[0]?.body).toEqual({ batch: [expected, expected] });
			const ids = callsOf(sandbox.requests[0]).map(({ messageId }) => messageId);
			expect(new Set(ids).size).toBe(2);
			expect(jsonOf(result)).toEqual(
				ids.map((messageId) => ({ ...whoIn(expected), success: true, messageId })),
			);
			expect(pairsOf(result)).toEqual([{ item: 0 }, { item: 1 }]);
			expect(sandbox.state.pipelines.dropped).toEqual([]);
		});
	},
);

describe('object upsert', () => {
	it('is a group call without a person', async () => {
		const parameters = { resource: 'object', operation: 'upsert', groupId: 'acme' };
		const result = await runPipelines(sandbox, {
			parameters: { ...parameters, traits: rows({ name: 'ACME', employees: 0 }) },
		});
		expect(result.error).toBeUndefined();
		expect(sandbox.requests[0]?.path).toBe('/v1/group');
		expect(sandbox.requests[0]?.body).toEqual({
			groupId: 'acme',
			traits: { name: 'ACME', employees: 0, objectTypeId: '1' },
			messageId: anyId,
		});
	});
});

describe('a prepared batch', () => {
	const calls = [...(example('batch').batch as object[]), { type: 'alias', ...example('alias') }];
	const parameters = { resource: 'call', operation: 'sendBatch', batch: '={{ $json.calls }}' };

	it('is sent in one request with the batches of other items, with one result per item', async () => {
		const result = await runPipelines(sandbox, { parameters, items: [{ calls }, { calls }] });
		expect(result.error).toBeUndefined();
		const expected = calls.map((call) => ({ ...call, messageId: anyId }));
		expect(sandbox.requests.map(({ body }) => body)).toEqual([
			{ batch: [...expected, ...expected] },
		]);
		const ids = callsOf(sandbox.requests[0]).map(({ messageId }) => messageId);
		expect(jsonOf(result)).toEqual([
			{ success: true, messageIds: ids.slice(0, 3) },
			{ success: true, messageIds: ids.slice(3) },
		]);
	});

	it('is a request for each item if batching is off', async () => {
		await runPipelines(sandbox, {
			parameters: { ...parameters, batchRequests: false },
			items: [{ calls }, { calls }],
		});
		expect(sandbox.requests.map(({ path }) => path)).toEqual(['/v1/batch', '/v1/batch']);
	});
});

describe('every operation of the API spec', () => {
	it('is shown above', () => {
		const shown = new Set([...cases.map(({ of }) => of), 'batch']);
		const documented = [
			...spec.operations.map(({ operation }) => operation),
			...spec.semanticEvents.map(({ event }) => event),
		];
		expect(documented.filter((name) => !shown.has(name))).toEqual([]);
	});
});
