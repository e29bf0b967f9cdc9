import type {
	AttachmentsField,
	ChoiceField,
	ChoiceOption,
	CredentialField,
	FilterField,
	FixedField,
	FlagField,
	IdentityField,
	Json,
	JsonField,
	Locator,
	LocatorField,
	LocatorsField,
	NumberField,
	PairsField,
	PickField,
	PickManyField,
	PickOption,
	RowsField,
	TextField,
	TextListField,
	TimeField,
} from './vocabulary';

/** What is left to say about a field once its kind, name and description are given. */
type Rest<F> = Omit<F, 'kind' | 'name' | 'description'>;

export const text = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<TextField> = {},
): TextField<N> => ({ kind: 'text', name, description, ...rest });

export const number = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<NumberField> = {},
): NumberField<N> => ({ kind: 'number', name, description, ...rest });

/** The description starts with "Whether". */
export const flag = <const N extends string>(
	name: N,
	description: `Whether ${string}`,
	rest: Rest<FlagField> = {},
): FlagField<N> => ({ kind: 'flag', name, description, ...rest });

/** The default is the value of one of the options; without, it is the first. */
export const pick = <const N extends string, V extends string>(
	name: N,
	description: string,
	options: ReadonlyArray<PickOption<V>>,
	rest: Omit<Rest<PickField>, 'options' | 'default'> & { readonly default?: NoInfer<V> } = {},
): PickField<N> => ({ kind: 'pick', name, description, options, ...rest });

export const pickMany = <const N extends string, V extends string>(
	name: N,
	description: string,
	options: ReadonlyArray<PickOption<V>>,
	rest: Omit<Rest<PickManyField>, 'options' | 'default'> & {
		readonly default?: ReadonlyArray<NoInfer<V>>;
	} = {},
): PickManyField<N> => ({ kind: 'pickMany', name, description, options, ...rest });

export const time = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<TimeField> = {},
): TimeField<N> => ({ kind: 'time', name, description, ...rest });

export const json = <const N extends string>(
	name: N,
	description: string,
	shape: JsonField['shape'],
	rest: Omit<Rest<JsonField>, 'shape'> = {},
): JsonField<N> => ({ kind: 'json', name, description, shape, ...rest });

export const pairs = <const N extends string>(
	name: N,
	description: string,
	rest: Partial<Rest<PairsField>> = {},
): PairsField<N> => ({ kind: 'pairs', name, description, values: 'any', ...rest });

export const textList = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<TextListField> = {},
): TextListField<N> => ({ kind: 'textList', name, description, ...rest });

export const locate = <const N extends string>(
	name: N,
	locator: Locator,
	description: string,
	rest: Omit<Rest<LocatorField>, 'locator'> = {},
): LocatorField<N> => ({ kind: 'locator', name, description, locator, ...rest });

export const locateMany = <const N extends string>(
	name: N,
	locator: Locator,
	rest: Omit<Rest<LocatorsField>, 'locator'> = {},
): LocatorsField<N> => ({
	kind: 'locators',
	name,
	// n8n's own words for lists that are filled by a request.
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	displayName: `${locator.thing} Names or IDs`,
	locator,
	...rest,
});

export const rows = <const N extends string>(
	name: N,
	row: string,
	description: string,
	fields: RowsField['fields'],
	rest: Omit<Rest<RowsField>, 'fields' | 'row'> = {},
): RowsField<N> => ({ kind: 'rows', name, row, description, fields, ...rest });

export const identity = <const N extends string>(
	name: N,
	description: string,
	modes: IdentityField['modes'],
	rest: Omit<Rest<IdentityField>, 'modes'> = {},
): IdentityField<N> => ({ kind: 'identity', name, description, modes, ...rest });

export const attachments = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<AttachmentsField>,
): AttachmentsField<N> => ({ kind: 'attachments', name, description, ...rest });

export const filter = <const N extends string>(
	name: N,
	description: string,
	rest: Rest<FilterField>,
): FilterField<N> => ({ kind: 'filter', name, description, ...rest });

/** The first option is the default. */
export const choice = <const N extends string>(
	name: N,
	description: string,
	options: { readonly [value: string]: ChoiceOption },
	rest: Omit<Rest<ChoiceField>, 'options'> = {},
): ChoiceField<N> => ({ kind: 'choice', name, description, options, ...rest });

export const fixed = <const N extends string>(
	name: N,
	value: Json,
	rest: Omit<Rest<FixedField>, 'value'> = {},
): FixedField<N> => ({ kind: 'fixed', name, description: 'Always sent', value, ...rest });

export const fromCredential = <const N extends string>(
	name: N,
	property: string,
	rest: Omit<Rest<CredentialField>, 'property'> = {},
): CredentialField<N> => ({
	kind: 'credential',
	name,
	description: 'From the credential',
	property,
	...rest,
});
