/** Values that CRMs, sheets, models and formulas give: each arrives as it is meant, or its item fails. */
import { assigned, located } from '../support/appNode.ts';
import { startBothNodes, type BothNodes, type Item } from '../support/bothNodes.ts';

let nodes: BothNodes;
beforeAll(async () => {
	nodes = await startBothNodes();
});
afterAll(async () => await nodes.stop());

const row = (value: unknown, type: string, name = 'n') => ({
	assignments: [{ id: name, name, value, type }],
});
const trigger = (parameters: object) => ({
	resource: 'broadcast',
	operation: 'trigger',
	broadcastId: located(12),
	...parameters,
});
const email = (parameters: object) => ({
	resource: 'transactional',
	operation: 'sendEmail',
	to: 'ada@example.com',
	identifiers: located('person1@example.com', 'email'),
	transactionalMessageId: located(3),
	...parameters,
});
const identify = (parameters: object) => ({
	resource: 'person',
	operation: 'identify',
	userId: '42',
	...parameters,
});
const call = (json: string, type = 'identify') => ({
	resource: 'call',
	operation: 'send',
	type,
	call: json,
});
const track = (parameters: object) => ({
	resource: 'event',
	operation: 'track',
	userId: '42',
	event: 'Paid',
	...parameters,
});

type Case = [what: string, node: 'App' | 'Pipelines', parameters: object, item?: Item];
const run = ([, node, parameters, item = {}]: Case) =>
	node === 'App' ? nodes.runApp(parameters, item) : nodes.runPipelines(parameters, item);

/** Nothing is sent, and the error names the field and the path inside it. */
async function expectRefused(testCase: Case, message: RegExp): Promise<void> {
	const { error, sent } = await run(testCase);
	expect(sent).toEqual([]);
	expect(error).toMatch(message);
}

const refusals = (cases: ReadonlyArray<[...Case, RegExp]>) =>
	test.each(cases.map((entry) => [entry[0], entry] as const))('%s', async (_, entry) => {
		const message = entry.at(-1) as RegExp;
		await expectRefused(entry.slice(0, -1) as Case, message);
	});

describe('what JSON cannot express is refused, with the field and the path', () => {
	const noPrice = { name: 'x' };
	const scored = (condition: string) =>
		trigger({
			audience: 'recipients',
			recipients: {
				conditions: [{ condition, field: 'score', value: '={{ $json.price * 2 }}' }],
			},
		});
	refusals([
		['in a condition', 'App', scored('notEq'), noPrice, /^Recipients: .*"score"/],
		['in a condition that must hold', 'App', scored('eq'), noPrice, /^Recipients: .*"score"/],
		[
			'in a condition as JSON',
			'App',
			trigger({
				audience: 'recipients',
				recipientsInput: 'json',
				recipientsJson:
					'={{ { and: [{ attribute: { field: "score", operator: "eq", value: $json.price * 2 } }] } }}',
			}),
			noPrice,
			/^Recipients.*: .*and\[0\]\.attribute\.value/,
		],
		[
			'in message data',
			'App',
			email({ messageDataInput: 'json', messageDataJson: '={{ { total: { net: 1 / 0 } } }}' }),
			{},
			/^Message Data.*: .*total\.net/,
		],
		[
			'in JSON text',
			'App',
			email({ messageDataInput: 'json', messageDataJson: '{ "total": 1e400 }' }),
			{},
			/^Message Data \(JSON\): .*(total|1e400)/,
		],
		[
			'in a header',
			'App',
			email({
				additionalFields: { headers: { values: [{ name: 'X-A', value: '={{ 0 / 0 }}' }] } },
			}),
			{},
			/^Headers: .*X-A/,
		],
		[
			'in a path',
			'App',
			{ resource: 'segment', operation: 'get', segmentId: located('={{ 0 / 0 }}') },
			{},
			/^Segment: /,
		],
		[
			'in a query',
			'App',
			{
				resource: 'message',
				operation: 'getAll',
				options: { additionalQuery: '={{ { a: [0 / 0] } }}' },
			},
			{},
			/^Additional Query Parameters \(JSON\): .*a\[0\]/,
		],
		[
			'in additional body fields',
			'App',
			email({ options: { additionalBody: '={{ { a: new Date("x") } }}' } }),
			{},
			/^Additional Body Fields \(JSON\): .*a/,
		],
		[
			'in the rows of a collection',
			'App',
			{
				resource: 'collection',
				operation: 'create',
				name: 'x',
				data: '={{ [{ price: 0 / 0 }] }}',
				rows: '={{ [{ price: 0 / 0 }] }}',
			},
			{},
			/^Rows \(JSON\): .*\[0\]\.price/,
		],
		[
			'in a number row',
			'Pipelines',
			identify({ traits: row('={{ 0 / 0 }}', 'number') }),
			{},
			/^Traits: .*n/,
		],
		[
			'in a text row',
			'Pipelines',
			identify({ traits: row('={{ 0 / 0 }}', 'string') }),
			{},
			/^Traits: .*n/,
		],
		[
			'in all fields of the item',
			'Pipelines',
			identify({ traitsInput: 'item' }),
			{ order: { lines: [{ price: NaN }] } },
			/^Traits: .*order\.lines\[0\]\.price/,
		],
		[
			'an invalid date',
			'Pipelines',
			identify({ traitsInput: 'json', traitsJson: '={{ { at: new Date("x") } }}' }),
			{},
			/^Traits.*: .*at/,
		],
		[
			'an invalid Luxon date',
			'Pipelines',
			identify({ traitsInput: 'json', traitsJson: '={{ { at: DateTime.fromISO("x") } }}' }),
			{},
			/^Traits.*: .*at/,
		],
		[
			'in a call',
			'Pipelines',
			call('={{ { userId: "1", traits: { n: 0 / 0 } } }}'),
			{},
			/^Call \(JSON\): .*traits\.n/,
		],
	]);
});

describe('white space around what identifies is dropped', () => {
	const SPACES = [' ', '\t', '\n', '\r\n', '\u00a0', '\u2003'];
	test.each(SPACES.map((space) => [JSON.stringify(space), space]))('%s', async (_, space) => {
		const padded = (value: string) => `={{ ${JSON.stringify(`${space}${value}${space}`)} }}`;
		const person = { resource: 'person' };
		const cases: Array<[parameters: object, expected: object]> = [
			[{ ...person, operation: 'suppress', userId: padded('7') }, { userId: '7' }],
			[
				{ ...person, operation: 'merge', userId: padded('7'), previousId: padded('8') },
				{ userId: '7', previousId: '8' },
			],
			[
				{ ...person, operation: 'identify', email: padded('a@example.com') },
				{ traits: { email: 'a@example.com' } },
			],
			[track({ event: padded('Course Started') }), { event: 'Course Started' }],
			[track({ additionalFields: { messageId: padded('m-1') } }), { messageId: 'm-1' }],
			[
				{ resource: 'device', operation: 'upsert', userId: '7', token: padded('tok') },
				{ context: { device: { token: 'tok' } } },
			],
			[{ resource: 'object', operation: 'upsert', groupId: padded('acme') }, { groupId: 'acme' }],
			[call(`={{ { userId: ${JSON.stringify(`7${space}`)} } }}`), { userId: '7' }],
			[
				call(`={{ { anonymousId: "a", event: ${JSON.stringify(`${space}Paid`)} } }}`, 'track'),
				{ event: 'Paid' },
			],
		];
		for (const [parameters, expected] of cases) {
			const { error, sent } = await nodes.runPipelines(parameters);
			expect(error).toBeUndefined();
			expect(sent[0]).toMatchObject(expected);
		}
		const snippet = {
			resource: 'snippet',
			operation: 'upsert',
			name: padded('footer'),
			value: 'x',
		};
		expect((await nodes.runApp(snippet)).sent[0]).toMatchObject({ name: 'footer' });
		const lookUp = {
			resource: 'customer',
			operation: 'getByEmail',
			email: padded('person1@example.com'),
		};
		expect((await nodes.runApp(lookUp)).sent[0]).toMatchObject({
			route: 'GET /v1/customers?email=person1%40example.com',
		});
	});

	it('so a deletion deletes', async () => {
		const exists = () => nodes.pipelines.state.people.some(({ id }) => id === '7');
		expect(exists()).toBe(true);
		await nodes.runPipelines(
			{ resource: 'person', operation: 'delete', userId: '={{ $json.id }} ' },
			{ id: 7 },
		);
		expect(exists()).toBe(false);
	});

	refusals([
		[
			'and the name of a command is no event',
			'Pipelines',
			track({ event: 'User Deleted ' }),
			{},
			/^Event Name: .*is a command/,
		],
	]);
});

describe('what is no ID is refused', () => {
	const NO_IDS: ReadonlyArray<readonly [string, unknown]> = [
		['false', false],
		['true', true],
		['NaN', NaN],
		['an object', { id: 1 }],
		['a list', ['1', '2']],
		['the text undefined', 'undefined'],
		['the text null', 'null'],
		['the text NaN', 'NaN'],
		['the text [object Object]', '[object Object]'],
		['NUL', 'a\u0000b'],
		['a tab inside', 'a\tb'],
		['half of a character', 'a\ud83d'],
		['more than 150 characters', 'x'.repeat(151)],
	];
	test.each(NO_IDS)('%s', async (_, ref) => {
		const item = { json: { ref } };
		for (const parameters of [
			identify({ userId: '={{ $json.ref }}' }),
			track({ userId: '', additionalFields: { anonymousId: '={{ $json.ref }}' } }),
			{ resource: 'object', operation: 'upsert', groupId: '={{ $json.ref }}' },
			call('={{ { userId: $json.ref } }}'),
		]) {
			await expectRefused(
				['', 'Pipelines', parameters, item],
				/^(User ID|Anonymous ID|Object ID|Call \(JSON\)).*: /,
			);
		}
		const person = email({ identifiers: located('={{ $json.ref }}', 'id') });
		await expectRefused(['', 'App', person, item], /^Person: /);
	});
});

describe('a list as JSON text is the list', () => {
	const asText = '={{ JSON.stringify($json.list) }}';
	test.each<[string, object, unknown[], object]>([
		['of IDs', trigger({ audience: 'ids', ids: asText }), ['1', '2'], { ids: ['1', '2'] }],
		['of numbers', trigger({ audience: 'ids', ids: asText }), [1, 2], { ids: ['1', '2'] }],
		[
			'of IDs with commas',
			trigger({ audience: 'ids', ids: asText }),
			['a,b', 'c'],
			{ ids: ['a,b', 'c'] },
		],
		[
			'of emails',
			trigger({ audience: 'emails', emails: asText }),
			['a@example.com', 'b@example.com'],
			{ emails: ['a@example.com', 'b@example.com'] },
		],
		[
			'of options',
			{
				resource: 'reportingWebhook',
				operation: 'create',
				name: 'x',
				endpoint: 'https://example.com/',
				events: asText,
			},
			['email_sent', 'email_opened'],
			{ events: ['email_sent', 'email_opened'] },
		],
	])('%s', async (_, parameters, list, expected) => {
		const { error, sent } = await nodes.runApp(parameters, { list });
		expect(error).toBeUndefined();
		expect(sent[0]).toMatchObject(expected);
	});

	it('of attachments', async () => {
		const file = (fileName: string) => ({ data: 'YQ==', mimeType: 'text/plain', fileName });
		const { sent } = await nodes.runApp(
			email({ additionalFields: { attachments: '["first","second"]' } }),
			{ json: {}, binary: { first: file('a.txt'), second: file('b.txt') } },
		);
		expect(sent[0]).toMatchObject({ attachments: { 'a.txt': 'YQ==', 'b.txt': 'YQ==' } });
	});
});

describe('booleans and numbers', () => {
	test.each([
		[true, true],
		[1, true],
		['1', true],
		['TRUE', true],
		['True', true],
		[false, false],
		[0, false],
		['0', false],
		['false', false],
		['FALSE', false],
	])('%p is the boolean %p in rows and flags', async (flag, expected) => {
		const parameters = {
			traits: row('={{ $json.flag }}', 'boolean'),
			additionalFields: { unsubscribed: '={{ $json.flag }}' },
		};
		const { error, sent } = await nodes.runPipelines(identify(parameters), { flag });
		expect(error).toBeUndefined();
		expect(sent[0]).toMatchObject({ traits: { n: expected, unsubscribed: expected } });
		const segment = { filters: { drafts: '={{ $json.flag }}' } };
		const list = { resource: 'message', operation: 'getAll', ...segment };
		expect((await nodes.runApp(list, { flag })).sent[0]?.route).toMatch(`drafts=${expected}`);
	});

	const inRow = (type: string) => identify({ traits: row('={{ $json.v }}', type) });
	refusals([
		[
			'2 is no boolean',
			'Pipelines',
			inRow('boolean'),
			{ v: 2 },
			/^Traits: "n" must be true or false/,
		],
		[
			'"yes" is no boolean',
			'Pipelines',
			inRow('boolean'),
			{ v: 'yes' },
			/^Traits: "n" must be true or false/,
		],
		[
			'an object is no boolean',
			'Pipelines',
			inRow('boolean'),
			{ v: {} },
			/^Traits: "n" must be true or false/,
		],
		[
			'true is no number',
			'Pipelines',
			inRow('number'),
			{ v: true },
			/^Traits: "n" must be a number/,
		],
		[
			'a list is no number',
			'Pipelines',
			inRow('number'),
			{ v: [1] },
			/^Traits: "n" must be a number/,
		],
		[
			'"ten" is no number',
			'Pipelines',
			inRow('number'),
			{ v: 'ten' },
			/^Traits: "n" must be a number/,
		],
		[
			'true is no number',
			'App',
			email({ messageData: row('={{ $json.v }}', 'number') }),
			{ v: true },
			/^Message Data: "n" must be a number/,
		],
	]);

	test('digits in a number row are a number, digits in a text row are text', async () => {
		const traits = {
			assignments: [
				...row('={{ $json.v }}', 'number').assignments,
				...row('={{ $json.v }}', 'string', 's').assignments,
			],
		};
		const { sent } = await nodes.runPipelines(identify({ traits }), { v: ' 1.50 ' });
		expect(sent[0]).toMatchObject({ traits: { n: 1.5, s: ' 1.50 ' } });
		expect(assigned({ a: 1 }).assignments).toHaveLength(1);
	});
});

describe('a time', () => {
	const created = identify({ additionalFields: { createdAt: '={{ $json.at }}' } });
	test.each([
		['seconds', 1_685_923_200, '2023-06-05T00:00:00.000Z'],
		['milliseconds', 1_685_923_200_123, '2023-06-05T00:00:00.123Z'],
		['microseconds', 1_685_923_200_123_456, '2023-06-05T00:00:00.123Z'],
		['digits', '1685923200', '2023-06-05T00:00:00.000Z'],
		['a fraction of a second', '2026-01-01 10:00:00.123Z', '2026-01-01T10:00:00.123Z'],
		['an offset', '2026-01-01T10:00:00+05:30', '2026-01-01T04:30:00.000Z'],
	])('in %s is kept', async (_, at, expected) => {
		const { error, sent } = await nodes.runPipelines(created, { at });
		expect(error).toBeUndefined();
		expect(sent[0]).toMatchObject({ traits: { createdAt: expected } });
	});

	test('without a zone keeps its fraction', async () => {
		const { sent } = await nodes.runPipelines(created, { at: '2026-01-01 10:00:00.123' });
		expect(JSON.stringify(sent[0])).toMatch(/:00:00\.123Z/);
	});

	const metrics = {
		resource: 'export',
		operation: 'exportDeliveries',
		source: 'campaign',
		campaignId: located(5),
	};
	refusals([
		[
			'that is in no unit',
			'Pipelines',
			created,
			{ at: 99_999_999_999 },
			/^Created At: must be a date/,
		],
		['before any unit', 'Pipelines', created, { at: 20_261_231 }, /^Created At: must be a date/],
		['after any unit', 'Pipelines', created, { at: 1e17 }, /^Created At: must be a date/],
		[
			'with a month for a zone',
			'Pipelines',
			created,
			{ at: '2026-01-01 10:00 MAY' },
			/^Created At: must be a date/,
		],
		[
			'with an offset that no zone has',
			'Pipelines',
			created,
			{ at: '2026-01-01T10:00:00+25:00' },
			/^Created At: must be a date/,
		],
		[
			'on a day that does not exist',
			'Pipelines',
			created,
			{ at: '2026-02-30' },
			/^Created At: must be a date/,
		],
		['that is a boolean', 'Pipelines', created, { at: true }, /^Created At: must be a date/],
		[
			'that ends before it starts',
			'App',
			{
				...metrics,
				additionalFields: { start: '2026-02-01T00:00:00Z', end: '2026-01-01T00:00:00Z' },
			},
			{},
			/^End: /,
		],
	]);
});
