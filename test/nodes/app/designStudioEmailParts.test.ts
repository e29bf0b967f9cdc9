import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const EMAIL = '1a0cbb4e-09d3-402e-949e-f6732f021650';
const path = `/v1/design_studio/emails/${EMAIL}`;
const of = (resource: string, operation: string, parameters: object = {}) => ({
	resource,
	operation,
	emailId: located(EMAIL),
	...parameters,
});

describe('translation', () => {
	const translation = (operation: string, parameters: object = {}) =>
		of('designStudioEmailTranslation', operation, parameters);
	const chosen = { language: located('={{ $json.language }}') };
	const items = [{ language: 'zh-Hant/ä' }];

	it('is created, fetched, updated, listed and deleted', async () => {
		const created = await app.run(
			translation('create', {
				language: '={{ $json.language }}',
				content: { subject: 'Hola' },
				transformers: { cssInliner: true },
			}),
			items,
		);
		expect(created.routes).toEqual([`POST ${path}/languages`]);
		expect(created.requests[0]?.body).toEqual({
			...items[0],
			content: { subject: 'Hola' },
			transformers: { css_inliner: { enabled: true } },
		});
		expect(created.json[0]).toMatchObject({ ...items[0], content: { subject: 'Hola' } });

		const updated = await app.run(
			translation('update', { ...chosen, content: { html: '<p>Hola</p>' } }),
			items,
		);
		expect(updated.routes).toEqual([`PUT ${path}/languages/zh-Hant%2F%C3%A4`]);
		expect(updated.requests[0]?.body).toEqual({ content: { html: '<p>Hola</p>' } });
		expect(updated.json).toEqual([{ id: EMAIL, ...items[0], success: true }]);

		const fetched = await app.run(translation('get', chosen), items);
		expect(fetched.json[0]).toMatchObject({ content: { subject: 'Hola', html: '<p>Hola</p>' } });
		const listed = await app.run(translation('getAll', { returnAll: true }));
		expect(listed.routes).toEqual([`GET ${path}/languages`]);
		expect(listed.json.map(({ language }) => language)).toEqual(['fr', 'zh-Hant/ä']);

		const deleted = await app.run(translation('delete', chosen), items);
		expect(deleted.json).toEqual([{ deleted: true }]);
		const gone = await app.run(translation('get', chosen), items);
		expect(gone.error?.message).toMatch(/no translation/);
	});

	it('is not updated without a change', async () => {
		const { error, requests } = await app.run(translation('update', chosen), items);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(/nothing to change/);
	});
});

describe('version', () => {
	const version = (operation: string, parameters: object = {}) =>
		of('designStudioEmailVersion', operation, parameters);
	const chosen = { versionId: located('={{ $json.id }}') };

	it('is saved, listed, fetched, restored and deleted', async () => {
		const created = await app.run(
			version('create', { name: 'Before', additionalFields: { description: 'Redesign' } }),
		);
		expect(created.routes).toEqual([`POST ${path}/versions`]);
		expect(created.requests[0]?.body).toEqual({ name: 'Before', description: 'Redesign' });
		const [item = {}] = created.json;
		expect(item).toMatchObject({ name: 'Before' });

		const listed = await app.run(
			version('getAll', {
				returnAll: true,
				filters: { startDate: '2026-01-01T00:00:00Z', endDate: '2099-01-01T00:00:00Z' },
			}),
		);
		expect(listed.requests[0]?.query).toEqual({
			start_date: '1767225600',
			end_date: '4070908800',
		});
		expect(listed.json.map(({ name }) => name)).toContain('Before');

		const route = `${path}/versions/${String(item.id)}`;
		const fetched = await app.run(version('get', chosen), [item]);
		expect(fetched.routes).toEqual([`GET ${route}`]);
		expect(fetched.json[0]).toMatchObject({ version: { name: 'Before' }, dependencies: [] });
		const restored = await app.run(version('restore', chosen), [item]);
		expect(restored.routes).toEqual([`POST ${route}/restore`]);
		expect(restored.json).toEqual([{ id: EMAIL, version_id: item.id, success: true }]);
		const deleted = await app.run(version('delete', chosen), [item]);
		expect(deleted.routes).toEqual([`DELETE ${route}`]);
	});

	it('has a name of at most 100 characters', async () => {
		const { error, requests } = await app.run(
			version('create', { name: '={{ "x".repeat(101) }}' }),
		);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(/^Name: must have at most 100 characters/);
	});
});

describe('inbox preview', () => {
	const preview = (operation: string, parameters: object = {}) =>
		of('designStudioInboxPreview', operation, parameters);
	const CLIENT = 'android12_gmailapp_pixel6_dm';

	it('is created without or with waiting', async () => {
		const created = await app.run(
			preview('create', {
				clientIds: [CLIENT, 'outlook'],
				additionalFields: { name: 'Spring', sampleData: '{"customer": {"a": "ä"}}', laxMode: true },
			}),
		);
		expect(created.routes).toEqual([`POST ${path}/inbox_previews`]);
		expect(created.requests[0]?.body).toEqual({
			client_ids: [CLIENT, 'outlook'],
			name: 'Spring',
			sample_data: { customer: { a: 'ä' } },
			lax_mode: true,
		});
		expect(created.json).toEqual([{ run_id: expect.any(Number), replayed: false }]);

		const awaited = await app.run(
			preview('create', { clientIds: '={{ ["a", "b"] }}', waitForCompletion: 'yes' }),
		);
		expect(awaited.routes[0]).toBe(`POST ${path}/inbox_previews`);
		expect(awaited.routes.at(-1)).toBe(
			`GET ${path}/inbox_previews/${String(awaited.json[0]?.run_id)}`,
		);
		expect(awaited.json[0]).toMatchObject({
			is_processed: true,
			total_previews_ready: 2,
			replayed: false,
		});
		expect(pairs(awaited.items)).toEqual([0]);
	});

	it('is fetched and listed', async () => {
		const fetched = await app.run(preview('get', { runId: located(10) }));
		expect(fetched.routes).toEqual([`GET ${path}/inbox_previews/10`]);
		const jobs = await app.run(
			preview('getJobs', { returnAll: true, filters: { nodeId: located(EMAIL) } }),
		);
		expect(jobs.routes).toEqual([
			`GET /v1/design_studio/inbox_previews/jobs?node_id=${EMAIL}&limit=200`,
		]);
		expect(jobs.json.at(-1)).toMatchObject({ run_id: 10 });
		const clients = await app.run(preview('getClients'));
		expect(clients.routes).toEqual(['GET /v1/design_studio/inbox_previews/clients']);
		const credits = await app.run(preview('getCredits'));
		expect(credits.json[0]).toHaveProperty('credits_remaining');
	});

	it('returns a screenshot as a file with its actual type', async () => {
		const { routes, items, json } = await app.run(
			preview('getCapture', {
				runId: located(10),
				clientId: located(CLIENT),
				additionalFields: { variant: 'thumbnail', key: 'default' },
			}),
		);
		expect(routes).toEqual([
			`GET ${path}/inbox_previews/10/captures/${CLIENT}?variant=thumbnail&key=default`,
		]);
		expect(json).toEqual([
			{
				id: EMAIL,
				run_id: 10,
				client_id: CLIENT,
				fileName: `${EMAIL}-10-${CLIENT}.png`,
				mimeType: 'image/png',
				fileSize: 70,
			},
		]);
		const data = items[0]?.binary?.data;
		expect(data).toMatchObject({ mimeType: 'image/png', fileExtension: 'png' });
		expect(
			Buffer.from(data?.data ?? '', 'base64')
				.subarray(1, 4)
				.toString(),
		).toBe('PNG');
		expect(pairs(items)).toEqual([0]);
	});

	it("passes on Customer.io's message that there is no screenshot, although bytes were expected", async () => {
		const { error, items } = await app.run(
			preview('getCapture', { runId: located(10), clientId: located('nokia') }),
		);
		expect(error?.message).toBe('no screenshot of nokia');
		expect(items).toEqual([]);
	});

	it.each([
		[{ clientIds: '={{ [] }}' }, /is required/],
		[{ clientIds: '={{ Array(151).fill("a") }}' }, /must have at most 150, but has 151/],
		[
			{ clientIds: ['a'], additionalFields: { sampleData: '={{ { a: "x".repeat(131072) } }}' } },
			/^Sample Data \(JSON\): must be at most 131072 bytes/,
		],
	])('stops before sending: %j', async (parameters, message) => {
		const { error, requests } = await app.run(preview('create', parameters));
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});
});
