/** The forms of conditions in an endpoint's filters, besides `and`, `or` and `not`. */
interface FilterDialect {
	/** "Is not" is a flag of the condition; otherwise the condition goes inside `not`. */
	readonly inverse: boolean;
	/** The key of a condition on an attribute. */
	readonly attribute: 'attribute' | 'object_attribute';
	/** The parameter with the object type of the attributes, which each condition repeats. */
	readonly typeParameter?: string;
}

/** The dialects of the API's filters, by the names in the API spec. */
export const FILTER_DIALECTS: { readonly [Name in FilterDialectName]: FilterDialect } = {
	audience: { inverse: false, attribute: 'attribute' },
	newsletterRecipients: { inverse: true, attribute: 'attribute' },
	object: { inverse: false, attribute: 'object_attribute', typeParameter: 'objectTypeId' },
};

export type FilterDialectName = 'audience' | 'newsletterRecipients' | 'object';
