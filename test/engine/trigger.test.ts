import { triggerContexts } from '../../tools/engine/harness.ts';
import { bearer, server, setSampleStage, triggerType } from '../support/sampleStage.ts';

setSampleStage();

const context = (parameters = {}) =>
	triggerContexts({ type: triggerType, parameters, credentials: bearer() });

test('registers once, remembers it in static data, and removes it', async () => {
	server.reply = () => ({ status: 200, body: { id: 42 } });
	const trigger = context({ kind: '={{ "sent" }}' });
	expect(await trigger.checkExists()).toBe(false);
	await trigger.activate();
	await trigger.activate();
	expect(server.requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
		{
			target: await trigger.webhookUrl(),
			kind: 'sent',
			mode: 'trigger',
			activation: 'activate',
			workflow: 'Harness',
		},
	]);
	expect(await trigger.webhookUrl()).toBe(
		'http://localhost:5678/webhook/11111111-2222-3333-4444-555555555555/webhook',
	);
	expect(trigger.staticData()).toEqual({ id: 42 });
	expect(await trigger.delete()).toBe(true);
	expect(trigger.staticData()).toEqual({});
});

test('a test registration has the test URL', async () => {
	const trigger = triggerContexts({ type: triggerType, credentials: bearer() }, { test: true });
	expect(await trigger.webhookUrl()).toContain('/webhook-test/');
});

test('a webhook call sees the raw body and the static data, and starts a run', async () => {
	const trigger = triggerContexts(
		{ type: triggerType, credentials: bearer() },
		{ staticData: { id: 7 } },
	);
	const raw = '{ "kind":"sent",  "n": 1.0 }';
	const response = await trigger.webhook({ rawBody: raw, headers: { 'X-Signature': 'good' } });
	expect(response).toMatchObject({
		httpStatus: 200,
		httpBody: { message: 'Workflow was started' },
	});
	expect(response.workflowData).toEqual([[{ json: { kind: 'sent', raw, id: 7 } }]]);
});

test('the node can respond itself, or start no run', async () => {
	const trigger = context();
	expect(await trigger.webhook({ rawBody: '{"kind":"sent"}' })).toEqual({
		httpStatus: 401,
		httpBody: { error: 'bad signature' },
		httpHeaders: {},
	});
	const headers = { 'x-signature': 'good' };
	expect(await trigger.webhook({ rawBody: '{"kind":"ignored"}', headers })).toMatchObject({
		httpStatus: 200,
		httpBody: 'OK',
	});
	expect(await trigger.webhook({ rawBody: '{"kind":"nothing"}', headers })).toMatchObject({
		httpStatus: 200,
		httpBody: { message: 'Webhook call received' },
	});
});

test('a crash is a 500, and malformed JSON never reaches the node', async () => {
	const crash = await context().webhook({ rawBody: '{"kind":"crash"}' });
	expect(crash.httpStatus).toBe(500);
	expect(crash.error?.message).toBe('crashed');
	expect((await context().webhook({ rawBody: '{' })).httpStatus).toBe(422);
});

test('listens for real deliveries', async () => {
	const trigger = context();
	const { url, responses, close } = await trigger.listen();
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-signature': 'good' },
		body: '{"kind":"sent"}',
	});
	expect(response.status).toBe(200);
	expect(responses[0]?.workflowData?.[0]?.[0]?.json.kind).toBe('sent');
	await close();
});
