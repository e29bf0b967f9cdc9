import type { APIClient } from 'customerio-node';

import { loadSpecs } from '../../tools/sandbox/spec.ts';
import type { Calls } from './calls.ts';

/** The ID that a resource has in the examples of the reference, with which the sandbox starts. */
export function exampleId(resource: string): string {
	const get = loadSpecs()
		.app.resources.find((entry) => entry.resource === resource)
		?.operations.find(({ operation }) => operation === 'get');
	const example = get?.response.example as Record<string, { id: unknown }>;
	return String(example[get?.response.itemKey ?? '']?.id);
}

const start = 1_760_000_000;
const end = start + 86_400;
const studio = {
	directDescendantsOnly: true,
	sortBy: 'name',
	sortOrder: 'asc',
	createdAfter: start,
	createdBefore: end,
	updatedAfter: start,
	updatedBefore: end,
	page: 1,
	limit: 10,
} as const;
const studioContent = {
	subject: 'Hello',
	preheader_text: 'Soon',
	html: '<p>Hello</p>',
	text: 'Hello',
};
const folder = exampleId('designStudioFolder');
const email = exampleId('designStudioEmail');
const component = exampleId('designStudioComponent');
const asset = exampleId('asset');
const assetFolder = exampleId('assetFolder');

/** The methods for Design Studio and assets. */
export const contentCalls = {
	listDesignStudioFolders: [[], [{ ...studio, parentFolderId: folder }]],
	createDesignStudioFolder: [[{ name: 'New' }], [{ name: 'New', parent_folder_id: folder }]],
	getDesignStudioFolder: [[folder]],
	updateDesignStudioFolder: [
		[folder, { name: 'Other' }],
		[folder, { name: 'Other', parent_folder_id: null }],
	],
	deleteDesignStudioFolder: [[folder]],
	listDesignStudioEmails: [
		[],
		[
			{
				...studio,
				parentFolderId: folder,
				isTemplate: 'any',
				hasTranslations: 'true',
				isLinked: 'false',
			},
		],
	],
	createDesignStudioEmail: [
		[{ name: 'New' }],
		[
			{
				name: 'New',
				parent_folder_id: folder,
				is_template: true,
				content: studioContent,
				envelope: { from_id: 1, recipient: '{{customer.email}}', fake_bcc: true },
			},
		],
	],
	getDesignStudioEmail: [[email]],
	updateDesignStudioEmail: [
		[email, { name: 'Other' }],
		[email, { name: 'Other', content: studioContent }],
	],
	deleteDesignStudioEmail: [[email]],
	listDesignStudioEmailLanguages: [[email]],
	createDesignStudioEmailLanguage: [
		[email, { language: 'de' }],
		[email, { language: 'de', content: studioContent }],
	],
	getDesignStudioEmailLanguage: [[email, 'es']],
	updateDesignStudioEmailLanguage: [[email, 'es', { content: studioContent }]],
	deleteDesignStudioEmailLanguage: [[email, 'es']],
	listDesignStudioComponents: [[], [{ ...studio, parentFolderId: folder, tag: 'x-footer' }]],
	createDesignStudioComponent: [
		[{ name: 'New', tag: 'x-new' }],
		[{ name: 'New', tag: 'x-new', parent_folder_id: folder, content: '<p>New</p>' }],
	],
	getDesignStudioComponent: [[component]],
	updateDesignStudioComponent: [
		[component, { name: 'Other' }],
		[component, { name: 'Other', tag: 'x-other', content: '<p>Other</p>' }],
	],
	deleteDesignStudioComponent: [[component]],
	listAssets: [[], [{ parentFolderId: 3, directDescendantsOnly: true, page: 1, limit: 10 }]],
	createAsset: [
		[{ data: 'GIF89a', filename: 'new.gif' }],
		[
			{
				data: Buffer.from('GIF89a'),
				filename: 'new.gif',
				contentType: 'image/gif',
				name: 'other.gif',
				parentFolderId: Number(assetFolder),
			},
		],
	],
	getAsset: [[asset]],
	updateAsset: [
		[asset, { name: 'other.png' }],
		[asset, { name: 'other.png', parent_folder_id: null }],
	],
	deleteAsset: [[asset]],
	listAssetFolders: [[], [{ parentFolderId: 3, directDescendantsOnly: true, page: 1, limit: 10 }]],
	createAssetFolder: [[{ name: 'New' }], [{ name: 'New', parent_folder_id: Number(assetFolder) }]],
	getAssetFolder: [[assetFolder]],
	updateAssetFolder: [[assetFolder, { name: 'Other' }]],
	deleteAssetFolder: [[assetFolder]],
} satisfies Partial<Calls<APIClient>>;
