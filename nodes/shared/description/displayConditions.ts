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
	const plain = blocksByResource(users, all);
	if (plain.length === 1 && users.size < LONG) return plain;
	const byName = operationsOfAll(users, all);
	if (byName.size === 0) return plain;
	const holders = new Set([...byName].flatMap((name) => holdersOf(all).get(name) ?? []));
	const named = { resource: [...holders], operation: [...byName] };
	const split = [named, ...blocksByResource(without(users, byName), all)];
	const isShorter = split.length === plain.length && users.size >= LONG;
	return split.length < plain.length || isShorter ? split : plain;
}

/** From so many resources on, a list of operations alone is shorter than both lists. */
const LONG = 4;

/** The resources that have an operation of a name. */
function holdersOf(all: OperationSets): ReadonlyMap<string, readonly string[]> {
	let holders = known.get(all);
	if (holders === undefined) {
		holders = new Map<string, string[]>();
		for (const [resource, operations] of all) {
			for (const name of operations) {
				const others = holders.get(name);
				if (others === undefined) holders.set(name, [resource]);
				else others.push(resource);
			}
		}
		known.set(all, holders);
	}
	return holders;
}

const known = new WeakMap<OperationSets, Map<string, string[]>>();

/** The names of operations that are users wherever they exist: they need no resource beside them. */
function operationsOfAll(users: OperationSets, all: OperationSets): Set<string> {
	const holders = holdersOf(all);
	const names = new Set<string>();
	for (const used of users.values()) {
		for (const name of used) {
			if (names.has(name)) continue;
			const resources = holders.get(name) ?? [];
			if (resources.length > users.size) continue;
			if (resources.every((resource) => users.get(resource)?.has(name) === true)) names.add(name);
		}
	}
	return names;
}

function without(users: OperationSets, names: ReadonlySet<string>): OperationSets {
	const rest: OperationSets = new Map();
	for (const [resource, operations] of users) {
		const left = [...operations].filter((name) => !names.has(name));
		if (left.length > 0) rest.set(resource, new Set(left));
	}
	return rest;
}

function blocksByResource(users: OperationSets, all: OperationSets): Block[] {
	if (users.size === 1) {
		return [...users].map(([name, names]) => ({ resource: [name], operation: [...names] }));
	}
	const found: OpenBlock[] = [];
	for (const [resource, names] of users) {
		const whole = all.get(resource) ?? names;
		let block = found.find((one) => fits(one, names, whole));
		if (block === undefined) {
			block = { resource: [], operation: new Set(), taboo: new Set() };
			found.push(block);
		}
		block.resource.push(resource);
		for (const name of whole) (names.has(name) ? block.operation : block.taboo).add(name);
	}
	return found.map(({ resource, operation }) => ({ resource, operation: [...operation] }));
}

interface OpenBlock {
	readonly resource: string[];
	readonly operation: Set<string>;
	/** Operations of its resources that are no users: they must not come in. */
	readonly taboo: Set<string>;
}

/** Whether a resource can come into a block: neither brings in what is none of the other's users. */
function fits(block: OpenBlock, names: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
	for (const name of whole) {
		if ((names.has(name) ? block.taboo : block.operation).has(name)) return false;
	}
	return true;
}

/**
 * What of a block has to be asked so that it holds among all operations: the resources alone if they
 * are named with all that they have, the operations alone if no other resource has one of that name.
 */
export function conditionsOf(
	{ resource, operation }: Block,
	all: OperationSets,
): { resource?: string[]; operation?: string[] } {
	const isWhole = resource.every((name) => {
		for (const one of all.get(name) ?? []) if (!operation.includes(one)) return false;
		return true;
	});
	if (isWhole) return resource.length < all.size ? { resource } : {};
	const isUnmistakable = operation.every((one) =>
		(holdersOf(all).get(one) ?? []).every((name) => resource.includes(name)),
	);
	return isUnmistakable ? { operation } : { resource, operation };
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
