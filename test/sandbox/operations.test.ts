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

const specs = loadSpecs();

describe('every operation of the App API spec', () => {
	const operations = specs.app.resources.flatMap(({ resource, operations: resourceOperations }) =>
		resourceOperations.map((operation) => ({
			key: `${resource}.${operation.operation}`,
			resource,
			operation,
		})),
	);
	test('are 186', () => expect(operations).toHaveLength(186));

	test.each(operations)(
		'$key returns its documented success for a valid request',
		async ({ key, resource, operation }) => {
			sandbox.reset();
			for (const { label, path, body } of minimalRequests(
				operation,
				await existingIds(sandbox, resource, operation.operation),
			)) {
				// Each request starts from the seed, whatever the previous one changed.
				if (operation.method !== 'GET' && resource !== 'reportingWebhook') sandbox.reset();
				const upload = operation.body?.type === 'multipart';
				const response = upload
					? await app(sandbox, { method: operation.method, path, ...multipart() })
					: await app(sandbox, { method: operation.method, path, body });
				expect({
					key,
					label,
					status: response.status,
					error: response.status < 300 ? '' : response.text,
				}).toEqual({
					key,
					label,
					status: successStatus(operation),
					error: '',
				});
				const record = sandbox.requests.at(-1);
				expect(record).toMatchObject({ operation: key, processed: true, api: 'app' });
				const { listKey, itemKey } = operation.response;
				if (listKey !== undefined) expect(response.json).toHaveProperty(listKey);
				if (itemKey !== undefined) expect(response.json).toHaveProperty(itemKey);
				if (response.status === 204) expect(response.text).toBe('');
			}
		},
	);

	test.each(operations)('$key rejects a missing key', async ({ operation, resource }) => {
		const ids = await existingIds(sandbox, resource, operation.operation);
		const first = minimalRequests(operation, ids)[0];
		const response = await request(sandbox.url, {
			method: operation.method,
			path: first?.path ?? '',
			body: first?.body,
		});
		expect(response.status).toBe(401);
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

describe('every endpoint of the Pipelines spec', () => {
	test.each(specs.pipelines.operations)(
		'$operation accepts its example in strict mode',
		async ({ operation, path, example }) => {
			const response = await pipelines(sandbox, path, example);
			expect({ status: response.status, json: response.json }).toEqual({ status: 200, json: {} });
			expect(sandbox.requests.at(-1)).toMatchObject({ operation, processed: true });
		},
	);

	test.each(specs.pipelines.semanticEvents)('track accepts "$event"', async ({ example }) => {
		const response = await pipelines(sandbox, '/v1/track', example);
		expect({ status: response.status, text: response.text }).toEqual({ status: 200, text: '{}' });
	});
});
