/** Values that CRMs, sheets, models and formulas give: each arrives as it is meant, or its item fails. */
import { located } from '../support/appNode.ts';
import { startBothNodes, type BothNodes } from '../support/bothNodes.ts';
import {
	call,
	email,
	expectRefused,
	identify,
	refusals,
	row,
	track,
	trigger,
} from '../support/valueCases.ts';

let nodes: BothNodes;
beforeAll(async () => {
	nodes = await startBothNodes();
});
afterAll(async () => await nodes.stop());

describe('V1 what JSON cannot express is refused, with the field and the path', () => {
	const noPrice = { name: 'x' };
	const scored = (condition: string) =>
		trigger({
			audience: 'recipients',
			recipients: {
				conditions: [{ condition, field: 'score', value: '={{ $json.price * 2 }}' }],
			},
		});
	refusals(
		() => nodes,
		[
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
				/^Message Data.*: .*(total|1e400)/,
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
		],
	);
});

describe('V2 white space around what identifies is dropped', () => {
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

	refusals(
		() => nodes,
		[
			[
				'and the name of a command is no event',
				'Pipelines',
				track({ event: 'User Deleted ' }),
				{},
				/^Event Name: .*is a command/,
			],
		],
	);
});

describe('V3 what is no ID is refused', () => {
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
		['more than 150 bytes', 'ä'.repeat(76)],
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
				nodes,
				['Pipelines', parameters, item],
				/^(User ID|Anonymous ID|Object ID|Call \(JSON\)).*: /,
			);
		}
		const person = email({ identifiers: located('={{ $json.ref }}', 'id') });
		await expectRefused(nodes, ['App', person, item], /^Person: /);
	});
});
