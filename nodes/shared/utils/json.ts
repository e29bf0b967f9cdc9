export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Whether a value is an object with keys: neither `null` nor an array. */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is a JSON object, or `undefined`. */
export function asObject(value: unknown): JsonObject | undefined {
	return isObject(value) ? (value as JsonObject) : undefined;
}

/** The value at a dotted path, or `undefined`. Inherited properties do not count. */
export function valueAt(root: unknown, path: string): unknown {
	let value = root;
	// Most paths are one key, and every item asks for some.
	for (const key of path.includes('.') ? path.split('.') : [path]) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
		value = (value as { [key: string]: unknown })[key];
	}
	return value;
}

/**
 * A value where only text can stand, as in a query or a form: text as it is, anything else as JSON.
 * A date from an expression is text in JSON, and would be in quotes.
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

/** Matches texts whole, so that digits in them are not taken for numbers. */
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** Only long numbers lose digits, and few texts have any. */
const mayLoseDigits = (json: string) => /\d{16}/.test(json);

/** The first number in a JSON text whose digits are not kept exactly: as an ID it would be somebody else's. */
export function findLossyNumber(json: string): string | undefined {
	return mayLoseDigits(json) ? json.match(TEXT_OR_NUMBER)?.find(losesDigits) : undefined;
}

/**
 * Parses JSON; a number that would lose digits becomes text with all of them.
 *
 * @throws SyntaxError if it is not JSON
 */
export function parseKeepingDigits(json: string): unknown {
	const quoted = mayLoseDigits(json)
		? json.replace(TEXT_OR_NUMBER, (token) => (losesDigits(token) ? `"${token}"` : token))
		: json;
	return JSON.parse(quoted);
}

/** Whether there is a value: as text, `null` would be the word "null" in a query, a form or a header. */
export function isGiven<T>(value: T): value is NonNullable<T> {
	return value !== null && value !== undefined;
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

/** The array that a text holds as JSON, or undefined. */
export function parseArray(text: string): unknown[] | undefined {
	if (!text.trim().startsWith('[')) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Sets a value in nested objects, which are made where they are missing. Two maps are merged; the keys
 * of the earlier one win.
 */
export function setAt(
	target: JsonObject,
	parents: readonly string[],
	name: string,
	value: Json,
): void {
	let object = target;
	for (const parent of parents) {
		// A copy, because the object may belong to the item, given by an expression.
		const copy = { ...asObject(object[parent]) };
		object[parent] = copy;
		object = copy;
	}
	const fields = asObject(object[name]);
	const map = asObject(value);
	object[name] = fields === undefined || map === undefined ? value : { ...map, ...fields };
}
