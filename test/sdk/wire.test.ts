/** Where a library of Customer.io's and a node do the same, they send the same. */
import {
	APIClient,
	PipelinesClient,
	SendEmailRequest,
	TrackClient,
	verifyRequestSignature,
	type BatchOperation,
} from 'customerio-node';

import { sampleCredentials } from '../../tools/engine/sampleCredentials.ts';
import { runNode } from '../../tools/engine/harness.ts';
import { signWebhook, startSandbox, type Sandbox } from '../../tools/sandbox/sandbox.ts';
import { located, rows } from '../support/trackNode.ts';

type Body = Record<string, unknown>;

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ workMs: 0, limits: false });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

/** The only request since the last one that was taken. */
function takeRequest() {
	const [request, ...more] = sandbox.requests.splice(0);
	expect(more).toEqual([]);
	const { method, path, rawQuery, body, headers, status } = request ?? {};
	expect(status).toBe(200);
	return { method, path, rawQuery, body: body as Body, authorization: headers?.authorization };
}

async function sentByNode(node: 'App' | 'Pipelines' | 'Track', parameters: object) {
	const credential = `customerIo${node}Api` as const;
	const { error } = await runNode(
		{
			type: `n8n-nodes-customerio.customerIo${node}`,
			parameters,
			credentials: { [credential]: sampleCredentials(sandbox)[credential] },
		},
		[{}],
	);
	expect(error).toBeUndefined();
	return takeRequest();
}

const person = { type: 'person', identifiers: { id: '1' } } as const;
const byId = located('id', '1');
const ulid = '01G65FN1S1QKV1M8E5KBR9JBFC';
const timestamp = 1_760_000_000;
const time = new Date(timestamp * 1000).toISOString();

const entities: Array<[what: string, call: BatchOperation, parameters: object]> = [
	[
		'identify',
		{ ...person, action: 'identify', attributes: { plan: 'pro', created_at: timestamp } },
		{
			resource: 'person',
			operation: 'upsert',
			person: byId,
			attributes: rows({ plan: 'pro' }),
			additionalFields: { createdAt: time },
		},
	],
	[
		'track',
		{
			...person,
			action: 'event',
			name: 'Ordered',
			id: ulid,
			timestamp,
			attributes: { total: 9.5 },
		},
		{
			resource: 'event',
			operation: 'track',
			person: byId,
			name: 'Ordered',
			attributes: rows({ total: 9.5 }),
			additionalFields: { eventId: ulid, timestamp: time },
		},
	],
	[
		'add device',
		{
			...person,
			action: 'add_device',
			device: { token: 'token-1', platform: 'ios', last_used: timestamp },
		},
		{
			resource: 'device',
			operation: 'upsert',
			person: byId,
			token: 'token-1',
			platform: 'ios',
			additionalFields: { lastUsed: time },
		},
	],
	[
		'suppress',
		{ ...person, action: 'suppress' },
		{ resource: 'person', operation: 'suppress', person: byId },
	],
	[
		'merge',
		{ type: 'person', action: 'merge', primary: { id: '1' }, secondary: { id: '2' } },
		{ resource: 'person', operation: 'merge', primary: byId, secondary: located('id', '2') },
	],
];

describe('Track', () => {
	const client = () =>
		new TrackClient(sandbox.siteId, sandbox.trackKey, { url: `${sandbox.url}/api/v1` });

	test.each(entities)('%s', async (_, call, parameters) => {
		await client().entity(call);
		const expected = takeRequest();
		expect(await sentByNode('Track', parameters)).toEqual(expected);
	});

	test('add to a segment', async () => {
		await client().addCustomersToSegment(12, ['1']);
		const { rawQuery, ...expected } = takeRequest();
		const sent = await sentByNode('Track', {
			resource: 'segment',
			operation: 'addCustomers',
			segmentId: located('id', 12),
			person: byId,
		});
		// The library leaves out the kind of ID where it is the default.
		expect(new URLSearchParams(rawQuery).get('id_type') ?? 'id').toBe('id');
		expect({ ...sent, rawQuery: undefined }).toEqual({ ...expected, rawQuery: undefined });
	});

	test('unsubscribe of a delivery', async () => {
		await client().unsubscribe('dlv-1');
		const { authorization, ...expected } = takeRequest();
		expect(authorization).toMatch(/^Basic /);
		const { authorization: own, ...sent } = await sentByNode('Track', {
			resource: 'delivery',
			operation: 'unsubscribe',
			deliveryId: 'dlv-1',
		});
		expect(own).toBe(authorization);
		expect(sent).toEqual(expected);
	});
});

describe('App', () => {
	const client = () => new APIClient(sandbox.appKey, { url: `${sandbox.url}/v1` });

	test('send an email', async () => {
		await client().sendEmail(
			new SendEmailRequest({
				to: 'person1@example.com',
				identifiers: { email: 'person1@example.com' },
				transactional_message_id: 3,
				message_data: { code: 'A' },
				subject: 'Hello',
			} as ConstructorParameters<typeof SendEmailRequest>[0]),
		);
		const { body, ...expected } = takeRequest();
		// The library sends an empty object where there are no headers.
		const { headers, ...rest } = body;
		expect(headers).toEqual({});
		const sent = await sentByNode('App', {
			resource: 'transactional',
			operation: 'sendEmail',
			to: 'person1@example.com',
			identifiers: located('email', 'person1@example.com'),
			transactionalMessageId: located('list', 3),
			messageData: rows({ code: 'A' }),
			additionalFields: { subject: 'Hello' },
		});
		expect(sent).toEqual({ ...expected, body: rest });
	});

	test('trigger a broadcast', async () => {
		await client().triggerBroadcast(
			12,
			{ code: 'A' },
			{ emails: ['person1@example.com'], email_ignore_missing: true, email_add_duplicates: true },
		);
		const expected = takeRequest();
		sandbox.reset();
		const sent = await sentByNode('App', {
			resource: 'broadcast',
			operation: 'trigger',
			broadcastId: located('list', 12),
			data: rows({ code: 'A' }),
			audience: 'emails',
			emails: 'person1@example.com',
			emailIgnoreMissing: true,
			emailAddDuplicates: true,
		});
		expect(sent).toEqual(expected);
	});
});

describe('Pipelines', () => {
	const client = () =>
		new PipelinesClient(sandbox.writeKey, { url: `${sandbox.url}/v1`, strictMode: true });

	/** Both name the program that sends; each makes a message ID of its own unless it is given one. */
	const withoutLibrary = <R extends { body: Body }>({ body, ...request }: R) => {
		const { library, ...context } = (body.context ?? {}) as Body;
		const isEmpty = Object.keys(context).length === 0;
		expect(library === undefined || typeof library === 'object').toBe(true);
		const { context: _, ...rest } = body;
		return { ...request, body: isEmpty ? rest : { ...rest, context } };
	};

	test('identify', async () => {
		await client().identify({
			userId: '1',
			traits: { plan: 'pro' },
			messageId: 'message-1',
			timestamp: time,
		});
		const expected = withoutLibrary(takeRequest());
		const sent = await sentByNode('Pipelines', {
			resource: 'person',
			operation: 'identify',
			userId: '1',
			traits: rows({ plan: 'pro' }),
			additionalFields: { messageId: 'message-1', timestamp: time },
		});
		expect(withoutLibrary(sent)).toEqual(expected);
	});

	test('track', async () => {
		await client().track({
			userId: '1',
			event: 'Ordered',
			properties: { total: 9.5 },
			messageId: 'message-1',
			timestamp: time,
		});
		const expected = withoutLibrary(takeRequest());
		const sent = await sentByNode('Pipelines', {
			resource: 'event',
			operation: 'track',
			userId: '1',
			event: 'Ordered',
			properties: rows({ total: 9.5 }),
			additionalFields: { messageId: 'message-1', timestamp: time },
		});
		expect(withoutLibrary(sent)).toEqual(expected);
	});
});

test("the library accepts a webhook's signature", () => {
	const webhook = { timestamp, body: '{"metric":"sent"}' };
	const signature = signWebhook({ signingKey: 'key', ...webhook });
	expect(verifyRequestSignature({ signingSecret: 'key', ...webhook, signature })).toBe(true);
	expect(verifyRequestSignature({ signingSecret: 'other', ...webhook, signature })).toBe(false);
});
