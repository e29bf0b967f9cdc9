import type { Field } from '../schema/fields';
import type { Operation } from '../schema/operation';
import { fieldPlacements, parseRoute, type FieldPlacement } from '../schema/placement';

/** What is the same for all items of an operation. */
export interface RequestPlan {
	readonly groups: readonly CollectionGroup[];
	readonly rules: readonly RuleGroup[];
	readonly timeRanges: ReadonlyArray<readonly [start: Field, end: Field]>;
}

/** Placements that follow one another, in the same collection or outside any. */
interface CollectionGroup {
	readonly collection: string | undefined;
	readonly placements: FieldPlacement[];
	/** None of the fields has a value if nothing was entered in the collection. */
	readonly isEmptyWithoutEntries: boolean;
}

/** Fields of the body whose rules hold for their keys, whichever field or map sets them. */
interface RuleGroup {
	/** The keys that lead to the object in the body that the fields are in. */
	readonly parents: readonly string[];
	readonly placements: FieldPlacement[];
}

/** Types with a single value, whose rules hold whichever way the key is set. */
const HAS_RULES: ReadonlySet<Field['type']> = new Set([
	'string',
	'number',
	'boolean',
	'options',
	'multiOptions',
	'dateTime',
	'stringList',
	'resourceLocator',
]);

const plans = new WeakMap<Operation, RequestPlan>();

/** Cached, because every item needs it, and an operation may have dozens of optional fields. */
export function requestPlan(operation: Operation): RequestPlan {
	let plan = plans.get(operation);
	if (plan === undefined) {
		plan = {
			groups: collectionGroups(operation),
			rules: ruleGroups(operation),
			timeRanges: timeRanges(operation),
		};
		plans.set(operation, plan);
	}
	return plan;
}

/** Whether the value of a field can only be what the user entered. */
export function isEntered({ type, fallback }: Field): boolean {
	return type !== 'constant' && type !== 'credentialValue' && fallback === undefined;
}

/** Whether a field is sent in the body, as far as the operation says. */
export function isInBody(operation: Operation, field: Field): boolean {
	const { method, parameters } = parseRoute(operation);
	const hasBody = method !== 'GET' && method !== 'DELETE';
	return hasBody && field.in === undefined && !parameters.has(field.name);
}

function collectionGroups(operation: Operation): CollectionGroup[] {
	const groups: Array<Omit<CollectionGroup, 'isEmptyWithoutEntries'>> = [];
	for (const placement of fieldPlacements(operation)) {
		const { collection } = placement;
		const last = groups.at(-1);
		if (last?.collection === collection && last !== undefined) last.placements.push(placement);
		else groups.push({ collection, placements: [placement] });
	}
	return groups.map((group) => ({
		...group,
		isEmptyWithoutEntries:
			group.collection !== undefined && group.placements.every(({ field }) => isEntered(field)),
	}));
}

function timeRanges(operation: Operation): Array<readonly [Field, Field]> {
	const fields = fieldPlacements(operation).map(({ field }) => field);
	return fields.flatMap((end) => {
		const name = end.type === 'dateTime' ? end.notBefore : undefined;
		const start = name === undefined ? undefined : fields.find((field) => field.name === name);
		return start === undefined ? [] : [[start, end] as const];
	});
}

function ruleGroups(operation: Operation): RuleGroup[] {
	const groups = new Map<string, RuleGroup>();
	for (const placement of fieldPlacements(operation)) {
		const { field } = placement;
		if (!HAS_RULES.has(field.type) || !isInBody(operation, field)) continue;
		const path = field.bodyPath ?? '';
		const parents = field.bodyPath?.split('.') ?? [];
		const group = groups.get(path) ?? { parents, placements: [] };
		group.placements.push(placement);
		groups.set(path, group);
	}
	return [...groups.values()];
}
