/** Lists, booleans, numbers and times: as n8n's own nodes take them, or the item fails. */
import {} from '../support/appNode.ts';
import { startBothNodes, type BothNodes } from '../support/bothNodes.ts';
import { openedEmail, signed, triggerOn } from '../support/triggerNode.ts';
import { email, identify, refusals, row, trigger } from '../support/valueCases.ts';

let nodes: BothNodes;
beforeAll(async () => {
	nodes = await startBothNodes();
});
afterAll(async () => await nodes.stop());

describe('V4 a list as JSON text is the list', () => {
	const asText = '={{ JSON.stringify($json.list) }}';
	const people = (idType: string) => ({
		resource: 'customer',
		operation: 'getManyAttributes',
		idType,
		ids: asText,
	});
	test.each<[string, object, unknown[], object]>([
		['of IDs', trigger({ audience: 'ids', ids: asText }), ['1', '2'], { ids: ['1', '2'] }],
		['of numbers', people('id'), [1, 2], { ids: ['1', '2'] }],
		['of IDs with commas', people('id'), ['a,b', 'c'], { ids: ['a,b', 'c'] }],
		[
			'of emails',
			people('email'),
			['a@example.com', 'b@example.com'],
			{ ids: ['a@example.com', 'b@example.com'] },
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

	test.each([
		['events', { events: asText }, ['email_opened'], ['email_sent']],
		['campaigns', { filters: { campaigns: asText } }, [4, 5], [4, 6]],
		['campaigns as text', { filters: { campaigns: asText } }, ['4', '5'], ['4', '6']],
	])('of the %s of the trigger', async (name, parameters, matching, other) => {
		const runs = async (list: unknown[]) => {
			const filled = JSON.parse(
				JSON.stringify(parameters).replace('$json.list', JSON.stringify(list).replace(/"/g, "'")),
			) as object;
			const node = triggerOn(nodes.sandbox, {
				workflowId: `${name}-${list.join()}`,
				parameters: { registration: 'manual', ...filled },
			});
			const { workflowData } = await node.webhook(signed(nodes.sandbox, openedEmail()));
			return workflowData?.[0]?.length ?? 0;
		};
		expect(await runs(matching)).toBe(1);
		expect(await runs(other)).toBe(0);
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

describe('V5 booleans and numbers', () => {
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
	refusals(
		() => nodes,
		[
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
		],
	);

	test('digits in a number row are a number, digits in a text row are text', async () => {
		const traits = {
			assignments: [
				...row('={{ $json.v }}', 'number').assignments,
				...row('={{ $json.v }}', 'string', 's').assignments,
			],
		};
		const { sent } = await nodes.runPipelines(identify({ traits }), { v: ' 1.50 ' });
		expect(sent[0]).toMatchObject({ traits: { n: 1.5, s: ' 1.50 ' } });
	});
});

describe('V6 a time', () => {
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

	refusals(
		() => nodes,
		[
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
		],
	);
});

describe('V6 a time range that ends before it starts is refused', () => {
	const times = { from: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z' };
	const range = (start: string, end: string) => ({
		[start]: '={{ $json.from }}',
		[end]: '={{ $json.until }}',
	});
	const located = { __rl: true, mode: 'id', value: '1' };
	const cases: ReadonlyArray<readonly [what: string, parameters: object, field: RegExp]> = [
		[
			'of a report',
			{
				resource: 'campaign',
				operation: 'getMetrics',
				campaignId: located,
				reportBy: 'window',
				...range('start', 'end'),
			},
			/^End: must not be before "Start"/,
		],
		[
			'of journeys',
			{
				resource: 'campaign',
				operation: 'getJourneyMetrics',
				campaignId: located,
				...range('start', 'end'),
			},
			/^End: must not be before "Start"/,
		],
		[
			'of an export',
			{
				resource: 'export',
				operation: 'exportDeliveries',
				source: 'campaign',
				campaignId: located,
				additionalFields: range('start', 'end'),
			},
			/^End: must not be before "Start"/,
		],
		[
			'of a list of messages',
			{
				resource: 'customer',
				operation: 'getMessages',
				customerId: { ...located, mode: 'id' },
				filters: range('startTs', 'endTs'),
			},
			/^Created Before: must not be before "Created After"/,
		],
		[
			'of a list of emails',
			{
				resource: 'designStudioEmail',
				operation: 'getAll',
				filters: range('createdAfter', 'createdBefore'),
			},
			/^Created Before: must not be before "Created After"/,
		],
		[
			'of a list of versions',
			{
				resource: 'designStudioEmailVersion',
				operation: 'getAll',
				emailId: { ...located, value: '1a0cbb4e-09d3-402e-949e-f6732f021650' },
				filters: range('startDate', 'endDate'),
			},
			/^Saved Before: must not be before "Saved After"/,
		],
	];
	test.each(cases)('%s', async (_, parameters, message) => {
		const { error, sent } = await nodes.runApp(parameters, times);
		expect(sent).toEqual([]);
		expect(error).toMatch(message);
		const same = await nodes.runApp(parameters, { ...times, until: times.from });
		expect(same.error ?? '').not.toMatch(/must not be before/);
	});
});
