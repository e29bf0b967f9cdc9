import type { INodeProperties } from 'n8n-workflow';

import type { Field, ResourceLocatorField } from '../schema/fields';
import type { ItemInput } from '../schema/itemInput';
import { InputError } from '../utils/errors';
import type { Json } from '../utils/json';
import { attachmentsType } from './attachments';
import { InvalidValue, type FieldType, type GetParameter, type ReadValue } from './fieldType';
import { filterType } from './filter';
import { identifierType } from './identifier';
import { jsonType } from './json';
import { keyValueType } from './keyValue';
import { objectListType } from './objectList';
import { multiOptionsType, optionsType, stringListType } from './options';
import {
	locatorParts,
	readLocator,
	resourceLocatorsType,
	resourceLocatorType,
} from './resourceLocator';
import { booleanType, dateTimeType, numberType, stringType } from './scalars';
import { checkSendable } from './values';
import { chosenVariant, constantType, credentialValueType, variantType } from './variant';

const FIELD_TYPES: { readonly [T in Field['type']]: FieldType<Extract<Field, { type: T }>> } = {
	attachments: attachmentsType,
	boolean: booleanType,
	constant: constantType,
	credentialValue: credentialValueType,
	dateTime: dateTimeType,
	filter: filterType,
	identifier: identifierType,
	json: jsonType,
	keyValue: keyValueType,
	multiOptions: multiOptionsType,
	number: numberType,
	objectList: objectListType,
	options: optionsType,
	resourceLocator: resourceLocatorType,
	resourceLocators: resourceLocatorsType,
	string: stringType,
	stringList: stringListType,
	variant: variantType,
};

/** The registry is keyed by the type, which TypeScript cannot follow through a union. */
function typeOf(field: Field): FieldType<Field> {
	return FIELD_TYPES[field.type] as FieldType<Field>;
}

/** The properties that ask for a field outside any collection. */
export function describeField(field: Field, required: boolean): INodeProperties[] {
	return typeOf(field).describe(field, required, describeEntry);
}

/** The entries of a collection that offer an optional field. */
export function describeEntry(field: Field): INodeProperties[] {
	const type = typeOf(field);
	return type.describeEntry?.(field) ?? type.describe(field, false, describeEntry);
}

/**
 * The value of a field as the API takes it, or `undefined` if the user left it out.
 *
 * `null` and `undefined` from an expression count as omitted: CRM rows are full of them, and no
 * field of the API distinguishes them. `false`, `0` and, where a field was added on purpose, an
 * empty text are values.
 *
 * @param explicit the user added the field to a collection, so an empty text is meant
 * @throws InputError if the value cannot be sent; a promise rejects with it
 */
export function readField(
	field: Field,
	getParameter: GetParameter,
	input: ItemInput,
	explicit: boolean,
): ReadValue | Promise<ReadValue> {
	const type = typeOf(field);
	if (type.readsMore !== true && isOmitted(field, getParameter(field.parameter), explicit)) {
		return undefined;
	}
	return named(field, () => {
		const value = type.read(field, {
			getParameter,
			input,
			explicit,
			readField: (inner, from, isExplicit) => readField(inner, from, input, isExplicit),
		});
		return value instanceof Promise
			? value.then((resolved) => check(field, resolved)).catch((error) => rethrow(field, error))
			: check(field, value);
	});
}

/**
 * The chosen variant of a field.
 *
 * @throws InputError if there is no such variant
 */
export function readVariant(field: Field & { type: 'variant' }, input: ItemInput): string {
	return named(field, () => chosenVariant(field, input.parameter(field.parameter)));
}

/**
 * The ID that is selected in a resource locator, or undefined if none is.
 *
 * @throws InputError if it cannot be the ID of the resource
 */
export function readLocatorField(field: ResourceLocatorField, raw: unknown): Json | undefined {
	return named(field, () => readLocator(field, raw));
}

/** The gate: nothing that JSON cannot express gets into a request, at any depth. */
function check(field: Field, value: ReadValue): ReadValue {
	if (value === undefined) return undefined;
	checkSendable(value);
	const problem = field.check?.(value);
	if (problem !== undefined) throw new InvalidValue(problem);
	return value;
}

/** Says whose value is invalid. */
function named<T>(field: Field, read: () => T): T {
	try {
		return read();
	} catch (error) {
		return rethrow(field, error);
	}
}

function rethrow(field: Field, error: unknown): never {
	if (!(error instanceof InvalidValue)) throw error;
	const name = `${field.displayName}${error.part}`;
	const howToFix =
		error.howToFix ??
		(error.part === '' ? typeOf(field).howToFix?.(field) : undefined) ??
		`Check the value of "${name}" for this item.`;
	throw new InputError(name, error.problem, howToFix);
}

function isOmitted(field: Field, raw: unknown, explicit: boolean): boolean {
	if (raw === undefined || raw === null) return true;
	// Sheets give empty cells as empty texts: only a text can be meant to be empty.
	if (raw === '') return !explicit || field.type !== 'string' || field.omitEmpty === true;
	const parts = locatorParts(raw);
	return parts !== undefined && ['', null, undefined].includes(parts.value as string);
}
