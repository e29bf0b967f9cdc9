/** The response to a request, and whether it starts a run, with n8n-core's WebhookContext. */
import { setTimeout as wait } from 'node:timers/promises';

import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { triggerContexts } from '../../../tools/engine/harness.ts';
import {
	openedEmail,
	signed,
	triggerOn,
	triggerType,
	type TriggerSetup,
} from '../../support/triggerNode.ts';

let sandbox: Sandbox;
let workflows = 0;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false });
});
afterAll(async () => {
	await sandbox.stop();
});

/** A separate workflow per test, so that no test sees another's events. */
function trigger(setup: TriggerSetup = {}) {
	workflows += 1;
	return triggerOn(sandbox, { workflowId: `workflow-${workflows}`, ...setup });
}

const runs = (response: { workflowData?: unknown[][] }) => response.workflowData?.[0]?.length ?? 0;

describe('delivered over HTTP by the sandbox', () => {
	test('registered, signed, verified: one item for each event', async () => {
		sandbox.reset();
		sandbox.state.reportingWebhooks = [];
		const node = trigger();
		const server = await node.listen();
		try {
			await node.activate();
			sandbox.emitEvent({ event: 'email_sent', event_id: 'A', data: { subject: 'Grüße ☃' } });
			sandbox.emitEvent({ event: 'email_bounced', event_id: 'B' });
			sandbox.emitEvent({ event: 'email_opened', event_id: 'C' });
			await sandbox.webhooksSettled();
			expect(server.responses.map(({ httpStatus }) => httpStatus)).toEqual([200, 200]);
			expect(server.responses.flatMap(({ workflowData }) => workflowData?.[0] ?? [])).toMatchObject(
				[
					{ json: { event: 'email_sent', event_id: 'A', subject: 'Grüße ☃', verified: true } },
					{ json: { event: 'email_opened', event_id: 'C', verified: true } },
				],
			);
			await node.delete();
			expect(sandbox.state.reportingWebhooks).toEqual([]);
		} finally {
			await server.close();
		}
	});

	test('content is included only on request', async () => {
		for (const withContent of [true, false]) {
			sandbox.reset();
			sandbox.state.reportingWebhooks = [];
			const node = trigger({ parameters: { options: { withContent } } });
			const server = await node.listen();
			try {
				await node.activate();
				sandbox.emitEvent({ event: 'email_sent', content: { content: '<p>Hello</p>' } });
				await sandbox.webhooksSettled();
				const item = server.responses[0]?.workflowData?.[0]?.[0]?.json;
				expect(item?.content).toBe(withContent ? '<p>Hello</p>' : undefined);
			} finally {
				await server.close();
			}
		}
	});

	test('with another key every event is rejected, and none starts a run', async () => {
		sandbox.reset();
		sandbox.state.reportingWebhooks = [];
		const node = trigger({ credential: { webhookSigningSecret: 'another key' } });
		const server = await node.listen();
		try {
			await node.activate();
			sandbox.emitEvent({ event: 'email_sent' });
			while (server.responses.length === 0) await wait(5);
			expect(server.responses[0]).toMatchObject({ httpStatus: 401, httpBody: {} });
			expect(server.responses[0]?.workflowData).toBeUndefined();
		} finally {
			await server.close();
			sandbox.reset();
		}
	});
});

describe('signatures', () => {
	const unauthorized = { httpStatus: 401, httpBody: {} };

	test('an altered body, a missing header and an old request: 401, no run', async () => {
		const valid = signed(sandbox, openedEmail());
		const old = signed(sandbox, openedEmail(), Date.now() - 6 * 60_000);
		for (const request of [
			{ ...valid, rawBody: `${valid.rawBody} ` },
			{ rawBody: valid.rawBody },
			old,
		]) {
			const response = await trigger().webhook(request);
			expect(response).toMatchObject(unauthorized);
			expect(response.workflowData).toBeUndefined();
			expect(response.error).toBeUndefined();
		}
		expect(runs(await trigger().webhook(valid))).toBe(1);
	});

	test('the tolerance can be changed, and 0 switches it off', async () => {
		const old = signed(sandbox, openedEmail(), Date.now() - 60 * 60_000);
		const withTolerance = (toleranceMinutes: number) =>
			trigger({ parameters: { options: { toleranceMinutes } } }).webhook(old);
		expect(await withTolerance(30)).toMatchObject(unauthorized);
		expect(runs(await withTolerance(90))).toBe(1);
		expect(runs(await withTolerance(0))).toBe(1);
	});

	test('white space around a copied key is ignored', async () => {
		const node = trigger({ credential: { webhookSigningSecret: ` ${sandbox.signingKey}\n` } });
		expect(runs(await node.webhook(signed(sandbox, openedEmail())))).toBe(1);
	});

	test('without a key events start runs and are marked as not verified', async () => {
		const node = trigger({ credential: { webhookSigningSecret: '' } });
		const response = await node.webhook({ rawBody: JSON.stringify(openedEmail()) });
		expect(response.workflowData?.[0]?.[0]?.json).toMatchObject({ verified: false });
	});

	test('O11 without a key, although required: rejected, even if the key was removed later', async () => {
		const node = trigger({
			credential: { webhookSigningSecret: '' },
			parameters: { requireSignature: true },
		});
		expect(await node.webhook(signed(sandbox, openedEmail()))).toMatchObject(unauthorized);
	});

	test('O11 a deleted credential returns 500: Customer.io keeps the event', async () => {
		const node = triggerContexts({ type: triggerType, parameters: { events: ['all'] } });
		const response = await node.webhook(signed(sandbox, openedEmail()));
		expect(response).toMatchObject({ httpStatus: 500 });
		expect(response.error).toBeInstanceOf(Error);
		expect(response.workflowData).toBeUndefined();
	});
});

describe('bodies', () => {
	test.each([
		['nothing', ''],
		['a list', '[]'],
		['a text', '"email"'],
		['null', 'null'],
	])('%s is not an event: 400, no run', async (_, rawBody) => {
		for (const webhookSigningSecret of [sandbox.signingKey, '']) {
			const node = trigger({ credential: { webhookSigningSecret } });
			const response = await node.webhook(signed(sandbox, rawBody));
			expect(response).toMatchObject({ httpStatus: 400, httpBody: {} });
			expect(response.workflowData).toBeUndefined();
		}
	});

	test('truncated JSON with another content type', async () => {
		const request = signed(sandbox, '{"event_id":"A","met');
		const headers = { ...request.headers, 'content-type': 'application/octet-stream' };
		expect(await trigger().webhook({ ...request, headers })).toMatchObject({ httpStatus: 400 });
	});

	test('a new kind of event is accepted only if it is signed', async () => {
		const request = signed(sandbox, { event_id: 'A', kind: 'new' });
		const response = await trigger().webhook(request);
		expect(response.workflowData?.[0]?.[0]?.json).toMatchObject({ event: null, kind: 'new' });
		const unsigned = trigger({ credential: { webhookSigningSecret: '' } });
		expect(await unsigned.webhook(request)).toMatchObject({ httpStatus: 400 });
	});

	test("raw output is Customer.io's payload", async () => {
		const event = openedEmail();
		const node = trigger({ parameters: { options: { rawOutput: true } } });
		const response = await node.webhook(signed(sandbox, event));
		expect(response.workflowData?.[0]?.[0]?.json).toEqual(event);
	});
});

describe('O12 events and filters', () => {
	const runsOf = async (parameters: object, event: object) => {
		const response = await trigger({ parameters }).webhook(signed(sandbox, event));
		expect(response).toMatchObject({ httpStatus: 200 });
		return runs(response);
	};

	test('an event that a filter excludes: 200, no run', async () => {
		expect(await runsOf({ filters: { campaigns: '5, 6' } }, openedEmail())).toBe(1);
		expect(await runsOf({ filters: { campaigns: '6' } }, openedEmail())).toBe(0);
	});

	test('registered manually, events that are not selected start no run', async () => {
		const manual = (events: string[]) => ({ registration: 'manual', events });
		expect(await runsOf(manual(['email_opened']), openedEmail())).toBe(1);
		expect(await runsOf(manual(['email_*']), openedEmail())).toBe(1);
		expect(await runsOf(manual(['email_sent']), openedEmail())).toBe(0);
	});

	test('an event that is not in the list is accepted', async () => {
		const event = { ...openedEmail(), object_type: 'slack', metric: 'undeliverable' };
		expect(await runsOf({ registration: 'manual', events: ['slack_failed'] }, event)).toBe(1);
	});

	test('registered by the node, another workflow’s events start no run', async () => {
		const request = { ...openedEmail(), object_type: 'sms', metric: 'delivered' };
		expect(await runsOf({ events: ['sms_delivered'] }, request)).toBe(1);
		expect(await runsOf({ events: ['sms_*'] }, { ...request, event_id: 'B' })).toBe(1);
		for (const events of [['email_opened'], ['email_*'], ['whatsapp_sent'], ['customer_*']]) {
			expect(await runsOf({ events }, request)).toBe(0);
		}
	});

	test.each([
		['sms_delivered', 'sms', 'delivered', {}, true],
		['whatsapp_*', 'sms', 'delivered', {}, true],
		['sms_delivered', 'whatsapp', 'delivered', {}, false],
		['customer_unsubscribed', 'email', 'unsubscribed', {}, true],
		['email_unsubscribed', 'email', 'unsubscribed', { email_address: 'a@b.c' }, true],
		['email_unsubscribed', 'sms', 'unsubscribed', {}, false],
		['whatsapp_*', 'sms', 'unsubscribed', {}, false],
		['customer_subscribed', 'push', 'subscribed', {}, true],
		['push_*', 'push', 'subscribed', {}, false],
		['customer_*', 'email', 'cio_subscription_preferences_changed', {}, true],
	])('chosen %s, sent %s %s: %s', async (chosen, object_type, metric, data, expected) => {
		const event = openedEmail({ object_type, metric, data });
		expect(await runsOf({ events: [chosen] }, event)).toBe(expected ? 1 : 0);
	});

	test('registered by the node, events that Customer.io reports under another name are accepted', async () => {
		// WhatsApp by Twilio is reported as SMS.
		const event = { ...openedEmail(), object_type: 'sms', metric: 'delivered' };
		const events = ['whatsapp_delivered'];
		expect(await runsOf({ events }, event)).toBe(1);
		expect(await runsOf({ events, registration: 'manual' }, event)).toBe(0);
	});
});

describe('duplicates', () => {
	test('the same event starts one run; another workflow gets it too', async () => {
		const node = trigger();
		const request = signed(sandbox, openedEmail());
		expect(runs(await node.webhook(request))).toBe(1);
		const duplicate = await node.webhook(request);
		expect(duplicate).toMatchObject({ httpStatus: 200 });
		expect(runs(duplicate)).toBe(0);
		expect(runs(await trigger().webhook(request))).toBe(1);
	});

	test('detected after a restart, by static data', async () => {
		const node = trigger();
		const request = signed(sandbox, openedEmail());
		await node.webhook(request);
		const restarted = trigger({ staticData: node.staticData() });
		expect(runs(await restarted.webhook(request))).toBe(0);
	});

	test('switched off, and while listening for a test event, nothing is remembered', async () => {
		for (const setup of [{ parameters: { options: { skipRepeats: false } } }, { test: true }]) {
			const node = trigger(setup);
			const request = signed(sandbox, openedEmail());
			expect(runs(await node.webhook(request))).toBe(1);
			expect(runs(await node.webhook(request))).toBe(1);
			expect(node.staticData()).toEqual({});
		}
	});

	test('an event that a filter excludes is not remembered', async () => {
		const node = trigger({ parameters: { filters: { campaigns: '6' } } });
		await node.webhook(signed(sandbox, openedEmail()));
		expect(node.staticData()).toEqual({});
	});

	test('events without an ID all start runs', async () => {
		const node = trigger();
		const request = signed(sandbox, openedEmail({ event_id: undefined }));
		expect(runs(await node.webhook(request))).toBe(1);
		expect(runs(await node.webhook(request))).toBe(1);
	});
});
