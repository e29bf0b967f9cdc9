/** The documented item for each of the spec's 69 published payloads. */
import { nameOf, type ReportedEvent } from '../../../nodes/CustomerIoAppTrigger/event/event.ts';
import { toItem } from '../../../nodes/CustomerIoAppTrigger/event/toItem.ts';
import webhooksSpec from '../../../tools/sandbox/spec/reporting-webhooks.json' with { type: 'json' };

interface Example extends ReportedEvent {
	object_type: string;
	data: Record<string, unknown>;
}

const ALWAYS = [
	'event',
	'channel',
	'metric',
	'event_id',
	'time',
	'timestamp',
	'person_id',
	'person_email',
	'cio_id',
	'delivery_id',
	'recipient',
	'source',
	'source_id',
	'verified',
];

test('there are 69 published payloads', () => expect(webhooksSpec.payloads).toHaveLength(69));

test.each(webhooksSpec.payloads.map((payload) => [payload.schema, payload] as const))(
	'%s',
	(_, payload) => {
		const example = payload.example as unknown as Example;
		const item = toItem(example, true);
		expect(Object.keys(item).slice(0, ALWAYS.length)).toEqual(ALWAYS);
		const { data } = example;
		const [source, source_id] = Object.entries({
			campaign: data.campaign_id,
			broadcast: data.broadcast_id,
			newsletter: data.newsletter_id,
			transactional: data.transactional_message_id,
		}).find(([, id]) => id !== undefined) ?? [null, null];
		expect(item).toMatchObject({
			event: payload.event ?? 'slack_undeliverable',
			channel: example.object_type,
			metric: payload.metric,
			event_id: example.event_id,
			time: '2021-02-11T17:04:49.000Z',
			timestamp: 1_613_063_089,
			person_id: '42',
			person_email: 'test@example.com',
			cio_id: 'd9c106000001',
			delivery_id: data.delivery_id ?? null,
			recipient: data.recipient ?? null,
			source,
			source_id,
			verified: true,
		});
		// Nothing in the event is lost, and only what Customer.io nests is nested.
		for (const [key, value] of Object.entries(data)) {
			if (['identifiers', 'customer_id', 'email_address', 'content'].includes(key)) continue;
			expect(item[key]).toEqual(value);
		}
		expect('content' in item).toBe('content' in data);
	},
);

describe('content', () => {
	const content = (object_type: string, text: string, metric = 'sent') =>
		toItem({ object_type, metric, data: { content: text } }, true).content;

	test('JSON in a string is parsed where Customer.io writes it', () => {
		expect(content('push', '{"title":"Hi"}')).toEqual({ title: 'Hi' });
		expect(content('in_app', '{"a":[1]}')).toEqual({ a: [1] });
		expect(content('email', '{"topics":{}}', 'cio_subscription_preferences_changed')).toEqual({
			topics: {},
		});
	});

	test('elsewhere, and where it is invalid, the string stays', () => {
		expect(content('sms', '{"title":"Hi"}')).toBe('{"title":"Hi"}');
		expect(content('webhook', '{"order_id":123}')).toBe('{"order_id":123}');
		expect(content('push', 'Hi')).toBe('Hi');
		expect(content('push', '42')).toBe('42');
	});
});

describe('names', () => {
	test.each<[object, string | undefined]>([
		[{ object_type: 'email', metric: 'subscribed' }, 'customer_subscribed'],
		[{ object_type: 'customer', metric: 'unsubscribed' }, 'customer_unsubscribed'],
		[{ object_type: 'sms', metric: 'unsubscribed' }, 'customer_unsubscribed'],
		[
			{ object_type: 'email', metric: 'unsubscribed', data: { email_address: 'a@b.c' } },
			'customer_unsubscribed',
		],
		[
			{ object_type: 'email', metric: 'unsubscribed', data: { recipient: 'a@b.c' } },
			'email_unsubscribed',
		],
		[{ object_type_type: 'push', metric: 'sent' }, 'push_sent'],
		[{ object_type: 'line', metric: 'sent' }, 'line_sent'],
		[{ metric: 'sent' }, undefined],
		[{ object_type: 'email' }, undefined],
		[{ object_type: 'email', metric: 42 }, undefined],
	])('%j: %s', (event, name) => expect(nameOf(event)).toBe(name));
});

describe('an undocumented payload', () => {
	test('gives null for missing fields, and is kept', () => {
		const item = toItem({ timestamp: 'yesterday', data: 'text' }, false);
		expect(item).toMatchObject({ event: null, time: null, timestamp: 'yesterday', data: 'text' });
		expect(toItem({ timestamp: 1e20 }, false)).toMatchObject({ time: null });
	});

	test('keys of the payload do not replace the documented ones, nor the object’s own', () => {
		const data = JSON.parse(
			'{"event":"invalid","verified":false,"__proto__":{"polluted":1},"constructor":"kept"}',
		) as object;
		const item = toItem({ object_type: 'email', metric: 'sent', data }, true);
		expect(item).toMatchObject({ event: 'email_sent', verified: true, constructor: 'kept' });
		expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
		expect((item as { polluted?: unknown }).polluted).toBeUndefined();
	});

	test('of a deleted person the remaining ID is used', () => {
		const item = toItem(
			{ data: { customer_id: '', identifiers: { id: null, cio_id: 'c' } } },
			true,
		);
		expect(item).toMatchObject({ person_id: null, cio_id: 'c' });
		expect(toItem({ data: { customer_id: '7' } }, true)).toMatchObject({ person_id: '7' });
	});
});
