import { objectType } from '../../shared/catalog/contentLocators';
import { byCioObjectId, byObjectId } from '../../shared/catalog/identifierModes';
import { identifier, resourceLocator } from '../../shared/schema/fieldBuilders';

/** Type and ID of the object that a call is about. */
export const object = [
	resourceLocator(
		'object_type_id',
		objectType,
		'The type of the object. The Customer.io ID of an object needs none.',
		{ bodyPath: 'identifiers', topLevel: true, asText: true },
	),
	identifier(
		'identifiers',
		'The object. With its ID it is created if it does not exist, with its Customer.io ID it is only updated.',
		[byObjectId, byCioObjectId],
		{ displayName: 'Object', parameter: 'object', required: true },
	),
] as const;
