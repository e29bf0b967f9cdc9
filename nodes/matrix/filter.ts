import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { GRAMMARS } from './grammars';
import { InputError } from './inputError';
import { locatorRow } from './locatorRows';
import { displayName, parameterName } from './names';
import { parseJson } from './parseJson';
import type { FilterField, Json, JsonObject, Locator } from './vocabulary';
import { jsonWay, waysRows } from './ways';

/** One row of the builder as n8n stores it. */
interface AttributeCondition {
	field?: unknown;
	operator?: unknown;
	value?: unknown;
}
interface SegmentCondition {
	membership?: unknown;
	segment?: unknown;
}
interface Conditions {
	attributes?: AttributeCondition[];
	segments?: SegmentCondition[];
	groups?: Array<{ match?: unknown; conditions?: Conditions }>;
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
	const { typeParameter } = GRAMMARS[field.grammar];
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
	if (key !== GRAMMARS[field.grammar].attribute) {
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

function readConditions(field: FilterField, conditions: Conditions): JsonObject[] {
	return [
		...(conditions.segments ?? []).map((condition) => segmentNode(field, condition)),
		...(conditions.attributes ?? []).map((condition) => attributeNode(field, condition)),
		...(conditions.groups ?? []).map((group) =>
			joined(field, readConditions(field, group.conditions ?? {}), group.match),
		),
	];
}

/** No group around a single condition; "none" is the negation of "any". */
function joined(field: FilterField, nodes: JsonObject[], match: unknown): JsonObject {
	const [first] = nodes;
	if (first === undefined) throw broken(field, 'has no condition');
	if (match === 'none') return { not: nodes.length === 1 ? first : { or: nodes } };
	return nodes.length === 1 ? first : { [match === 'or' ? 'or' : 'and']: nodes };
}

function segmentNode(field: FilterField, condition: SegmentCondition): JsonObject {
	const id = idIn(condition.segment);
	if (!Number.isInteger(id) || id <= 0) throw broken(field, 'has a condition without a segment');
	return negated({ segment: { id } }, condition.membership === 'out');
}

function attributeNode(field: FilterField, condition: AttributeCondition): JsonObject {
	const name = String(condition.field ?? '').trim();
	if (name === '') throw broken(field, 'has a condition without an attribute name');
	const operator = String(condition.operator ?? 'eq');
	const attribute: JsonObject = operator.endsWith('xists')
		? { field: name, operator: 'exists' }
		: { field: name, operator: 'eq', value: String(condition.value ?? '') };
	const negate = operator.startsWith('not');
	const { attribute: key, inverse } = GRAMMARS[field.grammar];
	if (!inverse) return negated({ [key]: attribute }, negate);
	return { [key]: negate ? { ...attribute, inverse: true } : attribute };
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
	} else if (key === GRAMMARS[field.grammar].attribute) {
		const { field: name, operator, inverse } = (value ?? {}) as JsonObject;
		if (typeof name !== 'string' || name === '' || (operator !== 'eq' && operator !== 'exists')) {
			throw broken(field, `needs a field and the operator eq or exists in ${where}`);
		}
		if (inverse !== undefined && !GRAMMARS[field.grammar].inverse) {
			throw broken(field, `has "inverse" in ${where}: put the condition into "not" instead`);
		}
	} else {
		throw broken(field, `has the unknown key "${key}" in ${where}`);
	}
	return node;
}

function broken(field: FilterField, problem: string): InputError {
	const { attribute } = GRAMMARS[field.grammar];
	const condition = `{"${attribute}": {"field": "plan", "operator": "eq", "value": "pro"}}`;
	const wayOut =
		field.segment === undefined
			? `Add an attribute condition. As JSON: {"and": [${condition}]}`
			: `Add a segment or an attribute condition. As JSON: {"and": [{"segment": {"id": 4}}, ${condition}]}`;
	return new InputError(displayName(field), problem, wayOut);
}

/** A filter to start from in the JSON editor. */
function exampleOf({ segment, grammar }: FilterField): string {
	return segment === undefined
		? `{\n  "${GRAMMARS[grammar].attribute}": { "field": "name", "operator": "exists" }\n}`
		: '{\n  "segment": { "id": 1 }\n}';
}

const MATCH_OPTIONS = [
	{ name: 'All Conditions', value: 'and' },
	{ name: 'Any Condition', value: 'or' },
	{ name: 'No Condition', value: 'none' },
];

function conditionCollections(field: FilterField, nested: boolean): INodeProperties['options'] {
	return [
		{
			displayName: 'Attribute',
			name: 'attributes',
			values: [
				{
					displayName: 'Attribute Name',
					name: 'field',
					type: 'string',
					default: '',
					placeholder: 'e.g. plan',
				},
				{
					displayName: 'Condition',
					name: 'operator',
					type: 'options',
					options: [
						{ name: 'Does Not Exist', value: 'notExists' },
						{ name: 'Exists', value: 'exists' },
						{ name: 'Is', value: 'eq' },
						{ name: 'Is Not', value: 'notEq' },
					],
					default: 'eq',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					displayOptions: { show: { operator: ['eq', 'notEq'] } },
				},
			],
		},
		...(nested
			? []
			: [
					{
						displayName: 'Group',
						name: 'groups',
						values: [
							{
								displayName: 'Match',
								name: 'match',
								type: 'options' as const,
								options: MATCH_OPTIONS,
								default: 'or',
							},
							{
								displayName: 'Conditions',
								name: 'conditions',
								type: 'fixedCollection' as const,
								typeOptions: { multipleValues: true },
								placeholder: 'Add Condition',
								default: {},
								options: conditionCollections(field, true) ?? [],
							},
						],
					},
				]),
		...(field.segment === undefined ? [] : [segmentCollection(field.segment)]),
	];
}

function segmentCollection(segment: Locator): INodePropertyCollection {
	return {
		displayName: 'Segment',
		name: 'segments',
		values: [
			{
				displayName: 'Condition',
				name: 'membership',
				type: 'options',
				options: [
					{ name: 'Is In', value: 'in' },
					{ name: 'Is Not In', value: 'out' },
				],
				default: 'in',
			},
			{ displayName: 'Segment', name: 'segment', ...locatorRow(segment) },
		],
	};
}

/** The editor's rows of a filter: a builder with groups, or JSON. */
export function filterRows(field: FilterField): INodeProperties[] {
	const parameter = parameterName(field);
	const match: INodeProperties = {
		displayName: 'Match',
		name: `${parameter}Match`,
		type: 'options',
		options: MATCH_OPTIONS,
		default: 'and',
	};
	const builder: INodeProperties = {
		displayName: displayName(field),
		name: parameter,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Condition',
		default: {},
		description: field.description,
		options: conditionCollections(field, false) ?? [],
	};
	return waysRows(field, [
		{ name: 'Using Conditions Below', value: 'fields', rows: [match, builder] },
		jsonWay(field, exampleOf(field)),
	]);
}
