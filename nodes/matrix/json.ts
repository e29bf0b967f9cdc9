export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A value where only text can stand, as in a query or a form: a text as it is, anything else as JSON. */
export function asText(value: Json): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A whole number of so many digits that its last ones may be other than they were written. */
export function isRounded(value: number): boolean {
	return Number.isInteger(value) && !Number.isSafeInteger(value);
}
