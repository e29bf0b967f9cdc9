/** The field types of which operations are made: data only. How each is described and read is in `fieldTypes/`. */

import type { Json } from '../utils/json';
import type { CustomerIoPage } from './customerIoUrls';
import type { FilterDialectName } from './filterDialects';
import type { ListOutput } from './output';

interface FieldBase<Name extends string> {
	/** The API's own name. It goes into the path if the route has it in braces. */
	readonly name: Name;
	readonly description: string;
	/** As the editor and error messages call it; the builders derive it from the API name. */
	readonly displayName: string;
	/** n8n's name of the parameter, saved in workflows; the builders derive it from the API name. */
	readonly parameter: string;
	readonly placeholder?: string;
	readonly hint?: string;
	readonly required?: boolean;
	/** Optional, yet shown outside any collection; omitted when empty. */
	readonly topLevel?: boolean;
	/**
	 * Where the value goes, unless it is in the path or where the method implies (query for GET and DELETE, else body).
	 * `none`: it is not sent, and controls what the node does.
	 */
	readonly in?: 'query' | 'header' | 'none';
	/**
	 * Dotted path of the object in the body that holds the value: `'segment'`, `'context.device'`. If
	 * another field gives that object as a map, the two are merged and this value wins.
	 */
	readonly bodyPath?: string;
	/** The value is also sent at this dotted path of the body. */
	readonly alsoAt?: string;
	/**
	 * The collection that offers the field, if it is in one; by default the operation's own. With the
	 * prefix `options.` it is a collection within the options.
	 */
	readonly collection?: string;
	/** Dotted path of the body that provides the value of a required field that is left empty. */
	readonly fallback?: string;
	/** A rule beyond those of the type: returns what is wrong, as "must …", or undefined. */
	readonly check?: (value: Json) => string | undefined;
}

export interface StringField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'string';
	readonly default?: string;
	readonly rows?: number;
	readonly editor?: 'htmlEditor';
	readonly format?: 'email' | 'url' | 'uuid';
	/** The text identifies something: it is trimmed, and what cannot be an ID is rejected. */
	readonly identifies?: true;
	/** An empty text is omitted even where the user added the field to a collection. */
	readonly omitEmpty?: boolean;
	/** In a row without anything else to send, an empty text clears what the API has. */
	readonly clearsAlone?: boolean;
	/** In characters, not UTF-16 units. */
	readonly maxLength?: number;
	/** The editor hides the value. */
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
	/** The values are digits and are sent as a number. */
	readonly asNumber?: boolean;
	/** The API also accepts other values: an expression may give them. */
	readonly allowOther?: boolean;
}

export interface MultiOptionsField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'multiOptions';
	readonly options: readonly Option[];
	readonly default?: readonly string[];
	readonly allowOther?: boolean;
	/** An empty list is omitted. */
	readonly omitEmpty?: boolean;
}

/** A date and time, sent as Unix seconds or as ISO 8601. */
export interface DateTimeField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'dateTime';
	readonly as?: 'unixSeconds' | 'iso';
	/** The name of the field with the start of the time range that this field ends. */
	readonly notBefore?: string;
}

export interface JsonField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'json';
	readonly shape: 'object' | 'array' | 'any';
	/** The value is the whole body; no other field goes into it. */
	readonly wholeBody?: boolean;
	/** The API wants the JSON as text. */
	readonly asText?: boolean;
	/** Of the value as UTF-8 JSON. */
	readonly maxBytes?: number;
	readonly maxItems?: number;
}

/** A map with arbitrary keys: given as names and values, or as JSON. */
export interface KeyValueField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'keyValue';
	/** `string`: every value is sent as text. `boolean`: every value is true or false. */
	readonly valueType: 'any' | 'string' | 'boolean';
	readonly maxBytes?: number;
	/** Also offers all fields of the input item. Not for a field in a collection. */
	readonly allInputFields?: boolean;
	/** The entries, with this prefix, go where the map would go, in place of a nested map. */
	readonly prefix?: string;
	/** Sent as a list, `[{ "name": …, "value": … }]`, or as that list in JSON text. */
	readonly asList?: boolean | 'text';
}

/** Several texts: comma-separated, or an array from an expression. */
export interface StringListField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'stringList';
	/** The texts identify something: what cannot be an ID is rejected. */
	readonly identifies?: true;
	readonly minItems?: number;
	readonly maxItems?: number;
}

/** How a Customer.io resource is selected: the list to search and the form of its ID. */
export interface Locator {
	/** As Customer.io's UI calls the resource, in Title Case: "Segment". */
	readonly label: string;
	readonly id: 'integer' | 'text' | 'uuid';
	/** What the ID is called, if not "ID". */
	readonly idName?: string;
	readonly idPlaceholder: string;
	readonly list: {
		/** Name of the search method in n8n; unique among the locators of a node. */
		readonly method: string;
		/** May hold path parameters: they are filled from what is selected in the node. */
		readonly route: `GET /v1/${string}`;
		readonly output: ListOutput;
		/** Key of an entry that holds the ID. */
		readonly value: string;
		/** Key of an entry that holds the name. */
		readonly label: string;
		/** Key of an entry that is shown after the name, in parentheses. */
		readonly detail?: string;
		/** Restricts the list to what belongs to the selection in this parameter. */
		readonly within?: { readonly parameter: string; readonly query: string };
	};
	/**
	 * An extra entry of the list that means no resource: its value is sent as `null`, or as an empty
	 * text, which becomes an empty path segment.
	 */
	readonly none?: { readonly name: string; readonly value: string; readonly sends?: '' };
	/** The page in Customer.io's UI whose URL identifies the resource. */
	readonly page?: CustomerIoPage;
	/** More modes besides the list and the ID. */
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

/** Several resources: selected from a locator's list, or their IDs from an expression. */
export interface ResourceLocatorsField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'resourceLocators';
	readonly locator: Locator;
	readonly maxItems?: number;
}

/** A list of objects with the same fields: given entry by entry, or as JSON. */
export interface ObjectListField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'objectList';
	/** One entry, in the singular: "Attribute". */
	readonly entryName: string;
	/** Of an entry; those neither required nor top-level are in a collection of the entry. */
	readonly fields: readonly Field[];
	readonly maxItems?: number;
}

/** One of several identifiers, selected by the editor's mode switch. */
export interface IdentifierField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'identifier';
	/** The first one is the default. */
	readonly modes: ReadonlyArray<{
		/** The API's name of the identifier. */
		readonly name: string;
		readonly displayName: string;
		readonly placeholder: string;
		/** Added to a value that lacks it. */
		readonly prefix?: string;
		/** A value of another form is refused, in the editor too. */
		readonly format?: 'email';
	}>;
	/**
	 * Absent: the value is an object with one key, `{ email: … }`.
	 * Present: the value is sent alone, and the query parameter of this name says which identifier it is
	 * (omitted for `default`).
	 */
	readonly typeParameter?: { readonly name: string; readonly default: string };
}

/** Names of binary properties of the item, sent as a map of file name to base64 content. */
export interface AttachmentsField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'attachments';
	/** Decoded bytes of all files together. */
	readonly maxBytes: number;
}

/** A tree of conditions on people or objects: built in the editor, or JSON. */
export interface FilterField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'filter';
	/** The forms of conditions that the endpoint accepts. */
	readonly dialect: FilterDialectName;
	/** How the segment of a condition is selected, where the dialect has segments. */
	readonly segment?: Locator;
}

export interface Variant {
	readonly name: string;
	readonly description: string;
	/** Shown and sent only with this variant. */
	readonly fields: readonly Field[];
}

/** A choice between variants with different fields. The choice itself is not sent. */
export interface VariantField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'variant';
	readonly options: { readonly [value: string]: Variant };
}

/** Always sent, never shown. */
export interface ConstantField<Name extends string = string> extends FieldBase<Name> {
	readonly type: 'constant';
	readonly value: Json;
}

/** Taken from the credential; omitted when it is empty there. */
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
