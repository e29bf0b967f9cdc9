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
	resourceLocator('parent_folder_id', assetFolder, 'Only what is in this folder', {
		displayName: 'Folder',
	}),
	boolean('direct_descendants_only', 'Whether to leave out what is in folders of the folder', {
		default: true,
	}),
] as const;
