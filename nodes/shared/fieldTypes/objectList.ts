import type { INodeProperties } from 'n8n-workflow';

import type { Field, ObjectListField } from '../schema/fields';
import { setAt, type Json, type JsonObject } from '../utils/json';
import { fail, type FieldType, type ReadContext } from './fieldType';
import { inputModeProperties, jsonMode } from './inputMode';
import { parseJson } from './json';

type Entry = { readonly [parameter: string]: unknown };

/** The collection of an entry for fields that are rarely needed. */
const COLLECTION = 'additionalFields';

export const objectListType: FieldType<ObjectListField> = {
	readsMore: true,
	describe(field, _required, describeEntry) {
		const shown = field.fields.filter((inner) => !isInCollection(inner)).flatMap(describeEntry);
		const collected = field.fields.filter(isInCollection).flatMap(describeEntry);
		const collection: INodeProperties = {
			displayName: 'Additional Fields',
			name: COLLECTION,
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: collected,
		};
		const builder: INodeProperties = {
			displayName: field.displayName,
			name: field.parameter,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: `Add ${field.entryName}`,
			default: {},
			description: field.description,
			options: [
				{
					displayName: field.entryName,
					name: 'values',
					values: collected.length === 0 ? shown : [...shown, collection],
				},
			],
		};
		return inputModeProperties(field, [
			{ name: 'Using Fields Below', value: 'fields', properties: [builder] },
			jsonMode(field, '[]'),
		]);
	},
	async read(field, context) {
		const { getParameter } = context;
		const list =
			getParameter(`${field.parameter}Input`) === 'json'
				? readJsonList(field, getParameter(`${field.parameter}Json`))
				: await readEntries(field, getParameter(field.parameter), context);
		if (list.length === 0) fail('is required, but has no entry for this item');
		if (field.maxItems !== undefined && list.length > field.maxItems) {
			fail(`must have at most ${field.maxItems} entries, but has ${list.length}`);
		}
		return list;
	},
	howToFix: ({ displayName }) => `Add one, or check the value of "${displayName}" for this item.`,
};

function isInCollection({ required, topLevel }: Field): boolean {
	return required !== true && topLevel !== true;
}

function readJsonList({ fields }: ObjectListField, raw: unknown): Json[] {
	const list = parseJson(raw, ' (JSON)');
	if (!Array.isArray(list)) return fail('must be a JSON array: [ … ]');
	const required = fields.filter((field) => field.required === true);
	list.forEach((entry, index) => {
		const isObject = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
		for (const { name } of required) {
			const value = isObject ? entry[name] : undefined;
			if (value === undefined || value === null || value === '') {
				fail(`entry ${index + 1} lacks "${name}"`);
			}
		}
	});
	return list;
}

async function readEntries(
	{ fields }: ObjectListField,
	raw: unknown,
	{ readField }: ReadContext,
): Promise<JsonObject[]> {
	const { values = [] } = (raw ?? {}) as { values?: Entry[] };
	const list: JsonObject[] = [];
	const required = new Set(fields.filter((field) => field.required).map(({ name }) => name));
	for (const [index, entry] of values.entries()) {
		const object: JsonObject = {};
		const collection = (entry[COLLECTION] ?? {}) as Entry;
		for (const field of fields) {
			const explicit = isInCollection(field);
			const source = explicit ? collection : entry;
			const value = await readField(field, (name) => source[name], explicit);
			if (value !== undefined) setAt(object, field.bodyPath?.split('.') ?? [], field.name, value);
			else if (field.required === true) {
				fail(`${field.displayName} of entry ${index + 1} is empty for this item`);
			}
		}
		const cleared = fields.find((field) => field.type === 'string' && field.clearsAlone === true);
		const isAlone = Object.keys(object).every((name) => required.has(name));
		if (cleared !== undefined && isAlone) object[cleared.name] = '';
		list.push(object);
	}
	return list;
}
