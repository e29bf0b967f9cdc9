import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import {
	examplePageUrl,
	idInPageUrl,
	pageUrlPattern,
	type CustomerIoPage,
} from '../schema/customerIoUrls';
import type { Locator, ResourceLocatorField, ResourceLocatorsField } from '../schema/fields';
import { withArticle } from '../utils/casing';
import type { Json } from '../utils/json';
import { fail, type FieldType } from './fieldType';
import { property, requiredIf } from './property';
import { checkMaxItems, quote, toIdentifier, toIdentifiers, toText } from './values';

/** What an ID looks like: while it is typed, when it is read, and in words. */
const ID_FORMS = {
	integer: {
		typed: '^\\d+$',
		form: 'a number',
		matches: (id: string) => /^\d+$/.test(id) && Number.isSafeInteger(Number(id)),
	},
	uuid: {
		typed: '^[0-9a-fA-F-]{36}$',
		form: 'a UUID',
		matches: (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id),
	},
	text: {
		typed: '^\\S(.*\\S)?$',
		form: 'text without spaces around it',
		matches: () => true,
	},
};

export const resourceLocatorType: FieldType<ResourceLocatorField> = {
	describe: (field, required) =>
		requiredIf(required, property(field, describeLocator(field.locator))),
	read: (field, { getParameter }) => readLocator(field, getParameter(field.parameter)),
};

export const resourceLocatorsType: FieldType<ResourceLocatorsField> = {
	describe: (field, required) => requiredIf(required, describeLocators(field)),
	read({ parameter, locator, maxItems }, { getParameter }) {
		const ids = toIdentifiers(getParameter(parameter)).map((id) => readLocator({ locator }, id));
		checkMaxItems(ids, maxItems);
		return ids.length === 0 ? undefined : ids.filter((id) => id !== undefined);
	},
};

/** A multi-select whose options are loaded by the locator's list method. */
export function describeLocators(field: ResourceLocatorsField): INodeProperties {
	return {
		displayName: field.displayName,
		name: field.parameter,
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: field.locator.list.method },
		default: [],
		description: field.description,
	};
}

/** What makes a property a resource locator: the list, by ID, by URL, and the locator's other modes. */
export function describeLocator(
	locator: Locator,
): Pick<INodeProperties, 'type' | 'default' | 'modes'> {
	const fromList: INodePropertyMode = Object.assign(
		{ displayName: 'From List', name: 'list' },
		{
			type: 'list' as const,
			typeOptions: { searchListMethod: locator.list.method, searchable: true },
		},
	);
	const byId = typedMode('id', `By ${locator.idName ?? 'ID'}`, locator.idPlaceholder);
	const modes = [
		fromList,
		{ ...byId, validation: [idValidation(locator)] },
		...(locator.page === undefined ? [] : [byUrl(locator.page, locator.idPlaceholder)]),
		...(locator.otherModes ?? []).map(({ name, displayName, placeholder }) =>
			typedMode(name, displayName, placeholder),
		),
	];
	return { type: 'resourceLocator', default: { mode: 'list', value: '' }, modes };
}

/** A mode in which a value is typed. */
export function typedMode(
	name: string,
	displayName: string,
	placeholder: string,
): INodePropertyMode {
	const mode = { type: 'string' as const, placeholder: `e.g. ${placeholder}` };
	return { displayName, name, ...mode };
}

function byUrl(page: CustomerIoPage, id: string): INodePropertyMode {
	const mode = typedMode('url', 'By URL', examplePageUrl(page, id));
	return { ...mode, extractValue: { type: 'regex', regex: pageUrlPattern(page) } };
}

function idValidation(locator: Locator): NonNullable<INodePropertyMode['validation']>[number] {
	const { typed, form } = ID_FORMS[locator.id];
	const errorMessage = `The ${locator.idName ?? 'ID'} is ${form}`;
	return { type: 'regex', properties: { regex: typed, errorMessage } };
}

/** n8n's value of a resource locator; undefined if the value is something else. */
export function locatorParts(raw: unknown): { mode: unknown; value: unknown } | undefined {
	if (typeof raw !== 'object' || raw === null || !('__rl' in raw)) return undefined;
	return raw as unknown as { mode: unknown; value: unknown };
}

/**
 * The ID in a locator's value, or in an expression's; undefined if it is empty.
 *
 * @throws InvalidValue if it cannot be an ID of the resource
 */
export function readLocator(
	{ locator, asText }: Pick<ResourceLocatorField, 'locator' | 'asText'>,
	raw: unknown,
): Json | undefined {
	const parts = locatorParts(raw);
	const given = (parts === undefined ? raw : parts.value) ?? '';
	const entered = parts?.mode === 'url' ? toText(given).trim() : toIdentifier(given);
	if (entered === '') return undefined;
	const value = parts?.mode === 'url' ? idAt(locator, entered) : entered;
	const { id, none, label, idPlaceholder, otherModes = [] } = locator;
	if (none !== undefined && value === none.value) return none.sends ?? null;
	if (otherModes.some(({ name }) => name === parts?.mode)) return value;
	const { form, matches } = ID_FORMS[id];
	if (!matches(value)) {
		fail(
			`must be the ID of ${withArticle(label)}, which is ${form}, but is ${quote(value)}`,
			`Choose it from the list, or enter its ID, such as ${idPlaceholder}.`,
		);
	}
	return id === 'integer' && asText !== true ? Number(value) : value;
}

function idAt({ page, label, idPlaceholder }: Locator, url: string): string {
	const id = idInPageUrl(url, page);
	if (page !== undefined && id !== undefined) return id;
	const example = page === undefined ? '' : `, such as ${examplePageUrl(page, idPlaceholder)}`;
	return fail(
		`must be the address of ${withArticle(label)} in Customer.io, but is ${quote(url)}`,
		`Open it in Customer.io and copy the address${example}, or choose it from the list.`,
	);
}
