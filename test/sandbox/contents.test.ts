/** What values may contain, as far as Customer.io documents it. */
import { startSandbox, type Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app, detail, pipelines, request } from '../support/sandboxClient.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const email = (fields: object) => ({
	path: '/v1/send/email',
	body: { transactional_message_id: 44, to: 'a@example.com', ...fields },
});
const longId = 'x'.repeat(151);

describe('an App API request', () => {
	test.each<[string, { path: string; method?: string; body?: unknown }, RegExp]>([
		['an ID of 151 bytes', email({ identifiers: { id: longId } }), /151 bytes, at most 150/],
		['151 bytes of other letters', email({ identifiers: { id: `${'ä'.repeat(75)}x` } }), /151/],
		['an ID of 151 bytes in the path', { path: `/v1/customers/${longId}/attributes` }, /151 bytes/],
		['an object ID of 151 bytes', { path: `/v1/objects/1/${longId}/attributes` }, /151 bytes/],
		[
			'an email address without @ in the path',
			{ path: '/v1/customers/ada/attributes?id_type=email' },
			/not an email address/,
		],
		[
			'an email address without @',
			email({ identifiers: { email: 'ada' } }),
			/not an email address/,
		],
		[
			'a recipient by an ID of 151 bytes',
			{ path: '/v1/campaigns/12/triggers', body: { ids: ['1', longId] } },
			/ids\[1\]: is 151 bytes/,
		],
		['a header name with a space', email({ headers: { 'X A': 'b' } }), /name in ASCII/],
		['a header name with a line break', email({ headers: { 'X-A\r\nBcc': 'b' } }), /name in ASCII/],
		[
			'a header name with a letter beyond ASCII',
			email({ headers: { Grüße: 'b' } }),
			/name in ASCII/,
		],
		[
			'a header with a line break',
			email({ headers: { 'X-A': 'b\r\nBcc: c' } }),
			/without line breaks/,
		],
		['a header beyond ASCII', email({ headers: { 'X-A': 'ü' } }), /value in ASCII/],
		['a reserved header', email({ headers: { SUBJECT: 'b' } }), /is a reserved name/],
		[
			'a header in a list as JSON text',
			email({ headers: '[{"name":"X-A","value":"ü"}]' }),
			/value in ASCII/,
		],
		[
			'a header in an envelope',
			{
				path: '/v1/design_studio/emails',
				body: { name: 'x', envelope: { headers: [{ name: 'X A', value: 'b' }] } },
			},
			/name in ASCII/,
		],
		[
			'an attachment without a name',
			email({ attachments: { '': 'YQ==' } }),
			/"" is not a file name/,
		],
		[
			'an attachment without an extension',
			email({ attachments: { data: 'YQ==' } }),
			/"data" is not/,
		],
		['an attachment that is only an extension', email({ attachments: { '.pdf': 'YQ==' } }), /pdf/],
	])('with %s is rejected', async (_, sent, message) => {
		const response = await app(sandbox, sent);
		expect([400, 422]).toContain(response.status);
		expect(detail(response)).toMatch(message);
	});

	test.each<[string, { path: string; body: unknown }]>([
		['an ID of 150 bytes', email({ identifiers: { id: 'x'.repeat(150) } })],
		['a header with a tab', email({ headers: { 'X-A': 'b\tc' } })],
		['a name that has dots and spaces', email({ attachments: { 'My v1.2 invoice.pdf': 'YQ==' } })],
		['a name beyond ASCII', email({ attachments: { 'grüße.png': 'YQ==' } })],
	])('with %s is accepted', async (_, sent) => {
		expect((await app(sandbox, sent)).status).toBe(200);
	});
});

describe('a Pipelines call', () => {
	test.each([
		['userId', '/v1/identify', { userId: longId }],
		['anonymousId', '/v1/identify', { anonymousId: longId }],
		['groupId', '/v1/group', { groupId: longId }],
		['previousId', '/v1/alias', { userId: '1', previousId: longId }],
	])('with a %s of 151 bytes is rejected', async (name, path, call) => {
		const response = await pipelines(sandbox, path, call);
		expect([400, 422]).toContain(response.status);
		expect(response.text).toContain(`body.${name}: is 151 bytes`);
	});

	test('with spaces around the name of a command is the command', async () => {
		const exists = () => sandbox.state.people.some(({ id }) => id === '1');
		expect(exists()).toBe(true);
		await pipelines(sandbox, '/v1/track', { userId: '1', event: ' User Deleted\n' });
		expect(exists()).toBe(false);
	});

	test('records the name of an event without spaces around it', async () => {
		await pipelines(sandbox, '/v1/batch', {
			batch: [{ type: 'track', userId: '1', event: 'Course Started ' }],
		});
		expect(sandbox.state.activities.at(-1)?.name).toBe('Course Started');
	});

	test('without the name of an event is rejected', async () => {
		const response = await pipelines(sandbox, '/v1/track', { userId: '1', event: ' ' });
		expect([400, 422]).toContain(response.status);
	});

	test('with a space behind an ID is about another person', async () => {
		await pipelines(sandbox, '/v1/track', { userId: '1 ', event: 'User Deleted' });
		expect(sandbox.state.people.some(({ id }) => id === '1')).toBe(true);
	});

	test('by a cio_id is about who has it, and creates nobody', async () => {
		const [first] = sandbox.state.people;
		const before = sandbox.state.people.length;
		const call = (userId: string) => ({ userId, traits: { plan: 'pro' } });
		await pipelines(sandbox, '/v1/identify', call(`cio_${first?.cioId}`));
		await pipelines(sandbox, '/v1/identify', call('cio_of-nobody'));
		expect(first?.attributes.plan).toBe('pro');
		expect(sandbox.state.people).toHaveLength(before);
	});
});

describe('a key of the other region', () => {
	const authorization = () => ({ Authorization: `Bearer ${sandbox.otherRegionKey}` });

	test('is told where its region is, and nothing is done', async () => {
		const before = sandbox.state.segments.length;
		const response = await request(sandbox.url, {
			path: '/v1/segments?a=1',
			body: { segment: { name: 'x' } },
			headers: authorization(),
		});
		expect([response.status, response.json]).toEqual([
			301,
			{ errors: [{ detail: 'wrong datacenter', status: '301' }] },
		]);
		const { port } = new URL(sandbox.url);
		expect(response.headers.location).toBe(`http://localhost:${port}/v1/segments?a=1`);
		expect(sandbox.state.segments).toHaveLength(before);
	});

	test('is accepted there', async () => {
		const { port } = new URL(sandbox.url);
		const headers = { ...authorization(), Host: `localhost:${port}` };
		const response = await request(sandbox.url, { path: '/v1/segments', headers });
		expect(response.status).toBe(200);
	});
});
