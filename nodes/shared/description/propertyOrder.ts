/**
 * Puts rows that several operations share into one order that is right for each of them.
 *
 * An operation shows its rows in the order in which the node has them. A row that stands third in one
 * operation and first in another has to be placed so that both are in the order that they state; if
 * two operations contradict each other, the one that came first wins.
 *
 * @param sequences the rows of each operation, in its order
 */
export function mergeOrders<T>(sequences: ReadonlyArray<readonly T[]>): T[] {
	const followers = new Map<T, Set<T>>();
	const open = new Map<T, number>();
	for (const sequence of sequences) {
		let before: T | undefined;
		for (const row of sequence) {
			if (!followers.has(row)) followers.set(row, new Set());
			const after = before === undefined || before === row ? undefined : followers.get(before);
			const isNew = after !== undefined && !after.has(row);
			open.set(row, (open.get(row) ?? 0) + (isNew ? 1 : 0));
			after?.add(row);
			before = row;
		}
	}

	const ordered: T[] = [];
	const waiting = new Set(open.keys());
	while (waiting.size > 0) {
		const row = nextOf(waiting, open);
		if (row === undefined) break;
		waiting.delete(row);
		ordered.push(row);
		for (const next of followers.get(row) ?? []) open.set(next, (open.get(next) ?? 0) - 1);
	}
	return ordered;
}

/** The first one that nothing has to stand before; in a contradiction, the first one at all. */
function nextOf<T>(waiting: ReadonlySet<T>, open: ReadonlyMap<T, number>): T | undefined {
	for (const one of waiting) if (open.get(one) === 0) return one;
	const [first] = waiting;
	return first;
}
