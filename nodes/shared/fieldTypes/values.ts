import { utf8Bytes } from '../utils/bytes';
import { isRounded, parseArray } from '../utils/json';
import { findUnsendable } from '../utils/sendable';
import { CONTROL_CHARACTERS } from '../utils/url';
import { fail } from './fieldType';

/** Checks and conversions that several field types share. */

/**
 * A text, or a scalar as text. Luxon `DateTime`s and `Date`s serialize with `toJSON()`.
 *
 * @throws InvalidValue for lists, objects, NaN, and numbers that lost digits: a rounded ID would be somebody else's
 */
export function toText(raw: unknown): string {
	if (typeof raw === 'string') return raw;
	if (typeof raw === 'number') {
		if (!Number.isFinite(raw)) fail(`must be text, but is ${raw}`);
		if (isRounded(raw)) {
			fail(`must be text, because the number ${raw} has more digits than are kept exactly`);
		}
		return String(raw);
	}
	if (typeof raw === 'boolean') return String(raw);
	if (typeof raw === 'object' && raw !== null && 'toJSON' in raw) {
		const text = typeof raw.toJSON === 'function' ? (raw.toJSON() as unknown) : undefined;
		if (typeof text === 'string') return text;
	}
	return fail(`must be text, but is ${typeName(raw)}`);
}

/** What expressions and CRMs write when there is no ID. */
const NOT_IDS = new Set([
	'undefined',
	'null',
	'NaN',
	'[object Object]',
	'true',
	'false',
	'Invalid DateTime',
	'Invalid Date',
]);

/** Customer.io's maximum for the ID of a person or an object. */
const MAX_ID_BYTES = 150;

/**
 * A text that identifies something, trimmed. Numbers become text.
 *
 * @throws InvalidValue for what is not an ID: all items without one would become the same person
 */
export function toIdentifier(raw: unknown): string {
	const text = typeof raw === 'string' || typeof raw === 'number' ? toText(raw).trim() : undefined;
	if (text === undefined || NOT_IDS.has(text)) {
		return fail(
			`must be an identifier, but is ${quote(raw)}`,
			'Check what the expression returns for this item. Exclude items without an identifier, for example with an If node.',
		);
	}
	if (CONTROL_CHARACTERS.test(text)) {
		fail(
			`contains a control character, such as a line break or a tab: ${quote(text)}`,
			'Remove it where the value comes from.',
		);
	}
	if (!text.isWellFormed()) {
		fail(
			'contains half of a character (broken Unicode)',
			'The text was cut in the middle of an emoji or similar. Check the step that shortens it.',
		);
	}
	const bytes = utf8Bytes(text);
	if (bytes > MAX_ID_BYTES) {
		fail(
			`must have at most ${MAX_ID_BYTES} bytes as UTF-8, but has ${bytes}`,
			'Letters beyond ASCII take 2 to 4 bytes. Shorten it where the value comes from.',
		);
	}
	return text;
}

/**
 * The entries of an array, of a JSON array in text (as models and HTTP responses give it), or of a
 * text with commas or line breaks; as trimmed texts, without empty ones.
 */
export function toTexts(raw: unknown): string[] {
	const array = typeof raw === 'string' ? parseArray(raw) : raw;
	const list = Array.isArray(array) ? array : toText(raw).split(/[,\n]/);
	return list
		.filter((entry) => entry !== null && entry !== undefined)
		.map((entry) => toText(entry).trim())
		.filter(Boolean);
}

/** Identifiers from a list, as `toTexts` reads it. */
export function toIdentifiers(raw: unknown): string[] {
	const entries = typeof raw === 'string' ? toTexts(raw) : [raw].flat();
	return entries
		.filter((entry) => entry !== null && entry !== undefined)
		.map(toIdentifier)
		.filter(Boolean);
}

/** @throws InvalidValue naming the path of what JSON cannot express, at any depth */
export function checkSendable(value: unknown): void {
	const unsendable = findUnsendable(value);
	if (unsendable === undefined) return;
	const { path, problem } = unsendable;
	fail(path === '' ? problem : `${path} ${problem}`);
}

/** As people and JSON write numbers; to JavaScript, "0x10" and " " are numbers, too. */
export const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** What a text with a form looks like, and what it is called. */
export const FORMATS = {
	email: { pattern: /^[^@\s]+@[^@\s]+$/, form: 'an email address' },
	url: { pattern: /^https?:\/\/[^\s]+$/i, form: 'a URL that starts with https:// or http://' },
	uuid: undefined,
};

/** @throws InvalidValue if the text does not have the form */
export function checkFormat(text: string, name: keyof typeof FORMATS | undefined): void {
	const format = name === undefined ? undefined : FORMATS[name];
	if (format !== undefined && !format.pattern.test(text)) {
		fail(`must be ${format.form}, but is ${quote(text)}`);
	}
}

/** What n8n's Edit Fields node takes as a boolean; undefined for anything else. */
export function toBoolean(raw: unknown): boolean | undefined {
	const text = String(raw).trim().toLowerCase();
	if (typeof raw === 'object') return undefined;
	if (text === 'true' || text === '1') return true;
	if (text === 'false' || text === '0') return false;
	return undefined;
}

/** A value in an error message: at most 80 characters. */
export function quote(value: unknown): string {
	const text = typeof value === 'string' ? `"${value}"` : describe(value);
	return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function describe(value: unknown): string {
	if (typeof value === 'number' || typeof value === 'bigint') return String(value);
	try {
		return JSON.stringify(value) ?? 'nothing';
	} catch {
		return typeName(value);
	}
}

export function checkMaxItems(items: readonly unknown[], maxItems: number | undefined): void {
	if (maxItems !== undefined && items.length > maxItems) {
		fail(`must have at most ${maxItems}, but has ${items.length}`);
	}
}

function typeName(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
