/** Addresses of n8n that Customer.io cannot reach. */
import nock from 'nock';

import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { triggerOn, type TriggerSetup } from '../../support/triggerNode.ts';

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
const registered = () => sandbox.state.reportingWebhooks;

const at = (base: string, setup: TriggerSetup = {}) =>
	triggerOn(sandbox, { base, credential: { region: 'us', baseUrl: '' }, ...setup });
let api: nock.Scope;
beforeEach(() => {
	for (const host of ['https://api.customer.io', 'https://api-eu.customer.io']) {
		api = nock(host).persist();
		api.get(PATH).reply(200, { reporting_webhooks: [] });
		api.post(PATH).reply(200, { id: 1 });
	}
});
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

test.each([
	'http://localhost:5678',
	'http://127.0.0.1:5678',
	'http://0.0.0.0:5678',
	'https://10.1.2.3',
	'https://172.16.0.1',
	'https://172.31.255.255',
	'https://192.168.1.20',
	'https://169.254.1.1',
	'https://100.64.0.1',
	'http://[::1]:5678',
	'http://[fd00::1]',
	'http://[fe80::1]',
	'http://n8n:5678',
	'http://localhost.:5678',
	'https://n8n.local',
	'https://n8n.internal',
	'n8n.example.com',
])('O13 %s: the error names WEBHOOK_URL', async (base) => {
	for (const region of ['us', 'eu']) {
		const setup = { credential: { region, baseUrl: '' } };
		for (const options of [{ ...setup }, { ...setup, test: true }]) {
			await expect(at(base, options).activate()).rejects.toMatchObject({
				message: expect.stringContaining('cannot reach this n8n'),
				description: expect.stringContaining('WEBHOOK_URL'),
			});
		}
	}
});

test.each([
	'https://n8n.example.com',
	'https://10.example.com',
	'https://172.32.0.1',
	'https://100.128.0.1',
	'https://8.8.8.8',
	'https://[2001:4860::1]',
	'https://fdic.example.com',
])('O13 %s is registered', async (base) => {
	await at(base).activate();
});

test('a proxy or an emulator may be in the same network', async () => {
	await triggerOn(sandbox, { base: 'http://192.168.1.20:5678' }).activate();
	expect(registered()).toHaveLength(1);
});

test('a webhook that the user adds is not checked, nor a test with a sample', async () => {
	const base = 'http://localhost:5678';
	await at(base, { parameters: { registration: 'manual' } }).activate();
	const node = at(base, { test: true, parameters: { options: { sampleEvent: 'sms' } } });
	await node.activate();
});
