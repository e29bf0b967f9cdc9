/** Customer.io's own libraries as clients of the sandbox: what their authors allow, it takes. */
import { Analytics } from '@customerio/cdp-analytics-node';
import { APIClient, PipelinesClient, TrackClient } from 'customerio-node';

import { startSandbox, type Sandbox } from '../../tools/sandbox/sandbox.ts';
import { appCalls } from './appCalls.ts';
import { methodsOf, tryAll } from './calls.ts';
import { ANALYTICS_WITHOUT_REQUEST, analyticsCalls, pipelinesCalls } from './pipelinesCalls.ts';
import { trackCalls } from './trackCalls.ts';

/** What the types of the App client allow and the reference does not. The sandbox follows the reference. */
const REFUSED = {
	// "Required: to"; the library's comment says that a template may define it.
	'sendSMS 1': stating('body.to: is required'),
	'sendWhatsApp 1': stating('body.to: is required'),
	// An object type is a string in the reference; the second call has it as one.
	'createImport 3': stating('object_type_id: must be string'),
};

function stating(text: string): string {
	return expect.stringContaining(text) as string;
}

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ workMs: 0, limits: false });
});
afterAll(async () => await sandbox.stop());

/** The test's output says how many methods the sandbox accepts. */
function report(client: string, accepted: number, all: number): void {
	process.stdout.write(`${client}: ${accepted} of ${all} methods accepted\n`);
}

test('the Track client', async () => {
	const { siteId, trackKey, url } = sandbox;
	const client = new TrackClient(siteId, trackKey, {
		url: `${url}/api/v1`,
		retry: { maxRetries: 0 },
	});
	const { accepted, refused } = await tryAll(sandbox, client, async () => trackCalls);
	report('TrackClient', accepted.length, methodsOf(client).length);
	expect(refused).toEqual([]);
	expect(Object.keys(trackCalls).sort()).toEqual(methodsOf(client).sort());
});

test('the App client', async () => {
	const { appKey, url } = sandbox;
	const client = new APIClient(appKey, { url: `${url}/v1`, retry: { maxRetries: 0 } });
	const { accepted, refused } = await tryAll(sandbox, client, async () => await appCalls(sandbox));
	report('APIClient', accepted.length, methodsOf(client).length);
	expect(Object.fromEntries(refused.map(({ call, reason }) => [call, reason]))).toEqual(REFUSED);
	sandbox.reset();
	expect(Object.keys(await appCalls(sandbox)).sort()).toEqual(methodsOf(client).sort());
}, 120_000);

test('the Pipelines client, in strict mode', async () => {
	const { writeKey, url } = sandbox;
	const client = new PipelinesClient(writeKey, {
		url: `${url}/v1`,
		strictMode: true,
		retry: { maxRetries: 0 },
	});
	const { accepted, refused } = await tryAll(sandbox, client, async () => pipelinesCalls);
	report('PipelinesClient', accepted.length, methodsOf(client).length);
	expect(refused).toEqual([]);
	expect(Object.keys(pipelinesCalls).sort()).toEqual(methodsOf(client).sort());
});

test('the analytics library', async () => {
	const { writeKey, url } = sandbox;
	const client = new Analytics({ writeKey, host: url, maxEventsInBatch: 1, maxRetries: 0 });
	const failed = new Map<string, unknown>();
	let sent = 0;
	sandbox.reset();
	for (const [method, calls] of Object.entries(analyticsCalls)) {
		for (const values of calls as ReadonlyArray<readonly unknown[]>) {
			sent += 1;
			await new Promise<void>((resolve) => {
				const done = (error: unknown) => {
					if (error !== undefined) failed.set(method, error);
					resolve();
				};
				(client as unknown as Record<string, (...given: unknown[]) => void>)[method]?.(
					...values,
					done,
				);
			});
		}
	}
	await client.closeAndFlush();
	const problems = sandbox.requests.flatMap(({ status, path, body, responseBody }) =>
		status === 200 && path === '/v1/batch' ? [] : [{ path, status, body, responseBody }],
	);
	const methods = methodsOf(client).filter((name) => !ANALYTICS_WITHOUT_REQUEST.includes(name));
	report('Analytics', methods.length - failed.size, methods.length);
	expect(failed).toEqual(new Map());
	expect(problems).toEqual([]);
	expect(sandbox.requests).toHaveLength(sent);
	expect(Object.keys(analyticsCalls).sort()).toEqual(methods.sort());
});
