import type { INodePropertyOptions } from 'n8n-workflow';

import type { MultiOptionsField, Option, OptionsField, StringListField } from '../schema/fields';
import { property, requiredIf } from './property';
import { fail, type FieldType } from './fieldType';
import { checkMaxItems, quote, toIdentifiers, toText, toTexts } from './values';

const howToFix = () => 'Choose from the list, or let the expression return one of these values.';

export const optionsType: FieldType<OptionsField> = {
	describe: (field, required) =>
		requiredIf(
			required,
			property(field, {
				type: 'options',
				options: describeOptions(field.options),
				default: field.default ?? field.options[0]?.value ?? '',
			}),
		),
	read(field, { getParameter }) {
		const value = oneOf(field, getParameter(field.parameter));
		return field.asNumber === true ? Number(value) : value;
	},
	howToFix,
};

export const multiOptionsType: FieldType<MultiOptionsField> = {
	describe: (field, required) =>
		requiredIf(
			required,
			property(field, {
				type: 'multiOptions',
				options: describeOptions(field.options),
				default: [...(field.default ?? [])],
			}),
		),
	read(field, { getParameter }) {
		const values = toTexts(getParameter(field.parameter)).map((text) => oneOf(field, text));
		return values.length === 0 && field.omitEmpty === true ? undefined : values;
	},
	howToFix,
};

export const stringListType: FieldType<StringListField> = {
	describe: (field, required) =>
		requiredIf(required, property(field, { type: 'string', default: '' })),
	read({ parameter, identifies, minItems, maxItems }, { getParameter }) {
		const raw = getParameter(parameter);
		const texts = identifies === true ? toIdentifiers(raw) : toTexts(raw);
		if (minItems !== undefined && texts.length < minItems) {
			fail(`must have at least ${minItems}, but has ${texts.length}`);
		}
		checkMaxItems(texts, maxItems);
		return texts;
	},
};

function describeOptions(options: readonly Option[]): INodePropertyOptions[] {
	return options.map(({ name, value, description }) => ({
		name,
		value,
		...(description === undefined ? {} : { description }),
	}));
}

function oneOf({ allowOther, options }: OptionsField | MultiOptionsField, raw: unknown): string {
	const text = toText(raw);
	if (allowOther === true || options.some(({ value }) => value === text)) return text;
	const values = options.map(({ value }) => value).join(', ');
	return fail(`must be one of ${values}, but is ${quote(raw)}`);
}
