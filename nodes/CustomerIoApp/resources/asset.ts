import { requiresChange } from '../../shared/schema/requestChecks';
import { resourceLocator, string } from '../../shared/schema/fieldBuilders';
import { deleted, done, item, list, pages } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { assetFilters, assetParent } from '../fields/assets';
import { asset as assets, assetFolder, MAX_PAGE } from '../../shared/catalog/contentLocators';

const MAX_BYTES = 2 * 1024 * 1024;

const MIME_TYPES = [
	'image/bmp',
	'image/gif',
	'image/jpeg',
	'image/jpg',
	'image/png',
	'application/pdf',
];

const assetId = resourceLocator('id', assets, 'The asset', { parameter: 'assetId' });

const file = string(
	'file',
	'Name of the input field that holds the file: an image of at most 4096 × 4096 pixels, or a PDF. 2 MB at most.',
	{
		displayName: 'Input Binary Field',
		parameter: 'binaryPropertyName',
		default: 'data',
		required: true,
		in: 'none',
	},
);

/** @see https://docs.customer.io/integrations/api/app/#tag/assets-api */
export const asset: Resource = {
	name: 'asset',
	displayName: 'Asset',
	description: 'Images and PDF files for messages',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many assets',
			description: 'Get a list of assets',
			route: 'GET /v1/assets',
			fields: assetFilters,
			output: list('assets', { pagination: pages(MAX_PAGE) }),
		}),
		upload: operation({
			name: 'Upload',
			action: 'Upload asset',
			description: 'Upload an image or a PDF',
			route: 'POST /v1/assets/files',
			unordered: true,
			fields: [
				file,
				string('name', 'Name in Customer.io. Overrides the name of the file.'),
				resourceLocator('parent_folder_id', assetFolder, 'The folder to put it into', {
					displayName: 'Folder',
				}),
			],
			upload: { field: file, maxBytes: MAX_BYTES, mimeTypes: MIME_TYPES },
			output: item('asset'),
		}),
		get: operation({
			name: 'Get',
			action: 'Get asset',
			description: 'Get an asset',
			route: 'GET /v1/assets/files/{id}',
			fields: [assetId],
			output: item('asset'),
		}),
		update: operation({
			name: 'Update',
			action: 'Update asset',
			description: 'Rename or move an asset',
			route: 'PUT /v1/assets/files/{id}',
			fields: [assetId, string('name', 'New name'), assetParent],
			checks: [requiresChange],
			output: done,
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete asset',
			description: 'Delete an asset',
			route: 'DELETE /v1/assets/files/{id}',
			fields: [assetId],
			output: deleted,
		}),
	},
};
