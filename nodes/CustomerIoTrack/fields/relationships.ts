import { json, keyValue, objectList, string } from '../../shared/schema/fieldBuilders';
import type { Field } from '../../shared/schema/fields';
import { object } from './object';
import { personWithoutPhone } from './person';

const relationshipAttributes = keyValue(
	'relationship_attributes',
	'Attributes of the relationship itself, such as a role. An empty text removes one.',
);

const relatedPerson = {
	...personWithoutPhone('identifiers', 'Person', 'The person'),
	parameter: 'person',
};

/** @param more fields of each entry */
function relationships(entryName: string, description: string, fields: readonly Field[]) {
	return objectList('cio_relationships', entryName, description, fields, {
		displayName: entryName === 'Person' ? 'People' : `${entryName}s`,
		parameter: 'relationships',
	});
}

export const objectsToAdd = relationships('Object', 'Objects that the person belongs to', [
	...object,
	relationshipAttributes,
]);

export const objectsToRemove = relationships(
	'Object',
	'Objects that the person no longer belongs to',
	object,
);

export const peopleToAdd = relationships('Person', 'People who belong to the object', [
	relatedPerson,
	relationshipAttributes,
]);

export const peopleToRemove = relationships('Person', 'People who no longer belong to the object', [
	relatedPerson,
]);

export const anonymousPeople = relationships(
	'Anonymous Person',
	'People who belong to the object and are not identified yet',
	[
		string('anonymous_id', 'ID of an anonymous person, such as the value of a cookie', {
			bodyPath: 'identifiers',
			displayName: 'Anonymous ID',
			required: true,
			identifies: true,
		}),
		relationshipAttributes,
	],
);

/** Relationships that are added together with a person or an object. */
export const relationshipsAsJson = (example: string) =>
	json('cio_relationships', `Relationships to add, such as ${example}`, 'array', {
		displayName: 'Relationships (JSON)',
		parameter: 'relationshipsJson',
	});
