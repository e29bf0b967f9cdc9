/** What SECURITY.md promises about keys, and about what the package leaves alone. */
import { inspect } from 'node:util';
import { readFileSync } from 'node:fs';
import ts from 'typescript';

import { runNode, type RunResult } from '../../tools/engine/harness.ts';
import { readSources } from '../../tools/docs/sources.ts';
import { startSandbox, type FaultAct, type Sandbox } from '../../tools/sandbox/sandbox.ts';
import { triggerOn } from '../support/triggerNode.ts';

const KEY = 'key-that-nobody-may-see';
const SIGNING_KEY = 'signing-key-that-nobody-may-see';
/** The forms in which a key is in a request. */
const SECRETS = [KEY, SIGNING_KEY, Buffer.from(`${KEY}:`).toString('base64')];

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({
		limits: false,
		appKey: KEY,
		writeKey: KEY,
		signingKey: SIGNING_KEY,
	});
});
afterEach(() => sandbox.clearFaults());
afterAll(async () => await sandbox.stop());

/** Everything that n8n could show or store of it. */
const everythingIn = (thing: unknown) =>
	inspect(thing, {
		depth: Infinity,
		showHidden: true,
		maxArrayLength: null,
		maxStringLength: null,
	});

const status = (code: number, body: object): FaultAct => ({ kind: 'status', status: code, body });
const detail = (text: string) => ({ errors: [{ detail: text }] });

const faults: Array<[what: string, act: FaultAct, message: RegExp]> = [
	['a refusal', status(400, detail('bad request')), /bad request/],
	['an unknown key', status(401, detail('unauthorized')), /rejected the API key|cannot manage/],
	['a missing scope', status(403, detail('missing scope')), /missing scope/],
	[
		'a used-up limit',
		{ kind: 'status', status: 429, headers: { 'Retry-After': '3600' } },
		/Rate limit exceeded/,
	],
	[
		'a redirect',
		{ kind: 'status', status: 302, headers: { Location: 'http://127.0.0.1:9/' } },
		/redirected/,
	],
	['a fault of Customer.io', status(500, detail('sorry')), /is unavailable/],
	['a cut connection', { kind: 'resetAfter' }, /No response/],
	['an answer cut short', { kind: 'truncate' }, /Unreadable response/],
	['no answer in time', { kind: 'delay', ms: 1500 }, /No response/],
];

const options = { maxWait: 0, timeout: 1, requestsPerSecond: 0 };

const runs: ReadonlyArray<[node: string, run: (baseUrl: string) => Promise<RunResult>]> = [
	[
		'customerIoApp',
		async (baseUrl) =>
			await runNode(
				{
					type: 'n8n-nodes-customerio.customerIoApp',
					parameters: { resource: 'segment', operation: 'create', name: 'New', options },
					credentials: {
						customerIoAppApi: {
							apiKey: KEY,
							webhookSigningSecret: SIGNING_KEY,
							region: 'custom',
							baseUrl,
						},
					},
				},
				[{}],
			),
	],
	[
		'customerIoPipelines',
		async (baseUrl) =>
			await runNode(
				{
					type: 'n8n-nodes-customerio.customerIoPipelines',
					parameters: { resource: 'person', operation: 'identify', userId: 'ada', options },
					credentials: { customerIoPipelinesApi: { apiKey: KEY, region: 'custom', baseUrl } },
				},
				[{}],
			),
	],
];

describe.each(runs)('%s', (_, run) => {
	it('sends the key', async () => {
		const from = sandbox.requests.length;
		expect((await run(sandbox.url)).error).toBeUndefined();
		const sent = everythingIn(sandbox.requests.slice(from));
		expect(SECRETS.some((secret) => sent.includes(secret))).toBe(true);
	});

	it.each(faults)('shows no key after %s', async (_what, act, message) => {
		sandbox.fault({ times: Infinity, act });
		const result = await run(sandbox.url);
		expect(result.error?.message).toMatch(message);
		expectNoSecretIn(result);
	});

	it.each(['http://127.0.0.1:9', 'https://127.0.0.1:9', 'no address'])(
		'shows no key if Customer.io is not at %s',
		async (baseUrl) => {
			const result = await run(baseUrl);
			expect(result.error).toBeDefined();
			expectNoSecretIn(result);
		},
	);
});

// It repeats the others with patience, which takes long.
const refusals = faults.filter(([, act]) => act.kind === 'status' && act.status < 500);

it.each(refusals)('the trigger shows no key after %s', async (_what, act, message) => {
	sandbox.fault({ times: Infinity, act });
	const error = await triggerOn(sandbox)
		.activate()
		.then(
			() => undefined,
			(reason: unknown) => reason,
		);
	expect((error as Error | undefined)?.message).toMatch(message);
	expectNoSecretIn(error);
});

function expectNoSecretIn(thing: unknown): void {
	const text = everythingIn(thing);
	expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
}

const published = [...readSources().values()].filter(({ path }) =>
	/^(nodes|credentials)\//.test(path),
);

it('imports nothing but n8n and cryptography', () => {
	const packages = new Set(published.flatMap((source) => source.packages));
	expect([...packages].sort()).toEqual(['n8n-workflow', 'node:crypto']);
});

it('names nothing of the machine, and writes to the log in two places', () => {
	const forbidden = new Set(
		'console eval fetch global globalThis logger process require setInterval setTimeout'.split(' '),
	);
	const found: string[] = [];
	for (const { path: file } of published) {
		const source = ts.createSourceFile(
			file,
			readFileSync(file, 'utf8'),
			ts.ScriptTarget.Latest,
			true,
		);
		const visit = (node: ts.Node): void => {
			if (ts.isIdentifier(node) && forbidden.has(node.text)) found.push(`${file}: ${node.text}`);
			ts.forEachChild(node, visit);
		};
		visit(source);
	}
	// A webhook that an old address of n8n left behind, and a sample event that does not arrive: addresses
	// and reasons.
	expect(found).toEqual([
		'nodes/CustomerIoAppTrigger/registration.ts: logger',
		'nodes/CustomerIoAppTrigger/sendSample.ts: logger',
	]);
});
