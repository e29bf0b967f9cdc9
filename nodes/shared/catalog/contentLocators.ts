import { cursor, list, pages } from '../schema/output';
import type { Locator } from '../schema/fields';
import { senderIdentity, transactionalMessage } from './messagingLocators';

/** The sender of an email, with the option to remove it. */
export const senderOrNone: Locator = {
	...senderIdentity,
	list: { ...senderIdentity.list, method: 'searchSenderIdentitiesAndNone' },
	none: { name: '(No Sender)', value: 'none' },
};

/** For endpoints that do not take a trigger name. */
export const transactionalMessageById: Locator = { ...transactionalMessage, otherModes: [] };

/** Maximum page size of all lists of Design Studio and of assets. */
export const MAX_PAGE = 10_000;

const byPage = pages(MAX_PAGE);

export const objectType: Locator = {
	label: 'Object Type',
	id: 'integer',
	idPlaceholder: '1',
	list: {
		method: 'searchObjectTypes',
		route: 'GET /v1/object_types',
		output: list('types'),
		value: 'id',
		label: 'name',
	},
};

export const collection: Locator = {
	label: 'Collection',
	id: 'integer',
	idPlaceholder: '1',
	list: {
		method: 'searchCollections',
		route: 'GET /v1/collections',
		output: list('collections'),
		value: 'id',
		label: 'name',
	},
};

export const dataExport: Locator = {
	label: 'Export',
	id: 'integer',
	idPlaceholder: '110',
	list: {
		method: 'searchExports',
		route: 'GET /v1/exports',
		output: list('exports'),
		value: 'id',
		label: 'description',
		detail: 'id',
	},
};

export const designStudioFolder: Locator = {
	label: 'Design Studio Folder',
	id: 'uuid',
	idPlaceholder: '123e4567-e89b-12d3-a456-426614174000',
	list: {
		method: 'searchDesignStudioFolders',
		route: 'GET /v1/design_studio/folders',
		output: list('folders', { pagination: byPage }),
		value: 'id',
		label: 'name',
	},
};

export const designStudioFolderOrRoot = orNoFolder(designStudioFolder);

export const designStudioComponent: Locator = {
	label: 'Design Studio Component',
	id: 'uuid',
	idPlaceholder: '2b0cbb4e-09d3-402e-949e-f6732f021650',
	list: {
		method: 'searchDesignStudioComponents',
		route: 'GET /v1/design_studio/components',
		output: list('components', { pagination: byPage }),
		value: 'id',
		label: 'name',
		detail: 'tag',
	},
};

export const designStudioEmail: Locator = {
	label: 'Design Studio Email',
	id: 'uuid',
	idPlaceholder: '1a0cbb4e-09d3-402e-949e-f6732f021650',
	list: {
		method: 'searchDesignStudioEmails',
		route: 'GET /v1/design_studio/emails',
		output: list('emails', { pagination: byPage }),
		value: 'id',
		label: 'name',
	},
};

export const designStudioLanguage: Locator = {
	label: 'Language',
	id: 'text',
	idName: 'Code',
	idPlaceholder: 'es',
	list: {
		method: 'searchDesignStudioLanguages',
		route: 'GET /v1/design_studio/emails/{email_id}/languages',
		output: list('email_translations'),
		value: 'language',
		label: 'language',
	},
};

export const designStudioVersion: Locator = {
	label: 'Version',
	id: 'uuid',
	idPlaceholder: '8f14e45f-ceea-4c67-9814-b8f0e0e1a6f0',
	list: {
		method: 'searchDesignStudioVersions',
		route: 'GET /v1/design_studio/emails/{email_id}/versions',
		output: list('versions'),
		value: 'id',
		label: 'name',
	},
};

export const inboxPreview: Locator = {
	label: 'Inbox Preview',
	id: 'integer',
	idPlaceholder: '10',
	list: {
		method: 'searchInboxPreviews',
		route: 'GET /v1/design_studio/inbox_previews/jobs',
		output: list('preview_jobs', {
			pagination: cursor({
				parameter: 'cursor',
				next: 'meta.pagination.next_cursor',
				maxSize: 200,
			}),
		}),
		value: 'run_id',
		label: 'name',
		detail: 'run_id',
		within: { parameter: 'emailId', query: 'node_id' },
	},
};

export const inboxPreviewClient: Locator = {
	label: 'Client',
	id: 'text',
	idPlaceholder: 'android12_gmailapp_pixel6_dm',
	list: {
		method: 'searchInboxPreviewClients',
		route: 'GET /v1/design_studio/inbox_previews/clients',
		output: list('clients'),
		value: 'id',
		label: 'client',
		detail: 'os',
	},
};

export const asset: Locator = {
	label: 'Asset',
	id: 'integer',
	idPlaceholder: '12',
	list: {
		method: 'searchAssets',
		route: 'GET /v1/assets',
		output: list('assets', { pagination: byPage }),
		value: 'id',
		label: 'name',
	},
};

export const assetFolder: Locator = {
	label: 'Asset Folder',
	id: 'integer',
	idPlaceholder: '3',
	list: {
		method: 'searchAssetFolders',
		route: 'GET /v1/assets/folders',
		output: list('folders', { pagination: byPage }),
		value: 'id',
		label: 'name',
	},
};

export const assetFolderOrRoot = orNoFolder(assetFolder);

/** A folder, with the option to choose none. */
function orNoFolder(folder: Locator): Locator {
	return {
		...folder,
		list: { ...folder.list, method: `${folder.list.method}AndRoot` },
		none: { name: '(No Folder)', value: 'root' },
	};
}
