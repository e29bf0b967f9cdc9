/** What SECURITY.md promises about keys, and about what the package does not access. */
import { inspect } from 'node:util';
import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

import { runNode, type RunResult } from '../../tools/engine/harness.ts';
import { startSandbox, type FaultAct, type Sandbox } from '../../tools/sandbox/sandbox.ts';
import { triggerOn } from '../support/triggerNode.ts';

const KEY = 'key-that-nobody-may-see';
const SIGNING_KEY = 'signing-key-that-nobody-may-see';
/** The forms that a key has in a request. */
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

/** Returns everything that n8n could show or store of a value. */
const serialized = (value: unknown) =>
	inspect(value, {
		depth: Infinity,
		showHidden: true,
		maxArrayLength: null,
		maxStringLength: null,
	});

const status = (code: number, body: object): FaultAct => ({ kind: 'status', status: code, body });
const detail = (text: string) => ({ errors: [{ detail: text }] });

const faults: Array<[what: string, act: FaultAct, message: RegExp]> = [
	['a rejected request', status(400, detail('bad request')), /bad request/],
	['an unknown key', status(401, detail('unauthorized')), /rejected the API key|cannot manage/],
	['a missing scope', status(403, detail('missing scope')), /missing scope/],
	[
		'an exceeded rate limit',
		{ kind: 'status', status: 429, headers: { 'Retry-After': '3600' } },
		/Rate limit exceeded/,
	],
	[
		'a redirect',
		{ kind: 'status', status: 302, headers: { Location: 'http://127.0.0.1:9/' } },
		/redirected/,
	],
	['a server error', status(500, detail('sorry')), /is unavailable/],
	['a closed connection', { kind: 'resetAfter' }, /No response/],
	['a truncated response', { kind: 'truncate' }, /Unreadable response/],
	['a timeout', { kind: 'delay', ms: 1500 }, /No response/],
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
		const sentText = serialized(sandbox.requests.slice(from));
		expect(SECRETS.some((secret) => sentText.includes(secret))).toBe(true);
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

// The trigger retries the other failures, which takes long.
const rejections = faults.filter(([, act]) => act.kind === 'status' && act.status < 500);

it.each(rejections)('the trigger shows no key after %s', async (_what, act, message) => {
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

function expectNoSecretIn(value: unknown): void {
	const text = serialized(value);
	expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
}

it('imports nothing but n8n and cryptography', () => {
	const built = globSync('dist/**/*.js').map((file) => readFileSync(file, 'utf8'));
	const imported = built.flatMap((code) =>
		[...code.matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(([, name = '']) => name),
	);
	const packages = new Set(imported.filter((name) => !name.startsWith('.')));
	expect([...packages].sort()).toEqual(['n8n-workflow', 'node:crypto']);
});

it('uses no machine globals, and writes to the log in three places', () => {
	const forbidden = new Set(
		'console eval fetch global globalThis logger process require setInterval setTimeout'.split(' '),
	);
	const uses: string[] = [];
	for (const file of globSync('{nodes,credentials}/**/*.ts').sort()) {
		const source = ts.createSourceFile(
			file,
			readFileSync(file, 'utf8'),
			ts.ScriptTarget.Latest,
			true,
		);
		const visit = (node: ts.Node): void => {
			if (ts.isIdentifier(node) && forbidden.has(node.text)) uses.push(`${file}: ${node.text}`);
			ts.forEachChild(node, visit);
		};
		visit(source);
	}
	// A webhook left behind by an old n8n URL, an outage that leaves a webhook as it is, and a sample
	// event that does not arrive: URLs and reasons.
	expect(uses).toEqual([
		'nodes/CustomerIoAppTrigger/registration/register.ts: logger',
		'nodes/CustomerIoAppTrigger/registration/register.ts: logger',
		'nodes/CustomerIoAppTrigger/registration/sendSample.ts: logger',
	]);
});
