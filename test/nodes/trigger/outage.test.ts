/** A short outage of Customer.io must not cost a registration, or the events that are kept for it. */
import { triggerContexts } from '../../../tools/engine/harness.ts';
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import type { FaultAct } from '../../../tools/sandbox/types.ts';
import { engineLogger, triggerOn, triggerType } from '../../support/triggerNode.ts';

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

beforeEach(() => jest.spyOn(engineLogger(), 'warn').mockImplementation(() => {}));
afterEach(() => jest.restoreAllMocks());

const outages: ReadonlyArray<[string, FaultAct]> = [
	['status 503', { kind: 'status', status: 503 }],
	['status 520', { kind: 'status', status: 520 }],
	['status 425', { kind: 'status', status: 425 }],
	['status 429', { kind: 'status', status: 429, headers: { 'retry-after': '60' } }],
	['no response', { kind: 'resetBefore' }],
];
const begin = (act: FaultAct, method?: string) =>
	sandbox.fault({
		path: `${PATH}*`,
		times: Infinity,
		act,
		...(method === undefined ? {} : { method }),
	});
/** What n8n does at its start. If the activation fails, it removes the webhook; by then the outage is over. */
async function start(node: ReturnType<typeof triggerOn>): Promise<Error | undefined> {
	try {
		await node.activate();
		return undefined;
	} catch (error) {
		sandbox.clearFaults();
		await node.delete();
		return error as Error;
	}
}

test.each(outages)(
	'O10 %s while n8n starts: the registration stays, and n8n logs why',
	async (_, act) => {
		const trigger = triggerOn(sandbox);
		await trigger.activate();
		const before = structuredClone(registered());
		begin(act);
		const restarted = triggerOn(sandbox, {
			staticData: trigger.staticData(),
			activation: 'init',
		});
		expect(await start(restarted)).toBeUndefined();
		expect(registered()).toEqual(before);
		expect(engineLogger().warn).toHaveBeenCalledWith(expect.stringContaining('stays as it is'));
		// Static data still knows it.
		sandbox.clearFaults();
		await restarted.delete();
		expect(registered()).toEqual([]);
	},
	60_000,
);

test('O10 when n8n starts and the update fails, the registration stays', async () => {
	const trigger = triggerOn(sandbox);
	await trigger.activate();
	const [registration] = registered();
	Object.assign(registration ?? {}, { events: ['email_sent'] });
	begin({ kind: 'status', status: 503 }, 'PUT');
	const staticData = trigger.staticData();
	expect(await start(triggerOn(sandbox, { staticData, activation: 'init' }))).toBeUndefined();
	expect(registered()).toEqual([registration]);
}, 60_000);

test('O10 a duplicate that cannot be removed does not cost the registration', async () => {
	await triggerOn(sandbox).activate();
	registered().push(...registered().map((entry) => ({ ...entry, id: entry.id + 1000 })));
	begin({ kind: 'status', status: 503 }, 'DELETE');
	expect(await start(triggerOn(sandbox))).toBeUndefined();
	expect(registered()).toHaveLength(2);
}, 60_000);

test.each([
	['was never registered', {}],
	['was registered at another address', { id: 1, endpoint: 'https://old.example/webhook' }],
])(
	'O10 a node that %s fails, and n8n tries again',
	async (_, staticData) => {
		begin({ kind: 'status', status: 503 });
		const error = await start(triggerOn(sandbox, { staticData, activation: 'init' }));
		expect(error?.message).toMatch(/503/);
	},
	60_000,
);

test('O10 a registration that is gone is not taken for one that is there', async () => {
	const trigger = triggerOn(sandbox);
	await trigger.activate();
	sandbox.state.reportingWebhooks = [];
	begin({ kind: 'status', status: 503 }, 'POST');
	const staticData = trigger.staticData();
	const error = await start(triggerOn(sandbox, { staticData, activation: 'init' }));
	expect(error?.message).toMatch(/503/);
}, 60_000);

test('O10 a user who activates it with other settings sees the error, with the same ones not', async () => {
	const trigger = triggerOn(sandbox);
	await trigger.activate();
	const staticData = trigger.staticData();
	begin({ kind: 'status', status: 503 });
	expect(await start(triggerOn(sandbox, { staticData }))).toBeUndefined();
	const changed = triggerOn(sandbox, { staticData, parameters: { events: ['sms_sent'] } });
	expect((await start(changed))?.message).toMatch(/503/);
}, 60_000);

test('O10 a key that is rejected is no outage', async () => {
	const trigger = triggerOn(sandbox);
	await trigger.activate();
	begin({ kind: 'status', status: 401 });
	const staticData = trigger.staticData();
	const restarted = triggerOn(sandbox, { staticData, activation: 'init' });
	await expect(restarted.activate()).rejects.toThrow('cannot manage');
	// n8n cannot remove it either, and nothing is forgotten.
	await expect(restarted.delete()).rejects.toThrow('cannot manage');
	expect(registered()).toHaveLength(1);
	expect(restarted.staticData()).toEqual(staticData);
});

test('O10 a credential that cannot be read removes and forgets nothing', async () => {
	const trigger = triggerOn(sandbox);
	await trigger.activate();
	const staticData = trigger.staticData();
	const parameters = { events: ['email_sent', 'email_opened'] };
	const restarted = triggerContexts(
		{ type: triggerType, parameters },
		{ staticData, activation: 'init' },
	);
	await expect(restarted.activate()).rejects.toThrow();
	await expect(restarted.delete()).rejects.toThrow();
	expect(restarted.staticData()).toEqual(staticData);
	expect(registered()).toHaveLength(1);
});
