/** The people and objects that a call is about. */
export interface OrderingKeys {
	/**
	 * The kind of identifier, such as `email`; `undefined` for a call with identifiers of several kinds
	 * or that connects two people.
	 */
	readonly kind: string | undefined;
	/** All identifiers in the call. The order of two calls of one kind that share none is free. */
	readonly keys: readonly string[];
}

/** The ordering keys of all calls of a batch. */
export class BatchOrderingKeys {
	private readonly keys = new Set<string>();
	private readonly kind: string | undefined;

	constructor(calls: ReadonlyArray<{ readonly orderingKeys: OrderingKeys }>) {
		const kinds = new Set(calls.map(({ orderingKeys }) => orderingKeys.kind));
		this.kind = kinds.size === 1 ? [...kinds][0] : undefined;
		for (const { orderingKeys } of calls) {
			for (const key of orderingKeys.keys) this.keys.add(key);
		}
	}

	/**
	 * Whether the two batches may be in flight at the same time: whichever is processed first, no person
	 * and no object gets its calls in another order.
	 *
	 * Sharing no identifier is not enough, because Customer.io may know a person by two of them: an ID
	 * here and an email address there. Two different IDs, though, are two people, and so are two
	 * different addresses; a merge, which could make them one, is never in flight with another batch.
	 */
	isIndependentOf(other: BatchOrderingKeys): boolean {
		if (this.kind === undefined || this.kind !== other.kind) return false;
		const [few, many] = this.keys.size < other.keys.size ? [this, other] : [other, this];
		for (const key of few.keys) if (many.keys.has(key)) return false;
		return true;
	}
}
