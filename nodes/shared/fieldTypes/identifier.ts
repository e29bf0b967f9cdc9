import type { IdentifierField } from '../schema/fields';
import { fail, type FieldType } from './fieldType';
import { property, requiredIf } from './property';
import { locatorParts, typedMode } from './resourceLocator';
import { checkFormat, FORMATS, toIdentifier } from './values';

export const identifierType: FieldType<IdentifierField> = {
	describe: (field, required) =>
		requiredIf(
			required,
			property(field, {
				type: 'resourceLocator',
				default: { mode: field.modes[0]?.name ?? '', value: '' },
				modes: field.modes.map(({ name, displayName, placeholder, format }) => ({
					...typedMode(name, displayName, placeholder),
					...(format === undefined ? {} : { validation: [validation(FORMATS[format])] }),
				})),
			}),
		),
	read(field, { getParameter }) {
		const raw = getParameter(field.parameter);
		const { name, prefix = '', format } = modeOf(field, raw);
		const entered = toIdentifier(locatorParts(raw)?.value ?? raw);
		if (entered === '') return undefined;
		checkFormat(entered, format);
		const value = entered.startsWith(prefix) ? entered : prefix + entered;
		return field.typeParameter === undefined ? { [name]: value } : value;
	},
};

function validation({ pattern, form }: { pattern: RegExp; form: string }) {
	// Empty as long as nothing was entered.
	const properties = { regex: `^$|${pattern.source}`, errorMessage: `Enter ${form}` };
	return { type: 'regex', properties };
}

/** The mode in which an identifier was entered; a plain value counts as the first. */
export function modeOf(field: IdentifierField, raw: unknown): IdentifierField['modes'][number] {
	const parts = locatorParts(raw);
	const mode =
		parts === undefined ? field.modes[0] : field.modes.find(({ name }) => name === parts.mode);
	if (mode !== undefined) return mode;
	const names = field.modes.map(({ displayName }) => displayName).join(', ');
	return fail(`must be given in one of these ways: ${names}`);
}
