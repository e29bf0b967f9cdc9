import { requiresChange } from '../../shared/schema/requestChecks';
import { resourceLocator, string } from '../../shared/schema/fieldBuilders';
import { deleted, done, item, list, pages } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { assetFilters, assetParent } from '../fields/assets';
import { assetFolder as folders, MAX_PAGE } from '../../shared/catalog/contentLocators';

const folderId = resourceLocator('id', folders, 'The folder', { parameter: 'folderId' });

const name = string('name', 'Name of the folder, unique where it is', {
	check: (value) => (value === '' ? 'must not be empty' : undefined),
});

/** @see https://docs.customer.io/integrations/api/app/#tag/assets-api */
export const assetFolder: Resource = {
	name: 'assetFolder',
	displayName: 'Asset Folder',
	description: 'Folders for images and PDF files',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many asset folders',
			description: 'Get a list of asset folders',
			route: 'GET /v1/assets/folders',
			fields: assetFilters,
			output: list('folders', { pagination: pages(MAX_PAGE) }),
		}),
		create: operation({
			name: 'Create',
			action: 'Create asset folder',
			description: 'Create an asset folder',
			route: 'POST /v1/assets/folders',
			unordered: true,
			fields: [{ ...name, required: true }, assetParent],
			output: item('folder'),
		}),
		get: operation({
			name: 'Get',
			action: 'Get asset folder',
			description: 'Get an asset folder',
			route: 'GET /v1/assets/folders/{id}',
			fields: [folderId],
			output: item('folder'),
		}),
		update: operation({
			name: 'Update',
			action: 'Update asset folder',
			description: 'Rename or move an asset folder',
			route: 'PUT /v1/assets/folders/{id}',
			fields: [folderId, name, assetParent],
			checks: [requiresChange],
			output: done,
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete asset folder',
			description: 'Delete an empty asset folder',
			route: 'DELETE /v1/assets/folders/{id}',
			fields: [folderId],
			output: deleted,
		}),
	},
};
