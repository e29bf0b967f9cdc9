import { constant, keyValue } from '../../shared/schema/fieldBuilders';
import type { Resource } from '../../shared/schema/operation';
import { OBJECT_DELETED } from '../fields/callTypes';
import { call } from '../fields/common';
import { groupId, objectId, objectTypeInProperties, objectTypeInTraits } from '../fields/identity';

/** @see https://docs.customer.io/journeys/objects/ */
export const object: Resource = {
	name: 'object',
	displayName: 'Object',
	description: 'A company, an account, a course or whatever else people relate to',
	operations: {
		upsert: call({
			name: 'Create or Update',
			action: 'Create or update object',
			description:
				'Create a new object, or update the current one if it already exists (upsert). Relationship > Create or Update relates a person to it at the same time.',
			route: 'POST /v1/group',
			fields: [
				groupId,
				objectTypeInTraits,
				keyValue('traits', 'Attributes of the object to set. Others stay as they are.', {
					topLevel: true,
					allInputFields: true,
				}),
			],
		}),
		delete: call({
			name: 'Delete',
			action: 'Delete object',
			description: 'Delete an object and its relationships; its people stay',
			route: 'POST /v1/track',
			fields: [
				constant('event', OBJECT_DELETED),
				// The API requires a person and ignores it.
				constant('anonymousId', 'value-not-used'),
				objectId,
				objectTypeInProperties,
			],
		}),
	},
};
