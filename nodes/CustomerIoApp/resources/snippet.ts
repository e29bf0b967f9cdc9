import { resourceLocator, string } from '../../shared/schema/fieldBuilders';
import { deleted, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { snippet as snippets } from '../../shared/catalog/messagingLocators';

const content = [
	string('name', 'Name of the snippet, unique in the workspace', {
		identifies: true,
		required: true,
		placeholder: 'footer',
	}),
	string('value', 'Content of the snippet; may contain Liquid', { required: true, rows: 4 }),
] as const;

/** @see https://docs.customer.io/integrations/api/app/#tag/snippets */
export const snippet: Resource = {
	name: 'snippet',
	displayName: 'Snippet',
	description: 'Pieces of content that messages share',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many snippets',
			description: 'Get a list of snippets',
			route: 'GET /v1/snippets',
			output: list('snippets'),
		}),
		create: operation({
			name: 'Create',
			action: 'Create snippet',
			description: 'Create a snippet',
			route: 'POST /v1/snippets',
			unordered: true,
			fields: content,
			output: item('snippet'),
		}),
		upsert: operation({
			name: 'Create or Update',
			action: 'Create or update snippet',
			description: 'Create a new snippet, or update the current one if it already exists (upsert)',
			route: 'PUT /v1/snippets',
			entityKey: 'name',
			fields: content,
			output: item('snippet'),
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete snippet',
			description: 'Delete a snippet that no message uses',
			route: 'DELETE /v1/snippets/{snippet_name}',
			fields: [resourceLocator('snippet_name', snippets, 'The snippet')],
			output: deleted,
		}),
	},
};
