import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { filterRows } from './filterRows';
import { identityRow, locatorRow } from './resourceLocator';
import { displayName, sortedByName, parameterName, addsInformation } from '../utils/casing';
import { locatorsRow } from '../methods/loadOptions';
import { rowsRows } from './objectList';
import type { Field, KeyValueField, Option } from '../schema/vocabulary';
import { jsonRow, jsonWay, waysRows, type Way } from './inputMode';

const requiredRows = new WeakMap<Field, INodeProperties[]>();
const optionalRows = new WeakMap<Field, INodeProperties[]>();

/**
 * The rows with which the editor asks for a field on its own, outside any collection: made once, since
 * operations share fields.
 */
export function fieldRows(field: Field, required: boolean): INodeProperties[] {
	const known = required ? requiredRows : optionalRows;
	const rows = known.get(field) ?? rowsOf(field, required);
	known.set(field, rows);
	return rows;
}

function rowsOf(field: Field, required: boolean): INodeProperties[] {
	if (field.type === 'filter') return filterRows(field);
	if (field.type === 'keyValue') return pairsRows(field);
	if (field.type === 'objectList') return rowsRows(field, fieldEntries);
	const row = plainRow(field);
	if (row === undefined) return [];
	return [required && field.type !== 'variant' ? { ...blank(field, row), required: true } : row];
}

/** What has to be filled in starts with what the node refuses, so that it is not sent by oversight. */
function blank(field: Field, row: INodeProperties): INodeProperties {
	if (field.type === 'json') return { ...row, default: '' };
	if (field.type !== 'number' || field.default !== undefined || row.default === 0) return row;
	// With a least value, the editor would raise 0 to it by itself.
	const zero = { ...row, default: 0 };
	delete zero.typeOptions;
	return zero;
}

const entriesOf = new WeakMap<Field, INodeProperties[]>();

/** The entries with which a collection offers an optional field: made once, since operations share fields. */
export function fieldEntries(field: Field): INodeProperties[] {
	let entries = entriesOf.get(field);
	if (entries === undefined) {
		const row = field.type === 'keyValue' ? undefined : plainRow(field);
		entries = field.type === 'keyValue' ? pairsEntries(field) : row === undefined ? [] : [row];
		entriesOf.set(field, entries);
	}
	return entries;
}

function plainRow(field: Field): INodeProperties | undefined {
	const head = { displayName: displayName(field), name: parameterName(field) };
	const help = {
		...(addsInformation(field.description, head.displayName)
			? { description: field.description }
			: {}),
		...(field.placeholder === undefined ? {} : { placeholder: `e.g. ${field.placeholder}` }),
		...(field.hint === undefined ? {} : { hint: field.hint }),
	};
	switch (field.type) {
		case 'string': {
			const typeOptions = {
				...(field.rows === undefined ? {} : { rows: field.rows }),
				...(field.editor === undefined ? {} : { editor: field.editor }),
				...(field.secret === true ? { password: true } : {}),
			};
			return {
				...head,
				type: 'string',
				...(Object.keys(typeOptions).length > 0 ? { typeOptions } : {}),
				default: field.default ?? '',
				...help,
			};
		}
		case 'number':
			return {
				...head,
				type: 'number',
				...(field.min === undefined ? {} : { typeOptions: { minValue: field.min } }),
				// Not the South Pole, where a latitude may start.
				default: field.default ?? Math.max(field.min ?? 0, 0),
				...help,
			};
		case 'boolean':
			return { ...head, type: 'boolean', default: field.default ?? false, ...help };
		case 'options':
			return {
				...head,
				type: 'options',
				options: pickOptions(field.options),
				default: field.default ?? field.options[0]?.value ?? '',
				...help,
			};
		case 'multiOptions':
			return {
				...head,
				type: 'multiOptions',
				options: pickOptions(field.options),
				default: [...(field.default ?? [])],
				...help,
			};
		case 'dateTime':
			return { ...head, type: 'dateTime', default: '', ...help };
		case 'json':
			return {
				...head,
				type: 'json',
				default: field.shape === 'array' ? '[]' : '{}',
				...help,
			};
		case 'stringList':
		case 'attachments':
			return { ...head, type: 'string', default: '', ...help };
		case 'resourceLocator':
			return { ...head, ...locatorRow(field.locator), ...help };
		case 'resourceLocators':
			return locatorsRow(field);
		case 'identifier':
			return { ...head, ...identityRow(field), ...help };
		case 'variant':
			return {
				...head,
				type: 'options',
				// With an expression n8n would ask for the required fields of every option.
				noDataExpression: true,
				options: sortedByName(
					Object.entries(field.options).map(([value, { name, description }]) => ({
						name,
						value,
						description,
					})),
				),
				default: Object.keys(field.options)[0] ?? '',
				...help,
			};
		case 'constant':
		case 'credentialValue':
		case 'keyValue':
		case 'objectList':
		case 'filter':
			return undefined;
	}
}

function pickOptions(options: readonly Option[]): INodePropertyOptions[] {
	return options.map(({ name, value, description }) => ({
		name,
		value,
		...(description === undefined ? {} : { description }),
	}));
}

function pairsRows(field: KeyValueField): INodeProperties[] {
	const name = parameterName(field);
	const rows: Way = {
		name: 'Using Fields Below',
		value: 'fields',
		rows: [
			{
				displayName: displayName(field),
				name,
				type: 'assignmentCollection',
				default: {},
				description: field.description,
			},
		],
	};
	const item: Way = {
		name: 'All Fields of the Item',
		value: 'item',
		rows: [exceptRow(name), withoutEmptyRow(name)],
	};
	const json = jsonWay(field, '{}');
	return waysRows(field, field.allInputFields === true ? [rows, json, item] : [rows, json]);
}

function exceptRow(name: string): INodeProperties {
	return {
		displayName: 'Fields to Leave Out',
		name: `${name}Except`,
		type: 'string',
		default: '',
		placeholder: 'e.g. internal_notes, score',
		description: 'Names of the fields of the item that are not sent, separated by commas',
	};
}

function withoutEmptyRow(name: string): INodeProperties {
	return {
		displayName: 'Leave Out Empty Values',
		name: `${name}WithoutEmpty`,
		type: 'boolean',
		default: false,
		description: 'Whether to leave out what is null or an empty text, also inside objects',
	};
}

/** A collection cannot hold rows that depend on each other, so the map and its JSON are two entries. */
function pairsEntries(field: KeyValueField): INodeProperties[] {
	return [
		{
			displayName: displayName(field),
			name: parameterName(field),
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Field',
			default: {},
			description: field.description,
			options: [
				{
					displayName: 'Field',
					name: 'values',
					values: [
						{ displayName: 'Name', name: 'name', type: 'string', default: '' },
						field.valueType === 'boolean'
							? {
									displayName: 'Value',
									name: 'value',
									type: 'boolean',
									default: true,
									description: 'Whether it is on',
								}
							: { displayName: 'Value', name: 'value', type: 'string', default: '' },
					],
				},
			],
		},
		jsonRow(field, '{}'),
	];
}
