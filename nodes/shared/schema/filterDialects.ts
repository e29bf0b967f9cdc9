/** What an endpoint's filters are made of, beside `and`, `or` and `not`. */
interface FilterDialect {
	/** "Is not" is a flag of the condition itself; without it, the condition stands inside `not`. */
	readonly inverse: boolean;
	/** The key of a condition on an attribute. */
	readonly attribute: 'attribute' | 'object_attribute';
	/** The parameter that says of which object type the attributes are: each condition repeats it. */
	readonly typeParameter?: string;
}

/** The grammars of the API's filters, by the ledger's names. */
export const FILTER_DIALECTS: { readonly [Name in FilterDialectName]: FilterDialect } = {
	audience: { inverse: false, attribute: 'attribute' },
	newsletterRecipients: { inverse: true, attribute: 'attribute' },
	object: { inverse: false, attribute: 'object_attribute', typeParameter: 'objectTypeId' },
};

export type FilterDialectName = 'audience' | 'newsletterRecipients' | 'object';
