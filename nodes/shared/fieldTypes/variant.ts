import type { ConstantField, CredentialValueField, VariantField } from '../schema/fields';
import { sortedByName } from '../utils/casing';
import { fail, type FieldType } from './fieldType';
import { property } from './property';

/** The choice is not a value that is sent: `chosenVariant` tells it. */
export const variantType: FieldType<VariantField> = {
	readsMore: true,
	describe: (field) => [
		property(field, {
			type: 'options',
			// With an expression n8n would ask for the required fields of every variant.
			noDataExpression: true,
			options: sortedByName(
				Object.entries(field.options).map(([value, { name, description }]) => ({
					name,
					value,
					description,
				})),
			),
			default: Object.keys(field.options)[0] ?? '',
		}),
	],
	read: () => undefined,
	howToFix: () => 'Choose from the list.',
};

/** @throws InvalidValue if there is no such variant */
export function chosenVariant({ options }: VariantField, raw: unknown): string {
	const values = Object.keys(options);
	const value = raw ?? values[0];
	if (typeof value === 'string' && values.includes(value)) return value;
	return fail(`must be one of ${values.join(', ')}, but is ${JSON.stringify(value)}`);
}

export const constantType: FieldType<ConstantField> = {
	readsMore: true,
	describe: () => [],
	read: ({ value }) => value,
};

export const credentialValueType: FieldType<CredentialValueField> = {
	readsMore: true,
	describe: () => [],
	read({ property: name }, { input }) {
		const value = input.credential(name);
		return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
	},
};
