/** Settings by expression, and a signing key that changes while the workflow is active. */
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { onN8n1, triggerContexts } from '../../../tools/engine/harness.ts';
import { openedEmail, signed, triggerOn, triggerType } from '../../support/triggerNode.ts';

let sandbox: Sandbox;
let workflows = 0;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false });
});
afterAll(async () => {
	await sandbox.stop();
});

const ownStaticData = () => ({ workflowId: `settings-${++workflows}` });
const trigger = (parameters: object) => triggerOn(sandbox, { parameters, ...ownStaticData() });

/** Returns the status and the number of started runs. */
async function deliver(
	node: ReturnType<typeof triggerContexts>,
	request: Parameters<typeof node.webhook>[0],
) {
	const { httpStatus, workflowData } = await node.webhook(request);
	return [httpStatus, workflowData?.[0]?.length ?? 0];
}

describe('by expressions', () => {
	test('the events that are registered', async () => {
		sandbox.reset();
		sandbox.state.reportingWebhooks = [];
		await trigger({ events: '={{ ["sms_sent", "email_" + "opened"] }}' }).activate();
		expect(sandbox.state.reportingWebhooks[0]?.events).toEqual(['email_opened', 'sms_sent']);
	});

	test('the options that are registered', async () => {
		sandbox.reset();
		sandbox.state.reportingWebhooks = [];
		await trigger({
			options: { withContent: '={{ 1 < 2 }}', fullResolution: '={{ 1 > 2 }}' },
		}).activate();
		expect(sandbox.state.reportingWebhooks[0]).toMatchObject({
			with_content: true,
			full_resolution: false,
		});
	});

	test.each([
		['a filter that matches', { filters: { campaigns: '={{ [4, 5].join() }}' } }, 1],
		['a filter that does not match', { filters: { campaigns: '={{ [4, 6].join() }}' } }, 0],
		['a list', { filters: { campaigns: '={{ [4, 5] }}' } }, 1],
		['null, which is no filter', { filters: { campaigns: '={{ null }}' } }, 1],
		['a list of null', { filters: { campaigns: '={{ [null] }}' } }, 1],
		[
			'a number as the field of a condition',
			{ filters: { payload: { conditions: [{ field: '={{ 5 }}', value: '5' }] } } },
			0,
		],
		['an event', { events: '={{ ["email_opened"] }}', registration: 'manual' }, 1],
		['another event', { events: '={{ ["email_sent"] }}', registration: 'manual' }, 0],
		[
			'an event among others',
			{ events: ['={{ "email_" + "opened" }}'], registration: 'manual' },
			1,
		],
		[
			'a value in a list of conditions',
			{
				filters: { payload: { conditions: [{ field: 'metric', value: '={{ "open" + "ed" }}' }] } },
			},
			1,
		],
		[
			'another value in a list of conditions',
			{
				filters: { payload: { conditions: [{ field: 'metric', value: '={{ "click" + "ed" }}' }] } },
			},
			0,
		],
	])('%s', async (_, parameters, runs) => {
		expect(await deliver(trigger(parameters), signed(sandbox, openedEmail()))).toEqual([200, runs]);
	});

	// In n8n 1 a trigger's expression cannot read the request.
	(onN8n1 ? test.skip : test)('they are resolved for each event', async () => {
		const node = trigger({
			filters: { campaigns: '={{ $json.headers["x-campaign"] }}' },
		});
		for (const [campaign, runs] of [
			['5', 1],
			['6', 0],
			['5', 1],
		] as const) {
			const request = signed(sandbox, openedEmail());
			const headers = { ...request.headers, 'x-campaign': campaign };
			const response = await node.webhook({ ...request, headers });
			expect(response.workflowData?.[0]?.length ?? 0).toBe(runs);
		}
	});

	test('the tolerance, and that a signature is required', async () => {
		const old = signed(sandbox, openedEmail(), Date.now() - 60 * 60_000);
		const tolerance = (minutes: string) => trigger({ options: { toleranceMinutes: minutes } });
		expect(await deliver(tolerance('={{ 30 + 60 }}'), old)).toEqual([200, 1]);
		expect(await deliver(tolerance('={{ 30 + 15 }}'), old)).toEqual([401, 0]);
		const required = triggerOn(sandbox, {
			parameters: { requireSignature: '={{ 1 < 2 }}' },
			credential: { webhookSigningSecret: '' },
			...ownStaticData(),
		});
		expect(await deliver(required, signed(sandbox, openedEmail()))).toEqual([401, 0]);
	});
});

// n8n checks required fields only for entered values, not for an expression's result.
test.each(['automatic', 'manual'])('no events, by an expression: %s', async (registration) => {
	for (const events of ['={{ undefined }}', '={{ "" }}', '={{ [] }}', '={{ [null] }}']) {
		const node = trigger({ events: events, registration });
		await expect(node.activate()).rejects.toThrow('Events: is empty');
	}
});

// n8n's variables are strings.
describe('as strings', () => {
	test('Require Signature is not treated as off', async () => {
		const required = (written: string, webhookSigningSecret: string) =>
			triggerOn(sandbox, {
				parameters: { requireSignature: `={{ "${written}" }}` },
				credential: { webhookSigningSecret },
				...ownStaticData(),
			});
		const request = signed(sandbox, openedEmail());
		expect(await deliver(required('true', ''), request)).toEqual([401, 0]);
		expect(await deliver(required('false', ''), request)).toEqual([200, 1]);
		await expect(required('true', '').activate()).rejects.toThrow('no Webhook Signing Key');
	});

	test('the tolerance, and an invalid number', async () => {
		const old = signed(sandbox, openedEmail(), Date.now() - 60 * 60_000);
		const tolerance = (minutes: string) =>
			trigger({ options: { toleranceMinutes: `={{ "${minutes}" }}` } });
		expect(await deliver(tolerance('90'), old)).toEqual([200, 1]);
		expect(await deliver(tolerance('0'), old)).toEqual([200, 1]);
		expect(await deliver(tolerance('45'), old)).toEqual([401, 0]);
		for (const none of ['', ' ', 'a day', 'false']) {
			expect(await deliver(tolerance(none), old)).toEqual([401, 0]);
		}
		for (const none of ['={{ 0 / 0 }}', '={{ null }}', '={{ [] }}']) {
			const node = trigger({ options: { toleranceMinutes: none } });
			expect(await deliver(node, old)).toEqual([401, 0]);
		}
	});

	test('the other switches', async () => {
		sandbox.reset();
		sandbox.state.reportingWebhooks = [];
		const node = trigger({
			filters: { skipMachines: '={{ "true" }}' },
			options: {
				withContent: '={{ "true" }}',
				fullResolution: '={{ "false" }}',
				rawOutput: '={{ "true" }}',
				skipRepeats: '={{ "false" }}',
			},
		});
		await node.activate();
		expect(sandbox.state.reportingWebhooks[0]).toMatchObject({
			with_content: true,
			full_resolution: false,
		});
		const event = openedEmail();
		for (const _ of [1, 2]) {
			const response = await node.webhook(signed(sandbox, event));
			expect(response.workflowData?.[0]?.[0]?.json).toEqual(event);
		}
		const byMachine = openedEmail({ data: { prefetched: true } });
		expect(await deliver(node, signed(sandbox, byMachine))).toEqual([200, 0]);
	});

	test.each([
		['email_sent, email_opened', 1],
		['email_sent', 0],
	])('the events: %s', async (events, runs) => {
		const node = trigger({ events: `={{ "${events}" }}`, registration: 'manual' });
		expect(await deliver(node, signed(sandbox, openedEmail()))).toEqual([200, runs]);
	});
});

// As models and HTTP responses give them.
describe('lists as JSON text', () => {
	test.each([
		['campaigns', { filters: { campaigns: '["4","5"]' } }, 1],
		['campaigns by an expression', { filters: { campaigns: '={{ JSON.stringify([4, 5]) }}' } }, 1],
		['other campaigns', { filters: { campaigns: '[4, 6]' } }, 0],
		['actions', { filters: { actions: ' ["95", "96"] ' } }, 1],
		['domains', { filters: { recipientDomains: '["example.com"]' } }, 1],
		['other domains', { filters: { recipientDomains: '["example.org"]' } }, 0],
		['an empty list', { filters: { campaigns: '[]' } }, 1],
		['events', { registration: 'manual', events: '={{ \'["email_opened"]\' }}' }, 1],
		['other events', { registration: 'manual', events: '={{ \'["sms_sent"]\' }}' }, 0],
	])('%s', async (_, parameters, runs) => {
		expect(await deliver(trigger(parameters), signed(sandbox, openedEmail()))).toEqual([200, runs]);
	});

	test('the events that are registered', async () => {
		sandbox.reset();
		sandbox.state.reportingWebhooks = [];
		await trigger({ events: '={{ JSON.stringify(["sms_sent", "email_*"]) }}' }).activate();
		expect(sandbox.state.reportingWebhooks[0]?.events).toHaveLength(15);
	});
});

describe('bounds of the tolerance', () => {
	const ago = (minutes: number) => signed(sandbox, openedEmail(), Date.now() - minutes * 60_000);
	const tolerance = (toleranceMinutes: unknown) => trigger({ options: { toleranceMinutes } });

	test('a negative number, as any that is invalid, is the default', async () => {
		for (const invalid of [-1, -1e9, '={{ "-1" }}']) {
			expect(await deliver(tolerance(invalid), ago(1))).toEqual([200, 1]);
			expect(await deliver(tolerance(invalid), ago(6))).toEqual([401, 0]);
		}
	});

	test('a larger number than seven days is seven days', async () => {
		for (const large of [20_000, 1e300]) {
			expect(await deliver(tolerance(large), ago(10_079))).toEqual([200, 1]);
			expect(await deliver(tolerance(large), ago(10_081))).toEqual([401, 0]);
		}
		expect(await deliver(tolerance('={{ 1 / 0 }}'), ago(6))).toEqual([401, 0]);
	});
});

test('no events, by an expression, while the workflow is active: Customer.io keeps the event', async () => {
	for (const registration of ['automatic', 'manual']) {
		const node = trigger({ events: '={{ [] }}', registration });
		expect(await deliver(node, signed(sandbox, openedEmail()))).toEqual([500, 0]);
	}
});

describe('O11 a signing key that vanishes after the activation', () => {
	const credentialOf = (webhookSigningSecret: string) => ({ credential: { webhookSigningSecret } });
	const unsigned = () => ({ rawBody: JSON.stringify(openedEmail()), headers: {} });

	test.each(['automatic', 'manual'])('%s: unsigned events are rejected', async (registration) => {
		const parameters = { registration };
		const withKey = triggerOn(sandbox, { parameters, ...ownStaticData() });
		await withKey.activate();
		for (const nothing of ['', ' ', '={{ undefined }}', '={{ $vars.missing }}']) {
			const setup = { parameters, ...credentialOf(nothing), ...ownStaticData() };
			// Neither an event nor a restart of n8n turns the check off.
			const later = triggerOn(sandbox, { ...setup, staticData: withKey.staticData() });
			expect(await deliver(later, unsigned())).toEqual([401, 0]);
			const restarted = triggerOn(sandbox, {
				...setup,
				activation: 'init',
				staticData: withKey.staticData(),
			});
			await restarted.activate();
			expect(await deliver(restarted, unsigned())).toEqual([401, 0]);
			// The user's own activation does.
			const again = triggerOn(sandbox, { ...setup, staticData: restarted.staticData() });
			await again.activate();
			expect(await deliver(again, unsigned())).toEqual([200, 1]);
		}
	});

	test('a registration that was made without one takes them', async () => {
		const node = triggerOn(sandbox, { ...credentialOf(''), ...ownStaticData() });
		await node.activate();
		expect(await deliver(node, unsigned())).toEqual([200, 1]);
	});

	test('a key that is entered later counts from the next start of n8n', async () => {
		const without = triggerOn(sandbox, { ...credentialOf(''), ...ownStaticData() });
		await without.activate();
		const restarted = triggerOn(sandbox, {
			...ownStaticData(),
			activation: 'init',
			staticData: without.staticData(),
		});
		await restarted.activate();
		const setup = { ...credentialOf(''), staticData: restarted.staticData() };
		expect(await deliver(triggerOn(sandbox, { ...setup, ...ownStaticData() }), unsigned())).toEqual(
			[401, 0],
		);
	});
});

describe('O11 a changed signing key takes effect with the next event', () => {
	const credential = (webhookSigningSecret: string) => ({ apiKey: 'unused', webhookSigningSecret });

	function withKey(parameters: object = {}) {
		const credentials = { customerIoAppApi: credential(sandbox.signingKey) };
		const node = triggerContexts(
			{ type: triggerType, parameters: { events: ['all'], ...parameters }, credentials },
			ownStaticData(),
		);
		const change = (key: string) => {
			credentials.customerIoAppApi = credential(key);
		};
		return { node, change };
	}

	test('another one: events signed with the old one are rejected at once', async () => {
		const { node, change } = withKey();
		const event = () => signed(sandbox, openedEmail());
		expect(await deliver(node, event())).toEqual([200, 1]);
		change('another key');
		expect(await deliver(node, event())).toEqual([401, 0]);
		change(sandbox.signingKey);
		expect(await deliver(node, event())).toEqual([200, 1]);
	});

	test('removed: rejected if a signature is required, otherwise not verified', async () => {
		const strict = withKey({ requireSignature: true });
		const lax = withKey();
		for (const { node, change } of [strict, lax]) {
			expect(await deliver(node, signed(sandbox, openedEmail()))).toEqual([200, 1]);
			change('');
		}
		expect(await deliver(strict.node, signed(sandbox, openedEmail()))).toEqual([401, 0]);
		const response = await lax.node.webhook(signed(sandbox, openedEmail()));
		expect(response.workflowData?.[0]?.[0]?.json).toMatchObject({ verified: false });
	});

	test('added: unsigned events are rejected', async () => {
		const { node, change } = withKey();
		change('');
		const unsigned = () => ({ rawBody: JSON.stringify(openedEmail()), headers: {} });
		expect((await node.webhook(unsigned())).httpStatus).toBe(200);
		change(sandbox.signingKey);
		expect((await node.webhook(unsigned())).httpStatus).toBe(401);
	});
});
