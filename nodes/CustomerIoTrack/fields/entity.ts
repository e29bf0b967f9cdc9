import { boolean, constant } from '../../shared/schema/fieldBuilders';
import type { Field } from '../../shared/schema/fields';
import type { Operation } from '../../shared/schema/operation';
import { done } from '../../shared/schema/output';
import { additionalBody } from '../../shared/schema/standardFields';

export const includeInputFields = boolean(
	'include_input_fields',
	'Whether to give the fields and files of the input item too, with the result added to them',
	{ default: true },
);

/** The actions of API version 2, by the type of what they are about. */
export const ENTITY_ACTIONS = {
	person: [
		'identify',
		'delete',
		'event',
		'screen',
		'page',
		'add_relationships',
		'delete_relationships',
		'add_device',
		'delete_device',
		'merge',
		'suppress',
		'unsuppress',
	],
	object: ['identify', 'identify_anonymous', 'delete', 'add_relationships', 'delete_relationships'],
	delivery: ['event'],
} as const;

export type EntityType = keyof typeof ENTITY_ACTIONS;

type EntityOperation = Pick<Operation, 'name' | 'action' | 'description'> & {
	readonly fields: readonly Field[];
};

/**
 * An operation that makes one call of API version 2. Calls of many items are sent in one request.
 *
 * @see https://docs.customer.io/integrations/api/track/#operation/entity
 */
export function entity<T extends EntityType>(
	type: T,
	action: (typeof ENTITY_ACTIONS)[T][number],
	operation: EntityOperation,
): Operation {
	return {
		...operation,
		route: 'POST /api/v2/entity',
		fields: [constant('type', type), constant('action', action), ...operation.fields],
		options: [additionalBody, includeInputFields],
		output: done,
	};
}
