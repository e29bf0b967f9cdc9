import { InputError } from './errors';

/** Control characters are never part of an ID, and some proxies cut a path at one. */
export const CONTROL_CHARACTERS = /\p{Cc}/u;

/**
 * Percent-encodes a value as exactly one segment of a path.
 *
 * `.` and `..` are not allowed: percent-encoding does not change dots, and URL parsers resolve even
 * `%2e%2e`, so `DELETE /v1/segments/..` would become `DELETE /v1/`.
 *
 * @throws InputError for an empty value, a dot segment, control characters, broken Unicode
 */
export function encodePathSegment(value: string, fieldName: string): string {
	if (value === '') throw new InputError(fieldName, 'is empty', 'Enter a value for it.');
	if (value === '.' || value === '..') {
		throw new InputError(
			fieldName,
			`"${value}" cannot be an ID`,
			'It would change the address of the request. Check where the value comes from.',
		);
	}
	if (CONTROL_CHARACTERS.test(value)) {
		throw new InputError(
			fieldName,
			'contains a control character, such as a line break',
			'Trim the value in an expression, for example with .trim().',
		);
	}
	return encodeText(value, fieldName);
}

/** Percent-encodes a query, including `+`, `&` and non-ASCII characters in its values. */
export function encodeQuery(query: Iterable<readonly [string, string]>): string {
	return [...query]
		.map(([name, value]) => `${encodeURIComponent(name)}=${encodeText(value, name)}`)
		.join('&');
}

/** The request target: the path, which is encoded already, with its query. */
export function pathAndQuery(path: string, query: Iterable<readonly [string, string]>): string {
	const encoded = encodeQuery(query);
	return encoded === '' ? path : `${path}?${encoded}`;
}

/** Replaces the names in braces in a path by their encoded values. */
export function fillPath(path: string, values: ReadonlyMap<string, string>): string {
	return path.replace(/\{([^}]+)\}/g, (braces, name: string) => values.get(name) ?? braces);
}

function encodeText(value: string, fieldName: string): string {
	if (!value.isWellFormed()) {
		throw new InputError(
			fieldName,
			'contains half of a character (broken Unicode)',
			'The text was cut in the middle of an emoji or similar. Check the step that shortens it.',
		);
	}
	return encodeURIComponent(value);
}
