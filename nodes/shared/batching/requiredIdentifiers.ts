import { valueAt } from '../response/toItems';
import type { Json, JsonObject } from '../utils/json';
import type { CallType } from '../../CustomerIoPipelines/fields/callTypes';
import { commands } from '../../CustomerIoPipelines/resources/commands';

/** Whom a call must name: all of one of these sets. */
const IDENTITIES: { readonly [type in CallType]: ReadonlyArray<readonly string[]> } = {
	alias: [['userId', 'previousId']],
	group: [['groupId']],
	identify: [['userId'], ['anonymousId'], ['traits.email']],
	page: [['userId'], ['anonymousId']],
	screen: [['userId'], ['anonymousId']],
	track: [['userId'], ['anonymousId'], ['groupId']],
};

/** What a call lacks that says whom or what it is about; calls written as JSON are checked by nothing else. */
export function identityProblem(type: CallType, call: JsonObject): string | undefined {
	if (type === 'track') {
		if (isEmpty(call.event)) return 'needs an event name (event)';
		// Commands name people and things in their own ways.
		if (commands.has(String(call.event))) return undefined;
	}
	const sets = IDENTITIES[type];
	if (sets.some((set) => set.every((path) => !isEmpty(valueAt(call, path))))) return undefined;
	return `needs ${sets.map((set) => set.join(' and ')).join(' or ')}, to say whom the ${type} call is about`;
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || String(value as Json).trim() === '';
}
