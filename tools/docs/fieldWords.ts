/** Describes the values of a field for the user. */
import { titleCase } from '../../nodes/shared/utils/casing.ts';
import type { Field, Locator, Option } from '../../nodes/shared/schema/fields.ts';

/** Longer lists of values are left to the editor. */
const MAX_VALUES = 16;

/** A field that the editor shows. */
export type AskedField = Exclude<Field, { type: 'constant' | 'credentialValue' }>;

export function isAsked(field: Field): field is AskedField {
	return field.type !== 'constant' && field.type !== 'credentialValue';
}

/** "text", "a number from 1", "one of: Hours, Days". The options of a variant are described separately. */
export function takes(field: AskedField): string {
	switch (field.type) {
		case 'string':
			return textWords(field) + atMost(field.maxLength, 'characters');
		case 'number':
			return `${field.fraction === true ? 'number' : 'whole number'}${range(field.min, field.max)}`;
		case 'boolean':
			return 'on or off';
		case 'options':
			return `one of ${values(field.options)}`;
		case 'multiOptions':
			return `any of ${values(field.options)}`;
		case 'dateTime':
			return 'date and time';
		case 'json':
			return (field.shape === 'array' ? 'JSON array' : 'JSON object') + bytes(field.maxBytes);
		case 'keyValue':
			return pairsWords(field.valueType, field.allInputFields === true) + bytes(field.maxBytes);
		case 'stringList':
			return 'several texts' + atMost(field.maxItems, 'of them');
		case 'resourceLocator':
			return locatorWords(field.locator);
		case 'resourceLocators':
			return 'several from the list' + atMost(field.maxItems, 'of them');
		case 'objectList':
			return `entries (${field.fields.map(rowField).join(', ')}), or JSON`;
		case 'identifier':
			return `by ${either(field.modes.map(asMode))}`;
		case 'attachments':
			return 'names of binary fields of the item';
		case 'filter':
			return 'conditions as rows, or JSON';
		case 'variant':
			return 'one of these';
	}
}

const FORMATS = { email: 'email address', url: 'URL', uuid: 'UUID' } as const;

function textWords(field: AskedField & { type: 'string' }): string {
	if (field.editor === 'htmlEditor') return 'HTML';
	return field.format === undefined ? 'text' : FORMATS[field.format];
}

function pairsWords(kind: 'any' | 'string' | 'boolean', fromItem: boolean): string {
	const fields = kind === 'boolean' ? 'names, each on or off' : 'names and values';
	return fromItem ? `${fields}, JSON, or all fields of the item` : `${fields}, or JSON`;
}

function locatorWords({ id, idName, page, otherModes = [] }: Locator): string {
	const idMode = idName ?? (id === 'uuid' ? 'UUID' : 'ID');
	const modes = [idMode, ...(page === undefined ? [] : ['URL']), ...otherModes.map(asMode)];
	return either(['from the list', ...modes.map((mode) => `by ${mode}`)]);
}

const asMode = (mode: { displayName: string }): string => mode.displayName.replace(/^By /, '');

/** The editor's title of a collection; a dot separates nested collections. */
export function collectionTitle(name: string): string {
	return name.split('.').map(titleCase).join(' > ');
}

/** Whether the user must fill in the field: it is required and has no fallback. */
export function isNeeded({ required, fallback }: Field): boolean {
	return required === true && fallback === undefined;
}

function rowField(field: Field): string {
	return isNeeded(field) ? `${field.displayName}, required` : field.displayName;
}

function values(options: readonly Option[]): string {
	if (options.length > MAX_VALUES) return `the ${options.length} values in the list`;
	return options.map(({ name }) => name).join(', ');
}

function either(words: readonly string[]): string {
	return words.length < 2
		? words.join('')
		: `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function range(min: number | undefined, max: number | undefined): string {
	if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
	return min === undefined ? atMost(max, '') : ` from ${min}`;
}

function atMost(max: number | undefined, what: string): string {
	return max === undefined ? '' : `, at most ${max.toLocaleString('en-US')} ${what}`.trimEnd();
}

function bytes(max: number | undefined): string {
	if (max === undefined) return '';
	const [size, unit] = max >= 1024 * 1024 ? [max / 1024 / 1024, 'MB'] : [max / 1024, 'KB'];
	return `, at most ${Math.round(size)} ${unit}`;
}
