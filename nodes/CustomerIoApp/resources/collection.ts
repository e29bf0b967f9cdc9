import { utf8Bytes } from '../../shared/utils/bytes';
import { requiresChange } from '../../shared/schema/requestChecks';
import { variant, json, resourceLocator, string } from '../../shared/schema/fieldBuilders';
import { deleted, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import type { Json } from '../../shared/utils/json';
import { collection as collections } from '../../shared/catalog/contentLocators';

const MAX_BYTES = 10_000_000;
const MAX_ROW_BYTES = 10_000;

const collectionId = resourceLocator('collection_id', collections, 'The collection');

const name = string('name', 'Name of the collection, as Liquid uses it', {
	identifies: true,
	placeholder: 'events',
});

const rowRules = { required: true, maxBytes: MAX_BYTES, check: tooLargeRow } as const;

const rowsHelp = 'Array of rows as JSON: [{"name": "Summer"}]. At most 10 MB, and 10 KB a row.';

const fromRows = {
	name: 'JSON Rows',
	description: 'Give the rows in this node',
	fields: [json('data', rowsHelp, 'array', { ...rowRules, displayName: 'Rows (JSON)' })],
};

const fromUrl = {
	name: 'URL',
	description: 'Let Customer.io fetch a CSV or JSON file',
	fields: [
		string('url', 'Address of a CSV or JSON file', {
			required: true,
			format: 'url',
			placeholder: 'https://example.com/events.csv',
		}),
	],
};

/** @see https://docs.customer.io/integrations/api/app/#tag/collections */
export const collection: Resource = {
	name: 'collection',
	displayName: 'Collection',
	description: 'Tables of data that messages use',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many collections',
			description: 'Get a list of collections',
			route: 'GET /v1/collections',
			output: list('collections'),
		}),
		create: operation({
			name: 'Create',
			action: 'Create collection',
			description: 'Create a collection from rows or a file',
			route: 'POST /v1/collections',
			unordered: true,
			fields: [
				{ ...name, required: true },
				variant('data_source', 'Where the rows come from', { rows: fromRows, url: fromUrl }),
			],
			output: item('collection'),
		}),
		get: operation({
			name: 'Get',
			action: 'Get collection',
			description: 'Get name, size and columns of a collection',
			route: 'GET /v1/collections/{collection_id}',
			fields: [collectionId],
			output: item('collection'),
		}),
		update: operation({
			name: 'Update',
			action: 'Update collection',
			description: 'Rename a collection or replace all of its rows',
			route: 'PUT /v1/collections/{collection_id}',
			fields: [
				collectionId,
				name,
				variant(
					'data_source',
					'Where the new rows come from',
					{
						keep: { name: 'None', description: 'Keep the rows as they are', fields: [] },
						rows: fromRows,
						url: fromUrl,
					},
					{ displayName: 'New Rows', parameter: 'newRows' },
				),
			],
			checks: [requiresChange],
			output: item('collection'),
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete collection',
			description: 'Delete a collection that no campaign uses',
			route: 'DELETE /v1/collections/{collection_id}',
			fields: [collectionId],
			output: deleted,
		}),
		getContent: operation({
			name: 'Get Rows',
			action: 'Get rows of collection',
			description: 'Get the rows of a collection',
			route: 'GET /v1/collections/{collection_id}/content',
			fields: [collectionId],
			output: { kind: 'list' },
		}),
		updateContent: operation({
			name: 'Update Rows',
			action: 'Update rows of collection',
			description: 'Replace all rows of a collection. Include the rows to keep.',
			route: 'PUT /v1/collections/{collection_id}/content',
			fields: [
				collectionId,
				json('rows', rowsHelp, 'array', {
					...rowRules,
					displayName: 'Rows (JSON)',
					wholeBody: true,
				}),
			],
			output: item('collection'),
		}),
	},
};

function tooLargeRow(value: Json): string | undefined {
	if (!Array.isArray(value)) return undefined;
	for (const [index, row] of value.entries()) {
		const bytes = utf8Bytes(JSON.stringify(row));
		if (bytes > MAX_ROW_BYTES) {
			return `must have at most ${MAX_ROW_BYTES} bytes a row, but row ${index + 1} has ${bytes}`;
		}
	}
	return undefined;
}
