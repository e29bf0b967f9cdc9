/** What a resource file states: everything that the editor shows and the API receives is read from it. */

import type { InputError } from '../utils/errors';
import type {
	Field,
	IdentifierField,
	NumberField,
	OptionsField,
	ResourceLocatorField,
	StringField,
} from './fields';
import type { ItemInput } from './itemInput';
import type { Output } from './output';
import type { PostReceive } from './postReceive';
import type { BuiltRequest, Method } from './request';

type Route = `${Method} /v1/${string}`;

/** The names in braces of a route: `'GET /v1/segments/{segment_id}'` → `'segment_id'`. */
type PathNames<R extends string> = R extends `${string}{${infer Name}}${infer Rest}`
	? Name | PathNames<Rest>
	: never;

/** What is wrong with a finished request, or nothing. */
export type RequestCheck = (request: BuiltRequest) => InputError | undefined;

export interface Operation {
	/** Title Case, without the resource: "Get Many". */
	readonly name: string;
	/** Sentence case, with the resource: "Get many segments". */
	readonly action: string;
	readonly description: string;
	readonly route: Route;
	readonly fields: readonly Field[];
	readonly output: Output;
	/** At least one of these fields is needed, by name. */
	readonly needsOneOf?: readonly string[];
	/** Goes on after the answer, for the few operations that are more than one request. */
	readonly postReceive?: PostReceive;
	/** Rules over more than one field, asked before anything is sent: they are made in `checks.ts`. */
	readonly checks?: readonly RequestCheck[];
	/** Replaces the options to add fields to body and query. */
	readonly options?: readonly Field[];
	/** A POST that only reads, like a search. */
	readonly safe?: boolean;
	/** A POST that may be sent again when it is unknown whether the first one was carried out. */
	readonly idempotent?: boolean;
	/** A write whose order among items does not matter, like sending to different people. */
	readonly unordered?: boolean;
	/** Builds the request itself, for the few whose route is not known before. */
	readonly build?: (operation: Operation, input: ItemInput) => Promise<BuiltRequest>;
}

export interface Resource {
	/** The value saved in workflows: the ledger's name. */
	readonly name: string;
	readonly displayName: string;
	readonly description?: string;
	readonly operations: { readonly [name: string]: Operation };
}

/** The names of fields, without those of lists that do not tell them: there `Name` is just `string`. */
export type FieldNames<F extends Field> =
	F extends Field<infer Name> ? (string extends Name ? never : Name) : never;

/** What can stand in a path: one value, and no list or map. */
type PathField = StringField | NumberField | OptionsField | ResourceLocatorField | IdentifierField;

type Missing<R extends Route, F extends readonly Field[]> = Exclude<
	PathNames<R>,
	FieldNames<Extract<F[number], PathField>>
>;

/**
 * States one operation. A name in the route's braces without a field that can stand there is a
 * compile error that names it.
 */
export function operation<const R extends Route, const F extends readonly Field[] = readonly []>(
	entry: Omit<Operation, 'route' | 'fields' | 'needsOneOf'> & {
		readonly route: R;
		readonly fields?: F;
		readonly needsOneOf?: ReadonlyArray<FieldNames<F[number]>>;
	} & ([Missing<R, F>] extends [never] ? unknown : { readonly pathNeedsField: Missing<R, F> }),
): Operation {
	const { fields, ...rest } = entry;
	return { ...rest, fields: fields ?? [] } as Operation;
}
