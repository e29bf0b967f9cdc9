import type { INodeProperties } from 'n8n-workflow';

import type { Field } from '../schema/fields';
import type { ItemInput } from '../schema/itemInput';
import type { Json } from '../utils/json';

/** A value as the API takes it; `undefined` if the field is omitted. */
export type ReadValue = Json | undefined;

/** Where a field's values come from: the node's parameters, or one of its collections. */
export type GetParameter = (name: string) => unknown;

/** Reads another field: for types that contain fields. */
export type ReadField = (
	field: Field,
	getParameter: GetParameter,
	explicit: boolean,
) => ReadValue | Promise<ReadValue>;

export interface ReadContext {
	readonly getParameter: GetParameter;
	readonly input: ItemInput;
	/** The user added the field to a collection, so an empty text is meant to be sent. */
	readonly explicit: boolean;
	readonly readField: ReadField;
}

/** How the editor asks for the fields of one type, and how what was entered becomes a value. */
export interface FieldType<F extends Field> {
	/** The properties that ask for the field outside a collection. */
	describe(field: F, required: boolean, describeEntry: DescribeEntry): INodeProperties[];
	/** The entries of a collection that offer the field; without it, `describe` as not required. */
	describeEntry?(field: F): INodeProperties[];
	/**
	 * Only files and lists of objects are read asynchronously: a promise for every field would slow
	 * batched calls by a quarter.
	 *
	 * @throws InvalidValue if the value cannot be sent
	 */
	read(field: F, context: ReadContext): ReadValue | Promise<ReadValue>;
	/** What to do about an invalid value, where the type has better advice than to check it. */
	howToFix?(field: F): string;
	/** The value does not come from the field's own parameter alone, so it is read even if that is empty. */
	readonly readsMore?: true;
}

export type DescribeEntry = (field: Field) => INodeProperties[];

/** What is wrong with a value. Whose value it is, `readField` adds. */
export class InvalidValue extends Error {
	/** @param part of the field, added to its name: ` (JSON)`, ` > name` */
	constructor(
		readonly problem: string,
		readonly howToFix?: string,
		readonly part = '',
	) {
		super(problem);
	}
}

/** @throws InvalidValue always */
export function fail(problem: string, howToFix?: string, part?: string): never {
	throw new InvalidValue(problem, howToFix, part);
}
