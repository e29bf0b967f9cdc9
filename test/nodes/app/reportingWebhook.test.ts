import { located, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const webhook = (operation: string, parameters: object = {}) => ({
	resource: 'reportingWebhook',
	operation,
	...parameters,
});

describe('reporting webhook', () => {
	it('is an empty list where Customer.io returns null', async () => {
		app.sandbox.state.reportingWebhooks = [];
		const { json, requests } = await app.run(webhook('getAll', { returnAll: true }));
		expect(requests[0]?.responseBody).toEqual({ reporting_webhooks: null });
		expect(json).toEqual([]);
	});

	it('is created, fetched, replaced and deleted', async () => {
		const settings = {
			name: 'Warehouse',
			endpoint: 'https://example.com/hook?key=1',
			events: ['email_sent', 'customer_unsubscribed'],
		};
		const created = await app.run(
			webhook('create', { ...settings, additionalFields: { disabled: true, withContent: false } }),
		);
		expect(created.routes).toEqual(['POST /v1/reporting_webhooks']);
		expect(created.requests[0]?.body).toEqual({ ...settings, disabled: true, with_content: false });
		const webhookId = located(created.json[0]?.id);

		const fetched = await app.run(webhook('get', { webhookId }));
		expect(fetched.routes).toEqual([`GET /v1/reporting_webhooks/${String(webhookId.value)}`]);
		expect(fetched.json).toEqual(created.json);

		const updated = await app.run(
			webhook('update', {
				webhookId,
				...settings,
				events: ['email_bounced'],
				updateFields: { disabled: false, fullResolution: true },
			}),
		);
		const path = `/v1/reporting_webhooks/${String(webhookId.value)}`;
		// The API replaces everything, and With Content was not entered.
		expect(updated.routes).toEqual([`GET ${path}`, `PUT ${path}`]);
		expect(updated.requests[1]?.body).toEqual({
			...settings,
			events: ['email_bounced'],
			disabled: false,
			full_resolution: true,
			with_content: false,
		});
		expect(updated.json[0]).toMatchObject({ disabled: false, full_resolution: true });

		const deleted = await app.run(webhook('delete', { webhookId }));
		expect(deleted.routes).toEqual([`DELETE /v1/reporting_webhooks/${String(webhookId.value)}`]);
		expect(deleted.json).toEqual([{ deleted: true }]);
		expect(app.sandbox.state.reportingWebhooks).toEqual([]);
	});

	it('counts an emoji in the name as one character', async () => {
		const { error, requests } = await app.run(
			webhook('create', {
				name: '📣'.repeat(190),
				endpoint: 'https://example.com',
				events: ['email_sent'],
			}),
		);
		expect(error).toBeUndefined();
		expect(requests).toHaveLength(1);
	});

	it.each([
		[{ endpoint: '={{ "example.com" }}' }, /^Endpoint URL: must be a URL/],
		[{ name: '={{ "x".repeat(191) }}' }, /^Name: must have at most 190 characters/],
		[{ name: '={{ $json.none }}' }, /^Name: is required/],
		[{ events: '={{ [] }}' }, /^Events: must name at least one event/],
	])('stops before sending: %j', async (parameters, message) => {
		const { error, requests } = await app.run(
			webhook('create', {
				name: 'n',
				endpoint: 'https://example.com',
				events: ['email_sent'],
				...parameters,
			}),
		);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});
});

describe('workspace', () => {
	it('gets many', async () => {
		const { json, routes } = await app.run({
			resource: 'workspace',
			operation: 'getAll',
			returnAll: true,
		});
		expect(routes).toEqual(['GET /v1/workspaces']);
		expect(json[0]).toMatchObject({ id: expect.any(Number), name: expect.any(String) });
	});
});
