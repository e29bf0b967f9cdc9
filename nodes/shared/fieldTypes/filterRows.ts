import type { INodeProperties } from 'n8n-workflow';

import { FILTER_DIALECTS } from '../schema/filterDialects';
import { locatorRow } from './resourceLocator';
import { parameterName } from '../utils/casing';
import type { FilterField, Locator } from '../schema/vocabulary';
import { jsonWay, waysRows } from './inputMode';

const MATCH_OPTIONS = [
	{ name: 'All Conditions', value: 'and' },
	{ name: 'Any Condition', value: 'or' },
	{ name: 'No Condition', value: 'none' },
];

const ON_SEGMENT = [
	{ name: 'In Segment', value: 'inSegment' },
	{ name: 'Not in Segment', value: 'notInSegment' },
];

/**
 * The editor's rows of a filter: a builder with groups, or JSON.
 *
 * All conditions stand in one list, in the order in which they are added: with a kind of entry for
 * each kind of condition, n8n would show a list for each.
 */
export function filterRows(field: FilterField): INodeProperties[] {
	const parameter = parameterName(field);
	const match: INodeProperties = {
		displayName: 'Match',
		name: `${parameter}Match`,
		type: 'options',
		options: MATCH_OPTIONS,
		default: 'and',
	};
	const builder = { ...conditionsRow(field, parameter, true), description: field.description };
	return waysRows(field, [
		{ name: 'Using Conditions Below', value: 'fields', rows: [match, builder] },
		// An example as the value would be sent if nobody replaced it: a newsletter to segment 1.
		jsonWay(field, '{}', `Conditions, such as ${exampleOf(field)}`),
	]);
}

/** What a new condition is about until something else is chosen. */
export function usualCondition({ segment }: FilterField): string {
	return segment === undefined ? 'eq' : 'inSegment';
}

function conditionsRow(field: FilterField, name: string, takesGroups: boolean): INodeProperties {
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
							...(field.segment === undefined ? [] : ON_SEGMENT),
						],
						default: usualCondition(field),
					},
					...(takesGroups ? groupRows(field) : []),
					...shownRows(field),
				],
			},
		],
	};
}

/** What a condition asks for, by what it is about. */
function shownRows({ segment }: FilterField): INodeProperties[] {
	return [
		{
			displayName: 'Name',
			name: 'field',
			type: 'string',
			default: '',
			placeholder: 'e.g. plan',
			...shownWith('eq', 'exists', 'notEq', 'notExists'),
		},
		...(segment === undefined ? [] : [segmentRow(segment)]),
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			...shownWith('eq', 'notEq'),
		},
	];
}

/** A condition is short: its segment is chosen from the list or by its ID. */
function segmentRow(segment: Locator): INodeProperties {
	const row = locatorRow(segment);
	return {
		displayName: 'Segment',
		name: 'segment',
		...row,
		modes: (row.modes ?? []).filter(({ name }) => name !== 'url'),
		...shownWith('inSegment', 'notInSegment'),
	};
}

function groupRows(field: FilterField): INodeProperties[] {
	return [
		{
			displayName: 'Group Match',
			name: 'match',
			type: 'options',
			options: MATCH_OPTIONS,
			default: 'or',
			...shownWith('group'),
		},
		{
			...conditionsRow(field, 'conditions', false),
			displayName: 'Grouped Conditions',
			...shownWith('group'),
		},
	];
}

function shownWith(...conditions: string[]): Pick<INodeProperties, 'displayOptions'> {
	return { displayOptions: { show: { condition: conditions } } };
}

/** A filter as the JSON editor takes it. */
function exampleOf({ segment, dialect }: FilterField): string {
	return segment === undefined
		? `{"${FILTER_DIALECTS[dialect].attribute}": {"field": "name", "operator": "exists"}}`
		: '{"segment": {"id": 4}}';
}
