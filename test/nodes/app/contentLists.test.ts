import { sampleCredentials } from '../../../tools/engine/sampleCredentials.ts';
import { listSearch, loadOptions } from '../../../tools/engine/harness.ts';
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';

const NODE = 'n8n-nodes-customerio.customerIoApp';
const EMAIL = '1a0cbb4e-09d3-402e-949e-f6732f021650';

let sandbox: Sandbox;
const credentials = (apiKey = sandbox.appKey) => ({
	customerIoAppApi: { ...sampleCredentials(sandbox).customerIoAppApi, apiKey },
});
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false });
});
afterAll(async () => await sandbox.stop());
beforeEach(() => sandbox.reset());

const search = async (method: string, more: object = {}) =>
	await listSearch(NODE, method, { credentials: credentials(), ...more });

const emailId = { __rl: true, mode: 'id', value: EMAIL };
const inNode = (resource: string) => ({ parameters: { resource, operation: 'get', emailId } });

describe.each<[method: string, path: string, more: object]>([
	['searchObjectTypes', '/v1/object_types', {}],
	['searchCollections', '/v1/collections', {}],
	['searchExports', '/v1/exports', {}],
	['searchDesignStudioFolders', '/v1/design_studio/folders', {}],
	['searchDesignStudioFoldersAndRoot', '/v1/design_studio/folders', {}],
	['searchDesignStudioComponents', '/v1/design_studio/components', {}],
	['searchDesignStudioEmails', '/v1/design_studio/emails', {}],
	[
		'searchDesignStudioLanguages',
		`/v1/design_studio/emails/${EMAIL}/languages`,
		inNode('designStudioEmailTranslation'),
	],
	[
		'searchDesignStudioVersions',
		`/v1/design_studio/emails/${EMAIL}/versions`,
		inNode('designStudioEmailVersion'),
	],
	['searchInboxPreviews', '/v1/design_studio/inbox_previews/jobs', {}],
	['searchInboxPreviewClients', '/v1/design_studio/inbox_previews/clients', {}],
	['searchAssets', '/v1/assets', {}],
	['searchAssetFolders', '/v1/assets/folders', {}],
	['searchAssetFoldersAndRoot', '/v1/assets/folders', {}],
	['searchSenderIdentitiesAndNone', '/v1/sender_identities', {}],
])('%s', (method, path, more) => {
	it('lists names and IDs', async () => {
		const { results } = await search(method, more);
		expect(sandbox.requests[0]?.path).toBe(path);
		if (method !== 'searchExports') expect(results.length).toBeGreaterThan(0);
		for (const { name, value } of results) {
			expect(name).not.toMatch(/undefined|\[object/);
			expect(['string', 'number']).toContain(typeof value);
		}
	});

	it('finds nothing for an unknown text, and reports a rejected key', async () => {
		expect((await search(method, { ...more, filter: 'zzz-nowhere' })).results).toEqual([]);
		await expect(search(method, { ...more, credentials: credentials('wrong') })).rejects.toThrow(
			/rejected the API key/,
		);
	});
});

it('offers "no folder" first, on the first page only, and by its name', async () => {
	sandbox.state.stored.designStudioFolder = Array.from({ length: 10_001 }, (_, n) => ({
		id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
		name: `Folder ${n}`,
	}));
	const first = await search('searchDesignStudioFoldersAndRoot');
	expect(first.results[0]).toEqual({ name: '(No Folder)', value: 'root' });
	expect(first.results).toHaveLength(10_001);
	const second = await search('searchDesignStudioFoldersAndRoot', {
		paginationToken: first.paginationToken,
	});
	expect(second.results).toEqual([
		{ name: 'Folder 10000', value: '00000000-0000-4000-8000-000000010000' },
	]);
	expect(second.paginationToken).toBeUndefined();
	const result = await search('searchDesignStudioFoldersAndRoot', { filter: 'no fold' });
	expect(result.results).toEqual([{ name: '(No Folder)', value: 'root' }]);
});

it('asks for the email before its languages', async () => {
	await expect(search('searchDesignStudioLanguages')).rejects.toThrow(
		/Select "Design Studio Email" first/,
	);
});

describe('the list of inbox previews', () => {
	const offered = async (parameters: object) => {
		const { results } = await search('searchInboxPreviews', { parameters });
		return { results, query: sandbox.requests.at(-1)?.rawQuery ?? '' };
	};
	const get = { resource: 'designStudioInboxPreview', operation: 'get' };

	it('has those of the chosen email: the others cannot be fetched with it', async () => {
		const ofEmail = await offered({ ...get, emailId });
		expect(ofEmail.query).toContain(`node_id=${EMAIL}`);
		expect(ofEmail.results.length).toBeGreaterThan(0);
		const otherEmail = { ...emailId, value: '00000000-0000-4000-8000-000000000000' };
		expect((await offered({ ...get, emailId: otherEmail })).results).toEqual([]);
	});

	it.each([
		['chosen', { ...emailId, value: '' }],
		['known before the run', { ...emailId, value: '={{ $json.id }}' }],
	])('has all of them while no email is %s', async (_, before) => {
		const allPreviews = await offered({ ...get, emailId: before });
		expect(allPreviews.query).not.toContain('node_id');
		expect(allPreviews.results.length).toBeGreaterThan(0);
	});
});

it('lists the clients of previews, of which several can be chosen', async () => {
	const options = await loadOptions(NODE, 'searchInboxPreviewClients', {
		credentials: credentials(),
	});
	expect(options[0]).toEqual({
		name: expect.stringContaining('Gmail App Pixel 6'),
		value: 'android12_gmailapp_pixel6_dm',
	});
});
