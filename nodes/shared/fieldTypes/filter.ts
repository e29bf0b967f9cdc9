import type { INodeProperties } from 'n8n-workflow';

import type { FilterField, Locator } from '../schema/fields';
import { FILTER_DIALECTS } from '../schema/filterDialects';
import { isRounded, type Json, type JsonObject } from '../utils/json';
import { findUnsendable } from '../utils/sendable';
import { fail, type FieldType, type GetParameter } from './fieldType';
import { inputModeProperties, jsonMode } from './inputMode';
import { parseJson } from './json';
import { describeLocator } from './resourceLocator';

/**
 * A filter from the builder or from JSON.
 *
 * A node has exactly one key of `and`, `or` (lists of nodes), `not` (a node), `segment` (`{ id }`),
 * `attribute` (`{ field, operator: eq | exists, value }`). "Is not" and "does not exist" have no
 * operator: they become `not` or, where the dialect has it, `inverse`.
 *
 * @see https://docs.customer.io/integrations/api/app/#tag/customers
 */
export const filterType: FieldType<FilterField> = {
	readsMore: true,
	describe(field) {
		const match: INodeProperties = {
			displayName: 'Match',
			name: `${field.parameter}Match`,
			type: 'options',
			options: MATCH_OPTIONS,
			default: 'and',
		};
		const builder = {
			...describeConditions(field, field.parameter, true),
			description: field.description,
		};
		return inputModeProperties(field, [
			{ name: 'Using Conditions Below', value: 'fields', properties: [match, builder] },
			// Not an example as the default: left in place, it would be sent, as a newsletter to segment 1.
			jsonMode(field, '{}', `Conditions, such as ${exampleJson(field)}`),
		]);
	},
	read(field, { getParameter }) {
		const filter = readTree(field, getParameter);
		const { typeParameter } = FILTER_DIALECTS[field.dialect];
		return typeParameter === undefined
			? filter
			: withObjectType(field, filter, locatorNumber(getParameter(typeParameter)));
	},
	howToFix(field) {
		const { attribute } = FILTER_DIALECTS[field.dialect];
		const condition = `{"${attribute}": {"field": "plan", "operator": "eq", "value": "pro"}}`;
		return field.segment === undefined
			? `Add an attribute condition. As JSON: {"and": [${condition}]}`
			: `Add a segment or an attribute condition. As JSON: {"and": [{"segment": {"id": 4}}, ${condition}]}`;
	},
};

const MATCH_OPTIONS = [
	{ name: 'All Conditions', value: 'and' },
	{ name: 'Any Condition', value: 'or' },
	{ name: 'No Condition', value: 'none' },
];

const SEGMENT_CONDITIONS = [
	{ name: 'In Segment', value: 'inSegment' },
	{ name: 'Not in Segment', value: 'notInSegment' },
];

function defaultCondition({ segment }: FilterField): string {
	return segment === undefined ? 'eq' : 'inSegment';
}

/**
 * All conditions are in one list, in the order in which they are added: with an entry for each kind
 * of condition, n8n would show a list for each.
 */
function describeConditions(
	field: FilterField,
	name: string,
	takesGroups: boolean,
): INodeProperties {
	return {
		displayName: 'Conditions',
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Condition',
		default: {},
		options: [
			{
				displayName: 'Condition',
				name: 'conditions',
				values: [
					{
						displayName: 'Condition',
						name: 'condition',
						type: 'options',
						options: [
							{ name: 'Attribute Does Not Exist', value: 'notExists' },
							{ name: 'Attribute Exists', value: 'exists' },
							{ name: 'Attribute Is', value: 'eq' },
							{ name: 'Attribute Is Not', value: 'notEq' },
							...(takesGroups ? [{ name: 'Group of Conditions', value: 'group' }] : []),
							...(field.segment === undefined ? [] : SEGMENT_CONDITIONS),
						],
						default: defaultCondition(field),
					},
					...(takesGroups ? describeGroup(field) : []),
					...describeCondition(field),
				],
			},
		],
	};
}

function describeGroup(field: FilterField): INodeProperties[] {
	return [
		{
			displayName: 'Group Match',
			name: 'match',
			type: 'options',
			options: MATCH_OPTIONS,
			default: 'or',
			...visibleFor('group'),
		},
		{
			...describeConditions(field, 'conditions', false),
			displayName: 'Grouped Conditions',
			...visibleFor('group'),
		},
	];
}

function describeCondition({ segment }: FilterField): INodeProperties[] {
	return [
		{
			displayName: 'Name',
			name: 'field',
			type: 'string',
			default: '',
			placeholder: 'e.g. plan',
			...visibleFor('eq', 'exists', 'notEq', 'notExists'),
		},
		...(segment === undefined ? [] : [describeSegment(segment)]),
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			...visibleFor('eq', 'notEq'),
		},
	];
}

/** Conditions are short: the segment has no mode for its URL. */
function describeSegment(segment: Locator): INodeProperties {
	const { type, default: start, modes = [] } = describeLocator(segment);
	return {
		displayName: 'Segment',
		name: 'segment',
		type,
		default: start,
		modes: modes.filter(({ name }) => name !== 'url'),
		...visibleFor('inSegment', 'notInSegment'),
	};
}

function visibleFor(...conditions: string[]): Pick<INodeProperties, 'displayOptions'> {
	return { displayOptions: { show: { condition: conditions } } };
}

function exampleJson({ segment, dialect }: FilterField): string {
	return segment === undefined
		? `{"${FILTER_DIALECTS[dialect].attribute}": {"field": "name", "operator": "exists"}}`
		: '{"segment": {"id": 4}}';
}

/** A condition of the builder as n8n stores it. */
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

function readTree(field: FilterField, getParameter: GetParameter): JsonObject {
	const { parameter } = field;
	if (getParameter(`${parameter}Input`) === 'json') {
		return validateNode(field, parseJson(getParameter(`${parameter}Json`)), 'the filter');
	}
	const nodes = readConditions(field, (getParameter(parameter) ?? {}) as Conditions);
	return combine(nodes, getParameter(`${parameter}Match`));
}

function readConditions(field: FilterField, { conditions = [] }: Conditions): JsonObject[] {
	return conditions.map((condition) => readCondition(field, condition));
}

function readCondition(field: FilterField, condition: Condition): JsonObject {
	const kind = String(condition.condition ?? defaultCondition(field));
	switch (kind) {
		case 'inSegment':
		case 'notInSegment':
			return segmentNode(condition, kind === 'notInSegment');
		case 'group':
			return combine(readConditions(field, condition.conditions ?? {}), condition.match);
		case 'eq':
		case 'notEq':
		case 'exists':
		case 'notExists':
			return attributeNode(field, condition, kind);
		default:
			return fail(`has the unknown condition "${kind}"`);
	}
}

/** A single condition needs no group; "none" is the negation of "any". */
function combine(nodes: JsonObject[], match: unknown): JsonObject {
	const [first] = nodes;
	if (first === undefined) return fail('has no condition');
	if (match === 'none') return { not: nodes.length === 1 ? first : { or: nodes } };
	return nodes.length === 1 ? first : { [match === 'or' ? 'or' : 'and']: nodes };
}

function segmentNode({ segment }: Condition, negated: boolean): JsonObject {
	const id = locatorNumber(segment);
	if (!Number.isInteger(id) || id <= 0) fail('has a condition without a segment');
	return negateIf(negated, { segment: { id } });
}

function attributeNode(
	field: FilterField,
	{ field: entered, value }: Condition,
	kind: 'eq' | 'notEq' | 'exists' | 'notExists',
): JsonObject {
	const name = String(entered ?? '').trim();
	if (name === '') fail('has a condition without the name of an attribute');
	const attribute: JsonObject =
		kind === 'exists' || kind === 'notExists'
			? { field: name, operator: 'exists' }
			: { field: name, operator: 'eq', value: conditionValue(name, value) };
	const negated = kind === 'notEq' || kind === 'notExists';
	const { attribute: key, inverse } = FILTER_DIALECTS[field.dialect];
	if (!inverse) return negateIf(negated, { [key]: attribute });
	return { [key]: negated ? { ...attribute, inverse: true } : attribute };
}

/**
 * An empty text is a value, but a missing value is not: a condition on a field that the item lacks
 * would match other people than intended, and a newsletter may go to them.
 */
function conditionValue(name: string, value: unknown): string {
	if (value === undefined || value === null) fail(`has no value for the condition on "${name}"`);
	if (typeof value === 'object') {
		fail(`needs a text, a number, true or false as the value for the condition on "${name}"`);
	}
	// As text, NaN would match nobody, and "is not NaN" everybody.
	const unsendable = findUnsendable(value);
	if (unsendable !== undefined) {
		fail(`has a value that ${unsendable.problem}, in the condition on "${name}"`);
	}
	if (typeof value === 'number' && isRounded(value)) {
		fail(
			`has the number ${value}, which has more digits than are kept exactly, in the condition on "${name}"`,
			'Pass it as text.',
		);
	}
	return String(value);
}

function negateIf(negated: boolean, node: JsonObject): JsonObject {
	return negated ? { not: node } : node;
}

/** Every condition on an object repeats the type that is searched, and may not name another. */
function withObjectType(field: FilterField, node: JsonObject, type: number): JsonObject {
	const [[key, value] = ['', null]] = Object.entries(node);
	if (key !== FILTER_DIALECTS[field.dialect].attribute) {
		const inner = Array.isArray(value)
			? value.map((entry) => withObjectType(field, entry as JsonObject, type))
			: withObjectType(field, value as JsonObject, type);
		return { [key]: inner };
	}
	const attribute = value as JsonObject;
	if (attribute.type_id !== undefined && Number(attribute.type_id) !== type) {
		fail(`has type_id ${String(attribute.type_id)}, but type ${type} is searched`);
	}
	return { [key]: { ...attribute, type_id: type } };
}

/** The number in a resource locator's value, or in an expression's. */
function locatorNumber(raw: unknown): number {
	return Number(typeof raw === 'object' && raw !== null && 'value' in raw ? raw.value : raw);
}

/** Rejects what Customer.io would: more than one key, unknown keys, groups without conditions. */
function validateNode(field: FilterField, node: Json | undefined, path: string): JsonObject {
	if (typeof node !== 'object' || node === null || Array.isArray(node)) {
		return fail(`has no condition in ${path}`);
	}
	const [key, ...otherKeys] = Object.keys(node);
	if (key === undefined) return fail(`has no condition in ${path}`);
	if (otherKeys.length > 0) {
		fail(`has ${otherKeys.length + 1} keys in ${path}, where only one is allowed`);
	}
	const value = node[key];
	const { attribute, inverse: takesInverse } = FILTER_DIALECTS[field.dialect];
	if (key === 'and' || key === 'or') {
		if (!Array.isArray(value) || value.length === 0) {
			return fail(`has a group without conditions: "${key}" in ${path}`);
		}
		value.forEach((entry, index) => validateNode(field, entry, `${key}[${index}]`));
	} else if (key === 'not') {
		validateNode(field, value, 'not');
	} else if (key === 'segment' && field.segment !== undefined) {
		const id = (value as { id?: unknown } | null)?.id;
		if (!Number.isInteger(id)) fail(`needs a number as the segment's id in ${path}`);
	} else if (key === attribute) {
		const { field: name, operator, inverse } = (value ?? {}) as JsonObject;
		if (typeof name !== 'string' || name === '' || (operator !== 'eq' && operator !== 'exists')) {
			fail(`needs a field and the operator eq or exists in ${path}`);
		}
		if (inverse !== undefined && !takesInverse) {
			fail(`has "inverse" in ${path}: put the condition into "not" instead`);
		}
	} else {
		fail(`has the unknown key "${key}" in ${path}`);
	}
	return node;
}
