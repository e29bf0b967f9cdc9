/** Valid sample values for the spec's fields. */
import type { Field } from '../../tools/sandbox/spec.ts';
import { sampleValue } from '../../tools/sandbox/minimal.ts';
import { ASCII_ONLY, JSON_VALUES, VALUES } from './exceptions.ts';

/** Non-ASCII, with characters that a query or a path must encode. */
const TEXT = 'Grüße & 50%+1';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Every form of condition that the dialect has. */
const FILTERS: Readonly<Record<string, unknown>> = {
	'filterGrammar.audience': {
		and: [
			{ segment: { id: 4 } },
			{ or: [{ attribute: { field: 'plan', operator: 'eq', value: 'pro' } }] },
			{ not: { attribute: { field: 'unsubscribed', operator: 'exists' } } },
		],
	},
	'filterGrammar.newsletterRecipients': {
		and: [
			{ or: [{ segment: { id: 4 } }] },
			{ not: { attribute: { field: 'plan', operator: 'exists', inverse: true } } },
			{ attribute: { field: 'plan', operator: 'eq', value: 'pro' } },
		],
	},
	'filterGrammar.object': {
		and: [
			{ or: [{ object_attribute: { field: 'plan', operator: 'eq', value: 'pro', type_id: 1 } }] },
			{ not: { object_attribute: { field: 'plan', operator: 'exists', type_id: 1 } } },
		],
	},
};

/** Returns a string for a field: an email address if the field's name says so. */
export function textFor(field: Field): string {
	const override = VALUES[field.name];
	if (override !== undefined) return override;
	if (field.format === 'url') return 'https://example.com/a%20b?c=d&e=f';
	if (field.format === 'uuid' || field.format === 'json') return String(sampleValue(field));
	if (field.format === 'date-time') return new Date().toISOString();
	if (/^(to|from|cc|bcc|reply_to|recipient|email|email_address)$/.test(field.name)) {
		return 'person1@example.com';
	}
	return TEXT;
}

/** Returns a valid integer for the field. */
export function numberFor(field: Field): number {
	return Number(sampleValue({ ...field, type: 'integer' }));
}

/**
 * Returns Unix seconds that suit the field's name: windows start before they end and lie in the
 * past, any other time is in an hour.
 */
export function timestampFor({ name }: Field): number {
	const now = Math.floor(Date.now() / 1000);
	if (/(^|_)(start|after)/.test(name)) return now - 2 * DAY;
	if (/(^|_)(end|before)(_|$)/.test(name)) return now - DAY;
	if (/last_used/.test(name)) return now - HOUR;
	return now + HOUR;
}

/** Returns a value for a JSON field with everything that the spec names. */
export function wholeValue(field: Field): unknown {
	if (field.grammar !== undefined) return FILTERS[field.grammar];
	if (field.name in JSON_VALUES) return JSON_VALUES[field.name];
	const type = field.type.split('|')[0] ?? '';
	if (type.startsWith('array')) {
		const fields = field.fields ?? field.itemFields;
		return fields === undefined ? sampleValue(field) : [wholeObject(fields)];
	}
	if (type !== 'object') {
		return field.format === 'unix-timestamp' ? timestampFor(field) : sampleValue(field);
	}
	const variant = field.oneOf?.[0] ?? field.anyOf?.[0];
	const named = wholeObject(variant?.fields ?? field.fields ?? []);
	const isFree = field.freeform === true || Object.keys(named).length === 0;
	return isFree ? { ...named, ...freeEntries(field, false) } : named;
}

function wholeObject(fields: readonly Field[]): Record<string, unknown> {
	return Object.fromEntries(fields.map((field) => [field.name, wholeValue(field)]));
}

/**
 * Returns entries for a map with free keys.
 *
 * @param textOnly the editor's rows accept only strings
 */
export function freeEntries(field: Field, textOnly: boolean): Record<string, unknown> {
	const text = ASCII_ONLY.has(field.name) ? 'plain text' : TEXT;
	if (textOnly || ASCII_ONLY.has(field.name)) return { 'X-Sample': text };
	const isOfText = field.valueType !== undefined || typeof field.additionalProperties === 'string';
	return isOfText
		? { note: text }
		: { note: text, count: 3, ratio: 0.5, flag: false, list: [1, 'a'], map: { deep: { a: 1 } } };
}
