import { atLeastOneOf } from '../../shared/schema/requestChecks';
import { constant, keyValue } from '../../shared/schema/fieldBuilders';
import type { Resource } from '../../shared/schema/operation';
import { call } from '../fields/common';
import {
	anonymousId,
	groupId,
	objectId,
	objectTypeInProperties,
	objectTypeInTraits,
	requiredUserId,
	userId,
} from '../fields/identity';

/** @see https://docs.customer.io/journeys/relationships/ */
export const relationship: Resource = {
	name: 'relationship',
	displayName: 'Relationship',
	description: 'A person and the object that they belong to',
	operations: {
		upsert: call({
			name: 'Create or Update',
			action: 'Create or update relationship',
			description:
				'Create a new relationship of a person and an object, or update the current one if it already exists (upsert). Creates the object as well.',
			route: 'POST /v1/group',
			checks: [atLeastOneOf(userId, anonymousId)],
			fields: [
				userId,
				anonymousId,
				groupId,
				objectTypeInTraits,
				keyValue(
					'relationshipAttributes',
					'Attributes of the relationship itself, such as the role of the person. Others stay as they are.',
					{ bodyPath: 'traits', topLevel: true, allInputFields: true },
				),
				keyValue('traits', 'Attributes of the object to set at the same time', {
					displayName: 'Object Traits',
				}),
			],
		}),
		delete: call({
			name: 'Delete',
			action: 'Delete relationship',
			description: 'Remove the relationship of a person and an object; both stay',
			route: 'POST /v1/track',
			fields: [
				constant('event', 'Relationship Deleted'),
				requiredUserId,
				objectId,
				objectTypeInProperties,
			],
		}),
	},
};
