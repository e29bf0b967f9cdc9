import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../utils/errors';
import { displayName, parameterName } from '../utils/casing';
import { parseJson } from './json';
import type { Field, Json, JsonObject, ObjectListField } from '../schema/vocabulary';
import { jsonWay, waysRows } from './inputMode';

/** Reads one field of a row; `added` says that it stands in the row's collection. */
type ReadRowField = (
	field: Field,
	source: (parameter: string) => unknown,
	added: boolean,
) => Promise<Json | undefined>;

type Row = { readonly [parameter: string]: unknown };

/** The row's collection for what is rarely needed. */
const MORE = 'additionalFields';

function isRare(field: Field): boolean {
	return field.required !== true && field.topLevel !== true;
}

/**
 * The list of objects of a field, from rows or JSON.
 *
 * @throws InputError if there is none, if there are too many, or if a row lacks a required field
 */
export async function readRows(
	field: ObjectListField,
	source: (parameter: string) => unknown,
	read: ReadRowField,
): Promise<Json[]> {
	const parameter = parameterName(field);
	const list =
		source(`${parameter}Input`) === 'json'
			? readJsonRows(field, source(`${parameter}Json`))
			: await readEditorRows(field, source(parameter), read);
	if (list.length === 0) throw wrong(field, 'is required, but has no entry for this item');
	if (field.maxItems !== undefined && list.length > field.maxItems) {
		throw wrong(field, `must have at most ${field.maxItems} entries, but has ${list.length}`);
	}
	return list;
}

function readJsonRows(field: ObjectListField, raw: unknown): Json[] {
	const list = parseJson({ name: field.name, displayName: `${displayName(field)} (JSON)` }, raw);
	if (!Array.isArray(list)) throw wrong(field, 'must be a JSON array: [ … ]');
	list.forEach((row, index) => {
		const given = typeof row === 'object' && row !== null && !Array.isArray(row) ? row : undefined;
		for (const { name } of field.fields.filter(({ required }) => required === true)) {
			const value = given?.[name];
			if (value === undefined || value === null || value === '') {
				throw wrong(field, `entry ${index + 1} lacks "${name}"`);
			}
		}
	});
	return list;
}

async function readEditorRows(
	field: ObjectListField,
	raw: unknown,
	read: ReadRowField,
): Promise<JsonObject[]> {
	const { values = [] } = (raw ?? {}) as { values?: Row[] };
	const list: JsonObject[] = [];
	for (const [index, row] of values.entries()) {
		const object: JsonObject = {};
		const more = (row[MORE] ?? {}) as Row;
		for (const one of field.fields) {
			const given = isRare(one) ? more : row;
			const value = await read(one, (name) => given[name], isRare(one));
			if (value !== undefined) object[one.name] = value;
			else if (one.required === true) {
				throw wrong(field, `${displayName(one)} of entry ${index + 1} is empty for this item`);
			}
		}
		list.push(object);
	}
	return list;
}

/** The editor's rows: entries with their fields, or JSON. */
export function rowsRows(
	field: ObjectListField,
	entriesOf: (field: Field) => INodeProperties[],
): INodeProperties[] {
	const rare = field.fields.filter(isRare).flatMap(entriesOf);
	const usual = field.fields.filter((one) => !isRare(one)).flatMap(entriesOf);
	const more: INodeProperties = {
		displayName: 'Additional Fields',
		name: MORE,
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: rare,
	};
	const builder: INodeProperties = {
		displayName: displayName(field),
		name: parameterName(field),
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: `Add ${field.entryName}`,
		default: {},
		description: field.description,
		options: [
			{
				displayName: field.entryName,
				name: 'values',
				values: rare.length === 0 ? usual : [...usual, more],
			},
		],
	};
	return waysRows(field, [
		{ name: 'Using Fields Below', value: 'fields', rows: [builder] },
		jsonWay(field, '[]'),
	]);
}

function wrong(field: ObjectListField, problem: string): InputError {
	return new InputError(
		displayName(field),
		problem,
		`Add one, or check what "${displayName(field)}" gets for this item.`,
	);
}
