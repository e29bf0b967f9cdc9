import { InputError } from '../utils/errors';
import type { ItemInput } from '../schema/itemInput';
import { asText, isGiven, losesDigits } from '../utils/json';
import { displayName, parameterName } from '../utils/casing';
import { parseJson } from './json';
import type { Json, JsonObject, KeyValueField } from '../schema/vocabulary';

/** A row of names and values, as n8n's assignments or a fixed collection keep it. */
interface Row {
	readonly name?: unknown;
	readonly value?: unknown;
	/** What the person said the value is; only assignments have it. */
	readonly type?: unknown;
}

/**
 * The map of a field, from rows, JSON or all fields of the item; `undefined` if it is left out.
 *
 * Only the way that the person chose is read: an expression of another way may not be meant for
 * this item. The map is always a new object.
 *
 * @throws InputError if it is no map or a value does not fit
 */
export function readPairs(
	field: KeyValueField,
	source: (parameter: string) => unknown,
	input: ItemInput,
): JsonObject | undefined {
	const map = readMap(field, source, input);
	if (map === undefined || field.valueType === 'any') return map;
	const convert = field.valueType === 'boolean' ? asFlag : asText;
	return mapOf(
		Object.entries(map)
			.filter(([, value]) => field.valueType === 'boolean' || isGiven(value))
			.map(([name, value]) => [name, convert(value, field, name)] as const),
	);
}

function readMap(
	field: KeyValueField,
	source: (parameter: string) => unknown,
	input: ItemInput,
): JsonObject | undefined {
	const parameter = parameterName(field);
	const mode = source(`${parameter}Input`);
	if (mode === 'item') {
		const map = readItem(input, source(`${parameter}Except`));
		const isOn = String(source(`${parameter}WithoutEmpty`) ?? false) === 'true';
		return isOn ? (withoutEmpty(map) as JsonObject | undefined) : map;
	}
	if (mode === 'json') return readJsonMap(field, source(`${parameter}Json`));
	const rows = readRows(field, source(parameter));
	if (mode === 'fields') return rows;
	// In a collection both ways stand side by side, and both count.
	const json = readJsonMap(field, source(`${parameter}Json`));
	return json === undefined || rows === undefined ? (rows ?? json) : { ...json, ...rows };
}

function readItem(input: ItemInput, except: unknown): JsonObject {
	const names = Array.isArray(except) ? except : String(except ?? '').split(/[,\n]/);
	const leftOut = new Set(names.map((name: unknown) => String(name).trim()));
	return mapOf(
		Object.entries(input.json()).flatMap(([name, value]) =>
			value === undefined || leftOut.has(name) ? [] : [[name, value as Json] as const],
		),
	);
}

/**
 * A value without what is `null` or an empty text, or nothing if nothing is left of it. The places of
 * a list mean something, so it keeps all its entries. A date, as database nodes give it, writes itself.
 *
 * @param around what the value stands in: one that contains itself stays as it is, to be refused later
 */
function withoutEmpty(value: Json, around: readonly Json[] = []): Json | undefined {
	if (value === null || value === '') return undefined;
	if (typeof value !== 'object' || 'toJSON' in value || around.includes(value)) return value;
	const within = [...around, value];
	if (Array.isArray(value)) {
		return value.map((one) =>
			typeof one === 'object' && one !== null ? (withoutEmpty(one, within) ?? {}) : one,
		);
	}
	const left = Object.entries(value).flatMap(([name, one]) => {
		const kept = withoutEmpty(one, within);
		return kept === undefined ? [] : [[name, kept] as const];
	});
	return left.length === 0 ? undefined : mapOf(left);
}

function readJsonMap(field: KeyValueField, raw: unknown): JsonObject | undefined {
	if (raw === undefined || raw === null || raw === '') return undefined;
	const shown = { name: field.name, displayName: `${displayName(field)} (JSON)` };
	const value = parseJson(shown, raw);
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
	throw new InputError(
		shown.displayName,
		'must be a JSON object: { … }',
		`Check what "${shown.displayName}" gets for this item.`,
	);
}

function readRows(field: KeyValueField, raw: unknown): JsonObject | undefined {
	const { assignments, values } = (raw ?? {}) as { assignments?: Row[]; values?: Row[] };
	const rows = assignments ?? values ?? [];
	if (rows.length === 0) return undefined;
	return mapOf(
		rows.flatMap((row) => {
			const name = String(row.name ?? '').trim();
			if (name === '') throw wrong(field, 'has a row without a name');
			// A missing value is left out, like everywhere else; `null` cannot be meant by accident here.
			return row.value === undefined ? [] : [[name, readValue(field, name, row)] as const];
		}),
	);
}

/** The value as the type of its row says: the editor keeps typed numbers, lists and objects as text. */
function readValue(field: KeyValueField, name: string, { value, type }: Row): Json {
	// JSON has no NaN: it would be null, which empties an attribute.
	if (typeof value === 'number' && type !== 'string' && !Number.isFinite(value)) {
		throw wrong(field, `"${name}" must be a number, but is ${value}`);
	}
	if (typeof value === 'number' || typeof value === 'boolean') {
		return type === 'string' ? String(value) : value;
	}
	if (typeof value !== 'string') return value as Json;
	switch (type) {
		case 'number':
			// Rounded, an ID would be that of something else.
			if (losesDigits(value.trim())) {
				throw wrong(
					field,
					`"${name}" must be text, because the number ${value.trim()} has more digits than are kept exactly`,
				);
			}
			if (value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
			throw wrong(field, `"${name}" must be a number, but is "${value}"`);
		case 'boolean':
			return asFlag(value, field, name);
		case 'array':
		case 'object': {
			const parsed = parseJson({ name, displayName: `${displayName(field)} > ${name}` }, value);
			const isArray = Array.isArray(parsed);
			if (type === 'array' ? isArray : !isArray && typeof parsed === 'object') return parsed;
			throw wrong(field, `"${name}" must be ${type === 'array' ? 'a list' : 'an object'}`);
		}
		default:
			return value;
	}
}

function asFlag(value: Json, field: KeyValueField, name: string): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw wrong(field, `"${name}" must be true or false, but is ${JSON.stringify(value)}`);
}

/** A key such as `__proto__` is an ordinary name here. */
function mapOf(entries: ReadonlyArray<readonly [string, Json]>): JsonObject {
	return Object.fromEntries(entries);
}

function wrong(field: KeyValueField, problem: string): InputError {
	return new InputError(
		displayName(field),
		problem,
		`Check what "${displayName(field)}" gets for this item.`,
	);
}
