import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import type { IdentityField, Locator } from './vocabulary';

type LocatorRow = Pick<INodeProperties, 'type' | 'default' | 'modes'>;

const ID_FORM = { integer: '\\d+', uuid: '[0-9a-fA-F-]{36}' };

/** The part of a row that makes it a locator: from the list, by ID, and by the thing's other names. */
export function locatorRow(locator: Locator): LocatorRow {
	const modes: INodePropertyMode[] = [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: locator.list.method, searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: `e.g. ${locator.idPlaceholder}`,
			...(locator.id === 'text' ? {} : { validation: [idForm(locator)] }),
		},
		...(locator.otherModes ?? []).map(({ name, displayName, placeholder }): INodePropertyMode => ({
			displayName,
			name,
			type: 'string',
			placeholder: `e.g. ${placeholder}`,
		})),
	];
	return { type: 'resourceLocator', default: { mode: 'list', value: '' }, modes };
}

function idForm(locator: Locator): NonNullable<INodePropertyMode['validation']>[number] {
	const form = locator.id === 'integer' ? 'a number' : 'a UUID';
	return {
		type: 'regex',
		properties: {
			regex: `^${ID_FORM[locator.id as keyof typeof ID_FORM]}$`,
			errorMessage: `The ID of a ${locator.thing.toLowerCase()} is ${form}`,
		},
	};
}

/** The part of a row that offers one of several identifiers. */
export function identityRow(field: IdentityField): LocatorRow {
	return {
		type: 'resourceLocator',
		default: { mode: field.modes[0]?.name ?? '', value: '' },
		modes: field.modes.map(({ name, displayName, placeholder }) => ({
			displayName,
			name,
			type: 'string',
			placeholder: `e.g. ${placeholder}`,
		})),
	};
}
