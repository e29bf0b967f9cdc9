import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** Operations by resource. */
export type OperationSet = Map<string, Set<string>>;

/** A property and the operations that have it. */
export interface SharedProperty {
	readonly property: INodeProperties;
	readonly operations: OperationSet;
}

/** n8n shows a property for every combination of the two lists. */
type Conditions = { readonly resource?: string[]; readonly operation?: string[] };

interface Block {
	readonly resources: string[];
	readonly operations: Set<string>;
	/** Operations of the block's resources for which the property is not shown. */
	readonly excluded: Set<string>;
}

/**
 * Conditions that together hold for exactly the given operations.
 *
 * Resources share a condition if combining their lists adds no operation that is not given.
 *
 * @param all every operation of the node
 */
export function displayConditions(operations: OperationSet, all: OperationSet): Conditions[] {
	const blocks: Block[] = [];
	for (const [resource, shown] of operations) {
		const names = all.get(resource) ?? shown;
		let block = blocks.find((candidate) => accepts(candidate, names, shown));
		if (block === undefined) {
			block = { resources: [], operations: new Set(), excluded: new Set() };
			blocks.push(block);
		}
		block.resources.push(resource);
		for (const name of names) (shown.has(name) ? block.operations : block.excluded).add(name);
	}
	return blocks.map((block) => toConditions(block, all));
}

function accepts(
	{ operations, excluded }: Block,
	names: ReadonlySet<string>,
	shown: ReadonlySet<string>,
): boolean {
	for (const name of names) {
		if ((shown.has(name) ? excluded : operations).has(name)) return false;
	}
	return true;
}

/** Omits the list that the other one implies. */
function toConditions({ resources, operations, excluded }: Block, all: OperationSet): Conditions {
	const operation = [...operations];
	if (excluded.size === 0) return resources.length < all.size ? { resource: resources } : {};
	const isUnambiguous = [...all].every(
		([resource, names]) =>
			resources.includes(resource) || !operation.some((name) => names.has(name)),
	);
	return isUnambiguous ? { operation } : { resource: resources, operation };
}

/** The property, shown only with these values of parameters in addition to its own conditions. */
export function withConditions(
	property: INodeProperties,
	conditions: { readonly [parameter: string]: readonly string[] | undefined },
	prefix = '',
): INodeProperties {
	const show: NonNullable<IDisplayOptions['show']> = {};
	for (const [parameter, values = []] of Object.entries(conditions)) {
		show[prefix + parameter] = [...values];
	}
	const { displayOptions: own } = property;
	if (Object.keys(show).length === 0) return property;
	return { ...property, displayOptions: { ...own, show: { ...show, ...own?.show } } };
}
