import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { pageUrlPattern, examplePageUrl, type CustomerIoPage } from '../schema/customerIoUrls';
import type { IdentifierField, Locator } from '../schema/vocabulary';

type LocatorRow = Pick<INodeProperties, 'type' | 'default' | 'modes'>;

/** What an ID looks like while it is typed, and how that is called. */
const ID_FORMS = {
	integer: { regex: '^\\d+$', form: 'a number' },
	uuid: { regex: '^[0-9a-fA-F-]{36}$', form: 'a UUID' },
	text: { regex: '^\\S(.*\\S)?$', form: 'text without spaces around it' },
};

/** A mode in which a value is typed. */
function typedMode(name: string, displayName: string, placeholder: string): INodePropertyMode {
	const mode = { type: 'string' as const, placeholder: `e.g. ${placeholder}` };
	return { displayName, name, ...mode };
}

/** The part of a row that makes it a locator: from the list, by ID, by URL, and by the thing's other names. */
export function locatorRow(locator: Locator): LocatorRow {
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
		{ ...byId, validation: [idForm(locator)] },
		...(locator.page === undefined ? [] : [byAddress(locator.page, locator.idPlaceholder)]),
		...(locator.otherModes ?? []).map((mode) =>
			typedMode(mode.name, mode.displayName, mode.placeholder),
		),
	];
	return { type: 'resourceLocator', default: { mode: 'list', value: '' }, modes };
}

function byAddress(page: CustomerIoPage, id: string): INodePropertyMode {
	const mode = typedMode('url', 'By URL', examplePageUrl(page, id));
	return { ...mode, extractValue: { type: 'regex', regex: pageUrlPattern(page) } };
}

function idForm(locator: Locator): NonNullable<INodePropertyMode['validation']>[number] {
	const { regex, form } = ID_FORMS[locator.id];
	const errorMessage = `The ${locator.idName ?? 'ID'} is ${form}`;
	return { type: 'regex', properties: { regex, errorMessage } };
}

/** The part of a row that offers one of several identifiers. */
export function identityRow(field: IdentifierField): LocatorRow {
	return {
		type: 'resourceLocator',
		default: { mode: field.modes[0]?.name ?? '', value: '' },
		modes: field.modes.map((mode) => typedMode(mode.name, mode.displayName, mode.placeholder)),
	};
}
