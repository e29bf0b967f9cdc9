import { loadLedgers } from './ledger.ts';
import { minimalRequests, successStatus } from './minimal.ts';
import { startSandbox } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';
import { app, pipelines, request } from './testing.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false, workMs: 0 });
});
afterAll(() => sandbox.stop());

const ledgers = loadLedgers();

/** Things of the seed, and the ledger's own examples where a store starts with them. */
async function knownIds(resource: string, operation: string): Promise<Record<string, string>> {
	const example = (name: string): string => {
		const get = ledgers.app.resources
			.find((r) => r.resource === name)
			?.operations.find((o) => o.operation === 'get');
		const body = get?.response.example as Record<string, { id: unknown }>;
		return String(body[get?.response.itemKey ?? '']?.id);
	};
	const known: Record<string, string> = {
		transactional_id: '3',
		broadcast_id: '12',
		campaign_id: '5',
		// A draft: only that can be sent or scheduled.
		newsletter_id: '128275',
		segment_id: '7',
		customer_id: '1',
		object_type_id: '1',
		object_id: 'acme',
		sender_id: '1',
		collection_id: '1',
		snippet_name: 'company-address',
		message_id: sandbox.state.deliveries[0]?.id ?? '',
		import_id: example('import'),
		suppression_type: 'bounces',
		email_address: 'bounced@example.com',
		language: 'fr',
		test_group_id: 'abc123',
	};
	if (/^(asset|assetFolder|designStudio(Folder|Component))$/.test(resource))
		known.id = example(resource);
	if (resource.startsWith('designStudioEmail') || resource === 'designStudioInboxPreview')
		known.id = example('designStudioEmail');
	if (resource === 'newsletterVariant') known.content_id = '128310';
	if (resource === 'designStudioEmailVersion')
		known.version_id = '8f14e45f-ceea-4c67-9814-b8f0e0e1a6f0';
	if (resource === 'designStudioInboxPreview')
		Object.assign(known, { run_id: '10', client_id: 'android12_gmailapp_pixel6_dm' });
	if (operation.startsWith('getTrigger') && sandbox.state.triggers.length === 0)
		await app(sandbox, { method: 'POST', path: '/v1/campaigns/12/triggers', body: {} });
	known.trigger_id = '1';
	if (resource === 'export') {
		await app(sandbox, {
			path: '/v1/exports/customers',
			body: { filters: { segment: { id: 1 } } },
		});
		await sandbox.webhooksSettled();
		known.export_id = String(sandbox.state.stored.export?.at(-1)?.id);
	}
	if (resource === 'reportingWebhook') {
		const made = await app(sandbox, {
			path: '/v1/reporting_webhooks',
			body: { name: 'w', endpoint: 'http://127.0.0.1:9/', events: ['slack_sent'] },
		});
		known.webhook_id = String((made.json as { id: number }).id);
	}
	return known;
}

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
				await knownIds(resource, operation.operation),
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
				expect(record).toMatchObject({ operation: key, carriedOut: true, api: 'app' });
				const { listKey, itemKey } = operation.response;
				if (listKey !== undefined) expect(got.json).toHaveProperty(listKey);
				if (itemKey !== undefined) expect(got.json).toHaveProperty(itemKey);
				if (got.status === 204) expect(got.text).toBe('');
			}
		},
	);

	test.each(operations)('$key refuses a missing key', async ({ operation, resource }) => {
		const known = await knownIds(resource, operation.operation);
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
			expect(sandbox.requests.at(-1)).toMatchObject({ operation, carriedOut: true });
		},
	);

	test.each(ledgers.pipelines.semanticEvents)('track accepts "$event"', async ({ example }) => {
		const got = await pipelines(sandbox, '/v1/track', example);
		expect({ status: got.status, text: got.text }).toEqual({ status: 200, text: '{}' });
	});
});
