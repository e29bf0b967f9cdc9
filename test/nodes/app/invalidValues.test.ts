/** Invalid values that a user enters or an expression returns: nothing is sent, and the error says why. */
import { located, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const linkMetrics = (parameters: object) => ({
	resource: 'campaign',
	operation: 'getLinkMetrics',
	campaignId: located(5),
	...parameters,
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
	transactionalMessageId: located(3, 'list'),
	...parameters,
});
const row = (value: unknown, type: string) => ({ id: 'n', name: 'amount', value, type });

it.each<[string, object, string]>([
	['a fraction', linkMetrics({ steps: 1.5 }), 'Steps: must be a whole number, but is 1.5'],
	['too little', linkMetrics({ steps: -1 }), 'Steps: must be at least 0, but is -1'],
	[
		'neither true nor false',
		linkMetrics({ filters: { unique: '={{ "maybe" }}' } }),
		'Unique: must be true or false, but is "maybe"',
	],
	[
		'an unknown option',
		trigger({ audience: 'everybody' }),
		'Audience: must be one of default, recipients, emails, ids, perUserData, dataFileUrl, but is "everybody"',
	],
	[
		'an identifier of another type',
		{
			resource: 'object',
			operation: 'getAttributes',
			objectTypeId: located(1),
			objectId: located('a', 'email'),
		},
		'Object: must be given in one of these ways: By ID, By Customer.io ID',
	],
	[
		'a string where the type is Number',
		email({ messageData: { assignments: [row('={{ "ten" }}', 'number')] } }),
		'Message Data: "amount" must be a number, but is "ten"',
	],
	[
		'the result of a calculation with a missing field',
		email({ messageData: { assignments: [row('={{ $json.price * 2 }}', 'number')] } }),
		'Message Data: "amount" must be a number, but is NaN',
	],
	[
		'an ID in JSON that would lose digits',
		trigger({
			audience: 'perUserData',
			perUserData: '=[{"id": {{ $json.id ?? "90071992547409931" }}, "data": {"code": "A1"}}]',
		}),
		'People and Data (JSON): holds the number 90071992547409931, which has more digits than are kept exactly',
	],
	[
		'a string that would lose digits where the type is Number',
		email({ messageData: { assignments: [row('={{ "90071992547409931" }}', 'number')] } }),
		'Message Data: "amount" must be text, because the number 90071992547409931 has more digits than are kept exactly',
	],
	[
		'a condition without its value',
		trigger({
			audience: 'recipients',
			recipients: {
				conditions: [{ condition: 'eq', field: 'plan', value: '={{ $json.plan }}' }],
			},
		}),
		'Recipients: has no value for the condition on "plan"',
	],
	[
		'an object as the value of a condition',
		trigger({
			audience: 'recipients',
			recipients: {
				conditions: [{ condition: 'notEq', field: 'plan', value: '={{ { id: 1 } }}' }],
			},
		}),
		'Recipients: needs a text, a number, true or false as the value for the condition on "plan"',
	],
	[
		'Return All that is neither true nor false',
		{ resource: 'message', operation: 'getAll', returnAll: '={{ "maybe" }}' },
		'Return All: must be true or false, but is "maybe"',
	],
	[
		'a limit of 0',
		{ resource: 'message', operation: 'getAll', limit: '={{ 0 }}' },
		'Limit: must be at least 1, but is 0',
	],
	[
		'a limit that is not a number',
		{ resource: 'message', operation: 'getAll', limit: '={{ "ten" }}' },
		'Limit: must be a number, but is "ten"',
	],
	[
		'a name instead of an asset ID',
		{ resource: 'asset', operation: 'get', assetId: located('={{ "logo" }}') },
		'Asset: must be the ID of an asset, which is a number, but is "logo"',
	],
	[
		'a name instead of a Design Studio folder ID',
		{ resource: 'designStudioFolder', operation: 'get', folderId: located('={{ "Footers" }}') },
		'Design Studio Folder: must be the ID of a Design Studio folder, which is a UUID, but is "Footers"',
	],
	[
		'a list instead of a condition',
		{ resource: 'customer', operation: 'search', filterInput: 'json', filterJson: '[]' },
		'Filter: has no condition in the filter',
	],
])('%s', async (_, parameters, message) => {
	const { error, requests } = await app.run(parameters);
	expect(requests).toEqual([]);
	expect(error?.message).toBe(message);
	expect(error?.description).not.toBe('');
});

describe('a value that a user forgot to fill in is not sent as a default', () => {
	const link = {
		resource: 'designStudioEmail',
		operation: 'link',
		emailId: located('1a0cbb4e-09d3-402e-949e-f6732f021650'),
	};
	const mail = { name: 'x', subject: 'x', body: 'x' };
	it.each<[string, object, RegExp]>([
		[
			'the rows that replace those of a collection',
			{ resource: 'collection', operation: 'updateContent', collectionId: located(1) },
			/^Rows \(JSON\): is required/,
		],
		[
			'the rows of a new collection',
			{ resource: 'collection', operation: 'create', name: 'x' },
			/^Rows \(JSON\): is required/,
		],
		[
			'people with their data',
			trigger({ audience: 'perUserData' }),
			/^People and Data \(JSON\): is/,
		],
		[
			'the content of a newsletter',
			{ resource: 'newsletter', operation: 'create', name: 'x', type: 'in_app' },
			/^Content \(JSON\): is required/,
		],
		[
			'recipients of a newsletter, as JSON',
			{
				resource: 'newsletter',
				operation: 'create',
				...mail,
				sending: 'now',
				recipientsInput: 'json',
			},
			/^Recipients: has no condition/,
		],
		[
			'recipients of a broadcast, as JSON',
			trigger({ audience: 'recipients', recipientsInput: 'json' }),
			/^Recipients: has no condition/,
		],
		[
			'the objects to find, as JSON',
			{ resource: 'object', operation: 'search', objectTypeId: located(1), filterInput: 'json' },
			/^Filter: has no condition/,
		],
		['the action to link an email to', link, /^Action ID: must be at least 1, but is 0/],
		[
			'the action whose deliveries are exported',
			{ resource: 'export', operation: 'exportDeliveries', source: 'action' },
			/^Action ID: must be at least 1, but is 0/,
		],
		[
			'the import to get',
			{ resource: 'import', operation: 'get' },
			/^Import ID: must be at least 1, but is 0/,
		],
	])('%s', async (_, parameters, message) => {
		const { error, requests } = await app.run(parameters);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});

	it('an empty list or object that was entered is sent', async () => {
		const chosen = { resource: 'collection', collectionId: located(1) };
		const { requests } = await app.run({ ...chosen, operation: 'updateContent', rows: '[]' });
		expect(requests[0]?.body).toEqual([]);
	});
});

it('two files of one name', async () => {
	const file = (text: string) => ({
		data: Buffer.from(text).toString('base64'),
		mimeType: 'text/plain',
		fileName: 'invoice.txt',
	});
	const { error, requests } = await app.run(
		email({ additionalFields: { attachments: 'first, second' } }),
		[{ json: {}, binary: { first: file('1'), second: file('2') } }],
	);
	expect(requests).toEqual([]);
	expect(error?.message).toBe('Attachments (Binary Fields): two files are called "invoice.txt"');
});

it('an unknown operation, as in a workflow of a later version', async () => {
	const { error, requests } = await app.run({ resource: 'segment', operation: 'rename' });
	expect(requests).toEqual([]);
	expect(error?.message).toMatch('operation "rename" of the resource "segment" does not exist');
});

it('true and false as a spreadsheet writes them are valid', async () => {
	for (const written of ['true', 'false']) {
		const { routes } = await app.run(linkMetrics({ filters: { unique: `={{ "${written}" }}` } }));
		expect(routes[0]).toMatch(`unique=${written}`);
	}
});

it('true and false as text control the node itself', async () => {
	const list = { resource: 'message', operation: 'getAll', limit: 1 };
	const everyPage = await app.run({ ...list, returnAll: '={{ "true" }}' });
	expect(everyPage.json.length).toBeGreaterThan(1);
	const firstPage = await app.run({ ...list, returnAll: '={{ "false" }}', simplify: true });
	const whole = await app.run({ ...list, simplify: '={{ "false" }}' });
	expect(firstPage.json).toHaveLength(1);
	expect(Object.keys(whole.json[0] ?? {}).length).toBeGreaterThan(
		Object.keys(firstPage.json[0] ?? {}).length,
	);
});

it('a missing value is not sent as the word "null"', async () => {
	const { requests } = await app.run(
		email({
			additionalFields: {
				headers: {
					values: [
						{ name: 'X-Order', value: '={{ $json.order }}' },
						{ name: 'X-Shop', value: 'b' },
					],
				},
			},
		}),
		[{ order: null }],
	);
	expect(requests[0]?.body).toMatchObject({ headers: { 'X-Shop': 'b' } });
	expect(requests[0]?.bodyText).not.toMatch('X-Order');
	const { routes } = await app.run(
		linkMetrics({
			options: { additionalQuery: '={{ ({ page: null, more: $json.none, steps: 2 }) }}' },
		}),
	);
	expect(routes[0]).toMatch(/steps=2$/);
});

it("additional query parameters override the node's", async () => {
	const { routes } = await app.run(
		linkMetrics({ steps: 3, options: { additionalQuery: '{"steps": 2, "fresh": true}' } }),
		[{}],
		{ onError: 'continueRegularOutput' },
	);
	expect(routes[0]).toMatch(/[?&]steps=2&.*fresh=true$/);
});
