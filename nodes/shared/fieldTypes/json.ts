import { InputError } from '../utils/errors';
import { losesDigits } from '../utils/json';
import { displayName } from '../utils/casing';
import type { Field, Json } from '../schema/vocabulary';

/** JSON from a text or, in an expression, from a value that is there already. */
export function parseJson(field: Pick<Field, 'name' | 'displayName'>, raw: unknown): Json {
	if (typeof raw !== 'string') return raw as Json;
	const { value, problem } = tryParse(raw);
	const lossy = value === undefined ? undefined : lossyNumber(raw);
	if (lossy !== undefined) {
		throw new InputError(
			displayName(field as Field),
			`holds the number ${lossy}, which has more digits than are kept exactly`,
			'Put it into quotes, so that it is sent as text.',
		);
	}
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

/** Texts come whole, so that the digits in them are no numbers. */
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** A number that would be sent as another one: as an ID it would be that of somebody else. */
function lossyNumber(json: string): string | undefined {
	// Only long numbers can be, and few texts have any.
	return /\d{16}/.test(json) ? json.match(TEXT_OR_NUMBER)?.find(losesDigits) : undefined;
}
