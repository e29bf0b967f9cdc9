import { requiresChange } from '../../shared/schema/requestChecks';
import { resourceLocator } from '../../shared/schema/fieldBuilders';
import { deleted, done, item, list, pages } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { listFilters, name, parentFolderId } from '../fields/designStudio';
import { designStudioFolder as folders, MAX_PAGE } from '../../shared/catalog/contentLocators';

const folderId = resourceLocator('id', folders, 'The folder', { parameter: 'folderId' });

/** @see https://docs.customer.io/integrations/api/app/#tag/design-studio */
export const designStudioFolder: Resource = {
	name: 'designStudioFolder',
	displayName: 'Design Studio Folder',
	description: 'Folders for emails and components',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many Design Studio folders',
			description: 'Get a list of folders of Design Studio',
			route: 'GET /v1/design_studio/folders',
			fields: listFilters,
			output: list('folders', { pagination: pages(MAX_PAGE) }),
		}),
		create: operation({
			name: 'Create',
			action: 'Create Design Studio folder',
			description: 'Create a folder in Design Studio',
			route: 'POST /v1/design_studio/folders',
			unordered: true,
			fields: [{ ...name, required: true }, parentFolderId],
			output: item('folder'),
		}),
		get: operation({
			name: 'Get',
			action: 'Get Design Studio folder',
			description: 'Get a folder of Design Studio',
			route: 'GET /v1/design_studio/folders/{id}',
			fields: [folderId],
			output: item('folder'),
		}),
		update: operation({
			name: 'Update',
			action: 'Update Design Studio folder',
			description: 'Rename or move a folder of Design Studio',
			route: 'PUT /v1/design_studio/folders/{id}',
			fields: [folderId, name, parentFolderId],
			checks: [requiresChange],
			output: done,
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete Design Studio folder',
			description: 'Delete a folder of Design Studio',
			route: 'DELETE /v1/design_studio/folders/{id}',
			fields: [folderId],
			output: deleted,
		}),
	},
};
