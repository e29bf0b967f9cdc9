import type { Resource } from '../../shared/schema/operation';
import { entity } from '../fields/entity';
import { object } from '../fields/object';
import { person } from '../fields/person';
import {
	objectsToAdd,
	objectsToRemove,
	peopleToAdd,
	peopleToRemove,
} from '../fields/relationships';

/** @see https://docs.customer.io/journeys/relationships/ */
export const relationship: Resource = {
	name: 'relationship',
	displayName: 'Relationship',
	description: 'A person and the object that they belong to',
	operations: {
		addToPerson: entity('person', 'add_relationships', {
			name: 'Add to Person',
			action: 'Add relationships to person',
			description: 'Relate a person to objects',
			fields: [person(), objectsToAdd],
		}),
		removeFromPerson: entity('person', 'delete_relationships', {
			name: 'Remove From Person',
			action: 'Remove relationships from person',
			description: 'Remove relationships of a person to objects. Person and objects stay.',
			fields: [person(), objectsToRemove],
		}),
		addToObject: entity('object', 'add_relationships', {
			name: 'Add to Object',
			action: 'Add relationships to object',
			description: 'Relate an object to people',
			fields: [...object, peopleToAdd],
		}),
		removeFromObject: entity('object', 'delete_relationships', {
			name: 'Remove From Object',
			action: 'Remove relationships from object',
			description: 'Remove relationships of an object to people. Object and people stay.',
			fields: [...object, peopleToRemove],
		}),
	},
};
