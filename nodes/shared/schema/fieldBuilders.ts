import { camelCase, titleCase } from '../utils/casing';
import type { Json } from '../utils/json';
import type {
	AttachmentsField,
	BooleanField,
	ConstantField,
	CredentialValueField,
	DateTimeField,
	Field,
	FilterField,
	IdentifierField,
	JsonField,
	KeyValueField,
	Locator,
	MultiOptionsField,
	NumberField,
	ObjectListField,
	Option,
	OptionsField,
	ResourceLocatorField,
	ResourceLocatorsField,
	StringField,
	StringListField,
	Variant,
	VariantField,
} from './fields';

type Named = 'displayName' | 'parameter';

/** What may be stated about a field besides its type, name and description. */
type Rest<F extends Field> = Omit<F, 'type' | 'name' | 'description' | Named> &
	Partial<Pick<F, Named>>;

/** Derives the names that are not stated: once, when the module is loaded. */
function named<F extends Field>(field: Omit<F, Named> & Partial<Pick<F, Named>>): F {
	const { name, displayName = titleCase(name), parameter = camelCase(name) } = field;
	return { ...field, displayName, parameter } as F;
}

export const string = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<StringField> = {},
) => named<StringField<N>>({ type: 'string', name, description, ...rest });

export const number = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<NumberField> = {},
) => named<NumberField<N>>({ type: 'number', name, description, ...rest });

export const boolean = <const N extends string>(
	name: N,
	description: `Whether ${string}`,
	rest: Rest<BooleanField> = {},
) => named<BooleanField<N>>({ type: 'boolean', name, description, ...rest });

/** @param rest `default` is the value of one of the options; without it, the first is the default */
export const options = <const N extends string, V extends string>(
	name: N,
	description: string,
	choices: ReadonlyArray<Option<V>>,
	rest: Omit<Rest<OptionsField>, 'options' | 'default'> & { readonly default?: NoInfer<V> } = {},
) => named<OptionsField<N>>({ type: 'options', name, description, options: choices, ...rest });

export const multiOptions = <const N extends string, V extends string>(
	name: N,
	description: string,
	choices: ReadonlyArray<Option<V>>,
	rest: Omit<Rest<MultiOptionsField>, 'options' | 'default'> & {
		readonly default?: ReadonlyArray<NoInfer<V>>;
	} = {},
) =>
	named<MultiOptionsField<N>>({
		type: 'multiOptions',
		name,
		description,
		options: choices,
		...rest,
	});

export const dateTime = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<DateTimeField> = {},
) => named<DateTimeField<N>>({ type: 'dateTime', name, description, ...rest });

export const json = <const N extends string>(
	name: N,
	description: string,
	shape: JsonField['shape'],
	rest: Omit<Rest<JsonField>, 'shape'> = {},
) => named<JsonField<N>>({ type: 'json', name, description, shape, ...rest });

export const keyValue = <const N extends string>(
	name: N,
	description: string,
	rest: Partial<Rest<KeyValueField>> = {},
) => named<KeyValueField<N>>({ type: 'keyValue', name, description, valueType: 'any', ...rest });

export const stringList = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<StringListField> = {},
) => named<StringListField<N>>({ type: 'stringList', name, description, ...rest });

export const resourceLocator = <const N extends string>(
	name: N,
	locator: Locator,
	description: string,
	rest: Omit<Rest<ResourceLocatorField>, 'locator'> = {},
) =>
	named<ResourceLocatorField<N>>({
		type: 'resourceLocator',
		name,
		description,
		locator,
		...{ displayName: locator.label, ...rest },
	});

export const resourceLocators = <const N extends string>(
	name: N,
	locator: Locator,
	rest: Omit<Rest<ResourceLocatorsField>, 'locator'> = {},
) =>
	named<ResourceLocatorsField<N>>({
		type: 'resourceLocators',
		name,
		// n8n's standard wording for lists that are filled by a request.
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		locator,
		...{ displayName: `${locator.label} Names or IDs`, ...rest },
	});

/** @param entryName one entry, in the singular: "Attribute" */
export const objectList = <const N extends string>(
	name: N,
	entryName: string,
	description: string,
	fields: readonly Field[],
	rest: Omit<Rest<ObjectListField>, 'fields' | 'entryName'> = {},
) =>
	named<ObjectListField<N>>({ type: 'objectList', name, entryName, description, fields, ...rest });

export const identifier = <const N extends string>(
	name: N,
	description: string,
	modes: IdentifierField['modes'],
	rest: Omit<Rest<IdentifierField>, 'modes'> = {},
) => named<IdentifierField<N>>({ type: 'identifier', name, description, modes, ...rest });

export const attachments = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<AttachmentsField>,
) => named<AttachmentsField<N>>({ type: 'attachments', name, description, ...rest });

export const filter = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<FilterField>,
) => named<FilterField<N>>({ type: 'filter', name, description, ...rest });

/** @param variants by value; the first one is the default */
export const variant = <const N extends string>(
	name: N,
	description: string,
	variants: { readonly [value: string]: Variant },
	rest: Omit<Rest<VariantField>, 'options'> = {},
) => named<VariantField<N>>({ type: 'variant', name, description, options: variants, ...rest });

export const constant = <const N extends string>(
	name: N,
	value: Json,
	rest: Omit<Rest<ConstantField>, 'value'> = {},
) =>
	named<ConstantField<N>>({ type: 'constant', name, description: 'Always sent', value, ...rest });

/** @param property the credential's property whose value is sent */
export const credentialValue = <const N extends string>(
	name: N,
	property: string,
	rest: Omit<Rest<CredentialValueField>, 'property'> = {},
) =>
	named<CredentialValueField<N>>({
		type: 'credentialValue',
		name,
		description: 'From the credential',
		property,
		...rest,
	});
