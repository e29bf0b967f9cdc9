import { valueAt } from '../../shared/utils/json';
import type { Json, JsonObject } from '../../shared/utils/json';
import type { CallType } from '../fields/callTypes';
import { commands } from '../resources/commands';

/** The identifiers that a call needs: all of one of these sets. */
const REQUIRED_IDENTIFIERS: { readonly [type in CallType]: ReadonlyArray<readonly string[]> } = {
	alias: [['userId', 'previousId']],
	group: [['groupId']],
	identify: [['userId'], ['anonymousId'], ['traits.email']],
	page: [['userId'], ['anonymousId']],
	screen: [['userId'], ['anonymousId']],
	track: [['userId'], ['anonymousId'], ['groupId']],
};

/** What a call lacks that says what it is about. Nothing else checks calls that are written as JSON. */
export function identityProblem(type: CallType, call: JsonObject): string | undefined {
	if (type === 'track') {
		if (isEmpty(call.event)) return 'needs an event name (event)';
		// Each command names people and objects in other properties.
		if (commands.has(String(call.event))) return undefined;
	}
	const sets = REQUIRED_IDENTIFIERS[type];
	if (sets.some((set) => set.every((path) => !isEmpty(valueAt(call, path))))) return undefined;
	return `needs ${sets.map((set) => set.join(' and ')).join(' or ')}, to say whom the ${type} call is about`;
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || String(value as Json).trim() === '';
}
