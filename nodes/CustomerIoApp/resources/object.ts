import { filter, identifier, resourceLocator } from '../../shared/schema/fieldBuilders';
import { cursor, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { objectType } from '../../shared/catalog/contentLocators';
import { byCioObjectId, byObjectId } from '../../shared/catalog/identifierModes';

const objectTypeId = resourceLocator('object_type_id', objectType, 'The type of the object');

const objectId = identifier('object_id', 'The object', [byObjectId, byCioObjectId], {
	displayName: 'Object',
	typeParameter: { name: 'id_type', default: 'object_id' },
});

/** @see https://docs.customer.io/integrations/api/app/#tag/objects */
export const object: Resource = {
	name: 'object',
	displayName: 'Object',
	description: 'Things that people are related to, such as companies or courses',
	operations: {
		getTypes: operation({
			name: 'Get Types',
			action: 'Get object types',
			description: 'Get the types of objects of the workspace',
			route: 'GET /v1/object_types',
			output: list('types'),
		}),
		search: operation({
			name: 'Search',
			action: 'Search objects',
			description: 'Find objects of one type by their attributes',
			route: 'POST /v1/objects',
			safe: true,
			fields: [
				{ ...objectTypeId, required: true, asText: true },
				filter('filter', 'Conditions that objects must meet', { dialect: 'object' }),
			],
			output: list('identifiers', { pagination: cursor(), deduplicate: true }),
		}),
		getAttributes: operation({
			name: 'Get Attributes',
			action: 'Get attributes of object',
			description: 'Get the attributes of an object',
			route: 'GET /v1/objects/{object_type_id}/{object_id}/attributes',
			fields: [objectTypeId, objectId],
			output: item('object'),
		}),
		getRelationships: operation({
			name: 'Get Relationships',
			action: 'Get relationships of object',
			description: 'Get the people who are related to an object',
			route: 'GET /v1/objects/{object_type_id}/{object_id}/relationships',
			fields: [objectTypeId, objectId],
			output: list('cio_relationships', { pagination: cursor(), deduplicate: true }),
		}),
	},
};
