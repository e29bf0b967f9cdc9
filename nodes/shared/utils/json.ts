export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/**
 * A value where only text can stand, as in a query or a form: a text as it is, anything else as JSON.
 * A date from an expression is a text in JSON, and would be in quotes.
 */
export function asText(value: Json): string {
	if (typeof value === 'string') return value;
	const written = JSON.stringify(value);
	return written.startsWith('"') ? (JSON.parse(written) as string) : written;
}

/** A whole number of so many digits that its last ones may be other than they were written. */
export function isRounded(value: number): boolean {
	return Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** Whether a whole number is another one once it is read, because it has more digits than are kept. */
export function losesDigits(written: string): boolean {
	if (!/^-?\d{16,}$/.test(written)) return false;
	const read = Number(written);
	return !Number.isFinite(read) || BigInt(read) !== BigInt(written);
}

/** As a text, nothing would be the word "null": in a query, a form or the header of an email. */
export function isGiven(value: Json | undefined): value is Exclude<Json, null> {
	return value !== null && value !== undefined;
}

/** Whether the value is an object with keys: not an array and not `null`. */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The values of a list as trimmed, non-empty texts.
 *
 * @param list an array, a JSON array as text (from a model or an HTTP response), one text with commas
 * between its values, a single value, or `undefined`
 */
export function valuesOf(list: unknown): string[] {
	if (list === undefined) return [];
	const values: unknown[] =
		typeof list === 'string' ? (parseArray(list) ?? list.split(',')) : [list].flat();
	return values.map((value) => String(value ?? '').trim()).filter((value) => value !== '');
}

function parseArray(text: string): unknown[] | undefined {
	if (!text.trim().startsWith('[')) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** The value at a dotted path, or undefined. Reads only keys of the objects themselves, never inherited ones. */
export function valueAt(from: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
			from,
		);
}
