import type { Field } from './fields';
import type { Operation } from './operation';
import {
	additionalBody,
	additionalQuery,
	maxWait,
	requestsPerSecond,
	timeout,
} from './standardFields';

/** The fields of an operation's "Options" collection. */
export function requestOptionFields(operation: Operation): Field[] {
	return [...(operation.options ?? bodyAndQuery(operation)), maxWait, requestsPerSecond, timeout];
}

function bodyAndQuery(operation: Operation): Field[] {
	if (operation.customRoute === true) return [];
	return takesBodyFields(operation) ? [additionalBody, additionalQuery] : [additionalQuery];
}

function takesBodyFields({ route, fields }: Operation): boolean {
	if (route.startsWith('GET ') || route.startsWith('DELETE ')) return false;
	return !fields.some((field) => field.type === 'json' && field.wholeBody === true);
}
