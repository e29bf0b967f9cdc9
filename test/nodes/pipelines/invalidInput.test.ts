import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { jsonOf, spec, pairsOf, runPipelines, sentCalls } from '../../support/pipelines.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

interface Case {
	title: string;
	parameters: object;
	/** The invalid item; the items before and after it are valid. */
	bad: object;
	good: object;
	says: string | RegExp;
}

const identify = { resource: 'person', operation: 'identify', userId: '={{ $json.id }}' };
const track = { resource: 'event', operation: 'track', userId: '42', event: '={{ $json.event }}' };
const relate = { resource: 'relationship', operation: 'upsert' };
const send = { resource: 'call', operation: 'send', type: 'track', call: '={{ $json.call }}' };
const sendBatch = { resource: 'call', operation: 'sendBatch', batch: '={{ $json.batch }}' };
const traitsJson = { ...identify, traitsInput: 'json', traitsJson: '={{ $json.traits }}' };
const inContext = { ...identify, options: { context: { timezone: '={{ $json.zone }}' } } };
const good = { id: 'good', event: 'Good', group: 'good', traits: {}, zone: 'UTC' };

const cases: Case[] = [
	...[undefined, null, ''].map((id) => ({
		title: `no identity (${JSON.stringify(id)})`,
		parameters: identify,
		good,
		bad: { id },
		says: 'User ID, Anonymous ID or Email: one of them is required, but all are empty',
	})),
	{
		title: 'a blank identity',
		parameters: identify,
		good,
		bad: { id: '  ' },
		says: 'User ID: must not be blank',
	},
	{
		title: 'an identity that is an object',
		parameters: identify,
		good,
		bad: { id: { a: 1 } },
		says: 'User ID: must be an identifier, but is {"a":1}',
	},
	{
		title: 'an identity that is a rounded number',
		parameters: identify,
		good,
		bad: { id: 2 ** 53 },
		says: 'User ID: must be text, because the number 9007199254740992 has more digits than are kept exactly',
	},
	{
		title: 'a raw call with a rounded number as identity',
		parameters: send,
		good: { call: '{ "userId": 9007199254740991, "event": "X" }' },
		bad: { call: { userId: Number('123456789012345678'), event: 'X' } },
		says: 'Call (JSON) > userId: must be text, because the number 123456789012345680 has more digits than are kept exactly',
	},
	{
		title: 'a raw call as text with a number that would be rounded',
		parameters: send,
		good: { call: '{ "userId": 9007199254740991, "event": "X" }' },
		bad: { call: '{ "userId": 123456789012345678, "event": "X" }' },
		says: 'Call (JSON): holds the number 123456789012345678, which has more digits than are kept exactly',
	},
	{
		title: 'no identity of an event',
		parameters: { ...track, userId: '={{ $json.id }}', event: 'X' },
		good,
		bad: {},
		says: 'User ID, Anonymous ID or Object ID: one of them is required',
	},
	{
		title: 'a required identity that is empty',
		parameters: { ...identify, operation: 'delete' },
		good,
		bad: {},
		says: 'User ID: is required but empty for this item',
	},
	...['', '   '].map((event) => ({
		title: `an empty event name (${JSON.stringify(event)})`,
		parameters: track,
		good,
		bad: { event },
		says: /^Event Name: (is required|must not be blank)/,
	})),
	...spec.semanticEvents.map(({ event }) => ({
		title: `the reserved event name ${event}`,
		parameters: track,
		good,
		bad: { event },
		says: new RegExp(
			`^Event Name: must not be "${event}", which is a command.*choose the resource \\w+ and the operation \\w`,
		),
	})),
	{
		title: 'a relationship without an object',
		parameters: { ...relate, userId: '42', groupId: '={{ $json.group }}' },
		good,
		bad: { group: '' },
		says: 'Object ID: is required but empty for this item',
	},
	{
		title: 'a relationship without a person',
		parameters: { ...relate, userId: '={{ $json.id }}', groupId: 'acme' },
		good,
		bad: {},
		says: 'User ID or Anonymous ID: one of them is required',
	},
	{
		title: 'an object type that is not a number',
		parameters: { ...relate, userId: '42', groupId: 'a', objectTypeId: '={{ $json.type ?? 1 }}' },
		good,
		bad: { type: 'company' },
		says: 'Object Type ID: must be a number, but is "company"',
	},
	...['[1]', '"text"', '5'].map((traits) => ({
		title: `traits that are not an object (${traits})`,
		parameters: traitsJson,
		good,
		bad: { id: 'x', traits },
		says: 'Traits (JSON): must be a JSON object',
	})),
	{
		title: 'traits that are not JSON',
		parameters: traitsJson,
		good,
		bad: { id: 'x', traits: '{ "a": ' },
		says: 'Traits (JSON): is not valid JSON',
	},
	{
		title: 'circular traits',
		parameters: {
			...identify,
			traitsInput: 'json',
			traitsJson: '={{ (() => { const a = {}; if ($json.circle) a.self = a; return a; })() }}',
		},
		good,
		bad: { id: 'x', circle: true },
		says: 'Traits JSON: contains itself (circular), so it cannot be written as JSON',
	},
	{
		title: 'oversized traits',
		parameters: traitsJson,
		good,
		bad: { id: 'x', traits: { notes: '漢'.repeat(11_000) } },
		says: /^Traits: must be smaller: the call has 331\d\d bytes as JSON, and Customer.io takes at most 32768/,
	},
	{
		title: 'a date that is invalid',
		parameters: { ...identify, additionalFields: { timestamp: '={{ $json.when }}' } },
		good,
		bad: { id: 'x', when: 'soon' },
		says: 'Timestamp: must be a date and time, but is "soon"',
	},
	{
		title: 'a day that does not exist',
		parameters: { ...identify, additionalFields: { createdAt: '={{ $json.when }}' } },
		good,
		bad: { id: 'x', when: '2026-02-30' },
		says: 'Created At: must be a date and time, but is "2026-02-30"',
	},
	{
		title: 'a time zone that does not exist',
		parameters: inContext,
		good,
		bad: { id: 'x', zone: 'Mars/Olympus' },
		says: 'Time Zone: must be the IANA name of a time zone, such as Europe/Berlin, but is "Mars/Olympus"',
	},
	{
		title: 'an email that is invalid',
		parameters: { ...identify, email: '={{ $json.email }}' },
		good,
		bad: { id: 'x', email: 'Ada Lovelace' },
		says: 'Email: must be an email address',
	},
	{
		title: 'a topic with another name',
		parameters: {
			...identify,
			additionalFields: { subscriptionTopicsJson: '={{ $json.topics ?? {} }}' },
		},
		good,
		bad: { id: 'x', topics: { news: true } },
		says: 'Subscription Topics: must have names such as topic_1, but has "news"',
	},
	{
		title: 'a subscription that is neither true nor false',
		parameters: {
			...identify,
			additionalFields: { subscriptionTopicsJson: '={{ $json.topics ?? {} }}' },
		},
		good,
		bad: { id: 'x', topics: { topic_1: 'maybe' } },
		says: 'Subscription Topics: "topic_1" must be true or false, but is "maybe"',
	},
	{
		title: 'a raw call without identity',
		parameters: send,
		good: { call: { userId: 'good', event: 'X' } },
		bad: { call: { event: 'X' } },
		says: 'Call (JSON): needs userId or anonymousId or groupId',
	},
	{
		title: 'a raw call without an event',
		parameters: send,
		good: { call: { userId: 'good', event: 'X' } },
		bad: { call: { userId: 'x' } },
		says: 'Call (JSON): needs an event name',
	},
	{
		title: 'a raw call of another type',
		parameters: send,
		good: { call: { userId: 'good', event: 'X', type: 'track' } },
		bad: { call: { userId: 'x', type: 'identify' } },
		says: 'Call (JSON): has the type "identify", but Type is "track"',
	},
	{
		title: 'a raw call that is not an object',
		parameters: send,
		good: { call: { userId: 'good', event: 'X' } },
		bad: { call: '[]' },
		says: 'Call (JSON): must be a JSON object',
	},
	{
		title: 'a prepared batch with one bad call',
		parameters: sendBatch,
		good: { batch: [{ type: 'identify', userId: 'good' }] },
		bad: { batch: [{ type: 'identify', userId: 'unsent' }, { type: 'page' }] },
		says: 'Calls (JSON), call 2: needs userId or anonymousId',
	},
	{
		title: 'a prepared batch with an unknown type',
		parameters: sendBatch,
		good: { batch: [{ type: 'identify', userId: 'good' }] },
		bad: { batch: [{ userId: 'x' }] },
		says: 'Calls (JSON), call 1, type: must be one of alias, group, identify',
	},
	{
		title: 'a prepared batch with a call that is not an object',
		parameters: sendBatch,
		good: { batch: [{ type: 'identify', userId: 'good' }] },
		bad: { batch: [{ type: 'identify', userId: 'unsent' }, 'identify'] },
		says: 'Calls (JSON), call 2: must be a JSON object',
	},
	{
		title: 'a prepared batch with an oversized call',
		parameters: sendBatch,
		good: { batch: [{ type: 'identify', userId: 'good' }] },
		bad: { batch: [{ type: 'identify', userId: 'x', traits: { notes: 'x'.repeat(33_000) } }] },
		says: /^Calls \(JSON\), call 1, traits: must be smaller: the call has 33\d\d\d bytes/,
	},
	{
		title: 'an empty prepared batch',
		parameters: sendBatch,
		good: { batch: [{ type: 'identify', userId: 'good' }] },
		bad: { batch: [] },
		says: 'Calls (JSON): must hold at least one call',
	},
];

describe.each(cases)('$title', ({ parameters, bad, good, says }) => {
	const items = [good, bad, good];

	it('fails only its item', async () => {
		const result = await runPipelines(sandbox, {
			parameters,
			items,
			onError: 'continueRegularOutput',
		});
		const json = jsonOf(result);
		expect(json[1]).toEqual({
			error: expect.any(String) as unknown,
			description: expect.any(String) as unknown,
			mayHaveSucceeded: false,
		});
		if (typeof says === 'string') expect(json[1]?.error).toContain(says);
		else expect(json[1]?.error).toMatch(says);
		expect([json[0]?.success, json[2]?.success]).toEqual([true, true]);
		expect(pairsOf(result)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(sandbox.requests).toHaveLength(1);
		expect(sentCalls(sandbox)).toHaveLength(2);
	});

	it('stops the node before anything is sent, and says how to fix it', async () => {
		const result = await runPipelines(sandbox, { parameters, items });
		expect(result.status).toBe('error');
		expect(sandbox.requests).toEqual([]);
		const { message, description, context } = result.error as unknown as {
			message: string;
			description: string;
			context: object;
		};
		expect(message).not.toBe('');
		expect(context).toMatchObject({ itemIndex: 1 });
		expect(description).toMatch(/^[A-Z].*\.\nItem 2 of 3 failed. 0 items succeeded\./s);
	});
});

describe('an item that contains itself', () => {
	it('fails only its item', async () => {
		const circle: Record<string, unknown> = { id: 'x' };
		circle.owner = { circle };
		const result = await runPipelines(sandbox, {
			parameters: { ...identify, traitsInput: 'item' },
			items: [good, circle, good],
			onError: 'continueRegularOutput',
		});
		expect(jsonOf(result).map(({ error }) => error)).toEqual([
			undefined,
			expect.stringContaining(
				'Traits: owner.circle.owner contains itself (circular), so it cannot be written as JSON',
			),
			undefined,
		]);
	});
});

describe('an option that fails for the first item', () => {
	const fails = '={{ $json.number.toNumber() }}';

	it.each([
		['per item', { context: { locationLatitude: fails } }],
		['read once, strict mode', { strictMode: '={{ $json.number.toNumber() > 0 }}' }],
		['read once, the rate limit', { requestsPerSecond: fails }],
	])('%s, fails only that item', async (_, options) => {
		for (const batchRequests of [true, false]) {
			sandbox.reset();
			const result = await runPipelines(sandbox, {
				parameters: { ...identify, options, batchRequests },
				items: [
					{ id: 'bad', number: 'many' },
					{ id: 'good', number: '5' },
				],
				onError: 'continueRegularOutput',
			});
			expect(jsonOf(result)).toEqual([
				expect.objectContaining({
					error: expect.stringContaining('cannot convert to number') as unknown,
					mayHaveSucceeded: false,
				}),
				expect.objectContaining({ success: true }),
			]);
			expect(sentCalls(sandbox).map(({ userId }) => userId)).toEqual(['good']);
		}
	});
});

describe('the largest call', () => {
	const sized = (bytes: number) => {
		const id = '00000000-0000-4000-8000-000000000000';
		const frame = JSON.stringify({
			type: 'identify',
			userId: 'x',
			traits: { notes: '' },
			messageId: id,
		});
		return { id: 'x', traits: { notes: 'x'.repeat(bytes - frame.length) } };
	};

	it('has 32,768 bytes', async () => {
		const result = await runPipelines(sandbox, {
			parameters: traitsJson,
			items: [sized(32_768), sized(32_769), sized(32_768)],
			onError: 'continueRegularOutput',
		});
		expect(jsonOf(result).map(({ success }) => success)).toEqual([true, undefined, true]);
		expect(jsonOf(result)[1]?.error).toContain('the call has 32769 bytes');
	});
});
