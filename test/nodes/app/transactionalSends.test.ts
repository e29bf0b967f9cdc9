import { onN8n1 } from '../../../tools/engine/harness.ts';
import { assigned, located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterEach(() => app.sandbox.clearFaults());
afterAll(async () => await app.sandbox.stop());

const send = (operation: string, parameters: object = {}) => ({
	resource: 'transactional',
	operation,
	...parameters,
});
const person = { identifiers: located('person1@example.com', 'email') };
const receipt = { transactionalMessageId: located(3, 'list') };
const email = { to: 'Ada <ada+1@example.com>', ...person, ...receipt };
const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toISOString();

const text = (value: string, fileName?: string) => ({
	data: Buffer.from(value).toString('base64'),
	mimeType: 'text/plain',
	...(fileName === undefined ? {} : { fileName }),
});

describe('send email', () => {
	it('sends a template to a person with data of every type', async () => {
		const { json, items, requests, routes } = await app.run(
			send('sendEmail', {
				...email,
				messageData: assigned({
					code: '={{ $json.code }}',
					paid: false,
					count: 0,
					note: '',
					lines: '={{ [1, "zwei"] }}',
				}),
			}),
			[{ code: 'Ä1' }, { code: 'B2' }],
		);
		expect(routes).toEqual(['POST /v1/send/email', 'POST /v1/send/email']);
		expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer sandbox-app-key' });
		expect(requests[0]?.headers).not.toHaveProperty('x-workspace-id');
		const body = (code: string) => ({
			to: 'Ada <ada+1@example.com>',
			identifiers: { email: 'person1@example.com' },
			transactional_message_id: 3,
			message_data: { code, paid: false, count: 0, note: '', lines: [1, 'zwei'] },
		});
		const bodies = requests.map((request) => request.body);
		expect(bodies).toEqual(expect.arrayContaining([body('Ä1'), body('B2')]));
		expect(json[0]).toMatchObject({
			delivery_id: expect.any(String),
			queued_at: expect.any(Number),
		});
		expect(pairs(items)).toEqual([0, 1]);
	});

	it('goes to the email of the person if no other address is given', async () => {
		const byEmail = { ...email, to: '={{ $json.to }}' };
		const { requests } = await app.run(send('sendEmail', byEmail), [
			{},
			{ to: '' },
			{ to: 'x@y.z' },
		]);
		expect(requests.map(({ body }) => (body as { to: string }).to).sort()).toEqual([
			'person1@example.com',
			'person1@example.com',
			'x@y.z',
		]);
		const byId = await app.run(
			send('sendEmail', { ...email, to: '', identifiers: located('1', 'id') }),
		);
		expect(byId.requests).toEqual([]);
		expect(byId.error?.message).toBe('To: is required but empty for this item');
	});

	it('sends a number as text where its type is String', async () => {
		const row = (name: string, type: string) => ({ id: name, name, value: '={{ $json.n }}', type });
		const { requests } = await app.run(
			send('sendEmail', {
				...email,
				messageData: { assignments: [row('order', 'string'), row('amount', 'number')] },
			}),
			[{ n: 7 }],
		);
		expect(requests[0]?.body).toMatchObject({ message_data: { order: '7', amount: 7 } });
	});

	it('sends every field of an email', async () => {
		const { requests, error } = await app.run(
			send('sendEmail', {
				...email,
				messageDataInput: 'json',
				messageDataJson: '={{ { name: $json.name } }}',
				additionalFields: {
					attachments: 'invoice, note',
					bcc: 'a@example.com',
					body: '<p>Hi</p>',
					bodyAmp: '<amp>',
					bodyPlain: 'Hi',
					cc: 'b@example.com',
					disableCssPreprocessing: false,
					disableMessageRetention: true,
					fakeBcc: false,
					from: 'shop@example.com',
					headers: { values: [{ name: 'X-Order', value: '1' }] },
					language: 'de',
					preheader: 'Pre',
					queueDraft: false,
					replyTo: 'help@example.com',
					sendAt: inTwoDays,
					sendToUnsubscribed: false,
					subject: '',
					tracked: false,
					autoCreate: false,
				},
			}),
			[
				{
					json: { name: 'Zoë' },
					binary: { invoice: text('1', 'rechnung.txt'), note: text('two') },
				},
			],
		);
		expect(error).toBeUndefined();
		expect(requests[0]?.body).toEqual({
			to: 'Ada <ada+1@example.com>',
			identifiers: { email: 'person1@example.com' },
			transactional_message_id: 3,
			message_data: { name: 'Zoë' },
			attachments: {
				'rechnung.txt': Buffer.from('1').toString('base64'),
				'note.txt': Buffer.from('two').toString('base64'),
			},
			bcc: 'a@example.com',
			body: '<p>Hi</p>',
			body_amp: '<amp>',
			body_plain: 'Hi',
			cc: 'b@example.com',
			disable_css_preprocessing: false,
			disable_message_retention: true,
			fake_bcc: false,
			from: 'shop@example.com',
			headers: { 'X-Order': '1' },
			language: 'de',
			preheader: 'Pre',
			queue_draft: false,
			reply_to: 'help@example.com',
			send_at: Math.floor(Date.parse(inTwoDays) / 1000),
			send_to_unsubscribed: false,
			subject: '',
			tracked: false,
			auto_create: false,
		});
	});

	it('sends content without a template, and requires the necessary fields', async () => {
		const inline = { to: 'a@example.com', content: 'inline', from: 'shop@example.com' };
		const { requests } = await app.run(
			send('sendEmail', { ...inline, subject: 'Hello', body: '<p>…</p>' }),
		);
		expect(requests[0]?.body).toEqual({
			to: 'a@example.com',
			from: 'shop@example.com',
			subject: 'Hello',
			body: '<p>…</p>',
		});
		const missing = await app.run(
			send('sendEmail', { ...inline, subject: '={{ undefined }}', body: 'x' }),
		);
		expect(missing.requests).toEqual([]);
		expect(missing.error?.message).toBe('Subject: is required but empty for this item');
	});

	it("accepts a trigger name, a person's ID, and a Customer.io ID", async () => {
		const { requests } = await app.run(
			send('sendEmail', {
				to: 'a@example.com',
				transactionalMessageId: located('receipt', 'triggerName'),
				identifiers: located('={{ $json.id }}', 'id'),
			}),
			[{ id: 42 }],
		);
		expect(requests[0]?.body).toMatchObject({
			transactional_message_id: 'receipt',
			identifiers: { id: '42' },
		});
		const second = await app.run(
			send('sendEmail', { ...email, identifiers: located('a3000001', 'cio_id') }),
		);
		expect(second.requests[0]?.body).toMatchObject({ identifiers: { cio_id: 'a3000001' } });
	});

	it('never shares a value between items', async () => {
		const { requests } = await app.run(
			send('sendEmail', {
				...email,
				messageDataInput: 'json',
				messageDataJson: '={{ $json.data }}',
				additionalFields: { subject: '={{ $json.subject }}', cc: '={{ $json.cc }}' },
			}),
			[{ data: { a: 1 }, subject: 'One', cc: 'c@example.com' }, { data: { b: 2 } }],
		);
		const bodies = requests.map(({ body }) => body as Record<string, unknown>);
		const second = bodies.find(({ message_data }) => 'b' in (message_data as object));
		expect(second).toEqual({
			to: email.to,
			identifiers: { email: 'person1@example.com' },
			transactional_message_id: 3,
			message_data: { b: 2 },
		});
	});

	it('adds fields that the node does not have', async () => {
		const { requests, json } = await app.run(
			send('sendEmail', { ...email, options: { additionalBody: '{"brand_new": true}' } }),
			[{}],
			{ onError: 'continueRegularOutput' },
		);
		expect(requests[0]?.body).toMatchObject({ brand_new: true });
		// The sandbox rejects fields outside the API spec.
		expect(json[0]?.error).toMatch(/brand_new/);
	});

	it.each([
		[
			{ additionalFields: { attachments: 'invoice' } },
			/^Attachments \(Binary Fields\): the item has no binary field "invoice"/,
		],
		[{ additionalFields: { sendAt: 'soon' } }, /^Send At: must be a date and time/],
		[{ additionalFields: { sendAt: '2099-01-01' } }, /^Send At: must be at most 90 days ahead/],
		[
			{ messageDataInput: 'json', messageDataJson: '{"a": }' },
			/^Message Data \(JSON\): is not valid JSON/,
		],
		[
			{ messageDataInput: 'json', messageDataJson: '[1]' },
			/^Message Data \(JSON\): must be a JSON object/,
		],
		[
			{
				to: Array.from({ length: 14 }, (_, n) => `p${n}@x.y`).join(','),
				additionalFields: { cc: 'a@x.y', bcc: 'b@x.y' },
			},
			/^To, CC and BCC: must have at most 15 recipients together, but have 16/,
		],
		[
			{ additionalFields: { bodyPlain: '={{ "ü".repeat(600000) }}' } },
			/^Request: must be at most 1048576 bytes as JSON/,
		],
		[
			{ transactionalMessageId: located('={{ $json.none }}') },
			/^Transactional Message: is required/,
		],
		[
			{ transactionalMessageId: located('={{ "receipt" }}') },
			/^Transactional Message: must be the ID/,
		],
		[{ options: { additionalBody: '[' } }, /^Additional Body Fields \(JSON\): is not valid JSON/],
	])('stops before sending: %j', async (parameters, message) => {
		const { error, requests } = await app.run(send('sendEmail', { ...email, ...parameters }));
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
		expect(error?.description.length).toBeGreaterThan(10);
	});

	it('rejects attachments above 2 MB, counted in bytes', async () => {
		const { error, requests } = await app.run(
			send('sendEmail', { ...email, additionalFields: { attachments: 'big' } }),
			[{ json: {}, binary: { big: text('ü'.repeat(1024 * 1024 + 1)) } }],
		);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(
			/must be at most 2097152 bytes together, but the files have 2097154/,
		);
	});

	it('sends the workspace of a service-account token', async () => {
		const { credentials, sandbox } = app;
		const withWorkspace = {
			...credentials.customerIoAppApi,
			workspaceId: ' 77 ',
		};
		const from = sandbox.requests.length;
		const { runNode } = await import('../../../tools/engine/harness.ts');
		await runNode(
			{
				type: 'n8n-nodes-customerio.customerIoApp',
				parameters: send('sendEmail', email),
				credentials: { customerIoAppApi: withWorkspace },
			},
			[{}],
		);
		expect(sandbox.requests[from]?.headers['x-workspace-id']).toBe('77');
	});
});

describe('a send that fails', () => {
	it('is not retried when it may have succeeded, and says so', async () => {
		app.sandbox.fault({ path: '/v1/send/email', act: { kind: 'resetAfter' } });
		const { error, requests } = await app.run(send('sendEmail', email));
		expect(requests).toHaveLength(1);
		expect(error?.message).toBe(
			'No response from the Customer.io App API (the request may have succeeded)',
		);
		expect(error?.description).toMatch(/may still have succeeded, so it was not retried/);
	});

	it('is not retried after a 500', async () => {
		app.sandbox.fault({ path: '/v1/send/email', act: { kind: 'status', status: 500 } });
		const { error, requests } = await app.run(send('sendEmail', email));
		expect(requests).toHaveLength(1);
		expect(error?.message).toMatch(/is unavailable \(HTTP 500\)/);
	});

	it('is retried after a 429, when Customer.io asks for it', async () => {
		app.sandbox.fault({
			path: '/v1/send/email',
			act: { kind: 'status', status: 429, headers: { 'Retry-After': '1' } },
		});
		const { error, requests } = await app.run(send('sendEmail', email));
		expect(error).toBeUndefined();
		expect(requests.map(({ status }) => status)).toEqual([429, 200]);
		const [first = 0, second = 0] = requests.map(({ receivedAt }) => receivedAt);
		expect(second - first).toBeGreaterThanOrEqual(990);
	});

	it('fails on a rate limit when the user does not want to wait', async () => {
		app.sandbox.fault({
			path: '/v1/send/email',
			act: { kind: 'status', status: 429, headers: { 'Retry-After': '30' } },
		});
		const { error, result } = await app.run(
			send('sendEmail', { ...email, options: { maxWait: 2 } }),
		);
		expect(error?.message).toMatch(
			/limit exceeded for transactional messages \(100 requests per second\)/,
		);
		expect(error?.description).toMatch(/was not processed.*30 s/);
		expect((result.error as { failure?: unknown } | undefined)?.failure).toEqual(
			onN8n1 ? undefined : { cause: 'rate-limited', retryAfterMs: 30_000 },
		);
		// The requested pause must not affect the following tests.
		app.sandbox.reset();
	});
});
