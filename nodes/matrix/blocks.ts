/** Resources and some of their operations. */
export type OperationSets = Map<string, Set<string>>;

/** Lists that name, in all combinations, the operations that a row is shown for. */
interface Block {
	readonly resource: string[];
	readonly operation: string[];
}

/**
 * Splits users of a row into blocks of resources × operations that name exactly the users: n8n
 * shows a row for every combination of the two lists, also for one that is not a user.
 *
 * @param all the operations for which the row could show by accident
 */
export function blocks(users: OperationSets, all: OperationSets): Block[] {
	const found: Array<{ resource: string[]; operation: Set<string>; taboo: Set<string> }> = [];
	for (const [resource, names] of users) {
		// The operations of the resource that are no users must not come into its block.
		const others = [...(all.get(resource) ?? [])].filter((name) => !names.has(name));
		const block = found.find(
			({ operation, taboo }) =>
				!others.some((name) => operation.has(name)) && ![...names].some((name) => taboo.has(name)),
		);
		if (block === undefined) {
			found.push({ resource: [resource], operation: new Set(names), taboo: new Set(others) });
		} else {
			block.resource.push(resource);
			for (const name of names) block.operation.add(name);
			for (const name of others) block.taboo.add(name);
		}
	}
	return found.map(({ resource, operation }) => ({ resource, operation: [...operation] }));
}

/** The operations of both. */
export function union(a: OperationSets, b: OperationSets): OperationSets {
	const both: OperationSets = new Map(
		[...a].map(([resource, names]) => [resource, new Set(names)]),
	);
	for (const [resource, names] of b) {
		both.set(resource, new Set([...(both.get(resource) ?? []), ...names]));
	}
	return both;
}
