import { readField } from '../fieldTypes';
import type { Field } from '../schema/fields';
import { bodyPathOf } from '../schema/placement';
import type { ItemInput } from '../schema/itemInput';
import { InputError } from '../utils/errors';
import { setAt, valueAt, type JsonObject } from '../utils/json';
import type { CallFieldNames } from './callFieldNames';

interface CallRule {
	readonly field: Field;
	/** The keys that lead to the object in the call that the value is in. */
	readonly parents: readonly string[];
	readonly path: string;
}

/**
 * The rules of some fields, applied to a call however it was given: by fields, by all fields of the
 * item or as JSON. So an identifier is trimmed, a number becomes text, and what cannot be an
 * identifier is refused.
 */
export class CallRules {
	private readonly rules: readonly CallRule[];

	/** @param fields with the `bodyPath` that they have in a call; their names in errors are `names`' */
	constructor(fields: readonly Field[]) {
		this.rules = fields.map((field) => {
			const parents = field.bodyPath?.split('.') ?? [];
			return { field, parents, path: bodyPathOf(field) };
		});
	}

	/**
	 * A copy of the call with its values as the API takes them. Blank values at the top are left out;
	 * further inside, an empty text clears an attribute.
	 *
	 * @param within the path of `call` in the whole call, if it is a part of it
	 * @throws InputError for the first value that cannot be sent
	 */
	apply(call: JsonObject, names: CallFieldNames, input: ItemInput, within?: string): JsonObject {
		const result = { ...call };
		const blank = new Set<string>();
		for (const { field, parents, path } of this.rules) {
			const given = parents.length === 0 ? result[field.name] : valueAt(result, path);
			if (given === undefined || given === null) continue;
			const mayBeBlank = parents.length === 0 || !('identifies' in field);
			if (mayBeBlank && typeof given === 'string' && given.trim() === '') {
				if (parents.length === 0) blank.add(field.name);
				else if (given !== '') setAt(result, parents, field.name, '');
				continue;
			}
			try {
				const value = readField(field, () => given, input, true);
				if (value === undefined || value instanceof Promise || value === given) continue;
				setAt(result, parents, field.name, value);
			} catch (error) {
				rethrow(error, names.of(within === undefined ? path : `${within}.${path}`));
			}
		}
		if (blank.size === 0) return result;
		return Object.fromEntries(Object.entries(result).filter(([name]) => !blank.has(name)));
	}
}

/** Says which part of the call the value is. */
function rethrow(error: unknown, name: string): never {
	throw error instanceof InputError ? error.renamed(name) : error;
}
