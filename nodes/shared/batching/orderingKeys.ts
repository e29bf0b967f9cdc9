import { valueAt } from '../response/toItems';
import type { JsonObject } from '../utils/json';
import { OBJECT_DELETED } from '../../CustomerIoPipelines/fields/callTypes';

/** Whom or what a call is about. */
export interface OrderingKeys {
	/** By what kind of identifier; `several` ties identifiers of any kind together. */
	readonly kind: 'id' | 'cioId' | 'email' | 'anonymous' | 'object' | 'several' | 'none';
	/** All identifiers in the call. Two calls that share none, and are of one kind, can change places. */
	readonly keys: readonly string[];
}

/** Where identifiers stand in a call, and what they identify. */
const PLACES: ReadonlyArray<readonly [path: string, prefix: string]> = [
	['userId', 'person'],
	['traits.email', 'person'],
	['anonymousId', 'anonymous'],
	['groupId', 'object'],
	['properties.objectId', 'object'],
	['context.device.token', 'device'],
];

/** Whom a call is about, as far as the order of calls goes. */
export function orderingKeysOf(whole: JsonObject): OrderingKeys {
	// Its anonymous ID names nobody: it is the same for all, and would put them in a row.
	const call = whole.event === OBJECT_DELETED ? { ...whole, anonymousId: '' } : whole;
	const keys = PLACES.flatMap(([path, prefix]) => {
		const value = valueAt(call, path);
		if (value === undefined || value === null || value === '') return [];
		// Email addresses that differ in case are one person; taking too much for one does no harm.
		return [`${prefix} ${String(value).trim().toLowerCase()}`];
	});
	return { kind: kindOf(call), keys };
}

function kindOf(call: JsonObject): OrderingKeys['kind'] {
	if (call.previousId !== undefined) return 'several';
	const userId = String(call.userId ?? '');
	if (userId.includes('@')) return 'email';
	if (userId.startsWith('cio_')) return 'cioId';
	if (userId !== '') return 'id';
	if (String(call.anonymousId ?? '') !== '') return 'anonymous';
	if (String(valueAt(call, 'traits.email') ?? '') !== '') return 'email';
	const isOfObject = call.event === OBJECT_DELETED || String(call.groupId ?? '') !== '';
	return isOfObject ? 'object' : 'none';
}

/** The calls of one batch together. */
export class BatchOrderingKeys {
	private readonly keys = new Set<string>();
	private kind: OrderingKeys['kind'] | undefined;

	constructor(calls: ReadonlyArray<{ readonly orderingKeys: OrderingKeys }>) {
		for (const { orderingKeys } of calls) {
			this.kind =
				this.kind === undefined || this.kind === orderingKeys.kind ? orderingKeys.kind : 'several';
			for (const key of orderingKeys.keys) this.keys.add(key);
		}
	}

	/**
	 * Whether the two batches may be under way at the same time: whichever is carried out first, no
	 * person and no object sees its own calls in another order.
	 *
	 * Sharing no identifier is not enough, because Customer.io may know one person by two of them: an
	 * ID here and an email address there. Two different IDs, though, are two people, and so are two
	 * different addresses; a merge, which could make them one, is never under way beside another batch.
	 */
	isIndependentOf(other: BatchOrderingKeys): boolean {
		if (this.kind !== other.kind || this.kind === 'several') return false;
		const [few, many] = this.keys.size < other.keys.size ? [this, other] : [other, this];
		for (const key of few.keys) if (many.keys.has(key)) return false;
		return true;
	}
}
