import { valueAt, type JsonObject } from '../../shared/utils/json';
import { OBJECT_DELETED } from '../fields/callTypes';

/** Where the identifiers are in a call, by their names in an output item. */
const IDENTIFIERS: ReadonlyArray<readonly [name: string, path: string]> = [
	['userId', 'userId'],
	['anonymousId', 'anonymousId'],
	['previousId', 'previousId'],
	['email', 'traits.email'],
	['groupId', 'groupId'],
	['objectTypeId', 'objectTypeId'],
	['objectId', 'properties.objectId'],
];

/** The identifiers of the person or object that a call is about. */
export function subjectOf(call: JsonObject): JsonObject {
	const subject: JsonObject = {};
	for (const [name, path] of IDENTIFIERS) {
		const value = valueAt(call, path);
		if (typeof value === 'string' && value !== '') subject[name] = value;
	}
	// It is the same in all such calls, and identifies nobody.
	if (call.event === OBJECT_DELETED) delete subject.anonymousId;
	return subject;
}
