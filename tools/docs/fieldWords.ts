/** What a field takes, in words for a person who fills it in. */
import { displayName, titleCase } from '../../nodes/shared/utils/casing.ts';
import type { Field, Locator, Option } from '../../nodes/shared/schema/vocabulary.ts';

/** More values than these are better looked up in the editor. */
const MAX_VALUES = 16;

/** Without what is never asked for. */
export type AskedField = Exclude<Field, { type: 'constant' | 'credentialValue' }>;

export function isAsked(field: Field): field is AskedField {
	return field.type !== 'constant' && field.type !== 'credentialValue';
}

/** "text", "a number from 1", "one of: Hours, Days". Of a choice, which says it below, only what it is. */
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

/** The editor's title of a collection; a dot says that it stands in another. */
export function collectionTitle(name: string): string {
	return name.split('.').map(titleCase).join(' > ');
}

/** Whether the editor asks for it; what has a value of its own when it is left empty is not. */
export function isNeeded({ required, fallback }: Field): boolean {
	return required === true && fallback === undefined;
}

function rowField(field: Field): string {
	return isNeeded(field) ? `${displayName(field)}, required` : displayName(field);
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

function atMost(most: number | undefined, what: string): string {
	return most === undefined ? '' : `, at most ${most.toLocaleString('en-US')} ${what}`.trimEnd();
}

function bytes(most: number | undefined): string {
	if (most === undefined) return '';
	const [size, unit] = most >= 1024 * 1024 ? [most / 1024 / 1024, 'MB'] : [most / 1024, 'KB'];
	return `, at most ${Math.round(size)} ${unit}`;
}
