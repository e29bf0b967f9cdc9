import { usualCondition } from './filterRows';
import { FILTER_DIALECTS } from '../schema/filterDialects';
import { InputError } from '../utils/errors';
import { displayName, parameterName } from '../utils/casing';
import { parseJson } from './json';
import type { FilterField, Json, JsonObject } from '../schema/vocabulary';

/** One row of the builder as n8n stores it. */
interface Condition {
	condition?: unknown;
	field?: unknown;
	value?: unknown;
	segment?: unknown;
	match?: unknown;
	conditions?: Conditions;
}
interface Conditions {
	conditions?: Condition[];
}

/**
 * A filter from the builder's rows or from JSON.
 *
 * The grammar: a node has exactly one key of `and`, `or` (lists of nodes), `not` (a node),
 * `segment` (`{ id }`), `attribute` (`{ field, operator: eq | exists, value }`). "Is not" and "does
 * not exist" have no operator of their own: they become `not` or, where the grammar has it, `inverse`.
 *
 * @see https://docs.customer.io/integrations/api/app/#tag/customers
 */
export function readFilter(field: FilterField, source: (name: string) => unknown): JsonObject {
	const { typeParameter } = FILTER_DIALECTS[field.dialect];
	const filter = readTree(field, source);
	return typeParameter === undefined
		? filter
		: withType(field, filter, idIn(source(typeParameter)));
}

function readTree(field: FilterField, source: (name: string) => unknown): JsonObject {
	const parameter = parameterName(field);
	if (source(`${parameter}Input`) === 'json') {
		return checkedNode(field, parseJson(field, source(`${parameter}Json`)), 'the filter');
	}
	const nodes = readConditions(field, (source(parameter) ?? {}) as Conditions);
	return joined(field, nodes, source(`${parameter}Match`));
}

/** Every condition on an object repeats the type that is searched, and may not name another. */
function withType(field: FilterField, node: JsonObject, type: number): JsonObject {
	const [[key, value] = ['', null]] = Object.entries(node);
	if (key !== FILTER_DIALECTS[field.dialect].attribute) {
		const inner = Array.isArray(value)
			? value.map((entry) => withType(field, entry as JsonObject, type))
			: withType(field, value as JsonObject, type);
		return { [key]: inner };
	}
	const attribute = value as JsonObject;
	if (attribute.type_id !== undefined && Number(attribute.type_id) !== type) {
		throw broken(field, `has type_id ${String(attribute.type_id)}, but type ${type} is searched`);
	}
	return { [key]: { ...attribute, type_id: type } };
}

/** The number in a locator's value. */
function idIn(located: unknown): number {
	const value =
		typeof located === 'object' && located !== null && 'value' in located ? located.value : located;
	return Number(value);
}

function readConditions(field: FilterField, { conditions = [] }: Conditions): JsonObject[] {
	return conditions.map((condition) => readCondition(field, condition));
}

function readCondition(field: FilterField, condition: Condition): JsonObject {
	const kind = String(condition.condition ?? usualCondition(field));
	switch (kind) {
		case 'inSegment':
		case 'notInSegment':
			return segmentNode(field, condition, kind === 'notInSegment');
		case 'group':
			return joined(field, readConditions(field, condition.conditions ?? {}), condition.match);
		case 'eq':
		case 'notEq':
		case 'exists':
		case 'notExists':
			return attributeNode(field, condition, kind);
		default:
			throw broken(field, `has the unknown condition "${kind}"`);
	}
}

/** No group around a single condition; "none" is the negation of "any". */
function joined(field: FilterField, nodes: JsonObject[], match: unknown): JsonObject {
	const [first] = nodes;
	if (first === undefined) throw broken(field, 'has no condition');
	if (match === 'none') return { not: nodes.length === 1 ? first : { or: nodes } };
	return nodes.length === 1 ? first : { [match === 'or' ? 'or' : 'and']: nodes };
}

function segmentNode(field: FilterField, { segment }: Condition, negate: boolean): JsonObject {
	const id = idIn(segment);
	if (!Number.isInteger(id) || id <= 0) throw broken(field, 'has a condition without a segment');
	return negated({ segment: { id } }, negate);
}

function attributeNode(
	field: FilterField,
	{ field: entered, value }: Condition,
	kind: 'eq' | 'notEq' | 'exists' | 'notExists',
): JsonObject {
	const name = String(entered ?? '').trim();
	if (name === '') throw broken(field, 'has a condition without the name of an attribute');
	const attribute: JsonObject =
		kind === 'exists' || kind === 'notExists'
			? { field: name, operator: 'exists' }
			: { field: name, operator: 'eq', value: valueText(field, name, value) };
	const negate = kind === 'notEq' || kind === 'notExists';
	const { attribute: key, inverse } = FILTER_DIALECTS[field.dialect];
	if (!inverse) return negated({ [key]: attribute }, negate);
	return { [key]: negate ? { ...attribute, inverse: true } : attribute };
}

/**
 * An empty text is a value, but nothing is none: a condition on a field that the item lacks would
 * find other people than were meant, and a newsletter may go to those.
 */
function valueText(field: FilterField, name: string, value: unknown): string {
	if (value === undefined || value === null) {
		throw broken(field, `has no value for the condition on "${name}"`);
	}
	if (typeof value === 'object') {
		throw broken(
			field,
			`needs a text, a number, true or false as the value for the condition on "${name}"`,
		);
	}
	return String(value);
}

function negated(node: JsonObject, negate: boolean): JsonObject {
	return negate ? { not: node } : node;
}

/** Refuses JSON that Customer.io would: more than one key, unknown keys, groups without conditions. */
function checkedNode(field: FilterField, node: Json | undefined, where: string): JsonObject {
	if (typeof node !== 'object' || node === null || Array.isArray(node)) {
		throw broken(field, `has no condition in ${where}`);
	}
	const [key, ...others] = Object.keys(node);
	const value = key === undefined ? undefined : node[key];
	if (key === undefined) throw broken(field, `has no condition in ${where}`);
	if (others.length > 0) {
		throw broken(field, `has ${others.length + 1} keys in ${where}, where only one is allowed`);
	}
	if (key === 'and' || key === 'or') {
		if (!Array.isArray(value) || value.length === 0) {
			throw broken(field, `has a group without conditions: "${key}" in ${where}`);
		}
		value.forEach((entry, index) => checkedNode(field, entry, `${key}[${index}]`));
	} else if (key === 'not') {
		checkedNode(field, value, 'not');
	} else if (key === 'segment' && field.segment !== undefined) {
		const id = (value as { id?: unknown } | null)?.id;
		if (!Number.isInteger(id))
			throw broken(field, `needs a number as the segment's id in ${where}`);
	} else if (key === FILTER_DIALECTS[field.dialect].attribute) {
		const { field: name, operator, inverse } = (value ?? {}) as JsonObject;
		if (typeof name !== 'string' || name === '' || (operator !== 'eq' && operator !== 'exists')) {
			throw broken(field, `needs a field and the operator eq or exists in ${where}`);
		}
		if (inverse !== undefined && !FILTER_DIALECTS[field.dialect].inverse) {
			throw broken(field, `has "inverse" in ${where}: put the condition into "not" instead`);
		}
	} else {
		throw broken(field, `has the unknown key "${key}" in ${where}`);
	}
	return node;
}

function broken(field: FilterField, problem: string): InputError {
	const { attribute } = FILTER_DIALECTS[field.dialect];
	const condition = `{"${attribute}": {"field": "plan", "operator": "eq", "value": "pro"}}`;
	const wayOut =
		field.segment === undefined
			? `Add an attribute condition. As JSON: {"and": [${condition}]}`
			: `Add a segment or an attribute condition. As JSON: {"and": [{"segment": {"id": 4}}, ${condition}]}`;
	return new InputError(displayName(field), problem, wayOut);
}
