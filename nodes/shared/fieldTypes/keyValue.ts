import type { INodeProperties } from 'n8n-workflow';

import type { KeyValueField } from '../schema/fields';
import type { ItemInput } from '../schema/itemInput';
import {
	asText,
	isGiven,
	isObject,
	isRounded,
	losesDigits,
	type Json,
	type JsonObject,
} from '../utils/json';
import { fail, type FieldType, type GetParameter } from './fieldType';
import { inputModeProperties, jsonMode, jsonProperty, type InputMode } from './inputMode';
import { checkMaxBytes, parseJson } from './json';
import { checkSendable, DECIMAL, quote, toBoolean, toTexts } from './values';

/**
 * Only the chosen input mode is read: an expression of another mode may not be meant for this item.
 * The value is always a new object.
 */
export const keyValueType: FieldType<KeyValueField> = {
	readsMore: true,
	describe(field) {
		const assignments: InputMode = {
			name: 'Using Fields Below',
			value: 'fields',
			properties: [
				{
					displayName: field.displayName,
					name: field.parameter,
					type: 'assignmentCollection',
					default: {},
					description: field.description,
				},
			],
		};
		const json = jsonMode(field, '{}');
		return inputModeProperties(
			field,
			field.allInputFields === true
				? [assignments, json, allInputFields(field)]
				: [assignments, json],
		);
	},
	// Properties in a collection cannot depend on each other, so the map and its JSON are two entries.
	describeEntry: (field) => [describePairs(field), jsonProperty(field, '{}')],
	read(field, { getParameter, input }) {
		const map = readMap(field, getParameter, input);
		if (map === undefined) return undefined;
		// Conversion to text would hide what cannot be sent.
		checkSendable(map);
		const value = convertValues(field, map);
		checkMaxBytes(value, field.maxBytes);
		if (field.asList === undefined || field.asList === false) return value;
		const list = Object.entries(value).map(([name, entry]) => ({ name, value: entry }));
		return field.asList === 'text' ? JSON.stringify(list) : list;
	},
};

function allInputFields({ parameter }: KeyValueField): InputMode {
	return {
		name: 'All Input Fields',
		value: 'item',
		properties: [
			{
				displayName: 'Fields to Exclude',
				name: `${parameter}Except`,
				type: 'string',
				default: '',
				placeholder: 'e.g. internal_notes, score',
				description: 'Names of the fields of the item that are not sent, separated by commas',
			},
			{
				displayName: 'Exclude Empty Values',
				name: `${parameter}WithoutEmpty`,
				type: 'boolean',
				default: false,
				description: 'Whether to exclude fields that are null or empty text, also inside objects',
			},
		],
	};
}

function describePairs(field: KeyValueField): INodeProperties {
	return {
		displayName: field.displayName,
		name: field.parameter,
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
	};
}

function readMap(
	field: KeyValueField,
	getParameter: GetParameter,
	input: ItemInput,
): JsonObject | undefined {
	const { parameter } = field;
	const mode = getParameter(`${parameter}Input`);
	if (mode === 'item') {
		const map = readInputFields(input, getParameter(`${parameter}Except`));
		const isOn = toBoolean(getParameter(`${parameter}WithoutEmpty`) ?? false) === true;
		return isOn ? (withoutEmpty(map) as JsonObject | undefined) : map;
	}
	const json = () => readJsonMap(field, getParameter(`${parameter}Json`));
	if (mode === 'json') return json();
	const pairs = readPairs(getParameter(parameter));
	if (mode === 'fields') return pairs;
	// A collection offers both, and both count.
	const map = json();
	return map === undefined || pairs === undefined ? (pairs ?? map) : { ...map, ...pairs };
}

function readInputFields(input: ItemInput, except: unknown): JsonObject {
	const excluded = new Set(toTexts(except ?? ''));
	const entries = Object.entries(input.json() as { [name: string]: Json | undefined });
	return mapOf(
		entries.filter(
			(entry): entry is [string, Json] => entry[1] !== undefined && !excluded.has(entry[0]),
		),
	);
}

/**
 * A value without `null`s and empty texts; undefined if nothing is left. Lists keep all their entries,
 * because positions matter. Dates, as database nodes give them, serialize themselves.
 *
 * @param ancestors of the value: one that contains itself stays, to be rejected later
 */
function withoutEmpty(value: Json, ancestors: readonly Json[] = []): Json | undefined {
	if (value === null || value === '') return undefined;
	if (typeof value !== 'object' || 'toJSON' in value || ancestors.includes(value)) return value;
	const within = [...ancestors, value];
	if (Array.isArray(value)) {
		return value.map((entry) =>
			typeof entry === 'object' && entry !== null ? (withoutEmpty(entry, within) ?? {}) : entry,
		);
	}
	const kept = Object.entries(value).flatMap(([name, entry]) => {
		const rest = withoutEmpty(entry, within);
		return rest === undefined ? [] : [[name, rest] as const];
	});
	return kept.length === 0 ? undefined : mapOf(kept);
}

const JSON_PART = ' (JSON)';

function readJsonMap({ asList }: KeyValueField, raw: unknown): JsonObject | undefined {
	if (raw === undefined || raw === null || raw === '') return undefined;
	const value = parseJson(raw, JSON_PART);
	// The API's own form of such a map.
	if (asList !== undefined && Array.isArray(value)) return readPairs({ values: value });
	// The default of the editor, which must not replace what another field gives.
	if (isEmptyObject(value)) return undefined;
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
	return fail('must be a JSON object: { … }', undefined, JSON_PART);
}

function isEmptyObject(value: Json): boolean {
	return isObject(value) && Object.keys(value).length === 0;
}

/** A pair as n8n's assignments or a fixed collection store it. */
interface Pair {
	readonly name?: unknown;
	readonly value?: unknown;
	/** The type that the user chose; only assignments have it. */
	readonly type?: unknown;
}

function readPairs(raw: unknown): JsonObject | undefined {
	const { assignments, values } = (raw ?? {}) as { assignments?: Pair[]; values?: Pair[] };
	const pairs = assignments ?? values ?? [];
	if (pairs.length === 0) return undefined;
	return mapOf(
		pairs.flatMap((pair) => {
			const name = String(pair.name ?? '').trim();
			if (name === '') fail('has a row without a name');
			// A missing value is omitted, as everywhere; `null` cannot be meant by accident here.
			return pair.value === undefined ? [] : [[name, readTyped(name, pair)] as const];
		}),
	);
}

/** The value as its type says: the editor stores typed numbers, lists and objects as text. */
function readTyped(name: string, { value, type }: Pair): Json {
	if (value === null) return null;
	switch (type) {
		case 'string':
			return typeof value === 'object' ? (value as Json) : textOf(name, value);
		case 'number':
			return readNumber(name, value);
		case 'boolean':
			return toFlag(value, name);
		case 'array':
		case 'object': {
			const parsed = typeof value === 'string' ? parseJson(value, ` > ${name}`) : (value as Json);
			const isArray = Array.isArray(parsed);
			if (type === 'array' ? isArray : !isArray && typeof parsed === 'object') return parsed;
			return fail(`"${name}" must be ${type === 'array' ? 'a list' : 'an object'}`);
		}
		default:
			return value as Json;
	}
}

/** JSON has no NaN: as text it would be the word, as a number `null`, which empties an attribute. */
function textOf(name: string, value: unknown): string {
	if (typeof value === 'number' && !Number.isFinite(value)) {
		fail(`"${name}" must be text, but is ${value}`);
	}
	if (typeof value === 'number' && isRounded(value)) {
		fail(
			`"${name}" must be text, because the number ${value} has more digits than are kept exactly`,
		);
	}
	if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
		fail(`"${name}" must be text, but is a ${typeof value}`);
	}
	return String(value);
}

function readNumber(name: string, value: unknown): number {
	if (typeof value === 'number' && Number.isFinite(value)) return value;
	const text = typeof value === 'string' ? value.trim() : '';
	// Rounded, an ID would be somebody else's.
	if (losesDigits(text)) {
		fail(
			`"${name}" must be text, because the number ${text} has more digits than are kept exactly`,
		);
	}
	if (DECIMAL.test(text) && Number.isFinite(Number(text))) return Number(text);
	return fail(`"${name}" must be a number, but is ${quote(value)}`);
}

function convertValues({ valueType }: KeyValueField, map: JsonObject): JsonObject {
	if (valueType === 'any') return map;
	const entries = Object.entries(map);
	return mapOf(
		valueType === 'boolean'
			? entries.map(([name, value]) => [name, toFlag(value, name)] as const)
			: entries
					.filter(([, value]) => isGiven(value))
					.map(
						([name, value]) =>
							[name, typeof value === 'object' ? asText(value) : textOf(name, value)] as const,
					),
	);
}

function toFlag(value: unknown, name: string): boolean {
	return toBoolean(value) ?? fail(`"${name}" must be true or false, but is ${quote(value)}`);
}

/** Unlike assigning, this makes a key such as `__proto__` an ordinary name. */
function mapOf(entries: ReadonlyArray<readonly [string, Json]>): JsonObject {
	return Object.fromEntries(entries);
}
