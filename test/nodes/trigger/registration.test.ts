/** Registration, repair and removal, with n8n-core's HookContext against the sandbox. */
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { engineLogger, triggerOn } from '../../support/triggerNode.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false });
});
afterAll(async () => {
	await sandbox.stop();
});
beforeEach(() => {
	sandbox.reset();
	sandbox.state.reportingWebhooks = [];
});

const PATH = '/v1/reporting_webhooks';
const calls = () =>
	sandbox.requests
		.filter(({ api }) => api === 'app')
		.map(({ method, path }) => `${method} ${path}`);
const registered = () => sandbox.state.reportingWebhooks;

async function addRegistration(overrides: object = {}): Promise<number> {
	const id = sandbox.state.nextId++;
	registered().push({
		id,
		type: 'webhook',
		name: 'n8n: Harness',
		endpoint: await triggerOn(sandbox).webhookUrl(),
		events: ['email_opened', 'email_sent'],
		disabled: false,
		full_resolution: false,
		with_content: false,
		...overrides,
	});
	return id;
}

describe('activation', () => {
	test('registers the node’s URL, the chosen events and the options', async () => {
		const trigger = triggerOn(sandbox, {
			parameters: { options: { withContent: true, fullResolution: true } },
		});
		await trigger.activate();
		expect(registered()).toEqual([
			{
				id: expect.any(Number),
				type: 'webhook',
				name: 'n8n: Harness',
				endpoint: await trigger.webhookUrl(),
				events: ['email_opened', 'email_sent'],
				disabled: false,
				full_resolution: true,
				with_content: true,
			},
		]);
		expect(calls()).toEqual([`GET ${PATH}`, `GET ${PATH}`, `POST ${PATH}`]);
		expect(trigger.staticData()).toMatchObject({
			id: registered()[0]?.id,
			endpoint: await trigger.webhookUrl(),
		});
	});

	test.each([
		[['all'], 72],
		[['email_*'], 14],
		[['email_*', 'email_sent', 'sms_*'], 25],
		[['customer_*'], 3],
	])('registers %j as %d events', async (events, count) => {
		await triggerOn(sandbox, { parameters: { events } }).activate();
		expect(registered()[0]?.events).toHaveLength(count);
	});

	test('keeps a registration that matches, whatever the order of its events', async () => {
		const id = await addRegistration({ events: ['email_sent', 'email_opened'] });
		const trigger = triggerOn(sandbox);
		await trigger.activate();
		expect(calls()).toEqual([`GET ${PATH}`]);
		expect(trigger.staticData()).toMatchObject({ id });
	});

	test.each([
		['fewer events', { events: ['email_sent'] }],
		['more events', { events: ['email_opened', 'email_sent', 'email_clicked'] }],
		['other options', { with_content: true }],
		['another frequency', { full_resolution: true }],
		['switched off', { disabled: true }],
	])('repairs its own registration: %s', async (_, difference) => {
		const id = await addRegistration(difference);
		const trigger = triggerOn(sandbox);
		await trigger.activate();
		expect(calls()).toEqual([`GET ${PATH}`, `GET ${PATH}`, `PUT ${PATH}/${id}`]);
		expect(registered()).toMatchObject([
			{
				id,
				events: ['email_opened', 'email_sent'],
				disabled: false,
				full_resolution: false,
				with_content: false,
			},
		]);
		expect(trigger.staticData()).toMatchObject({ id });
	});

	test('of several registrations it keeps one, the one that matches', async () => {
		await addRegistration({ events: ['email_sent'] });
		const fitting = await addRegistration();
		await addRegistration();
		const trigger = triggerOn(sandbox);
		await trigger.activate();
		expect(registered().map(({ id }) => id)).toEqual([fitting]);
		expect(calls().some((call) => call.startsWith('P'))).toBe(false);
	});

	test('does not change other registrations, including JavaScript ones at the same URL', async () => {
		await addRegistration({ endpoint: 'https://example.com/hook' });
		await addRegistration({ type: 'js' });
		await triggerOn(sandbox).activate();
		expect(registered().map(({ type }) => type)).toEqual(['webhook', 'js', 'webhook']);
	});

	test('recreates a registration that was deleted manually', async () => {
		const trigger = triggerOn(sandbox);
		await trigger.activate();
		sandbox.state.reportingWebhooks = [];
		const restarted = triggerOn(sandbox, { staticData: trigger.staticData(), activation: 'init' });
		await restarted.activate();
		expect(registered()).toHaveLength(1);
		expect(restarted.staticData()).toMatchObject({ id: registered()[0]?.id });
	});

	test('after a restart it finds its registration, with or without static data', async () => {
		const trigger = triggerOn(sandbox);
		await trigger.activate();
		await triggerOn(sandbox, { staticData: trigger.staticData(), activation: 'init' }).activate();
		await triggerOn(sandbox, { activation: 'init' }).activate();
		expect(registered()).toHaveLength(1);
	});

	test('recreates it if it is deleted between listing and repair', async () => {
		await addRegistration({ events: ['email_sent'] });
		sandbox.fault({ method: 'PUT', act: { kind: 'status', status: 404 } });
		const trigger = triggerOn(sandbox);
		await trigger.activate();
		expect(calls().at(-1)).toBe(`POST ${PATH}`);
	});

	test('finds the ID elsewhere if the response has another shape', async () => {
		const endpoint = await triggerOn(sandbox).webhookUrl();
		const respondInstead = (match?: () => boolean) =>
			sandbox.fault({
				method: 'POST',
				path: PATH,
				act: { kind: 'status', status: 200, body: { webhook: {} } },
				...(match === undefined ? {} : { match }),
			});
		respondInstead();
		await expect(triggerOn(sandbox).activate()).rejects.toThrow('does not list it');
		respondInstead(() => {
			registered().push({
				id: 77,
				type: 'webhook',
				name: 'n8n: Harness',
				endpoint,
				events: ['email_opened', 'email_sent'],
				disabled: false,
				full_resolution: false,
				with_content: false,
			});
			return true;
		});
		const trigger = triggerOn(sandbox);
		await trigger.activate();
		expect(trigger.staticData()).toMatchObject({ id: 77, endpoint });
	});

	test('writes static data only when something changed', async () => {
		const first = triggerOn(sandbox);
		await first.activate();
		const staticData = { ...first.staticData(), other: 'kept' };
		const trigger = triggerOn(sandbox, { staticData });
		await trigger.activate();
		expect(trigger.staticData()).toEqual(staticData);
	});

	test('a long workflow name fits into Customer.io’s', async () => {
		await triggerOn(sandbox, { workflowName: '🙂'.repeat(300) }).activate();
		expect(registered()[0]?.name.endsWith('🙂')).toBe(true);
		expect(Array.from(registered()[0]?.name ?? '')).toHaveLength(190);
	});
});

describe('n8n’s URL changed', () => {
	const formerEndpoint = 'https://old.example/webhook/1/webhook';
	const warnings = () => jest.spyOn(engineLogger(), 'warn').mockImplementation(() => {});
	afterEach(() => jest.restoreAllMocks());

	test('registers the new URL, keeps the old one, and logs it', async () => {
		const logged = warnings();
		const id = await addRegistration({ endpoint: formerEndpoint, name: 'n8n: Former' });
		const trigger = triggerOn(sandbox, { staticData: { id, endpoint: formerEndpoint } });
		await trigger.activate();
		expect(registered().map(({ endpoint }) => endpoint)).toEqual([
			formerEndpoint,
			await trigger.webhookUrl(),
		]);
		expect(logged.mock.calls).toEqual([
			[expect.stringMatching(new RegExp(`${formerEndpoint}.*"n8n: Former" \\(${id}\\)`))],
		]);
		// From then on the new one belongs to the node.
		await trigger.delete();
		expect(registered().map(({ endpoint }) => endpoint)).toEqual([formerEndpoint]);
	});

	test.each([
		['the old one is deleted', {}, formerEndpoint],
		[
			'the ID belongs to another webhook now',
			{ endpoint: 'https://other.example/hook' },
			formerEndpoint,
		],
	])('logs nothing if %s', async (_, other, endpoint) => {
		const logged = warnings();
		const id = await addRegistration(other);
		await triggerOn(sandbox, { staticData: { id, endpoint } }).activate();
		expect(logged).not.toHaveBeenCalled();
	});

	test('a test listener logs nothing: the active workflow has another URL', async () => {
		const logged = warnings();
		const live = triggerOn(sandbox);
		await live.activate();
		await triggerOn(sandbox, { test: true, staticData: live.staticData() }).activate();
		expect(registered()).toHaveLength(2);
		expect(logged).not.toHaveBeenCalled();
	});
});

describe('failures of activation', () => {
	test.each([401, 403])('a key rejected with %d: what happened, what to do', async (status) => {
		sandbox.fault({
			path: PATH,
			times: Infinity,
			act: { kind: 'status', status, body: { errors: [{ detail: 'missing scope' }] } },
		});
		await expect(triggerOn(sandbox).activate()).rejects.toMatchObject({
			message: expect.stringMatching(/cannot manage reporting webhooks: .*missing scope/),
			description: expect.stringContaining('set Registration to Manual'),
		});
		expect(registered()).toEqual([]);
	});

	test('a wrong key', async () => {
		const trigger = triggerOn(sandbox, { credential: { apiKey: 'wrong' } });
		await expect(trigger.activate()).rejects.toThrow('This App API key cannot manage');
	});

	test('a creation with a lost response is not retried, and is found at the next activation', async () => {
		sandbox.fault({ method: 'POST', path: PATH, act: { kind: 'resetAfter' } });
		const trigger = triggerOn(sandbox);
		await expect(trigger.activate()).rejects.toMatchObject({
			description: expect.stringContaining('may still have succeeded'),
		});
		await trigger.activate();
		expect(registered()).toHaveLength(1);
	});

	test('no events', async () => {
		const trigger = triggerOn(sandbox, { parameters: { events: [] } });
		await expect(trigger.activate()).rejects.toThrow('Events: is empty');
		expect(calls()).toEqual([]);
	});

	test('Require Signature without a signing key, with both kinds of registration', async () => {
		for (const registration of ['automatic', 'manual']) {
			const trigger = triggerOn(sandbox, {
				parameters: { requireSignature: true, registration },
				credential: { webhookSigningSecret: ' ' },
			});
			await expect(trigger.activate()).rejects.toThrow('no Webhook Signing Key');
		}
		expect(calls()).toEqual([]);
		await triggerOn(sandbox, { parameters: { requireSignature: true } }).activate();
		expect(registered()).toHaveLength(1);
	});
});

describe('deactivation', () => {
	test('deletes the registration and forgets it', async () => {
		const trigger = triggerOn(sandbox);
		await trigger.activate();
		const id = registered()[0]?.id;
		expect(await trigger.delete()).toBe(true);
		expect(registered()).toEqual([]);
		expect(calls().at(-1)).toBe(`DELETE ${PATH}/${id}`);
		expect(trigger.staticData()).toEqual({});
	});

	test('a registration that is already deleted is not an error', async () => {
		const trigger = triggerOn(sandbox);
		await trigger.activate();
		sandbox.state.reportingWebhooks = [];
		expect(await trigger.delete()).toBe(true);
		expect(trigger.staticData()).toEqual({});
	});

	test('without static data it finds its registrations by their URL', async () => {
		await addRegistration();
		await addRegistration();
		await addRegistration({ endpoint: 'https://example.com/hook' });
		expect(await triggerOn(sandbox).delete()).toBe(true);
		expect(registered().map(({ endpoint }) => endpoint)).toEqual(['https://example.com/hook']);
	});

	test('a copy of n8n’s database does not delete the original’s registration', async () => {
		const id = await addRegistration({ endpoint: 'https://original.example/webhook/1/webhook' });
		const staticData = { id, endpoint: 'https://original.example/webhook/1/webhook' };
		expect(await triggerOn(sandbox, { staticData }).delete()).toBe(true);
		expect(registered()).toHaveLength(1);
	});

	// As after switching the credential to another workspace, or editing the URL manually.
	test('a webhook with its ID but another URL does not belong to it', async () => {
		const trigger = triggerOn(sandbox);
		await trigger.activate();
		const id = registered()[0]?.id;
		sandbox.state.reportingWebhooks = [];
		await addRegistration({ name: 'CRM', endpoint: 'https://crm.example/hook', id });
		expect(await trigger.delete()).toBe(true);
		expect(registered().map(({ endpoint }) => endpoint)).toEqual(['https://crm.example/hook']);
		expect(trigger.staticData()).toEqual({});
	});

	test('a failure is shown, and the ID is kept for the next attempt', async () => {
		const trigger = triggerOn(sandbox);
		await trigger.activate();
		sandbox.fault({ method: 'DELETE', times: Infinity, act: { kind: 'status', status: 500 } });
		await expect(trigger.delete()).rejects.toThrow('is unavailable (HTTP 500)');
		expect(trigger.staticData()).toMatchObject({ id: registered()[0]?.id });
		sandbox.clearFaults();
		expect(await trigger.delete()).toBe(true);
		expect(registered()).toEqual([]);
	}, 60_000);
});

describe('test listener', () => {
	test('has a separate registration with a telling name', async () => {
		const live = triggerOn(sandbox);
		const listener = triggerOn(sandbox, { test: true });
		await live.activate();
		await listener.activate();
		expect(registered().map(({ name, endpoint }) => [name, endpoint])).toEqual([
			['n8n: Harness', await live.webhookUrl()],
			['n8n test listener: Harness', await listener.webhookUrl()],
		]);
		await listener.delete();
		expect(registered().map(({ name }) => name)).toEqual(['n8n: Harness']);
	});

	test('one that was left behind is reused by the next listener', async () => {
		await triggerOn(sandbox, { test: true }).activate();
		await triggerOn(sandbox, { test: true }).activate();
		expect(registered()).toHaveLength(1);
	});

	test('one that was left behind is removed when the workflow becomes active', async () => {
		await triggerOn(sandbox, { test: true }).activate();
		const live = triggerOn(sandbox);
		await live.activate();
		expect(registered().map(({ endpoint }) => endpoint)).toEqual([await live.webhookUrl()]);
	});

	test('listeners of other nodes and other n8n instances stay', async () => {
		await triggerOn(sandbox, { test: true, webhookId: 'another-node' }).activate();
		const [first] = registered();
		await addRegistration({
			name: 'n8n test listener: Harness',
			endpoint: 'https://other.example/webhook-test/11111111-2222-3333-4444-555555555555/webhook',
		});
		await triggerOn(sandbox).activate();
		expect(registered()).toHaveLength(3);
		expect(registered()[0]).toBe(first);
	});
});

describe('manual registration', () => {
	test('calls Customer.io neither on activation nor on deactivation', async () => {
		const trigger = triggerOn(sandbox, { parameters: { registration: 'manual' } });
		await trigger.activate();
		expect(await trigger.delete()).toBe(true);
		expect(calls()).toEqual([]);
	});
});
