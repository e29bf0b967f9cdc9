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
import type { Output } from './output';
import type { Poll } from './poll';
import type { PostReceive } from './postReceive';
import type { BuiltRequest, Method } from './request';

type Route = `${Method} ${'' | '/api'}/${'v1' | 'v2' | 'unsubscribe'}/${string}`;

/** The names in braces of a route: `'GET /v1/segments/{segment_id}'` → `'segment_id'`. */
type PathNames<R extends string> = R extends `${string}{${infer Name}}${infer Rest}`
	? Name | PathNames<Rest>
	: never;

/** Returns what is wrong with a request, or `undefined`. */
export interface RequestCheck {
	(request: BuiltRequest): InputError | undefined;
	/** The fields of which the check requires at least one. */
	readonly atLeastOneOf?: readonly Field[];
}

/** A file of the item that is sent as a multipart form, together with the fields of the body. */
export interface Upload {
	/** Holds the name of the item's binary field; in the form, the file has the field's API name. */
	readonly field: StringField;
	readonly maxBytes: number;
	readonly mimeTypes: readonly string[];
}

/** How the items of a run can be sent in one request, if the user chooses so. */
export interface Combine {
	/** The parameter that says so: `all` or `each`. */
	readonly parameter: string;
	/** Body keys of lists; an item's request has one of them at most. */
	readonly lists: readonly string[];
	/** Maximum number of entries of a list in one request. */
	readonly maxItems: number;
	/** Maximum size of a list as JSON. */
	readonly maxBytes: number;
}

export interface Operation {
	/** Title Case, without the resource: "Get Many". */
	readonly name: string;
	/** Sentence case, with the resource: "Get many segments". */
	readonly action: string;
	readonly description: string;
	readonly route: Route;
	readonly fields: readonly Field[];
	readonly output: Output;
	/** Many items can be one request. */
	readonly combine?: Combine;
	/** How to wait for a job that the request started. */
	readonly poll?: Poll;
	/** Makes the items of the response, for the few operations that need further requests for it. */
	readonly postReceive?: PostReceive;
	/** Sends a file of the item instead of JSON. */
	readonly upload?: Upload;
	/** The fields `method`, `path` and `query` replace the route. */
	readonly customRoute?: true;
	/** Rules for several fields, applied before anything is sent: see `requestChecks.ts`. */
	readonly checks?: readonly RequestCheck[];
	/** Replaces the options to add fields to body and query. */
	readonly options?: readonly Field[];
	/** A POST that only reads, like a search. */
	readonly safe?: boolean;
	/** A POST that may be retried when it is unknown whether the first attempt succeeded. */
	readonly idempotent?: boolean;
	/**
	 * The API replaces everything, so the current state is read first, and what was not entered keeps its
	 * value.
	 */
	readonly mergesCurrent?: true;
	/** The field of the body that identifies what is written, where the path does not. */
	readonly entityKey?: string;
	/** A write whose order among items does not matter, because each creates or sends something else. */
	readonly unordered?: boolean;
}

export interface Resource {
	/** The value saved in workflows: the resource's name in the API spec. */
	readonly name: string;
	readonly displayName: string;
	readonly description?: string;
	/** What a user who looks for something else here needs to know; stands below the operation. */
	readonly notice?: string;
	readonly operations: { readonly [name: string]: Operation };
}

/** The names of fields, without those of fields whose name is only known as `string`. */
type FieldNames<F extends Field> =
	F extends Field<infer Name> ? (string extends Name ? never : Name) : never;

/** Fields with a single value, as a path needs. */
type PathField = StringField | NumberField | OptionsField | ResourceLocatorField | IdentifierField;

type Missing<R extends Route, F extends readonly Field[]> = Exclude<
	PathNames<R>,
	FieldNames<Extract<F[number], PathField>>
>;

/**
 * Defines one operation. A name in the route's braces without a field for it is a compile error that
 * names it.
 */
export function operation<const R extends Route, const F extends readonly Field[] = readonly []>(
	entry: Omit<Operation, 'route' | 'fields'> & {
		readonly route: R;
		readonly fields?: F;
	} & ([Missing<R, F>] extends [never] ? unknown : { readonly pathNeedsField: Missing<R, F> }),
): Operation {
	const { fields, ...rest } = entry;
	return { ...rest, fields: fields ?? [] } as Operation;
}
