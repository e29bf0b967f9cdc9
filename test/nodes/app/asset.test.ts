import type { INodeExecutionData } from 'n8n-workflow';

import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const of = (resource: string, operation: string, parameters: object = {}) => ({
	resource,
	operation,
	...parameters,
});
const asset = (operation: string, parameters: object = {}) => of('asset', operation, parameters);
const folder = (operation: string, parameters: object = {}) =>
	of('assetFolder', operation, parameters);

const withFile = (data: Buffer, mimeType: string, fileName?: string): INodeExecutionData => ({
	json: {},
	binary: {
		data: {
			data: data.toString('base64'),
			mimeType,
			...(fileName === undefined ? {} : { fileName }),
		},
	},
});

/** Bytes that no text encoding preserves, with the start of a boundary among them. */
const bytes = (size: number) => {
	const data = Buffer.alloc(size, Buffer.from(Array.from({ length: 256 }, (_, n) => n)));
	data.write('\r\n--n8n-', 0, 'latin1');
	return data;
};

describe('asset', () => {
	it('is uploaded from a binary field, byte for byte', async () => {
		const data = bytes(100_000);
		const { routes, requests, json, items } = await app.run(
			asset('upload', {
				additionalFields: { name: 'Bänner "1".png', parentFolderId: located(3) },
			}),
			[withFile(data, 'image/png', 'a"b\r\n.png')],
		);
		expect(routes).toEqual(['POST /v1/assets/files']);
		expect(requests[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
		expect(requests[0]?.headers.authorization).toBe(`Bearer ${app.sandbox.appKey}`);
		expect(requests[0]?.body).toEqual({
			fields: { name: 'Bänner "1".png', parent_folder_id: '3' },
			files: {
				file: { filename: 'a"b\r\n.png', contentType: 'image/png', size: data.length },
			},
		});
		expect(requests[0]?.bodyText).toContain(data.subarray(0, 100).toString('utf8').slice(0, 8));
		expect(json[0]).toMatchObject({ name: 'Bänner "1".png', size: data.length });
		expect(pairs(items)).toEqual([0]);
	});

	it('uploads 2 MB quickly, and again after a rate limit', async () => {
		app.sandbox.fault({
			method: 'POST',
			act: { kind: 'status', status: 429, headers: { 'Retry-After': '0' } },
		});
		const start = performance.now();
		const { json, requests, error } = await app.run(asset('upload'), [
			withFile(bytes(2 * 1024 * 1024), 'image/jpeg'),
		]);
		const took = performance.now() - start;
		expect(error).toBeUndefined();
		expect(requests).toHaveLength(2);
		expect(json[0]).toMatchObject({ name: 'data.jpg', size: 2 * 1024 * 1024 });
		expect(took).toBeLessThan(5000);
	});

	it.each<[string, INodeExecutionData, object, RegExp]>([
		['none', { json: {} }, {}, /^Input Binary Field: the item has no binary field "data"/],
		[
			'another field',
			withFile(bytes(9), 'image/png'),
			{ binaryPropertyName: 'image' },
			/no binary field "image"/,
		],
		[
			'a type',
			withFile(bytes(9), 'image/svg+xml'),
			{},
			/must be one of .*, but is image\/svg\+xml/,
		],
		['empty', withFile(Buffer.alloc(0), 'image/png'), {}, /empty file/],
		[
			'a size',
			withFile(Buffer.alloc(2 * 1024 * 1024 + 1), 'application/pdf'),
			{},
			/must be at most 2097152 bytes, but has 2097153/,
		],
	])('rejects before sending: %s', async (_, item, parameters, message) => {
		const { error, requests } = await app.run(asset('upload', parameters), [item]);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});

	it('is listed, read, renamed, moved and deleted', async () => {
		const uploaded = await app.run(asset('upload'), [withFile(bytes(9), 'image/gif', 'x.gif')]);
		const [file = {}] = uploaded.json;
		const chosen = { assetId: located('={{ $json.id }}') };
		const listed = await app.run(
			asset('getAll', {
				returnAll: true,
				filters: { directDescendantsOnly: false },
			}),
		);
		expect(listed.requests[0]?.query).toEqual({
			direct_descendants_only: 'false',
			page: '1',
			limit: '10000',
		});
		expect(listed.json.map(({ id }) => id)).toContain(file.id);

		const updated = await app.run(
			asset('update', {
				...chosen,
				updateFields: { name: 'y.gif', parentFolderId: located('root') },
			}),
			[file],
		);
		expect(updated.routes).toEqual([`PUT /v1/assets/files/${String(file.id)}`]);
		expect(updated.requests[0]?.body).toEqual({ name: 'y.gif', parent_folder_id: null });
		expect(updated.json).toEqual([{ id: file.id, success: true }]);
		const fetched = await app.run(asset('get', chosen), [file]);
		expect(fetched.json[0]).toMatchObject({ name: 'y.gif', parent_folder_id: null });
		const deleted = await app.run(asset('delete', chosen), [file]);
		expect(deleted.routes).toEqual([`DELETE /v1/assets/files/${String(file.id)}`]);
		expect(deleted.json).toEqual([{ deleted: true }]);
	});
});

describe('asset folder', () => {
	it('is created, listed, read, moved and deleted', async () => {
		const created = await app.run(
			folder('create', { name: 'Banner', additionalFields: { parentFolderId: located(3) } }),
		);
		expect(created.requests[0]?.body).toEqual({ name: 'Banner', parent_folder_id: 3 });
		const [item = {}] = created.json;
		const chosen = { folderId: located('={{ $json.id }}') };
		const route = `/v1/assets/folders/${String(item.id)}`;

		const listed = await app.run(
			folder('getAll', { limit: 4, filters: { parentFolderId: located(3) } }),
		);
		expect(listed.routes).toEqual(['GET /v1/assets/folders?parent_folder_id=3&page=1&limit=4']);
		const moved = await app.run(
			folder('update', { ...chosen, updateFields: { parentFolderId: located('root') } }),
			[item],
		);
		expect(moved.routes).toEqual([`PUT ${route}`]);
		expect(moved.requests[0]?.body).toEqual({ parent_folder_id: null });
		const fetched = await app.run(folder('get', chosen), [item]);
		expect(fetched.json[0]).toMatchObject({ name: 'Banner', parent_folder_id: null });
		const deleted = await app.run(folder('delete', chosen), [item]);
		expect(deleted.routes).toEqual([`DELETE ${route}`]);
	});

	it('is not updated without a change or with an empty name', async () => {
		const chosen = { folderId: located(3) };
		const none = await app.run(folder('update', chosen));
		expect(none.error?.message).toMatch(/nothing to change/);
		const empty = await app.run(folder('update', { ...chosen, updateFields: { name: '' } }));
		expect(empty.error?.message).toMatch(/^Name: must not be empty/);
		expect([...none.requests, ...empty.requests]).toEqual([]);
	});
});
