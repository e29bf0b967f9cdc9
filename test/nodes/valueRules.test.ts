/** Rules that hold for a key whatever sets it, defaults, files, headers, repeated IDs and long numbers. */
import { located } from '../support/appNode.ts';
import { startBothNodes, type BothNodes } from '../support/bothNodes.ts';

let nodes: BothNodes;
beforeAll(async () => {
	nodes = await startBothNodes();
});
afterAll(async () => await nodes.stop());

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
const row = (name: string, value: unknown, type = 'string') => ({
	assignments: [{ id: name, name, value, type }],
});

describe('V7 the rule of a field holds for its key, whatever sets it', () => {
	const noAddress = { email: 'n/a' };
	test.each<[string, object, object?]>([
		['its own field', identify({ email: 'n/a' })],
		['all fields of the item', identify({ traitsInput: 'item' }), noAddress],
		['a row', identify({ traits: row('email', 'n/a') })],
		['JSON', identify({ traitsInput: 'json', traitsJson: '{"email": "n/a"}' })],
		['an expression', identify({ traitsInput: 'json', traitsJson: '={{ $json }}' }), noAddress],
		[
			'additional fields',
			identify({ options: { additionalBody: '{"traits": {"email": "n/a"}}' } }),
		],
		[
			'a call',
			{
				resource: 'call',
				operation: 'send',
				type: 'identify',
				call: '{"userId": "42", "traits": {"email": "n/a"}}',
			},
		],
		[
			'a batch',
			{
				resource: 'call',
				operation: 'sendBatch',
				batch: '[{"type": "identify", "userId": "42", "traits": {"email": "n/a"}}]',
			},
		],
	])('%s', async (_, parameters, item = {}) => {
		const { error, sent } = await nodes.runPipelines(parameters, item);
		expect(sent).toEqual([]);
		expect(error).toMatch(/email/i);
		expect(error).toMatch(/n\/a/);
	});
});

describe('V8 what was given beats a default', () => {
	const object = (parameters: object) => ({
		resource: 'object',
		operation: 'upsert',
		groupId: 'acme',
		...parameters,
	});
	test.each<[string, object, object, object]>([
		[
			'all fields of the item',
			object({ traitsInput: 'item' }),
			{ objectTypeId: 2 },
			{ objectTypeId: '2' },
		],
		[
			'JSON',
			object({ traitsInput: 'json', traitsJson: '{"objectTypeId": "2"}' }),
			{},
			{ objectTypeId: '2' },
		],
		['a row', object({ traits: row('objectTypeId', 2, 'number') }), {}, { objectTypeId: '2' }],
		['its own field', object({ objectTypeId: 2 }), {}, { objectTypeId: '2' }],
		[
			'its own field, against a row',
			object({ objectTypeId: 2, traits: row('objectTypeId', 3, 'number') }),
			{},
			{ objectTypeId: '2' },
		],
	])('in %s', async (_, parameters, item, traits) => {
		const { error, sent } = await nodes.runPipelines(parameters, item);
		expect(error).toBeUndefined();
		expect(sent[0]).toMatchObject({ traits });
	});

	it('a device has no platform that nobody chose', async () => {
		const device = { resource: 'device', operation: 'upsert', userId: '42', token: 'tok' };
		const { sent } = await nodes.runPipelines(device);
		expect(sent[0]?.context).toEqual({ device: { token: 'tok' } });
		const chosen = await nodes.runPipelines({ ...device, deviceType: 'ios' });
		expect(chosen.sent[0]?.context).toEqual({ device: { token: 'tok', type: 'ios' } });
	});

	it('empty relationship attributes do not replace those of the object traits', async () => {
		const { sent } = await nodes.runPipelines({
			resource: 'relationship',
			operation: 'upsert',
			userId: '42',
			groupId: 'acme',
			relationshipAttributesInput: 'json',
			relationshipAttributesJson: '{}',
			additionalFields: { traitsJson: '{"relationshipAttributes": {"role": "owner"}}' },
		});
		expect(sent[0]).toMatchObject({ traits: { relationshipAttributes: { role: 'owner' } } });
	});
});

describe('V9 a file', () => {
	const attach = async (file: object) => {
		const { error, sent } = await nodes.runApp(
			email({ additionalFields: { attachments: 'data' } }),
			{ json: {}, binary: { data: { data: 'YQ==', ...file } } },
		);
		expect(error).toBeUndefined();
		return Object.keys(sent[0]?.attachments as object);
	};
	test.each([
		['no name', { mimeType: 'application/pdf' }, 'data.pdf'],
		['an empty name', { mimeType: 'application/pdf', fileName: '' }, 'data.pdf'],
		['a blank name', { mimeType: 'application/pdf', fileName: ' ' }, 'data.pdf'],
		[
			'no extension, but a known one',
			{ mimeType: 'application/octet-stream', fileName: 'invoice', fileExtension: 'pdf' },
			'invoice.pdf',
		],
		['no extension', { mimeType: 'text/csv', fileName: 'rows' }, 'rows.csv'],
		['a name and its extension', { mimeType: 'text/plain', fileName: 'a.txt' }, 'a.txt'],
		['no MIME type', { mimeType: '', fileName: 'a.pdf' }, 'a.pdf'],
	])('with %s is attached under a name with an extension', async (_, file, name) => {
		expect(await attach(file)).toEqual([name]);
	});

	test.each([
		['octet-stream', { mimeType: 'application/octet-stream', fileName: 'a.png' }],
		['no MIME type', { fileName: 'a.png' }],
		['a MIME type in capitals', { mimeType: 'IMAGE/PNG', fileName: 'a.png' }],
	])('of %s is uploaded with the type of its extension', async (_, file) => {
		const { error, sent } = await nodes.runApp(
			{ resource: 'asset', operation: 'upload', binaryPropertyName: 'data' },
			{ json: {}, binary: { data: { data: 'YQ==', ...file } } } as object,
		);
		expect(error).toBeUndefined();
		expect(sent[0]).toMatchObject({ files: { file: { contentType: 'image/png' } } });
	});
});

describe('V10 a field does what it says', () => {
	const badHeader = [{ name: 'X-A', value: 'b\r\nBcc: c@example.com' }];
	test.each<[string, object]>([
		['in an email', email({ additionalFields: { headers: { values: badHeader } } })],
		['in an email, as JSON', email({ additionalFields: { headersJson: '{"X-A": "b\\nc"}' } })],
		['beyond ASCII in an email', email({ additionalFields: { headersJson: '{"X-A": "ü"}' } })],
		['with a space in its name', email({ additionalFields: { headersJson: '{"X A": "b"}' } })],
		[
			'in the Design Studio',
			{
				resource: 'designStudioEmail',
				operation: 'create',
				name: 'x',
				envelope: { headers: { values: badHeader } },
			},
		],
		[
			'in the content of a campaign',
			{
				resource: 'campaign',
				operation: 'updateAction',
				campaignId: located(5),
				actionId: located(1),
				updateFields: { headers: { values: badHeader } },
			},
		],
	])('a header with a line break or the like is refused %s', async (_, parameters) => {
		const { error, sent } = await nodes.runApp(parameters);
		expect(sent).toEqual([]);
		expect(error).toMatch(/^Headers/);
	});

	it('headers may have the form of the API', async () => {
		const { error, sent } = await nodes.runApp({
			resource: 'designStudioEmail',
			operation: 'create',
			name: 'x',
			envelope: { headersJson: '[{"name": "X-A", "value": "b"}]' },
		});
		expect(error).toBeUndefined();
		expect(sent[0]).toMatchObject({ envelope: { headers: [{ name: 'X-A', value: 'b' }] } });
	});

	test.each([
		['limit', { limit: 7 }, { limit: 3 }],
		['limit', { returnAll: true }, { limit: 3 }],
		['sort', { filters: { sort: 'asc' } }, { sort: 'desc' }],
	])('additional query parameters replace %s', async (name, parameters, additionalQuery) => {
		const list = { resource: 'activity', operation: 'getAll', ...parameters };
		const { sent } = await nodes.runApp({ ...list, options: { additionalQuery } });
		const [value] = Object.values(additionalQuery);
		expect(sent[0]?.route).toMatch(new RegExp(`[?&]${name}=${String(value)}(&|$)`));
	});

	it('a cleared description is sent', async () => {
		const { sent } = await nodes.runApp({
			resource: 'dataIndex',
			operation: 'updateAttributes',
			attributes: { values: [{ name: 'plan', description: '' }] },
		});
		expect(sent[0]).toEqual({ attributes: [{ name: 'plan', description: '' }] });
	});

	it('a reporting webhook can be disabled without naming the rest again', async () => {
		nodes.sandbox.state.reportingWebhooks = [];
		const settings = { name: 'w', endpoint: 'https://example.com/', events: ['email_sent'] };
		const webhook = { resource: 'reportingWebhook' };
		const { json } = await nodes.runApp({ ...webhook, operation: 'create', ...settings });
		const { error } = await nodes.runApp({
			...webhook,
			operation: 'update',
			webhookId: located(json[0]?.id),
			updateFields: { disabled: true },
		});
		expect(error).toBeUndefined();
		expect(nodes.sandbox.state.reportingWebhooks[0]).toMatchObject({ ...settings, disabled: true });
	});
});

describe('V11 a repeated message ID', () => {
	const tracked = {
		resource: 'event',
		operation: 'track',
		userId: '42',
		event: 'Paid',
		additionalFields: { messageId: '={{ $json.id }}' },
	};
	test.each([
		['next to each other', [1, 1], [1]],
		['apart', [1, 2, 1, 2], [2, 3]],
		['far apart', [1, 2, 3, 4, 5, 1], [5]],
		['as a number and as a text', [1, 2, '1'], [2]],
		['with spaces', ['a', 'b', ' a'], [2]],
		['three times', [1, 2, 1, 2, 1], [2, 3, 4]],
	])('%s is said, for each item', async (_, ids, repeated) => {
		nodes.pipelines.reset();
		const { hints, json } = await nodes.runPipelines(tracked, ...ids.map((id) => ({ id })));
		expect(hints.join(' ')).toMatch(`${repeated.length} call`);
		const marked = json.flatMap((item, index) =>
			/repeat|duplicate/i.test(JSON.stringify(item)) ? [index] : [],
		);
		expect(marked).toEqual(repeated);
	});

	it('is not said without one', async () => {
		nodes.pipelines.reset();
		expect((await nodes.runPipelines(tracked, { id: 1 }, { id: 2 })).hints).toEqual([]);
	});
});

describe('what Customer.io may read otherwise is sent as it is, and said once', () => {
	const many = Object.fromEntries(Array.from({ length: 301 }, (_, number) => [`a${number}`, 1]));
	const track = { resource: 'event', operation: 'track', userId: '42', event: 'Paid' };
	const json = (traits: object) =>
		identify({ traitsInput: 'json', traitsJson: JSON.stringify(traits) });
	const properties = (value: object) => ({
		...track,
		propertiesInput: 'json',
		propertiesJson: JSON.stringify(value),
	});
	test.each<[string, object, RegExp | undefined]>([
		['id among traits', json({ id: '7' }), /^2 calls have "id" or "cio_id"/],
		['cio_id among traits', json({ cio_id: 'a3' }), /^2 calls have "id" or "cio_id"/],
		['recipient among properties', properties({ recipient: 'a@b.c' }), /^2 calls have keys/],
		['301 attributes', json(many), /more than 300 attributes/],
		[
			'a message ID of 101 characters',
			{ ...track, additionalFields: { messageId: `={{ $json.n + '${'x'.repeat(100)}' }}` } },
			/more than 100 characters/,
		],
		['nothing of it', json({ plan: 'pro' }), undefined],
	])('%s', async (_, parameters, hint) => {
		nodes.pipelines.reset();
		const { hints, json: items, error } = await nodes.runPipelines(parameters, { n: 1 }, { n: 2 });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
		if (hint === undefined) expect(hints).toEqual([]);
		else expect(hints).toEqual([expect.stringMatching(hint)]);
	});
});

describe('V12 a number in a response with more digits than are kept exactly', () => {
	test.each([
		['as an ID', '{"segment": {"id": 12345678901234567890}}', { id: '12345678901234567890' }],
		['below zero', '{"segment": {"id": -12345678901234567890}}', { id: '-12345678901234567890' }],
		['deep', '{"segment": {"a": [{"b": 9007199254740993}]}}', { a: [{ b: '9007199254740993' }] }],
		['in a list', '{"segment": {"ids": [1, 9007199254740993]}}', { ids: [1, '9007199254740993'] }],
		['as text already', '{"segment": {"id": "9007199254740993"}}', { id: '9007199254740993' }],
		['unless it is exact', '{"segment": {"id": 9007199254740992, "n": 1.5}}', { n: 1.5 }],
	])('%s is kept', async (_, rawBody, expected) => {
		nodes.sandbox.fault({ act: { kind: 'status', status: 200, rawBody } });
		const get = { resource: 'segment', operation: 'get', segmentId: located(1) };
		expect((await nodes.runApp(get)).json[0]).toMatchObject(expected);
	});
});
