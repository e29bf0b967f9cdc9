import { examplePageUrl, idInPageUrl } from '../schema/customerIoUrls';
import { InputError } from '../utils/errors';
import type { ItemInput } from '../schema/itemInput';
import { isRounded } from '../utils/json';
import { displayName, parameterName, withArticle } from '../utils/casing';
import { readFilter } from './filter';
import { parseJson } from './json';
import { readPairs } from './keyValue';
import { readRows } from './objectList';
import { readTimestamp } from '../utils/dates';
import { utf8Bytes } from '../utils/bytes';
import type {
	AttachmentsField,
	Field,
	IdentifierField,
	Json,
	JsonField,
	JsonObject,
	ResourceLocatorField,
	ResourceLocatorsField,
	NumberField,
	KeyValueField,
	OptionsField,
	MultiOptionsField,
	StringField,
	StringListField,
	DateTimeField,
} from '../schema/vocabulary';

/** Where a field's values come from: the node's parameters, or one of its collections. */
type Source = (parameter: string) => unknown;

/**
 * The value of a field as the API wants it, or `undefined` if the person left it out.
 *
 * `null` and `undefined` from an expression count as left out: CRM rows are full of them, and no
 * field of the API distinguishes them. `false`, `0` and, where a field was added on purpose, an
 * empty text are values.
 *
 * Only files have to be waited for: a promise for every field would cost a batched call a quarter of
 * its time.
 *
 * @param added the person added the field to a collection, so that an empty text is meant
 * @throws InputError if the value cannot be sent
 */
export function readField(
	field: Field,
	source: Source,
	input: ItemInput,
	added: boolean,
): ReadValue | Promise<ReadValue> {
	const value = readByKind(field, source, input, added);
	return value instanceof Promise
		? value.then((read) => checked(field, read))
		: checked(field, value);
}

type ReadValue = Json | undefined;

function checked(field: Field, value: ReadValue): ReadValue {
	if (value === undefined) return undefined;
	const problem = field.check?.(value);
	if (problem !== undefined) throw wrong(field, problem);
	return value;
}

function readByKind(
	field: Field,
	source: Source,
	input: ItemInput,
	added: boolean,
): ReadValue | Promise<ReadValue> {
	const raw = source(parameterName(field));
	switch (field.type) {
		case 'constant':
			return field.value;
		case 'credentialValue':
			return readCredential(input.credential(field.property));
		case 'keyValue':
			return readMap(field, source, input);
		case 'filter':
			return readFilter(field, source);
		case 'variant':
			return undefined;
		case 'objectList':
			return readRows(
				field,
				source,
				async (one, from, isAdded) => await readField(one, from, input, isAdded),
			);
		case 'attachments':
			return readAttachments(field, raw, input);
		default:
	}
	if (isLeftOut(field, raw, added)) return undefined;
	switch (field.type) {
		case 'string':
			return readText(field, raw);
		case 'number':
			return readNumber(field, raw);
		case 'boolean':
			return readFlag(field, raw);
		case 'options':
			return readOnePick(field, raw);
		case 'multiOptions':
			return readTexts(field, raw).map((text) => readPick(field, text));
		case 'dateTime':
			return readTime(field, raw, input.timezone);
		case 'json':
			return readJson(field, raw);
		case 'stringList':
			return readTextList(field, raw);
		case 'resourceLocator':
			return readLocator(field, raw);
		case 'resourceLocators':
			return readLocators(field, raw);
		case 'identifier':
			return readIdentity(field, raw)?.value;
	}
}

function isLeftOut(field: Field, raw: unknown, added: boolean): boolean {
	if (raw === undefined || raw === null) return true;
	// Sheets give empty cells as empty texts: only a text can be meant to be empty.
	if (raw === '') return !added || field.type !== 'string' || field.omitEmpty === true;
	const inner = locatorParts(raw)?.value;
	return locatorParts(raw) !== undefined && (inner === '' || inner === null || inner === undefined);
}

function readCredential(raw: unknown): Json | undefined {
	return typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : undefined;
}

function readText(field: StringField, raw: unknown): string {
	const value = asText(field, raw);
	if (field.format === 'email' && !/^[^@\s]+@[^@\s]+$/.test(value)) {
		throw wrong(field, `must be an email address, but is ${quote(value)}`);
	}
	if (field.format === 'url' && !/^https?:\/\/[^\s]+$/i.test(value)) {
		throw wrong(
			field,
			`must be a URL that starts with https:// or http://, but is ${quote(value)}`,
		);
	}
	const characters = field.maxLength === undefined ? 0 : [...value].length;
	if (field.maxLength !== undefined && characters > field.maxLength) {
		throw wrong(field, `must have at most ${field.maxLength} characters, but has ${characters}`);
	}
	return value;
}

function asText(field: Field, raw: unknown): string {
	if (typeof raw === 'string') return raw;
	// A rounded ID would be the ID of somebody else.
	if (typeof raw === 'number' && isRounded(raw)) {
		throw wrong(
			field,
			`must be text, because the number ${raw} has more digits than are kept exactly`,
		);
	}
	if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
	// {{ $now }}, and the dates of database nodes, write themselves.
	if (typeof raw === 'object' && raw !== null && 'toJSON' in raw) {
		const text = typeof raw.toJSON === 'function' ? (raw.toJSON() as unknown) : undefined;
		if (typeof text === 'string') return text;
	}
	throw wrong(field, `must be text, but is ${nameOfType(raw)}`);
}

function readNumber(field: NumberField, raw: unknown): Json {
	const value =
		typeof raw === 'number' ? raw : typeof raw === 'string' && raw.trim() ? Number(raw) : NaN;
	if (!Number.isFinite(value)) throw wrong(field, `must be a number, but is ${quote(raw)}`);
	if (field.fraction !== true && !Number.isInteger(value)) {
		throw wrong(field, `must be a whole number, but is ${value}`);
	}
	if (field.min !== undefined && value < field.min) {
		throw wrong(field, `must be at least ${field.min}, but is ${value}`);
	}
	if (field.max !== undefined && value > field.max) {
		throw wrong(field, `must be at most ${field.max}, but is ${value}`);
	}
	return field.asText === true ? String(value) : value;
}

function readFlag(field: Field, raw: unknown): boolean {
	if (typeof raw === 'boolean') return raw;
	if (raw === 'true') return true;
	if (raw === 'false') return false;
	throw wrong(field, `must be true or false, but is ${quote(raw)}`);
}

function readOnePick(field: OptionsField, raw: unknown): Json {
	const value = readPick(field, raw);
	return field.asNumber === true ? Number(value) : value;
}

function readPick(field: OptionsField | MultiOptionsField, raw: unknown): string {
	const value = asText(field, raw);
	if (field.allowOther === true || field.options.some((one) => one.value === value)) return value;
	const known = field.options.map((one) => one.value).join(', ');
	throw wrong(field, `must be one of ${known}, but is ${quote(raw)}`);
}

function readTime(field: DateTimeField, raw: unknown, timezone: string): Json {
	const moment = readTimestamp(raw, timezone);
	if (moment === undefined) {
		throw new InputError(
			displayName(field),
			`must be a date and time, but is ${quote(raw)}`,
			'Pick a date, or give an ISO 8601 text such as 2026-12-31T18:00:00Z or Unix seconds.',
		);
	}
	return field.as === 'iso' ? new Date(moment).toISOString() : Math.floor(moment / 1000);
}

function readJson(field: JsonField, raw: unknown): Json {
	const value = parseJson(field, raw);
	const isArray = Array.isArray(value);
	if (field.shape === 'array' && !isArray) throw wrong(field, 'must be a JSON array: [ … ]');
	if (field.shape === 'object' && (isArray || typeof value !== 'object' || value === null)) {
		throw wrong(field, 'must be a JSON object: { … }');
	}
	if (field.maxItems !== undefined && isArray && value.length > field.maxItems) {
		throw wrong(field, `must hold at most ${field.maxItems} entries, but holds ${value.length}`);
	}
	checkBytes(field, value, field.maxBytes);
	return field.asText === true ? JSON.stringify(value) : value;
}

function readMap(field: KeyValueField, source: Source, input: ItemInput): Json | undefined {
	const value = readPairs(field, source, input);
	if (value === undefined) return undefined;
	checkBytes(field, value, field.maxBytes);
	if (field.asList === undefined || field.asList === false) return value;
	const list = Object.entries(value).map(([name, one]) => ({ name, value: one }));
	return field.asList === 'text' ? JSON.stringify(list) : list;
}

function checkBytes(field: Field, value: Json, maxBytes: number | undefined): void {
	if (maxBytes === undefined) return;
	const bytes = utf8Bytes(JSON.stringify(value));
	if (bytes > maxBytes) {
		throw wrong(field, `must be at most ${maxBytes} bytes as JSON, but has ${bytes}`);
	}
}

/** Texts from an array or from a text with commas or line breaks. */
function readTexts(field: Field, raw: unknown): string[] {
	if (Array.isArray(raw)) return raw.map((one) => asText(field, one).trim()).filter(Boolean);
	return asText(field, raw)
		.split(/[,\n]/)
		.map((one) => one.trim())
		.filter(Boolean);
}

function readTextList(field: StringListField, raw: unknown): string[] {
	const texts = readTexts(field, raw);
	if (field.minItems !== undefined && texts.length < field.minItems) {
		throw wrong(field, `must have at least ${field.minItems}, but has ${texts.length}`);
	}
	if (field.maxItems !== undefined && texts.length > field.maxItems) {
		throw wrong(field, `must have at most ${field.maxItems}, but has ${texts.length}`);
	}
	return texts;
}

function locatorParts(raw: unknown): { mode: unknown; value: unknown } | undefined {
	if (typeof raw !== 'object' || raw === null || !('__rl' in raw)) return undefined;
	return raw as unknown as { mode: unknown; value: unknown };
}

export function readLocator(field: ResourceLocatorField, raw: unknown): Json | undefined {
	const parts = locatorParts(raw);
	const entered = asText(field, (parts === undefined ? raw : parts.value) ?? '').trim();
	if (entered === '') return undefined;
	const value = parts?.mode === 'url' ? idAt(field, entered) : entered;
	const { none } = field.locator;
	if (none !== undefined && value === none.value) return none.sends ?? null;
	const isOtherName = field.locator.otherModes?.some((mode) => mode.name === parts?.mode);
	if (isOtherName === true || field.locator.id === 'text') return value;
	const fits =
		field.locator.id === 'integer'
			? /^\d+$/.test(value) && Number.isSafeInteger(Number(value))
			: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
	if (!fits) {
		const form = field.locator.id === 'integer' ? 'a number' : 'a UUID';
		throw new InputError(
			displayName(field),
			`must be the ID of ${withArticle(field.locator.label)}, which is ${form}, but is ${quote(value)}`,
			`Choose it from the list, or enter its ID, such as ${field.locator.idPlaceholder}.`,
		);
	}
	return field.locator.id === 'integer' && field.asText !== true ? Number(value) : value;
}

function idAt(field: ResourceLocatorField, address: string): string {
	const { page, label, idPlaceholder } = field.locator;
	const id = idInPageUrl(address, page);
	if (page !== undefined && id !== undefined) return id;
	const example = page === undefined ? '' : `, such as ${examplePageUrl(page, idPlaceholder)}`;
	throw new InputError(
		displayName(field),
		`must be the address of ${withArticle(label)} in Customer.io, but is ${quote(address)}`,
		`Open it in Customer.io and copy the address${example}, or choose it from the list.`,
	);
}

function readLocators(field: ResourceLocatorsField, raw: unknown): Json | undefined {
	const { maxItems, ...rest } = field;
	const ids = readTexts(field, raw).flatMap((id) => {
		const read = readLocator({ ...rest, type: 'resourceLocator' }, id);
		return read === undefined ? [] : [read];
	});
	if (maxItems !== undefined && ids.length > maxItems) {
		throw wrong(field, `must have at most ${maxItems}, but has ${ids.length}`);
	}
	return ids.length === 0 ? undefined : ids;
}

/** The identifier and its kind, or nothing if it is empty. */
export function readIdentity(
	field: IdentifierField,
	raw: unknown,
): { value: Json; type: string } | undefined {
	const parts = locatorParts(raw);
	const mode =
		field.modes.find((one) => one.name === parts?.mode) ??
		(parts === undefined ? field.modes[0] : undefined);
	if (mode === undefined) {
		throw wrong(
			field,
			`must be given in one of these ways: ${field.modes.map((one) => one.displayName).join(', ')}`,
		);
	}
	let value = asText(field, parts?.value ?? raw).trim();
	if (value === '') return undefined;
	if (mode.prefix !== undefined && !value.startsWith(mode.prefix)) value = mode.prefix + value;
	return { value: field.typeParameter ? value : { [mode.name]: value }, type: mode.name };
}

async function readAttachments(
	field: AttachmentsField,
	raw: unknown,
	input: ItemInput,
): Promise<JsonObject | undefined> {
	if (raw === undefined || raw === null || raw === '') return undefined;
	const files: JsonObject = {};
	let bytes = 0;
	for (const property of readTexts(field, raw)) {
		const file = await input.file(property);
		if (file === undefined) {
			throw new InputError(
				displayName(field),
				`the item has no binary field ${quote(property)}`,
				'Look at the Binary tab of the input for the names of its files.',
			);
		}
		const name = file.fileName ?? property;
		if (Object.hasOwn(files, name)) {
			throw new InputError(
				displayName(field),
				`two files are called ${quote(name)}`,
				'Customer.io tells attachments apart by name. Rename one of them.',
			);
		}
		bytes += file.data.length;
		files[name] = file.data.toString('base64');
	}
	if (bytes > field.maxBytes) {
		throw new InputError(
			displayName(field),
			`must be at most ${field.maxBytes} bytes together, but the files have ${bytes}`,
			'Send a link to the file instead, or make it smaller.',
		);
	}
	return files;
}

/** An error about a field, with the way out that follows from its kind. */
function wrong(field: Field, problem: string): InputError {
	const wayOut =
		field.type === 'options' || field.type === 'multiOptions'
			? 'Choose from the list, or let the expression return one of these values.'
			: `Check what "${displayName(field)}" gets for this item.`;
	return new InputError(displayName(field), problem, wayOut);
}

function quote(value: unknown): string {
	const written = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'nothing');
	return written.length > 80 ? `${written.slice(0, 77)}…` : written;
}

function nameOfType(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
