import type { JsonField } from '../schema/fields';
import { findLossyNumber, type Json } from '../utils/json';
import { utf8Bytes } from '../utils/bytes';
import { property, requiredIf } from './property';
import { fail, type FieldType } from './fieldType';
import { checkSendable } from './values';

export const jsonType: FieldType<JsonField> = {
	// What has to be filled in starts empty, which the node rejects, so that it is not sent by oversight.
	describe: (field, required) =>
		requiredIf(
			required,
			property(field, {
				type: 'json',
				default: required ? '' : field.shape === 'array' ? '[]' : '{}',
			}),
		),
	read({ parameter, shape, maxItems, maxBytes, asText }, { getParameter }) {
		const value = parseJson(getParameter(parameter));
		const isArray = Array.isArray(value);
		if (shape === 'array' && !isArray) fail('must be a JSON array: [ … ]');
		if (shape === 'object' && (isArray || typeof value !== 'object' || value === null)) {
			fail('must be a JSON object: { … }');
		}
		if (maxItems !== undefined && isArray && value.length > maxItems) {
			fail(`must hold at most ${maxItems} entries, but holds ${value.length}`);
		}
		checkSendable(value);
		checkMaxBytes(value, maxBytes);
		return asText === true ? JSON.stringify(value) : value;
	},
};

/** @throws InvalidValue if the value has more bytes as UTF-8 JSON */
export function checkMaxBytes(value: Json, maxBytes: number | undefined): void {
	if (maxBytes === undefined) return;
	const bytes = utf8Bytes(JSON.stringify(value));
	if (bytes > maxBytes) fail(`must be at most ${maxBytes} bytes as JSON, but has ${bytes}`);
}

/**
 * JSON from a text or, in an expression, from a value.
 *
 * @param part of the field, added to its name in errors
 * @throws InvalidValue if it is not JSON or holds a number that would be sent as another one
 */
export function parseJson(raw: unknown, part?: string): Json {
	if (typeof raw !== 'string') return raw as Json;
	let value: Json;
	try {
		value = JSON.parse(raw) as Json;
	} catch (error) {
		return fail(
			`is not valid JSON (${error instanceof Error ? error.message : String(error)})`,
			'Check quotes, commas and brackets. To fill in values of the item, make the whole field an expression that returns an object.',
			part,
		);
	}
	const lossy = findLossyNumber(raw);
	if (lossy !== undefined) {
		fail(
			`holds the number ${lossy}, which has more digits than are kept exactly`,
			'Put it into quotes, so that it is sent as text.',
			part,
		);
	}
	return value;
}
