import { assigned, located, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const send = (operation: string, parameters: object) => ({
	resource: 'transactional',
	operation,
	...parameters,
});
const person = { identifiers: located('person1@example.com', 'email') };
const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toISOString();
const data = { messageData: assigned({ code: '1' }) };

it('sends a push with all its fields', async () => {
	const { requests, routes, error } = await app.run(
		send('sendPush', {
			transactionalMessageId: located(49),
			...person,
			...data,
			additionalFields: {
				to: 'last_used',
				title: 'T',
				message: 'M',
				imageUrl: 'https://example.com/i.png',
				link: 'app://x',
				sound: 'none',
				customData: { values: [{ name: 'n', value: '={{ 1 }}' }] },
				customPayload: '{"ios": {"aps": {}}}',
				customDeviceToken: 'token',
				customDevicePlatform: 'ios',
				customDeviceLastUsed: '2026-01-01T00:00:00Z',
				customDeviceAttributes: '{"app_version": "1"}',
				sendToUnsubscribed: false,
				language: 'de',
			},
		}),
	);
	expect(error).toBeUndefined();
	expect(routes).toEqual(['POST /v1/send/push']);
	expect(requests[0]?.body).toEqual({
		transactional_message_id: 49,
		identifiers: { email: 'person1@example.com' },
		message_data: { code: '1' },
		to: 'last_used',
		title: 'T',
		message: 'M',
		image_url: 'https://example.com/i.png',
		link: 'app://x',
		sound: 'none',
		custom_data: { n: '1' },
		custom_payload: { ios: { aps: {} } },
		custom_device: {
			token: 'token',
			platform: 'ios',
			last_used: 1_767_225_600,
			attributes: { app_version: '1' },
		},
		send_to_unsubscribed: false,
		language: 'de',
	});
});

it.each([
	['sendSms', '/v1/send/sms', 46, { to: '+4930901820' }, { from: '+4930901821', tracked: false }],
	['sendWhatsApp', '/v1/send/whatsapp', 45, { to: '+4930901820' }, { tracked: true }],
	['sendInApp', '/v1/send/in_app', 47, {}, { queueDraft: true }],
	[
		'sendInboxMessage',
		'/v1/send/inbox_message',
		48,
		{},
		{ to: 'person1@example.com', autoCreate: true },
	],
])('%s', async (operation, path, id, required, additionalFields) => {
	const { requests, routes, json, error } = await app.run(
		send(operation, {
			transactionalMessageId: located(id),
			...person,
			...data,
			...required,
			additionalFields: {
				...additionalFields,
				sendAt: inTwoDays,
				disableMessageRetention: false,
			},
		}),
	);
	expect(error).toBeUndefined();
	expect(routes).toEqual([`POST ${path}`]);
	const optional = Object.fromEntries(
		Object.entries(additionalFields).map(([name, value]) => [
			name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
			value,
		]),
	);
	expect(requests[0]?.body).toEqual({
		transactional_message_id: id,
		identifiers: { email: 'person1@example.com' },
		message_data: { code: '1' },
		...required,
		...optional,
		send_at: expect.any(Number),
		disable_message_retention: false,
	});
	expect(json[0]).toHaveProperty('delivery_id');
});

it.each(['sendPush', 'sendSms', 'sendWhatsApp', 'sendInApp', 'sendInboxMessage'])(
	'%s needs a person',
	async (operation) => {
		const { error, requests } = await app.run(
			send(operation, {
				transactionalMessageId: located(47),
				to: '+4930901820',
				identifiers: located('={{ $json.none }}', 'email'),
			}),
		);
		expect(requests).toEqual([]);
		expect(error?.message).toBe('Person: is required but empty for this item');
	},
);
