import type { INodeProperties } from 'n8n-workflow';

import { describeEntry } from '../fieldTypes';
import type { Operation } from '../schema/operation';
import { requestOptionFields } from '../schema/requestOptionFields';
import { sortedByName } from '../utils/casing';

/**
 * The "Options" collection of an operation.
 *
 * @param more entries besides those that every operation has
 */
export function describeRequestOptions(
	operation: Operation,
	more: readonly INodeProperties[],
): INodeProperties {
	const entries = requestOptionFields(operation).flatMap(describeEntry);
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: sortedByName([...entries, ...more]),
	};
}
