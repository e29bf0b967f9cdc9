/**
 * Merges the orders in which several operations show their properties into one that suits all.
 *
 * A property that is third in one operation and first in another is placed so that both keep their
 * order (a topological sort); where two operations contradict each other, the first one wins.
 *
 * @param sequences the properties of each operation, in its order
 */
export function mergeOrders<T>(sequences: ReadonlyArray<readonly T[]>): T[] {
	const successors = new Map<T, Set<T>>();
	const predecessors = new Map<T, number>();
	for (const sequence of sequences) {
		let previous: T | undefined;
		for (const entry of sequence) {
			if (!successors.has(entry)) successors.set(entry, new Set());
			const after =
				previous === undefined || previous === entry ? undefined : successors.get(previous);
			const isNew = after !== undefined && !after.has(entry);
			predecessors.set(entry, (predecessors.get(entry) ?? 0) + (isNew ? 1 : 0));
			after?.add(entry);
			previous = entry;
		}
	}

	const ordered: T[] = [];
	const waiting = new Set(predecessors.keys());
	while (waiting.size > 0) {
		const [first] = waiting;
		// In a contradiction nothing is free, and the first is taken.
		const next = [...waiting].find((entry) => predecessors.get(entry) === 0) ?? (first as T);
		waiting.delete(next);
		ordered.push(next);
		for (const after of successors.get(next) ?? []) {
			predecessors.set(after, (predecessors.get(after) ?? 0) - 1);
		}
	}
	return ordered;
}
