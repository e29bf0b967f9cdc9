import { loadSpecs } from '../../tools/sandbox/spec.ts';
import {
	clicks,
	metricsFor,
	opens,
	signWebhook,
	startSandbox,
} from '../../tools/sandbox/sandbox.ts';
import type { ReportingWebhook, Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app, pipelines, startReceiver } from '../support/sandboxClient.ts';
import type { Receiver } from '../support/sandboxClient.ts';

describe('the signature', () => {
	test.each(loadSpecs().webhooks.signature.testVectors.filter((vector) => vector.valid))(
		'vector $name',
		({ signingKey, timestamp, body, bodyBase64, signature }) => {
			const raw = bodyBase64 === undefined ? body : Buffer.from(bodyBase64, 'base64');
			expect(signWebhook({ signingKey, timestamp, body: raw })).toBe(signature);
		},
	);
});

describe('delivery', () => {
	let sandbox: Sandbox;
	let receiver: Receiver;
	beforeEach(async () => {
		// An hour's delay takes 36 ms here, seven days take six seconds.
		sandbox = await startSandbox({ limits: false, webhookTimeScale: 0.00001, workMs: 5 });
		receiver = await startReceiver();
	});
	afterEach(async () => {
		await sandbox.stop();
		await receiver.close();
	});

	const ALL_EMAIL = ['drafted', 'attempted', 'sent', 'delivered', 'opened', 'clicked'].map(
		(metric) => `email_${metric}`,
	);
	const register = async (overrides: Partial<ReportingWebhook> = {}): Promise<number> => {
		const body = { name: 'w', endpoint: receiver.url, events: ALL_EMAIL, ...overrides };
		const response = await app(sandbox, { path: '/v1/reporting_webhooks', body });
		expect(response.status).toBe(200);
		return (response.json as { id: number }).id;
	};
	const sendTo = async (to: string, overrides: Record<string, unknown> = {}): Promise<string> => {
		const body = { transactional_message_id: 44, to, ...overrides };
		const response = await app(sandbox, { path: '/v1/send/email', body });
		return (response.json as { delivery_id: string }).delivery_id;
	};
	interface Event {
		event_id: string;
		object_type: string;
		metric: string;
		timestamp: number;
		data: Record<string, unknown>;
	}
	const events = (): Event[] =>
		receiver.received.map((delivery) => JSON.parse(delivery.body) as Event);
	const metrics = (): string[] => events().map((event) => event.metric);
	/** Returns an address of a kind, found by the rule that the sandbox documents. */
	const address = (kind: (to: string) => boolean): string => {
		for (let i = 0; ; i++) if (kind(`to${i}@example.com`)) return `to${i}@example.com`;
	};
	const quiet = (to: string): boolean =>
		metricsFor('email', to, false).join() === 'drafted,sent,delivered';

	test('a send reports its metrics in order, each signed over the raw body', async () => {
		await register();
		const to = address((candidate) => clicks(candidate) && !quiet(candidate));
		const id = await sendTo(to, { identifiers: { id: '1' } });
		await sandbox.webhooksSettled();
		expect(metrics()).toEqual(['drafted', 'sent', 'delivered', 'opened', 'clicked']);
		for (const delivery of receiver.received) {
			const timestamp = String(delivery.headers['x-cio-timestamp']);
			expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(3);
			expect(delivery.headers['x-cio-signature']).toBe(
				signWebhook({ signingKey: 'sandbox-signing-key', timestamp, body: delivery.body }),
			);
			expect(delivery.headers['content-type']).toBe('application/json');
		}
		expect(events()[4]).toEqual({
			event_id: expect.stringMatching(/^[0-9A-Z]{26}$/) as string,
			object_type: 'email',
			metric: 'clicked',
			timestamp: expect.any(Number) as number,
			data: {
				customer_id: '1',
				delivery_id: id,
				identifiers: { id: '1', email: 'person1@example.com', cio_id: 'a3000001' },
				transactional_message_id: 44,
				subject: 'Danke für Ihre Bestellung',
				recipient: to,
				href: 'https://www.example.com/offer',
				link_id: 1,
				machine: false,
			},
		});
		expect(new Set(events().map((event) => event.event_id)).size).toBe(5);
	});

	test('only subscribed events, with content only on request', async () => {
		await register({ events: ['email_sent'] });
		await register({ events: ['email_sent'], with_content: true });
		await register({ events: ['email_sent'], disabled: true });
		await sendTo(address(quiet), { body: '<p>Grüße</p>', subject: 'S', headers: { 'X-A': 'b' } });
		await sandbox.webhooksSettled();
		const contents = events().map((event) => [event.data.content, event.data.headers]);
		expect(contents).toHaveLength(2);
		expect(contents).toContainEqual([undefined, undefined]);
		expect(contents).toContainEqual(['<p>Grüße</p>', { 'X-A': 'b' }]);
	});

	test('a second open is sent only with full resolution', async () => {
		await register({ events: ['email_opened'] });
		await register({ events: ['email_opened'], full_resolution: true });
		await sendTo(address((to) => opens(to) && clicks(to)));
		await sandbox.webhooksSettled();
		expect(metrics()).toHaveLength(3);
	});

	test('a draft and a scheduled send report no events', async () => {
		await register();
		await sendTo('a@example.com', { queue_draft: true });
		await sendTo('a@example.com', { send_at: Math.floor(Date.now() / 1000) + 3600 });
		await sandbox.webhooksSettled();
		expect(receiver.received).toEqual([]);
	});

	test('a failing delivery is retried with the same event and delays those behind it', async () => {
		await register();
		receiver.status = (nth) => [503, 0, 204][nth] ?? 200;
		await sendTo(address(quiet));
		await sandbox.webhooksSettled();
		expect(metrics()).toEqual(['drafted', 'drafted', 'drafted', 'sent', 'delivered']);
		const [first, second, third] = events();
		expect(second?.event_id).toBe(first?.event_id);
		expect(third?.event_id).toBe(first?.event_id);
		expect(sandbox.state.webhookDeliveries).toMatchObject([
			{ event: 'email_drafted', attempts: 3, state: 'delivered', status: 204 },
			{ event: 'email_sent', attempts: 1, state: 'delivered', status: 200 },
			{ event: 'email_delivered', attempts: 1, state: 'delivered' },
		]);
		expect(sandbox.state.webhookDeliveries[0]?.deliveredAt).toBeGreaterThan(0);
	});

	test('the first retry waits the (scaled) hour only after certain statuses', async () => {
		await register({ events: ['email_sent'] });
		receiver.status = (nth) => (nth === 0 ? 401 : nth === 2 ? 503 : 200);
		await sendTo(address(quiet));
		await sandbox.webhooksSettled();
		await sendTo(address(quiet));
		await sandbox.webhooksSettled();
		const at = receiver.received.map((delivery) => delivery.at);
		expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(34);
		expect((at[3] ?? 0) - (at[2] ?? 0)).toBeLessThan(34);
	});

	test('no response within four seconds is a failure', async () => {
		await register({ events: ['email_sent'] });
		receiver.status = (nth) => (nth === 0 ? -1 : 200);
		sandbox.emitEvent({ event: 'email_sent' });
		await sandbox.webhooksSettled();
		const [first, second] = receiver.received;
		expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(3900);
		expect(sandbox.state.webhookDeliveries[0]).toMatchObject({ attempts: 2, state: 'delivered' });
	});

	test('one blocked webhook does not delay another', async () => {
		const secondReceiver = await startReceiver();
		receiver.status = () => 500;
		const blocked = await register();
		await register({ endpoint: secondReceiver.url });
		await sendTo(address(quiet));
		await expect(sandbox.webhooksSettled(300)).rejects.toThrow(/still pending after 300 ms/);
		expect(secondReceiver.received).toHaveLength(3);
		expect(new Set(metrics())).toEqual(new Set(['drafted']));
		await app(sandbox, { method: 'DELETE', path: `/v1/reporting_webhooks/${blocked}` });
		await sandbox.webhooksSettled();
		expect(sandbox.state.webhookDeliveries[0]?.state).toBe('cancelled');
		await secondReceiver.close();
	});

	test('gives up after seven (scaled) days', async () => {
		const shorter = await startSandbox({ limits: false, webhookTimeScale: 1e-7 });
		receiver.status = () => 500;
		await app(shorter, {
			path: '/v1/reporting_webhooks',
			body: { name: 'w', endpoint: receiver.url, events: ['email_sent'] },
		});
		shorter.emitEvent({ event: 'email_sent' });
		await shorter.webhooksSettled();
		expect(shorter.state.webhookDeliveries[0]).toMatchObject({ state: 'gaveUp', status: 500 });
		await shorter.stop();
	});

	test('a broadcast reports for each recipient with its own data', async () => {
		await register({ events: ['email_sent'] });
		await app(sandbox, { path: '/v1/campaigns/12/triggers', body: { ids: ['1', '2', '3'] } });
		await sandbox.webhooksSettled();
		expect(events().map((event) => event.data.recipient)).toEqual([
			'person1@example.com',
			'person2@example.com',
			'person3@example.com',
		]);
		expect(events()[0]?.data).toMatchObject({ trigger_id: 1, broadcast_id: 12, action_id: 96 });
		expect(events()[0]?.data).not.toHaveProperty('transactional_message_id');
	});

	test('people and reports from Pipelines become events', async () => {
		await register({
			events: ['customer_unsubscribed', 'customer_subscribed', 'email_converted'],
		});
		await pipelines(sandbox, '/v1/identify', { userId: '1', traits: { unsubscribed: true } });
		await pipelines(sandbox, '/v1/identify', { userId: '1', traits: { unsubscribed: false } });
		const deliveryId = sandbox.state.deliveries[0]?.id;
		await pipelines(sandbox, '/v1/track', {
			event: 'Report Delivery Event',
			anonymousId: 'x',
			properties: { deliveryId, metric: 'converted' },
		});
		await sandbox.webhooksSettled();
		expect(metrics()).toEqual(['unsubscribed', 'subscribed', 'converted']);
		expect(events()[0]).toMatchObject({
			object_type: 'customer',
			data: { customer_id: '1', email_address: 'person1@example.com' },
		});
	});

	test('any event can be sent, and an empty one is rejected', async () => {
		await register({ events: ['whatsapp_replied'] });
		sandbox.emitEvent({ event: 'whatsapp_replied', event_id: 'E1', timestamp: 5, data: { a: 1 } });
		await sandbox.webhooksSettled();
		expect(events()).toEqual([
			{ event_id: 'E1', object_type: 'whatsapp', metric: 'replied', timestamp: 5, data: { a: 1 } },
		]);
		expect(() => sandbox.emitEvent({ data: {} })).toThrow('object_type');
	});

	test('suppressed and bouncing recipients', async () => {
		await register({ events: [...ALL_EMAIL, 'email_dropped', 'email_bounced'] });
		await pipelines(sandbox, '/v1/track', { event: 'User Suppressed', userId: '2' });
		await sendTo('person2@example.com');
		await sandbox.webhooksSettled();
		await sendTo('bounce@example.com');
		await sandbox.webhooksSettled();
		expect(metrics()).toEqual(['drafted', 'dropped', 'drafted', 'sent', 'bounced']);
	});
});
