/** Resources and some of their operations. */
export type OperationSets = Map<string, Set<string>>;

/** Lists that name, in all combinations, the operations that a row is shown for. */
export interface Block {
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
	const found: Array<{ resource: string[]; operation: Set<string> }> = [];
	for (const [resource, names] of users) {
		const block = found.find((candidate) => {
			const union = new Set([...candidate.operation, ...names]);
			return [...candidate.resource, resource].every((member) =>
				[...union].every(
					(name) => users.get(member)?.has(name) === true || all.get(member)?.has(name) !== true,
				),
			);
		});
		if (block === undefined) {
			found.push({ resource: [resource], operation: new Set(names) });
		} else {
			block.resource.push(resource);
			for (const name of names) block.operation.add(name);
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
