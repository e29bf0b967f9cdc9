import { boolean, resourceLocator } from '../../shared/schema/fieldBuilders';
import { assetFolder, assetFolderOrRoot } from '../../shared/catalog/contentLocators';

export const assetParent = resourceLocator(
	'parent_folder_id',
	assetFolderOrRoot,
	'Where to put it. "(No Folder)" is the top level.',
	{ displayName: 'Folder' },
);

/** Filters of the lists of assets and their folders. */
export const assetFilters = [
	resourceLocator('parent_folder_id', assetFolder, 'Only items in this folder', {
		displayName: 'Folder',
	}),
	boolean('direct_descendants_only', 'Whether to exclude items in subfolders', {
		default: true,
	}),
] as const;
