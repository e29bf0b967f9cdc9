import { existingIds } from '../support/existingIds.ts';
import { loadSpecs } from '../../tools/sandbox/spec.ts';
import { minimalRequests, successStatus } from '../../tools/sandbox/minimal.ts';
import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app, pipelines, request } from '../support/sandboxClient.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false, workMs: 0 });
});
afterAll(() => sandbox.stop());

const ledgers = loadSpecs();

describe('every operation of the App API ledger', () => {
	const operations = ledgers.app.resources.flatMap(({ resource, operations: own }) =>
		own.map((operation) => ({ key: `${resource}.${operation.operation}`, resource, operation })),
	);
	test('are 186', () => expect(operations).toHaveLength(186));

	test.each(operations)(
		'$key answers a valid request with its documented success',
		async ({ key, resource, operation }) => {
			sandbox.reset();
			for (const { label, path, body } of minimalRequests(
				operation,
				await existingIds(sandbox, resource, operation.operation),
			)) {
				// Each request meets the seed, whatever the one before it changed.
				if (operation.method !== 'GET' && resource !== 'reportingWebhook') sandbox.reset();
				const upload = operation.body?.type === 'multipart';
				const got = upload
					? await app(sandbox, { method: operation.method, path, ...multipart() })
					: await app(sandbox, { method: operation.method, path, body });
				expect({ key, label, status: got.status, error: got.status < 300 ? '' : got.text }).toEqual(
					{
						key,
						label,
						status: successStatus(operation),
						error: '',
					},
				);
				const record = sandbox.requests.at(-1);
				expect(record).toMatchObject({ operation: key, processed: true, api: 'app' });
				const { listKey, itemKey } = operation.response;
				if (listKey !== undefined) expect(got.json).toHaveProperty(listKey);
				if (itemKey !== undefined) expect(got.json).toHaveProperty(itemKey);
				if (got.status === 204) expect(got.text).toBe('');
			}
		},
	);

	test.each(operations)('$key refuses a missing key', async ({ operation, resource }) => {
		const known = await existingIds(sandbox, resource, operation.operation);
		const first = minimalRequests(operation, known)[0];
		const got = await request(sandbox.url, {
			method: operation.method,
			path: first?.path ?? '',
			body: first?.body,
		});
		expect(got.status).toBe(401);
	});
});

function multipart(): { raw: Buffer; headers: Record<string, string> } {
	const head =
		'--XX\r\nContent-Disposition: form-data; name="file"; filename="grüße.png"\r\n' +
		'Content-Type: image/png\r\n\r\n';
	return {
		raw: Buffer.from(`${head}not really a png\r\n--XX--\r\n`),
		headers: { 'Content-Type': 'multipart/form-data; boundary=XX' },
	};
}

describe('every endpoint of the Pipelines ledger', () => {
	test.each(ledgers.pipelines.operations)(
		'$operation accepts its example in strict mode',
		async ({ operation, path, example }) => {
			const got = await pipelines(sandbox, path, example);
			expect({ status: got.status, json: got.json }).toEqual({ status: 200, json: {} });
			expect(sandbox.requests.at(-1)).toMatchObject({ operation, processed: true });
		},
	);

	test.each(ledgers.pipelines.semanticEvents)('track accepts "$event"', async ({ example }) => {
		const got = await pipelines(sandbox, '/v1/track', example);
		expect({ status: got.status, text: got.text }).toEqual({ status: 200, text: '{}' });
	});
});
