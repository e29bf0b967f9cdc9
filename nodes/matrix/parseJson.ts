import { InputError } from './inputError';
import { displayName } from './names';
import type { Field, Json } from './vocabulary';

/** JSON from a text or, in an expression, from a value that is there already. */
export function parseJson(field: Pick<Field, 'name' | 'displayName'>, raw: unknown): Json {
	if (typeof raw !== 'string') return raw as Json;
	const { value, problem } = tryParse(raw);
	if (value !== undefined) return value;
	throw new InputError(
		displayName(field as Field),
		`is not valid JSON (${problem})`,
		'Check quotes, commas and brackets. To fill in values of the item, make the whole field an expression that returns an object.',
	);
}

function tryParse(text: string): { value?: Json; problem?: string } {
	try {
		return { value: JSON.parse(text) as Json };
	} catch (error) {
		return { problem: error instanceof Error ? error.message : String(error) };
	}
}
