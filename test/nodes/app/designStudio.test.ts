import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const EMAIL = '1a0cbb4e-09d3-402e-949e-f6732f021650';
const FOLDER = '123e4567-e89b-12d3-a456-426614174000';

const kinds = [
	{
		resource: 'designStudioFolder',
		path: '/v1/design_studio/folders',
		id: 'folderId',
		fields: {},
		sent: {},
	},
	{
		resource: 'designStudioComponent',
		path: '/v1/design_studio/components',
		id: 'componentId',
		fields: { tag: 'x-ä' },
		sent: { tag: 'x-ä' },
	},
	{
		resource: 'designStudioEmail',
		path: '/v1/design_studio/emails',
		id: 'emailId',
		fields: {},
		sent: {},
	},
];

describe.each(kinds)('$resource', ({ resource, path, id, fields, sent }) => {
	const of = (operation: string, parameters: object = {}) => ({
		resource,
		operation,
		...parameters,
	});
	const chosen = { [id]: located('={{ $json.id }}') };

	it('is created, fetched, listed, moved, renamed and deleted', async () => {
		const created = await app.run(
			of('create', {
				name: 'Grüße ☕',
				...fields,
				additionalFields: { parentFolderId: located(FOLDER) },
			}),
		);
		expect(created.routes).toEqual([`POST ${path}`]);
		expect(created.requests[0]?.body).toEqual({
			name: 'Grüße ☕',
			...sent,
			parent_folder_id: FOLDER,
		});
		const [item] = created.json;
		expect(item).toMatchObject({ name: 'Grüße ☕', parent_folder_id: FOLDER });

		const moved = await app.run(
			of('update', {
				...chosen,
				updateFields: { name: 'Neu', parentFolderId: located('root', 'list') },
			}),
			[item ?? {}],
		);
		expect(moved.routes).toEqual([`PUT ${path}/${String(item?.id)}`]);
		expect(moved.requests[0]?.body).toEqual({ name: 'Neu', parent_folder_id: null });
		expect(moved.json).toEqual([{ id: item?.id, success: true }]);

		const fetched = await app.run(of('get', chosen), [item ?? {}]);
		expect(fetched.routes).toEqual([`GET ${path}/${String(item?.id)}`]);
		expect(fetched.json[0]).toMatchObject({ id: item?.id, name: 'Neu', parent_folder_id: null });

		const listed = await app.run(of('getAll', { returnAll: true }));
		expect(listed.routes).toEqual([`GET ${path}?page=1&limit=10000`]);
		expect(listed.json.map((entry) => entry.id)).toContain(item?.id);

		const deleted = await app.run(of('delete', chosen), [item ?? {}]);
		expect(deleted.routes).toEqual([`DELETE ${path}/${String(item?.id)}`]);
		expect(deleted.json).toEqual([{ deleted: true }]);
		const gone = await app.run(of('get', chosen), [item ?? {}]);
		expect(gone.error?.message).toMatch(/no designStudio/);
	});

	it('is listed by folder, time and order, page by page', async () => {
		const { requests } = await app.run(
			of('getAll', {
				limit: 2,
				filters: {
					parentFolderId: located(FOLDER),
					directDescendantsOnly: true,
					sortBy: 'name',
					sortOrder: 'desc',
					createdAfter: '2026-01-01T00:00:00Z',
					createdBefore: '2026-01-02T00:00:00Z',
					updatedAfter: '2026-01-03T00:00:00Z',
					updatedBefore: '2026-01-04T00:00:00Z',
				},
			}),
		);
		expect(requests[0]?.query).toEqual({
			parent_folder_id: FOLDER,
			direct_descendants_only: 'true',
			sort_by: 'name',
			sort_order: 'desc',
			created_after: '1767225600',
			created_before: '1767312000',
			updated_after: '1767398400',
			updated_before: '1767484800',
			page: '1',
			limit: '2',
		});
	});

	it.each([
		['a/b', /^Name: must not contain any of .* but contains \//],
		['x'.repeat(171), /^Name: must have at most 170 characters, but has 171/],
		['', /^Name: is required/],
	])('rejects the name %j before anything is sent', async (name, message) => {
		const { error, requests } = await app.run(
			of('create', { name: '={{ $json.name }}', ...fields }),
			[{ name }],
		);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});

	it('rejects an update that changes nothing', async () => {
		const { error, requests } = await app.run(of('update', { [id]: located(EMAIL) }));
		expect(requests).toEqual([]);
		expect(error?.message).toBe('Update Fields: there is nothing to change for this item');
	});

	it('rejects the ID of another resource', async () => {
		const { error, requests } = await app.run(of('delete', chosen), [{ id: 12 }]);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(/must be the ID of a Design Studio .*, which is a UUID/);
	});
});

describe('component', () => {
	it('has content, and is listed by its tag', async () => {
		const { requests } = await app.run({
			resource: 'designStudioComponent',
			operation: 'create',
			name: 'Footer',
			tag: 'x-footer-2',
			additionalFields: { content: '<p>ü</p>', parentFolderId: located('root') },
		});
		expect(requests[0]?.body).toEqual({
			name: 'Footer',
			tag: 'x-footer-2',
			content: '<p>ü</p>',
			parent_folder_id: null,
		});
		const listed = await app.run({
			resource: 'designStudioComponent',
			operation: 'getAll',
			filters: { tag: 'x-footer' },
		});
		expect(listed.requests[0]?.query).toMatchObject({ tag: 'x-footer' });
	});
});

const email = (operation: string, parameters: object = {}) => ({
	resource: 'designStudioEmail',
	operation,
	emailId: located(EMAIL),
	...parameters,
});

describe('Design Studio email', () => {
	const content = {
		content: {
			subject: 'Hi',
			preheaderText: 'Look',
			html: '<p>{{customer.name}}</p>',
			amp: '<html ⚡4email></html>',
			text: 'Hi',
		},
		envelope: {
			fromId: located('1'),
			replyToId: located('none', 'list'),
			recipient: '{{customer.email}}',
			bcc: 'archive@example.com',
			cc: 'sales@example.com',
			fakeBcc: false,
			headers: { values: [{ name: 'X-Campaign', value: 'spring' }] },
		},
		transformers: {
			more: '{"css_inliner": {"preserve_important": true}, "url_parameters": {"parameters": []}}',
			accessibility: true,
			cssInliner: true,
			cssVariables: false,
			encodeEntities: true,
			formatter: 'minify',
			preventWidows: true,
			removeUnusedCss: true,
			urlParameters: false,
		},
	};
	const sent = {
		content: {
			subject: 'Hi',
			preheader_text: 'Look',
			html: '<p>{{customer.name}}</p>',
			amp: '<html ⚡4email></html>',
			text: 'Hi',
		},
		envelope: {
			from_id: 1,
			reply_to_id: null,
			recipient: '{{customer.email}}',
			bcc: 'archive@example.com',
			cc: 'sales@example.com',
			fake_bcc: false,
			headers: [{ name: 'X-Campaign', value: 'spring' }],
		},
		transformers: {
			css_inliner: { preserve_important: true, enabled: true },
			url_parameters: { parameters: [], enabled: false },
			accessibility: { enabled: true },
			css_variables: { enabled: false },
			encode_entities: { enabled: true },
			formatter: { type: 'minify' },
			prevent_widows: { enabled: true },
			remove_unused_css: { enabled: true },
		},
	};

	it('has content, sender and post-processing', async () => {
		const created = await app.run(
			email('create', { name: 'Welcome 2', additionalFields: { isTemplate: true }, ...content }),
		);
		expect(created.error).toBeUndefined();
		expect(created.requests[0]?.body).toEqual({ name: 'Welcome 2', is_template: true, ...sent });
		const updated = await app.run(email('update', content));
		expect(updated.error).toBeUndefined();
		expect(updated.requests[0]?.body).toEqual(sent);
	});

	it('is listed by its type', async () => {
		const { requests } = await app.run(
			email('getAll', {
				filters: { isTemplate: 'any', isLinked: 'true', hasTranslations: 'false' },
			}),
		);
		expect(requests[0]?.query).toMatchObject({
			is_template: 'any',
			is_linked: 'true',
			has_translations: 'false',
		});
	});

	it.each<[string, object, object]>([
		['campaignAction', { actionId: 42 }, { type: 'campaign_action', action_id: 42 }],
		['newsletter', { newsletterId: located(7) }, { type: 'newsletter', newsletter_id: 7 }],
		[
			'transactional',
			{ transactionalMessageId: located(3) },
			{ type: 'transactional_message', transactional_message_id: 3 },
		],
	])('is linked to a message: %s', async (targetType, parameters, target) => {
		const { routes, requests, json } = await app.run(
			email('link', { targetType, ...parameters, additionalFields: { force: true } }),
		);
		expect(routes).toEqual([`POST /v1/design_studio/emails/${EMAIL}/link`]);
		expect(requests[0]?.body).toEqual({ target, force: true });
		expect(json[0]).toHaveProperty('template_id');
	});

	it.each<[string, string, object]>([
		['getUnpublishedChanges', 'unpublished_changes', {}],
		['render', 'render', {}],
		['review', 'review', {}],
		['getPublishStatus', 'publish_status?publish_id=p%20%2B1', { publishId: 'p +1' }],
	])('is queried: %s', async (operation, path, parameters) => {
		const { routes, json } = await app.run(email(operation, parameters));
		expect(routes).toEqual([`GET /v1/design_studio/emails/${EMAIL}/${path}`]);
		expect(json).toHaveLength(1);
	});

	it('is previewed with sample values', async () => {
		const { requests, json } = await app.run(
			email('preview', {
				customerInput: 'json',
				customerJson: '{"first_name": "Jané"}',
				additionalFields: { event: '{"a": 1}', objects: '{"b": 2}', lax: true },
			}),
		);
		expect(requests[0]?.body).toEqual({
			customer: { first_name: 'Jané' },
			event: { a: 1 },
			objects: { b: 2 },
			lax: true,
		});
		expect(json[0]).toHaveProperty('html');
	});

	it('retries a preview after a failure, because it is safe', async () => {
		app.sandbox.fault({ method: 'POST', act: { kind: 'status', status: 503 } });
		const { routes, error } = await app.run(email('preview'));
		expect(error).toBeUndefined();
		expect(routes).toHaveLength(2);
	});
});

describe('publish', () => {
	afterEach(() => {
		app.sandbox.state.publishInBackground = false;
		app.sandbox.clearFaults();
	});

	it('returns the result at once', async () => {
		const { routes, json } = await app.run(email('publish'));
		expect(routes).toEqual([`POST /v1/design_studio/emails/${EMAIL}/publish`]);
		expect(json[0]).toMatchObject({ status: 'done' });
	});

	it('waits for a pending publish on request', async () => {
		app.sandbox.state.publishInBackground = true;
		const pending = await app.run(email('publish'));
		expect(pending.json[0]).toMatchObject({ status: 'pending' });

		const { requests, json, items } = await app.run(
			email('publish', { waitForCompletion: 'yes', waitSeconds: 20 }),
		);
		const [, ...polls] = requests;
		expect(polls.length).toBeGreaterThanOrEqual(1);
		expect(polls[0]?.path).toBe(`/v1/design_studio/emails/${EMAIL}/publish_status`);
		expect(json[0]).toMatchObject({ status: 'done', mappings: [{ node_id: EMAIL }] });
		expect(pairs(items)).toEqual([0]);
	});

	it('reports a failure', async () => {
		app.sandbox.state.publishInBackground = true;
		app.sandbox.fault({
			path: /publish_status$/,
			act: { kind: 'status', status: 200, body: { status: 'failed', reason: 'Liquid' } },
		});
		const { error } = await app.run(email('publish', { waitForCompletion: 'yes' }));
		expect(error?.message).toMatch(/^Publish .* failed \(status: "failed"\)/);
		expect(error?.description).toMatch(/Liquid/);
	});

	it.each([
		[422, 'liquid validation failed', { es: ['unknown tag'] }, / \{"es":\["unknown tag"\]\}$/],
		[409, 'the campaign is backfilling', undefined, /backfilling$/],
	])('reports a failure in the background, returned as %s', async (status, detail, meta, words) => {
		app.sandbox.state.publishInBackground = true;
		app.sandbox.fault({
			path: /publish_status$/,
			act: { kind: 'status', status, body: { errors: [{ detail, status: String(status), meta }] } },
		});
		const { error } = await app.run(email('publish', { waitForCompletion: 'yes' }));
		expect(error?.message).toMatch(/^Publish \S+ failed: /);
		expect(error?.message).toMatch(words);
		expect(error?.description).toMatch(/could not finish it.*run this item again/);
	});

	it('is not reported as failed when its state cannot be fetched', async () => {
		app.sandbox.state.publishInBackground = true;
		app.sandbox.fault({ path: /publish_status$/, act: { kind: 'status', status: 403 } });
		const { error } = await app.run(email('publish', { waitForCompletion: 'yes' }));
		expect(error?.message).toMatch(/after the item succeeded$/);
	});
});
