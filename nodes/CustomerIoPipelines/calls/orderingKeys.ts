import type { OrderingKeys } from '../../shared/batching/orderingKeys';
import { valueAt } from '../../shared/utils/json';
import type { JsonObject } from '../../shared/utils/json';
import { OBJECT_DELETED } from '../fields/callTypes';

/** Where identifiers are in a call, and what they identify. */
const IDENTIFIERS: ReadonlyArray<readonly [path: string, prefix: string]> = [
	['userId', 'person'],
	['traits.email', 'person'],
	['anonymousId', 'anonymous'],
	['groupId', 'object'],
	['properties.objectId', 'object'],
	['context.device.token', 'device'],
];

/** The people and objects that a call is about. */
export function orderingKeysOf(body: JsonObject): OrderingKeys {
	// The anonymous ID of a deletion identifies nobody. It is the same in all, so they would all wait.
	const call = body.event === OBJECT_DELETED ? { ...body, anonymousId: '' } : body;
	const keys: string[] = [];
	for (const [path, prefix] of IDENTIFIERS) {
		const value = valueAt(call, path);
		if (value === undefined || value === null || value === '') continue;
		// Email addresses ignore case. Treating two IDs as one person only costs some concurrency.
		keys.push(`${prefix} ${String(value).trim().toLowerCase()}`);
	}
	return { kind: kindOf(call), keys };
}

function kindOf(call: JsonObject): string | undefined {
	// A merge connects two people.
	if (call.previousId !== undefined) return undefined;
	const userId = String(call.userId ?? '');
	if (userId.includes('@')) return 'email';
	if (userId.startsWith('cio_')) return 'cioId';
	if (userId !== '') return 'id';
	if (String(call.anonymousId ?? '') !== '') return 'anonymous';
	if (String(valueAt(call, 'traits.email') ?? '') !== '') return 'email';
	const isOfObject = call.event === OBJECT_DELETED || String(call.groupId ?? '') !== '';
	return isOfObject ? 'object' : 'none';
}
