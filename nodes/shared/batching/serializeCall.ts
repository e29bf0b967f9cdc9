import type { Json, JsonObject } from '../utils/json';
import { utf8Bytes } from '../utils/bytes';
import { InputError } from '../utils/errors';
import type { SerializedCall } from './batchFormat';
import type { CallFieldNames } from './callFieldNames';

interface SerializeOptions {
	readonly names: CallFieldNames;
	/** Maximum size of the call as UTF-8. */
	readonly maxBytes: number;
	/** Opens the text in place of `{`, so that these properties stand first. */
	readonly opening?: string;
}

/**
 * Writes a call as JSON.
 *
 * @throws InputError if the call cannot be written as JSON or is too large
 */
export function serializeCall(
	call: JsonObject,
	{ names, maxBytes, opening = '{' }: SerializeOptions,
): SerializedCall {
	const json = tryStringify(call);
	if (json === undefined) throw notJson(call, names);
	const text = opening + json.slice(1);
	const bytes = utf8Bytes(text);
	if (bytes > maxBytes) throw tooLarge(call, bytes, maxBytes, names);
	return { text, bytes };
}

/**
 * Narrows a value to a JSON object.
 *
 * @param name the field that the value comes from
 * @throws InputError if it is anything else
 */
export function asCall(value: Json | undefined, name: string): JsonObject {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
	throw new InputError(name, 'must be a JSON object: { … }', 'Enter a call as { … }.');
}

function tryStringify(value: Json): string | undefined {
	try {
		return JSON.stringify(value);
	} catch {
		return undefined;
	}
}

function notJson(call: JsonObject, names: CallFieldNames): InputError {
	const part = Object.keys(call).find((name) => tryStringify(call[name] ?? null) === undefined);
	return new InputError(
		part === undefined ? names.whole() : names.of(part),
		'cannot be written as JSON, because it contains itself (circular) or a BigInt',
		'Pick the fields that you need in an expression, instead of a whole object.',
	);
}

/** Names the largest part of the call. */
function tooLarge(
	call: JsonObject,
	bytes: number,
	maxBytes: number,
	names: CallFieldNames,
): InputError {
	let largest = { name: '', bytes: 0 };
	for (const [name, value] of Object.entries(call)) {
		const size = utf8Bytes(JSON.stringify(value) ?? '');
		if (size > largest.bytes) largest = { name, bytes: size };
	}
	return new InputError(
		names.of(largest.name),
		`must be smaller: the call has ${bytes} bytes as JSON, and Customer.io takes at most ${maxBytes}`,
		'Exclude fields that Customer.io does not need, such as long texts, notes or histories.',
	);
}
