import { keyValue } from '../../shared/schema/fieldBuilders';
import type { Resource } from '../../shared/schema/operation';
import { entity } from '../fields/entity';
import { object as identifiers } from '../fields/object';
import { anonymousPeople, relationshipsAsJson } from '../fields/relationships';

const attributes = keyValue(
	'attributes',
	'Attributes of the object to set. Others stay as they are, and an empty text removes one.',
	{ topLevel: true, allInputFields: true },
);

/** @see https://docs.customer.io/journeys/objects/ */
export const object: Resource = {
	name: 'object',
	displayName: 'Object',
	description: 'A company, an account, a course or whatever else people belong to',
	operations: {
		upsert: entity('object', 'identify', {
			name: 'Create or Update',
			action: 'Create or update object',
			description: 'Create a new object, or update the current one if it already exists (upsert)',
			fields: [
				...identifiers,
				attributes,
				relationshipsAsJson('[{ "identifiers": { "email": "ada@example.com" } }]'),
			],
		}),
		upsertAnonymous: entity('object', 'identify_anonymous', {
			name: 'Create or Update With Anonymous People',
			action: 'Create or update object with anonymous people',
			description:
				'Create or update an object, and relate people to it who are not identified yet. The relationship becomes that of the person who is identified with the same anonymous ID.',
			fields: [...identifiers, anonymousPeople, attributes],
		}),
		delete: entity('object', 'delete', {
			name: 'Delete',
			action: 'Delete object',
			description:
				'Delete an object and its relationships, which cannot be undone. Its people stay.',
			fields: identifiers,
		}),
	},
};
