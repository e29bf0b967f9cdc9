export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A value where only text can stand, as in a query or a form: a text as it is, anything else as JSON. */
export function asText(value: Json): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}
