/** Sample events, which the editor shows before the first real one. */
import { setTimeout as wait } from 'node:timers/promises';

import type { IHookFunctions } from 'n8n-workflow';

import { nameOf } from '../../../nodes/CustomerIoAppTrigger/event/event.ts';
import {
	chosenSampleEvent,
	sampleEvent,
	sampleOptions,
} from '../../../nodes/CustomerIoAppTrigger/event/samples.ts';
import { startSample } from '../../../nodes/CustomerIoAppTrigger/registration/sendSample.ts';
import webhooksSpec from '../../../tools/sandbox/spec/reporting-webhooks.json' with { type: 'json' };
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { triggerOn, type TriggerSetup } from '../../support/triggerNode.ts';

/** Channel, and the spec's schema of its sample. */
const CHANNELS = [
	['customer', 'person_subscribed', 'customer_subscribed'],
	['email', 'email_opened', 'email_opened'],
	['in_app', 'in_app_clicked', 'in_app_clicked'],
	['push', 'push_opened', 'push_opened'],
	['slack', 'slack_clicked', 'slack_clicked'],
	['sms', 'sms_delivered', 'sms_delivered'],
	['webhook', 'webhook_clicked', 'webhook_clicked'],
	['whatsapp', 'whatsapp_opened', 'whatsapp_opened'],
] as const;
/** Longer than the first attempt takes. */
const A_WHILE_MS = 1500;
const ALL_ATTEMPTS_MS = 8500;

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false });
});
afterAll(async () => {
	await sandbox.stop();
});

function trigger(sample: string, { parameters, ...setup }: TriggerSetup = {}) {
	return triggerOn(sandbox, {
		test: true,
		workflowId: `sample-${sample}`,
		...setup,
		parameters: { options: { sampleEvent: sample }, ...parameters },
	});
}

async function untilCame(received: readonly unknown[], count: number): Promise<void> {
	for (let waited = 0; received.length < count; waited += 20) {
		if (waited > 4000) throw new Error(`${received.length} of ${count} samples came`);
		await wait(20);
	}
}

/** Returns what a listener received, and n8n's results. */
async function received(node: ReturnType<typeof trigger>, ms?: number) {
	const server = await node.listen();
	try {
		await node.activate();
		const before = server.responses.length;
		if (ms === undefined) await untilCame(server.responses, 1);
		else await wait(ms);
		return { before, responses: server.responses };
	} finally {
		await server.close();
	}
}

test('each channel has one, and none is the default', () => {
	expect(sampleOptions.map(({ value }) => value).sort()).toEqual(
		['none', 'chosen', ...CHANNELS.map(([channel]) => channel)].sort(),
	);
});

describe('the first of the chosen events', () => {
	const ofSource = new Set([
		...Object.values(webhooksSpec.dataVariants).flatMap(({ fields }) =>
			fields.map(({ name }) => name),
		),
		// In examples of newsletters.
		'content_id',
	]);
	const own = (data: object) =>
		Object.keys(data)
			.filter((name) => !ofSource.has(name))
			.sort();

	test.each(webhooksSpec.eventsConfig.map(({ value }) => value))('%s', (event) => {
		const chosen = chosenSampleEvent('chosen', [event, 'email_opened']) ?? '';
		const sample = sampleEvent(chosen, 1_700_000_000_000);
		expect(nameOf(sample)).toBe(event);
		const payload = webhooksSpec.payloads.find((entry) => entry.event === event);
		// Three events are not documented.
		if (payload === undefined) return;
		expect(own(sample.data as object)).toEqual(own(payload.example.data));
	});

	test('is that of its channel for a group', () => {
		expect(chosenSampleEvent('chosen', ['push_*'])).toBe('push_opened');
		expect(chosenSampleEvent('chosen', ['all'])).toBe('email_opened');
		expect(chosenSampleEvent('chosen', [])).toBeUndefined();
	});

	test('reaches the listener', async () => {
		const node = trigger('chosen', {
			parameters: { events: ['email_bounced'], options: { sampleEvent: 'chosen' } },
		});
		const { responses } = await received(node);
		expect(responses[0]?.workflowData?.[0]?.[0]?.json).toMatchObject({
			event: 'email_bounced',
			failure_message: expect.any(String) as unknown,
		});
	});
});

describe.each(CHANNELS)('%s', (channel, schema, event) => {
	test('has the documented form', () => {
		const sample = sampleEvent(event, 1_700_000_000_000);
		const payload = webhooksSpec.payloads.find((entry) => entry.schema === schema);
		const kinds = (value: object) =>
			Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typeof item]));
		expect(kinds(sample)).toEqual(kinds(payload?.example ?? {}));
		expect(kinds(sample.data as object)).toEqual(kinds(payload?.example.data ?? {}));
	});

	test('reaches the listener after registration, verified, as a flat item', async () => {
		const { before, responses } = await received(trigger(channel));
		expect(before).toBe(0);
		expect(responses).toHaveLength(1);
		expect(responses[0]).toMatchObject({ httpStatus: 200 });
		expect(responses[0]?.workflowData).toMatchObject([
			[
				{
					json: {
						event,
						channel,
						event_id: `n8n-sample-${event}`,
						person_id: 'sample-person',
						verified: true,
					},
				},
			],
		]);
		const item = responses[0]?.workflowData?.[0]?.[0]?.json ?? {};
		expect(Date.parse(String(item.time))).toBeGreaterThan(Date.now() - 60_000);
	});
});

describe('also arrives', () => {
	const sampleOf = async (setup: TriggerSetup) => {
		const { responses } = await received(trigger('email', setup));
		return responses[0]?.workflowData?.[0]?.[0]?.json;
	};

	test('without a signing key, unverified', async () => {
		const item = await sampleOf({ credential: { webhookSigningSecret: '' } });
		expect(item).toMatchObject({ event: 'email_opened', verified: false });
	});

	test('where the user registers manually', async () => {
		expect(
			await sampleOf({ parameters: { registration: 'manual', events: ['sms_sent'] } }),
		).toBeDefined();
	});

	test('where the registration is left from an earlier listener', async () => {
		const node = trigger('email');
		const server = await node.listen();
		try {
			await node.activate();
			await node.activate();
			await untilCame(server.responses, 2);
			expect(server.responses.every(({ workflowData }) => workflowData !== undefined)).toBe(true);
		} finally {
			await server.close();
		}
	});

	test('despite the filters, which apply to real events', async () => {
		expect(await sampleOf({ parameters: { filters: { campaigns: '999' } } })).toBeDefined();
	});
});

describe('none is sent', () => {
	test.each<[string, TriggerSetup]>([
		['by an active workflow', { test: false }],
		['when n8n starts', { test: false, activation: 'init' }],
		['if none is selected', { parameters: { options: { sampleEvent: 'none' } } }],
		['if the option is not added', { parameters: { options: {} } }],
		['for an unknown channel', { parameters: { options: { sampleEvent: 'fax' } } }],
	])('%s', async (_, setup) => {
		const { responses } = await received(trigger('email', setup), A_WHILE_MS);
		expect(responses).toEqual([]);
	});

	test('if the registration fails', async () => {
		const node = trigger('email', { credential: { apiKey: 'refused' } });
		const server = await node.listen();
		try {
			await expect(node.activate()).rejects.toThrow();
			await wait(A_WHILE_MS);
			expect(server.responses).toEqual([]);
		} finally {
			await server.close();
		}
	});

	test('despite the filters of an active workflow, if one is sent', async () => {
		const options = { parameters: { options: {}, filters: { campaigns: '999' } } };
		const node = triggerOn(sandbox, { ...options, credential: { webhookSigningSecret: '' } });
		const response = await node.webhook({
			rawBody: JSON.stringify(sampleEvent('email_opened', Date.now())),
		});
		expect(response).toMatchObject({ httpStatus: 200 });
		expect(response.workflowData).toBeUndefined();
	});
});

describe('a listener that rejects it causes no error', () => {
	/** Creates a hook context with a given request; returns what was logged. */
	function hook(url: string, request: () => Promise<unknown>) {
		const warnings: string[] = [];
		const context = {
			getActivationMode: () => 'manual',
			getMode: () => 'manual',
			getNode: () => ({ parameters: { options: { sampleEvent: 'email' } } }),
			getNodeWebhookUrl: () => url,
			getCredentials: async () => ({ webhookSigningSecret: 'key' }),
			helpers: { httpRequest: request },
			logger: { warn: (text: string) => warnings.push(text) },
		} as unknown as IHookFunctions;
		return { context, warnings };
	}

	afterEach(() => jest.useRealTimers());

	test('retried until n8n listens, and then no more', async () => {
		jest.useFakeTimers();
		const statuses = [404, 404, 200, 200];
		let calls = 0;
		const { context, warnings } = hook('http://localhost/', async () => ({
			statusCode: statuses[calls++],
		}));
		await startSample(context);
		// Nothing is sent while the registration is under way.
		expect(calls).toBe(0);
		await jest.advanceTimersByTimeAsync(60_000);
		expect(calls).toBe(3);
		expect(warnings).toEqual([]);
	});

	test.each([
		['returns 404', async () => ({ statusCode: 404 }), 'it answered 404'],
		['cannot be reached', async () => await Promise.reject(new Error('refused')), 'refused'],
		['fails oddly', async () => await Promise.reject('odd' as unknown as Error), 'odd'],
	])('one that %s is not retried, and n8n logs why', async (_, request, reason) => {
		jest.useFakeTimers();
		let calls = 0;
		const { context, warnings } = hook('http://localhost/test', async () => {
			calls += 1;
			return await request();
		});
		await startSample(context);
		await jest.advanceTimersByTimeAsync(60_000);
		expect(calls).toBe(4);
		expect(warnings).toEqual([
			`The sample event could not be sent to http://localhost/test: ${reason}`,
		]);
	});

	test('in the engine: registered, without unhandled rejections', async () => {
		const unhandled: unknown[] = [];
		const note = (reason: unknown) => unhandled.push(reason);
		process.on('unhandledRejection', note);
		try {
			const node = trigger('email');
			const server = await node.listen();
			await node.activate();
			await server.close();
			await wait(ALL_ATTEMPTS_MS);
			await node.delete();
			expect(unhandled).toEqual([]);
		} finally {
			process.off('unhandledRejection', note);
		}
	}, 20_000);
});
