/**
 * The words in which a resource states its endpoints.
 *
 * Everything a person sees in the editor and everything that goes over the wire is read from
 * entries made of these words; nothing about an endpoint is written anywhere else.
 */

import type { CustomerIoPage } from './customerIoUrls';
import type { FilterDialectName } from './filterDialects';
import type { InputError } from '../utils/errors';
import type { Poll } from './poll';
import type { PostReceive } from './postReceive';
import type { Json } from '../utils/json';
import type { ListOutput, Output } from './output';
import type { BuiltRequest, Method } from './request';

export type { Json, JsonObject } from '../utils/json';
export type { Method } from './request';

type Route = `${Method} /v1/${string}`;

/** The names in braces of a route: `'GET /v1/segments/{segment_id}'` → `'segment_id'`. */
type PathNames<R extends string> = R extends `${string}{${infer Name}}${infer Rest}`
	? Name | PathNames<Rest>
	: never;

interface FieldBase<Name extends string> {
	/** The API's own name. It goes into the path if the route has it in braces. */
	readonly name: Name;
	readonly description: string;
	/** Defaults to the API name in Title Case. */
	readonly displayName?: string;
	readonly placeholder?: string;
	readonly hint?: string;
	readonly required?: boolean;
	/** Optional, yet important enough to be seen without opening a collection; left out when empty. */
	readonly topLevel?: boolean;
	/**
	 * Where the value goes if neither the path nor where the method says (query for GET and DELETE, else body).
	 * `node`: it is not sent, but steers what the node does.
	 */
	readonly in?: 'query' | 'header' | 'node';
	/**
	 * Dotted path of the object in the body that holds the value: `'segment'`, `'context.device'`. If
	 * another field gives that whole object as a map, both join and this value wins.
	 */
	readonly bodyPath?: string;
	/** The value is sent under this dotted path of the body, too. */
	readonly alsoAt?: string;
	/**
	 * The collection that offers the field if it stands in one; by default the operation's own. With
	 * `options.` in front it is a collection within the options.
	 */
	readonly collection?: string;
	/** Dotted path of the body that gives the value of a required field which is left empty. */
	readonly fallback?: string;
	/** The editor's parameter name, where the camel-cased API name would clash or mislead. */
	readonly parameter?: string;
	/** A rule beyond the kind's own: returns what is wrong, as "must …", or nothing. */
	readonly check?: (value: Json) => string | undefined;
}

export interface StringField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'string';
	readonly default?: string;
	readonly rows?: number;
	readonly editor?: 'htmlEditor';
	readonly format?: 'email' | 'url' | 'uuid';
	/** An empty text is none, also where the person added the field to a collection. */
	readonly omitEmpty?: boolean;
	/** Most characters. */
	readonly maxLength?: number;
	/** n8n hides the value in the editor. */
	readonly secret?: boolean;
}

export interface NumberField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'number';
	readonly default?: number;
	readonly min?: number;
	readonly max?: number;
	/** Fractions are allowed. */
	readonly fraction?: boolean;
	/** The API wants the digits as a string. */
	readonly asText?: boolean;
}

export interface BooleanField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'boolean';
	readonly default?: boolean;
}

export interface Option<Value extends string = string> {
	readonly value: Value;
	readonly name: string;
	readonly description?: string;
}

export interface OptionsField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'options';
	readonly options: readonly Option[];
	readonly default?: string;
	/** The values are digits, and the API wants them as a number. */
	readonly asNumber?: boolean;
	/** The API takes values beside the options too: an expression may give them. */
	readonly allowOther?: boolean;
}

export interface MultiOptionsField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'multiOptions';
	readonly options: readonly Option[];
	readonly default?: readonly string[];
	readonly allowOther?: boolean;
}

/** A date and time, sent as Unix seconds or, where the API reads ISO 8601, as such. */
export interface DateTimeField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'dateTime';
	readonly as?: 'unixSeconds' | 'iso';
}

export interface JsonField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'json';
	readonly shape: 'object' | 'array' | 'any';
	/** The value is the whole body, in place of all other fields. */
	readonly wholeBody?: boolean;
	/** The API wants the JSON as text. */
	readonly asText?: boolean;
	/** Most bytes of the value as UTF-8 JSON. */
	readonly maxBytes?: number;
	readonly maxItems?: number;
}

/** A map with free keys: rows of name and value, or JSON. */
export interface KeyValueField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'keyValue';
	/** `string`: every value is sent as text. `flag`: every value is true or false. */
	readonly valueType: 'any' | 'string' | 'boolean';
	readonly maxBytes?: number;
	/** Offers a third way: all fields of the item, except some. Not for a field in a collection. */
	readonly allInputFields?: boolean;
	/** The names, with this in front, go where the map would go, instead of a map of their own. */
	readonly prefix?: string;
	/** Sent as a list: `[{ "name": …, "value": … }]`, or as that list written as JSON text. */
	readonly asList?: boolean | 'text';
}

/** Several texts: typed with commas, or an array from an expression. */
export interface StringListField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'stringList';
	readonly minItems?: number;
	readonly maxItems?: number;
}

/** How a thing of Customer.io is found: the list behind a locator and what its ID looks like. */
export interface Locator {
	/** The thing as Customer.io's UI calls it, in Title Case: "Segment". */
	readonly label: string;
	readonly id: 'integer' | 'text' | 'uuid';
	/** What the thing is known by, if that is not called an ID. */
	readonly idName?: string;
	readonly idPlaceholder: string;
	readonly list: {
		/** Name of the search method in n8n; unique among the locators of a node. */
		readonly method: string;
		/** May hold path parameters: they are read from what is chosen in the node so far. */
		readonly route: `GET /v1/${string}`;
		readonly output: ListOutput;
		/** Keys of an entry. */
		readonly value: string;
		readonly label: string;
		/** A second key, shown behind the label. */
		readonly detail?: string;
		/** Once a thing is chosen in this parameter, only what belongs to it is asked for. */
		readonly within?: { readonly parameter: string; readonly query: string };
	};
	/**
	 * An entry of the list that stands for no thing at all: its value is sent as `null`, or as an empty
	 * text, which goes into a path as an empty segment.
	 */
	readonly none?: { readonly name: string; readonly value: string; readonly sends?: '' };
	/** The thing has a page in Customer.io's UI, whose address names it, too. */
	readonly page?: CustomerIoPage;
	/** Further ways to name the thing, beside the list and the ID. */
	readonly otherModes?: ReadonlyArray<{
		readonly name: string;
		readonly displayName: string;
		readonly placeholder: string;
	}>;
}

export interface ResourceLocatorField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'resourceLocator';
	readonly locator: Locator;
	/** The API wants the digits as a string. */
	readonly asText?: boolean;
}

/** Several things of a locator's list: chosen from it, or their IDs from an expression. */
export interface ResourceLocatorsField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'resourceLocators';
	readonly locator: Locator;
	readonly maxItems?: number;
}

/** A list of objects, each with the same fields: rows or JSON. */
export interface ObjectListField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'objectList';
	/** One row, in the singular: "Attribute". */
	readonly entryName: string;
	/** Of a row; those that are neither required nor prominent stand in a collection of the row. */
	readonly fields: readonly Field[];
	readonly maxItems?: number;
}

/** One of several identifiers, chosen by the editor's mode switch. */
export interface IdentifierField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'identifier';
	/** The first one is the default. */
	readonly modes: ReadonlyArray<{
		/** The API's name of the identifier. */
		readonly name: string;
		readonly displayName: string;
		readonly placeholder: string;
		/** Put before a value that lacks it. */
		readonly prefix?: string;
	}>;
	/**
	 * Without: the value is an object with one key, `{ email: … }`.
	 * With: the value stands alone, and the query parameter of this name says of which kind it is
	 * (left out for `default`).
	 */
	readonly typeParameter?: { readonly name: string; readonly default: string };
}

/** Names of binary properties of the item, sent as a map of file name to base64 content. */
export interface AttachmentsField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'attachments';
	/** Most decoded bytes of all files together. */
	readonly maxBytes: number;
}

/** A condition tree over people or objects: rows or JSON. */
export interface FilterField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'filter';
	/** The forms of conditions that the API takes here: they are in `grammars.ts`. */
	readonly dialect: FilterDialectName;
	/** How the segment of a condition is chosen, where the grammar has segments. */
	readonly segment?: Locator;
}

export interface Variant {
	readonly name: string;
	readonly description: string;
	/** Asked for, and sent, only with this choice. */
	readonly fields: readonly Field[];
}

/** One of several ways to say a thing, each with its own fields. Its value is not sent. */
export interface VariantField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'variant';
	readonly options: { readonly [value: string]: Variant };
}

/** Always sent, never asked for. */
export interface ConstantField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'constant';
	readonly value: Json;
}

/** Taken from the credential; left out when it is empty there. */
export interface CredentialValueField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'credentialValue';
	readonly property: string;
}

export type Field<Name extends string = string> =
	| StringField<Name>
	| NumberField<Name>
	| BooleanField<Name>
	| OptionsField<Name>
	| MultiOptionsField<Name>
	| DateTimeField<Name>
	| JsonField<Name>
	| KeyValueField<Name>
	| StringListField<Name>
	| ResourceLocatorField<Name>
	| ResourceLocatorsField<Name>
	| ObjectListField<Name>
	| IdentifierField<Name>
	| AttachmentsField<Name>
	| FilterField<Name>
	| VariantField<Name>
	| ConstantField<Name>
	| CredentialValueField<Name>;

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

export interface Operation {
	/** Title Case, without the resource: "Get Many". */
	readonly name: string;
	/** Sentence case, with the resource: "Get many segments". */
	readonly action: string;
	readonly description: string;
	readonly route: Route;
	readonly fields: readonly Field[];
	readonly output: Output;
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
	/** A write whose order among items does not matter, like sending to different people. */
	readonly unordered?: boolean;
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
	entry: Omit<Operation, 'route' | 'fields'> & {
		readonly route: R;
		readonly fields?: F;
	} & ([Missing<R, F>] extends [never] ? unknown : { readonly pathNeedsField: Missing<R, F> }),
): Operation {
	const { fields, ...rest } = entry;
	return { ...rest, fields: fields ?? [] } as Operation;
}
