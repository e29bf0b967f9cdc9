import type {
	AttachmentsField,
	VariantField,
	Variant,
	CredentialValueField,
	FilterField,
	ConstantField,
	BooleanField,
	IdentifierField,
	Json,
	JsonField,
	Locator,
	ResourceLocatorField,
	ResourceLocatorsField,
	NumberField,
	KeyValueField,
	OptionsField,
	MultiOptionsField,
	Option,
	ObjectListField,
	StringField,
	StringListField,
	DateTimeField,
} from './vocabulary';

/** What is left to say about a field once its kind, name and description are given. */
type Rest<F> = Omit<F, 'type' | 'name' | 'description'>;

export const string = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<StringField> = {},
): StringField<N> => ({ type: 'string', name, description, ...rest });

export const number = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<NumberField> = {},
): NumberField<N> => ({ type: 'number', name, description, ...rest });

/** The description starts with "Whether". */
export const boolean = <const N extends string>(
	name: N,
	description: `Whether ${string}`,
	rest: Rest<BooleanField> = {},
): BooleanField<N> => ({ type: 'boolean', name, description, ...rest });

/** The default is the value of one of the options; without, it is the first. */
export const options = <const N extends string, V extends string>(
	name: N,
	description: string,
	options: ReadonlyArray<Option<V>>,
	rest: Omit<Rest<OptionsField>, 'options' | 'default'> & { readonly default?: NoInfer<V> } = {},
): OptionsField<N> => ({ type: 'options', name, description, options, ...rest });

export const multiOptions = <const N extends string, V extends string>(
	name: N,
	description: string,
	options: ReadonlyArray<Option<V>>,
	rest: Omit<Rest<MultiOptionsField>, 'options' | 'default'> & {
		readonly default?: ReadonlyArray<NoInfer<V>>;
	} = {},
): MultiOptionsField<N> => ({ type: 'multiOptions', name, description, options, ...rest });

export const dateTime = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<DateTimeField> = {},
): DateTimeField<N> => ({ type: 'dateTime', name, description, ...rest });

export const json = <const N extends string>(
	name: N,
	description: string,
	shape: JsonField['shape'],
	rest: Omit<Rest<JsonField>, 'shape'> = {},
): JsonField<N> => ({ type: 'json', name, description, shape, ...rest });

export const keyValue = <const N extends string>(
	name: N,
	description: string,
	rest: Partial<Rest<KeyValueField>> = {},
): KeyValueField<N> => ({ type: 'keyValue', name, description, valueType: 'any', ...rest });

export const stringList = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<StringListField> = {},
): StringListField<N> => ({ type: 'stringList', name, description, ...rest });

export const resourceLocator = <const N extends string>(
	name: N,
	locator: Locator,
	description: string,
	rest: Omit<Rest<ResourceLocatorField>, 'locator'> = {},
): ResourceLocatorField<N> => ({ type: 'resourceLocator', name, description, locator, ...rest });

/** The texts that n8n prescribes for lists that are filled by a request. */
const namesOrIds = ({ label }: Locator) => ({
	displayName: `${label} Names or IDs`,
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
});

export const resourceLocators = <const N extends string>(
	name: N,
	locator: Locator,
	rest: Omit<Rest<ResourceLocatorsField>, 'locator'> = {},
): ResourceLocatorsField<N> => ({
	type: 'resourceLocators',
	name,
	...namesOrIds(locator),
	locator,
	...rest,
});

export const objectList = <const N extends string>(
	name: N,
	entryName: string,
	description: string,
	fields: ObjectListField['fields'],
	rest: Omit<Rest<ObjectListField>, 'fields' | 'entryName'> = {},
): ObjectListField<N> => ({ type: 'objectList', name, entryName, description, fields, ...rest });

export const identifier = <const N extends string>(
	name: N,
	description: string,
	modes: IdentifierField['modes'],
	rest: Omit<Rest<IdentifierField>, 'modes'> = {},
): IdentifierField<N> => ({ type: 'identifier', name, description, modes, ...rest });

export const attachments = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<AttachmentsField>,
): AttachmentsField<N> => ({ type: 'attachments', name, description, ...rest });

export const filter = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<FilterField>,
): FilterField<N> => ({ type: 'filter', name, description, ...rest });

/** The first option is the default. */
export const variant = <const N extends string>(
	name: N,
	description: string,
	options: { readonly [value: string]: Variant },
	rest: Omit<Rest<VariantField>, 'options'> = {},
): VariantField<N> => ({ type: 'variant', name, description, options, ...rest });

export const constant = <const N extends string>(
	name: N,
	value: Json,
	rest: Omit<Rest<ConstantField>, 'value'> = {},
): ConstantField<N> => ({ type: 'constant', name, description: 'Always sent', value, ...rest });

export const credentialValue = <const N extends string>(
	name: N,
	property: string,
	rest: Omit<Rest<CredentialValueField>, 'property'> = {},
): CredentialValueField<N> => ({
	type: 'credentialValue',
	name,
	description: 'From the credential',
	property,
	...rest,
});
