import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app, detail } from '../support/sandboxClient.ts';
import type { RequestOptions } from '../support/sandboxClient.ts';
import { bareAddress, splitAddresses } from '../../tools/sandbox/validation/rules.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const UUID = '1a0cbb4e-09d3-402e-949e-f6732f021650';
const post = (path: string, body: unknown): RequestOptions => ({ method: 'POST', path, body });
const put = (path: string, body: unknown): RequestOptions => ({ method: 'PUT', path, body });
const email = (extra: Record<string, unknown>): RequestOptions =>
	post('/v1/send/email', { transactional_message_id: 44, to: 'a@example.com', ...extra });
const trigger = (body: unknown): RequestOptions => post('/v1/campaigns/12/triggers', body);
const search = (filter: unknown): RequestOptions => post('/v1/customers', { filter });
const webhook = (extra: Record<string, unknown>): RequestOptions =>
	post('/v1/reporting_webhooks', {
		name: 'w',
		endpoint: 'https://example.com/',
		events: ['email_sent'],
		...extra,
	});
const people = (n: number): string =>
	Array.from({ length: n }, (_, i) => `"Last, First" <p${i}@example.com>`).join(', ');
const inDays = (days: number): number => Math.floor(Date.now() / 1000) + days * 86_400;

const invalidRequests: Array<[what: string, status: number, sent: RequestOptions, says: RegExp]> = [
	['an unknown query parameter', 400, { path: '/v1/segments?limit=5' }, /query limit: is not a/],
	['a missing query parameter', 400, { path: '/v1/customers' }, /query email: is required/],
	['a query parameter given twice', 400, { path: '/v1/messages?limit=1&limit=2' }, /twice/],
	['a query value of the wrong type', 400, { path: '/v1/messages?limit=ten' }, /not an integer/],
	['a query boolean in words', 400, { path: '/v1/messages?drafts=yes' }, /neither true nor false/],
	['a limit above the maximum', 400, { path: '/v1/messages?limit=1001' }, /at most 1000/],
	['a limit below the minimum', 400, { path: '/v1/messages?limit=0' }, /at least 1/],
	['a query value outside the enumeration', 400, { path: '/v1/messages?type=pigeon' }, /"pigeon"/],
	['a path ID that is not an integer', 400, { path: '/v1/segments/abc' }, /not an integer/],
	['a path ID that is not a UUID', 400, { path: '/v1/design_studio/folders/12' }, /not a UUID/],
	[
		'a path value outside the enumeration',
		400,
		{ path: '/v1/esp/suppression/x' },
		/"x" is not one/,
	],
	[
		'milliseconds for seconds',
		400,
		{ path: '/v1/messages?start_ts=1719849600000' },
		/milliseconds/,
	],

	['no body where one is required', 400, { method: 'POST', path: '/v1/segments' }, /required/],
	[
		'a body where none is accepted',
		400,
		post(`/v1/design_studio/emails/${UUID}/publish`, { a: 1 }),
		/no request body/,
	],
	[
		'a body on a GET',
		400,
		{ method: 'GET', path: '/v1/segments', body: { a: 1 } },
		/no request body/,
	],
	['broken JSON', 400, { path: '/v1/segments', raw: '{"segment":' }, /not JSON/],
	['an array for an object', 400, post('/v1/segments', []), /must be an object/],
	[
		'a form for JSON',
		400,
		{
			path: '/v1/segments',
			raw: 'a=b',
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		},
		/must be application\/json/,
	],
	[
		'a missing body field',
		400,
		post('/v1/segments', { segment: {} }),
		/body.segment.name: is required/,
	],
	[
		'an unknown body field',
		400,
		post('/v1/segments', { segment: { name: 'a' }, extra: 1 }),
		/body.extra: is not a field/,
	],
	[
		'an unknown nested field',
		400,
		post('/v1/segments', { segment: { name: 'a', kind: 'x' } }),
		/body.segment.kind/,
	],
	[
		'a wrong type in the body',
		400,
		post('/v1/segments', { segment: { name: 7 } }),
		/must be string, got 7/,
	],
	[
		'null for what is not nullable',
		400,
		post('/v1/segments', { segment: { name: null } }),
		/got null/,
	],
	['text over its length', 400, webhook({ name: 'x'.repeat(191) }), /at most 190/],
	['an empty list with a minimum', 400, webhook({ events: [] }), /at least 1 entries/],
	['an event outside the enumeration', 400, webhook({ events: ['email.sent'] }), /events\[0\]/],
	['an invalid URL', 400, webhook({ endpoint: 'example.com' }), /not an http\(s\) URL/],
	[
		'no field where one is needed',
		400,
		put(`/v1/design_studio/folders/${UUID}`, {}),
		/at least 1 field/,
	],
	['101 ids', 400, post('/v1/customers/attributes', { ids: Array(101).fill('1') }), /at most 100/],
	['numbers for ids', 400, post('/v1/customers/attributes', { ids: [1] }), /must be string/],

	[
		'two identifiers',
		400,
		email({ identifiers: { id: '1', email: 'a@example.com' } }),
		/fits none/,
	],
	['no identifier', 400, email({ identifiers: {} }), /fits none/],
	['an attachment that is not base64', 400, email({ attachments: { 'a.txt': 'päper' } }), /base64/],
	['16 recipients', 400, email({ to: people(8), cc: people(4), bcc: people(4) }), /16 recipients/],
	['a send more than 90 days ahead', 400, email({ send_at: inDays(91) }), /90 days/],
	[
		'neither template nor content',
		400,
		post('/v1/send/email', { to: 'a@example.com' }),
		/fits none/,
	],
	[
		'an unknown template',
		400,
		email({ transactional_message_id: 999 }),
		/no transactional message 999/,
	],
	['a template of another channel', 400, email({ transactional_message_id: 46 }), /is for sms/],
	['an unknown cio_id', 400, email({ identifiers: { cio_id: 'nobody' } }), /no person/],

	['two audiences', 422, trigger({ ids: ['1'], emails: ['a@example.com'] }), /fits none/],
	[
		'a flag of another audience',
		422,
		trigger({ ids: ['1'], email_ignore_missing: true }),
		/email_ignore_missing/,
	],
	[
		'flags with a filter',
		422,
		trigger({ recipients: { segment: { id: 7 } }, id_ignore_missing: true }),
		/fits none/,
	],
	['10,001 ids', 422, trigger({ ids: Array(10_001).fill('1') }), /at most 10000/],
	['data over 50,000 bytes', 422, trigger({ data: { a: 'ä'.repeat(25_000) } }), /50\d\d\d bytes/],
	[
		'a person with id and email',
		422,
		trigger({ per_user_data: [{ id: '1', email: 'a@b.c', data: {} }] }),
		/exactly one/,
	],

	['a filter with two keys', 400, search({ and: [], or: [] }), /exactly one key/],
	['an unknown condition', 400, search({ segments: { id: 1 } }), /body.filter.segments/],
	['an empty group', 400, search({ and: [] }), /non-empty/],
	['not with an array', 400, search({ not: [{ segment: { id: 1 } }] }), /must be a condition/],
	[
		'an operator that does not exist',
		400,
		search({ attribute: { field: 'a', operator: 'gt', value: '1' } }),
		/"gt"/,
	],
	[
		'eq without a value',
		400,
		search({ attribute: { field: 'a', operator: 'eq' } }),
		/value: is required/,
	],
	[
		'a number to compare with',
		400,
		search({ attribute: { field: 'a', operator: 'eq', value: 1 } }),
		/must be string/,
	],
	['a segment id in text', 400, search({ and: [{ segment: { id: '7' } }] }), /and\[0\].segment.id/],
	[
		'inverse outside newsletters',
		400,
		search({ attribute: { field: 'a', operator: 'exists', inverse: true } }),
		/inverse/,
	],
	[
		'an object filter of another type',
		400,
		post('/v1/objects', {
			object_type_id: '2',
			filter: { object_attribute: { field: 'a', operator: 'exists', type_id: 1 } },
		}),
		/must equal/,
	],

	[
		'a rate without its period',
		400,
		post('/v1/newsletters/128275/send', { rate_limit_email_rate: 5 }),
		/goes together/,
	],
	[
		'both data and url',
		400,
		post('/v1/collections', { name: 'a', data: [], url: 'https://a.b/' }),
		/fits none/,
	],
	[
		'a collection row over 10 KB',
		400,
		put('/v1/collections/1/content', [{ a: 'x'.repeat(10_001) }]),
		/10 KB/,
	],
	['an object for a row array', 400, put('/v1/collections/1/content', { a: 1 }), /must be array/],
	[
		'a newsletter without its content',
		400,
		post('/v1/newsletters', { type: 'email', name: 'a', recipients: { segment: { id: 1 } } }),
		/body.subject: is required/,
	],
	[
		'an import of the wrong kind of identifier',
		400,
		post('/v1/imports', {
			import: { name: 'a', data_file_url: 'https://a.b/c', type: 'event', identifier: 'cio_id' },
		}),
		/identifier/,
	],
	[
		'a nameless attribute',
		422,
		post('/v1/data_index/attributes', { attributes: [{ description: 'x' }] }),
		/is required/,
	],
];

test.each(invalidRequests)('%s returns %i', async (_, status, options, says) => {
	const response = await app(sandbox, options);
	expect({ status: response.status, detail: detail(response) }).toEqual({
		status,
		detail: expect.stringMatching(says) as string,
	});
	expect(sandbox.requests.at(-1)?.processed).toBe(false);
});

test('attachments are measured decoded, and not as part of the body', async () => {
	const exactly = (bytes: number): RequestOptions =>
		email({ attachments: { 'a.bin': Buffer.alloc(bytes).toString('base64') } });
	expect((await app(sandbox, exactly(2_097_152))).status).toBe(200);
	const response = await app(sandbox, exactly(2_097_153));
	expect([response.status, detail(response)]).toEqual([
		400,
		expect.stringContaining('2097153 bytes'),
	]);
	expect((await app(sandbox, email({ body: 'x'.repeat(1_048_577) }))).status).toBe(400);
});

test('addresses are separated by commas outside quotes and angle brackets', () => {
	expect(splitAddresses('"a, b" <c@d>, <"e,f"@g,h> ,, i@j')).toEqual([
		'"a, b" <c@d>',
		'<"e,f"@g,h>',
		'i@j',
	]);
	expect(bareAddress('"a, b" <c@d>')).toBe('c@d');
	expect(bareAddress(' c@d ')).toBe('c@d');
});

test('the data index names the field by a pointer', async () => {
	const response = await app(
		sandbox,
		post('/v1/data_index/attributes', { attributes: [{ name: 5 }] }),
	);
	expect(response.json).toMatchObject({
		errors: [{ status: '422', source: { pointer: '/data/attributes/0/name' } }],
	});
});

test.each([
	[
		'an empty object where no body is accepted',
		post(`/v1/design_studio/emails/${UUID}/publish`, {}),
	],
	['no body where it is optional', { method: 'POST', path: '/v1/campaigns/12/triggers' }],
	['a field that only the SDK sends', email({ disable_message_retention: true })],
	[
		'a hint outside the list',
		post('/v1/send/push', {
			transactional_message_id: 44,
			identifiers: { id: '1' },
			to: 'a-device-token',
		}),
	],
	['a value outside an open enumeration', { path: '/v1/activities?type=_o:1:create' }],
	[
		'null where it is allowed',
		post('/v1/design_studio/folders', { name: 'a', parent_folder_id: null }),
	],
	['15 recipients with commas in names', email({ to: people(15) })],
	[
		'a charset with the Content-Type',
		{ ...email({}), headers: { 'Content-Type': 'application/json; charset=utf-8' } },
	],
	['any keys in a freeform object', email({ message_data: { a: { b: [1, null] } } })],
] as Array<[string, RequestOptions]>)('%s is allowed', async (_, options) => {
	const response = await app(sandbox, options);
	expect({ status: response.status, text: response.status === 200 ? '' : response.text }).toEqual({
		status: 200,
		text: '',
	});
});

describe('an upload', () => {
	const upload = (parts: string, boundary = 'XX'): RequestOptions => ({
		path: '/v1/assets/files',
		raw: parts.replaceAll('\n', '\r\n'),
		headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
	});
	const part = (disposition: string, type: string, content: string): string =>
		`--XX\nContent-Disposition: form-data; ${disposition}\n${type}\n${content}\n`;

	test.each([
		['without a file', upload(`${part('name="name"', '', 'a')}--XX--\n`), /body.file: is required/],
		[
			'of a type that is not accepted',
			upload(`${part('name="file"; filename="a.txt"', 'Content-Type: text/plain\n', 'x')}--XX--\n`),
			/text\/plain is not one of/,
		],
		[
			'with an unknown part',
			upload(
				`${part('name="file"; filename="a.png"', 'Content-Type: image/png\n', 'x')}${part('name="other"', '', 'x')}--XX--\n`,
			),
			/body.other/,
		],
		[
			'over 2 MB',
			upload(
				`${part('name="file"; filename="a.png"', 'Content-Type: image/png\n', 'x'.repeat(2_097_153))}--XX--\n`,
			),
			/2097153 bytes/,
		],
		[
			'that is truncated',
			upload(part('name="file"; filename="a.png"', 'Content-Type: image/png\n', 'x')),
			/closing boundary/,
		],
		['as JSON', { path: '/v1/assets/files', body: { file: 'x' } }, /must be multipart/],
	] as Array<[string, RequestOptions, RegExp]>)('%s returns 400', async (_, options, says) => {
		const response = await app(sandbox, options);
		expect([response.status, detail(response)]).toEqual([400, expect.stringMatching(says)]);
	});
});
