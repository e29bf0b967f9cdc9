import type { Field, Variant } from '../spec.ts';
import { isObject } from '../types.ts';
import { checkFilter } from './filter.ts';
import type { Problem } from './problems.ts';
import { quote } from './problems.ts';

interface ValueOptions {
	/** Accept keys that are not in the spec (Pipelines keeps unknown keys). */
	open?: boolean;
	/** Resolves a `ref` such as `commonFields.context`. */
	resolve?: (ref: string) => Field | undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Base64 with optional padding; rejects characters that Buffer silently skips. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
/** Unix seconds have no twelve digits before the year 5138, so such a time is in milliseconds. */
const FIRST_MILLISECOND_LIKE = 100_000_000_000;

function hasType(value: unknown, type: string): boolean {
	switch (type) {
		case 'any':
			return true;
		case 'string':
			return typeof value === 'string';
		case 'integer':
			return Number.isSafeInteger(value);
		case 'number':
			return typeof value === 'number';
		case 'boolean':
			return typeof value === 'boolean';
		case 'object':
			return isObject(value);
		default:
			return (type === 'array' || type.startsWith('array<')) && Array.isArray(value);
	}
}

function checkFormat(value: unknown, format: string): string | undefined {
	if (format === 'unix-timestamp') {
		if (typeof value !== 'number' || value < 0) return 'must be Unix seconds';
		if (value >= FIRST_MILLISECOND_LIKE)
			return 'must be Unix seconds, this looks like milliseconds';
		return undefined;
	}
	if (typeof value !== 'string') return undefined;
	if (format === 'uuid' && !UUID.test(value)) return `${quote(value)} is not a UUID`;
	if (format === 'url' && !isHttpUrl(value)) return `${quote(value)} is not an http(s) URL`;
	if (format === 'date-time' && Number.isNaN(Date.parse(value)))
		return `${quote(value)} is not an ISO 8601 time`;
	if (format === 'json') {
		try {
			JSON.parse(value);
		} catch {
			return 'must be a string that contains JSON';
		}
	}
	return undefined;
}

function isHttpUrl(text: string): boolean {
	return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

/** Whether the text is a UUID. */
export function isUuid(text: string): boolean {
	return UUID.test(text);
}

function checkScalar(value: unknown, field: Field, at: string): Problem[] {
	const problems: Problem[] = [];
	const add = (message: string): number => problems.push({ at, message });
	if (field.enum && !field.openEnum && !field.enum.some((allowed) => allowed === value))
		add(`${quote(value)} is not one of ${field.enum.map(quote).join(', ')}`);
	if (field.format) {
		const message = checkFormat(value, field.format);
		if (message) add(message);
	}
	if (typeof value === 'number') {
		if (field.min !== undefined && value < field.min) add(`must be at least ${field.min}`);
		if (field.max !== undefined && value > field.max) add(`must be at most ${field.max}`);
	}
	if (typeof value === 'string') {
		// Count characters, not UTF-16 units: one emoji is one character.
		const length = [...value].length;
		if (field.minLength !== undefined && length < field.minLength)
			add(`must have at least ${field.minLength} characters`);
		if (field.maxLength !== undefined && length > field.maxLength)
			add(`must have at most ${field.maxLength} characters, has ${length}`);
	}
	return problems;
}

function checkArray(value: unknown[], field: Field, at: string, options: ValueOptions): Problem[] {
	const problems: Problem[] = [];
	if (field.minItems !== undefined && value.length < field.minItems)
		problems.push({ at, message: `must have at least ${field.minItems} entries` });
	if (field.maxItems !== undefined && value.length > field.maxItems)
		problems.push({
			at,
			message: `must have at most ${field.maxItems} entries, has ${value.length}`,
		});
	const element = field.items ?? /^array<(.+)>$/.exec(field.type)?.[1];
	const fields = field.fields ?? field.itemFields;
	value.forEach((entry, i) => {
		const entryPath = `${at}[${i}]`;
		const type = element ?? (fields ? 'object' : 'any');
		if (!hasType(entry, type)) {
			problems.push({ at: entryPath, message: `must be ${type}, got ${quote(entry)}` });
		} else if (fields && isObject(entry)) {
			problems.push(...checkFields(entry, fields, entryPath, options, field.freeform));
		} else if (field.enum) {
			problems.push(...checkScalar(entry, { name: '', type, enum: field.enum }, entryPath));
		}
	});
	return problems;
}

function checkFreeformValues(value: object, field: Field, at: string): Problem[] {
	const valueType =
		field.valueType ??
		(typeof field.additionalProperties === 'string' ? field.additionalProperties : undefined);
	if (!valueType) return [];
	const named = new Set(field.fields?.map((f) => f.name));
	return Object.entries(value).flatMap(([key, entry]): Problem[] => {
		if (named.has(key)) return [];
		if (valueType === 'base64') {
			return typeof entry === 'string' && BASE64.test(entry)
				? []
				: [{ at: `${at}.${key}`, message: 'must be base64 text' }];
		}
		return hasType(entry, valueType)
			? []
			: [{ at: `${at}.${key}`, message: `must be ${valueType}, got ${quote(entry)}` }];
	});
}

/**
 * Checks a value against its variants and reports the problems of the closest one.
 * @returns no problems if at least one variant matches
 */
export function checkVariants(
	value: Record<string, unknown>,
	variants: Variant[],
	at: string,
	options: ValueOptions,
	freeform = false,
	discriminator?: string,
): Problem[] {
	const tried = variants.map((variant) => ({
		variant,
		problems: checkFields(value, variant.fields, at, options, freeform),
		named: variant.fields.filter((f) => f.name in value).length,
		required: variant.fields.filter((f) => f.required && f.name in value).length,
	}));
	if (tried.some((t) => t.problems.length === 0)) return [];
	const chosen = discriminator
		? tried.filter((t) =>
				t.variant.fields
					.find((f) => f.name === discriminator)
					?.enum?.some((allowed) => allowed === value[discriminator]),
			)
		: [];
	const pool = chosen.length > 0 ? chosen : tried;
	const closest = [...pool].sort(
		(a, b) => a.problems.length - b.problems.length || b.required - a.required || b.named - a.named,
	)[0];
	const names = variants.map((v) => v.name).join(', ');
	return [
		{
			at,
			message: `fits none of the allowed forms (${names}); closest: ${closest?.variant.name}`,
		},
		...(closest?.problems ?? []),
	];
}

/** Checks a JSON value against a field's description. */
export function checkValue(
	value: unknown,
	described: Field,
	at: string,
	options: ValueOptions = {},
): Problem[] {
	const target = described.ref ? options.resolve?.(described.ref) : undefined;
	const field: Field = target
		? { ...target, ...described, fields: target.fields ?? [] }
		: described;
	if (value === null && field.nullable) return [];
	const types = field.type.split('|');
	if (field.acceptsString && typeof value === 'string' && /^\d+$/.test(value)) return [];
	if (!types.some((type) => hasType(value, type)))
		return [{ at, message: `must be ${types.join(' or ')}, got ${quote(value)}` }];

	const problems: Problem[] = [];
	if (Array.isArray(value)) problems.push(...checkArray(value, field, at, options));
	else if (isObject(value)) problems.push(...checkObject(value, field, at, options));
	else problems.push(...checkScalar(value, field, at));

	if (field.maxBytes !== undefined) {
		const bytes = Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
		if (bytes > field.maxBytes)
			problems.push({ at, message: `is ${bytes} bytes, at most ${field.maxBytes} are allowed` });
	}
	return problems;
}

function checkObject(
	value: Record<string, unknown>,
	field: Field,
	at: string,
	options: ValueOptions,
): Problem[] {
	if (field.grammar) return checkFilter(value, field.grammar, at);
	const problems: Problem[] = [];
	const free = field.freeform === true || Boolean(field.additionalProperties);
	if (field.minProperties !== undefined && Object.keys(value).length < field.minProperties)
		problems.push({ at, message: `must have at least ${field.minProperties} key` });
	if (field.oneOf) problems.push(...checkVariants(value, field.oneOf, at, options, free));
	else if (field.anyOf) problems.push(...checkVariants(value, field.anyOf, at, options, free));
	else problems.push(...checkFields(value, field.fields ?? [], at, options, free));
	problems.push(...checkFreeformValues(value, field, at));
	return problems;
}

/**
 * Checks an object's keys: required ones must be present and known ones valid; unknown ones are
 * rejected unless `freeform` or `options.open` is set.
 */
export function checkFields(
	value: Record<string, unknown>,
	fields: Field[],
	at: string,
	options: ValueOptions,
	freeform = false,
): Problem[] {
	const problems: Problem[] = [];
	const fieldsByName = new Map(fields.map((field) => [field.name, field]));
	for (const field of fields) {
		if (field.required && !(field.name in value))
			problems.push({ at: `${at}.${field.name}`, message: 'is required' });
	}
	for (const [key, entry] of Object.entries(value)) {
		const field = fieldsByName.get(key);
		if (field) problems.push(...checkValue(entry, field, `${at}.${key}`, options));
		else if (!freeform && !options.open)
			problems.push({ at: `${at}.${key}`, message: 'is not a field of this operation' });
	}
	return problems;
}
