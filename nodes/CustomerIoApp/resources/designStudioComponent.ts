import { requiresChange } from '../../shared/schema/requestChecks';
import { resourceLocator, string } from '../../shared/schema/fieldBuilders';
import { deleted, done, item, list, pages } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { listFilters, name, parentFolderId } from '../fields/designStudio';
import {
	designStudioComponent as components,
	MAX_PAGE,
} from '../../shared/catalog/contentLocators';

const componentId = resourceLocator('id', components, 'The component', {
	parameter: 'componentId',
});

const tag = string(
	'tag',
	'Name of the tag that stands for the component, unique in the workspace',
	{
		placeholder: 'x-footer',
	},
);

const content = string('content', 'Content of the component as HTML', { rows: 4 });

/** @see https://docs.customer.io/integrations/api/app/#tag/design-studio */
export const designStudioComponent: Resource = {
	name: 'designStudioComponent',
	displayName: 'Design Studio Component',
	description: 'Pieces of content that emails share',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many Design Studio components',
			description: 'Get a list of components of Design Studio',
			route: 'GET /v1/design_studio/components',
			fields: [...listFilters, string('tag', 'Only the component of this tag')],
			output: list('components', { pagination: pages(MAX_PAGE) }),
		}),
		create: operation({
			name: 'Create',
			action: 'Create Design Studio component',
			description: 'Create a component in Design Studio',
			route: 'POST /v1/design_studio/components',
			unordered: true,
			fields: [{ ...name, required: true }, { ...tag, required: true }, content, parentFolderId],
			output: item('component'),
		}),
		get: operation({
			name: 'Get',
			action: 'Get Design Studio component',
			description: 'Get a component of Design Studio',
			route: 'GET /v1/design_studio/components/{id}',
			fields: [componentId],
			output: item('component'),
		}),
		update: operation({
			name: 'Update',
			action: 'Update Design Studio component',
			description: 'Change, rename or move a component of Design Studio',
			route: 'PUT /v1/design_studio/components/{id}',
			fields: [componentId, name, tag, content, parentFolderId],
			checks: [requiresChange],
			output: done,
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete Design Studio component',
			description: 'Delete a component of Design Studio',
			route: 'DELETE /v1/design_studio/components/{id}',
			fields: [componentId],
			output: deleted,
		}),
	},
};
