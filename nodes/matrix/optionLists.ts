import type { ILoadOptionsFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Service } from '../transport/service';
import { listSearch } from './listSearch';
import { displayName, parameterName } from './names';
import type { Field, LocatorsField, Resource } from './vocabulary';

/** The part of a row that offers several things of a list. */
export function locatorsRow(field: LocatorsField): INodeProperties {
	return {
		displayName: displayName(field),
		name: parameterName(field),
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: field.locator.list.method },
		default: [],
		description: field.description,
	};
}

type LoadOptions = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** The methods that fill these lists, by the names that the rows refer to. */
export function optionLists(
	resources: readonly Resource[],
	service: Service,
): { [method: string]: LoadOptions } {
	const methods: { [method: string]: LoadOptions } = {};
	for (const { operations } of resources) {
		for (const { fields } of Object.values(operations)) {
			for (const { locator } of fields.filter(isLocators)) {
				methods[locator.list.method] ??= loadOptions(locator, service);
			}
		}
	}
	return methods;
}

function isLocators(field: Field): field is LocatorsField {
	return field.kind === 'locators';
}

/** The editor shows such a list whole, so all its pages are read. */
function loadOptions(locator: LocatorsField['locator'], service: Service): LoadOptions {
	const search = listSearch(locator, service);
	return async function (this: ILoadOptionsFunctions) {
		const options: INodePropertyOptions[] = [];
		let token: string | undefined;
		do {
			const page = await search.call(this, undefined, token);
			for (const { name, value } of page.results) options.push({ name, value: String(value) });
			token = page.paginationToken as string | undefined;
		} while (token !== undefined);
		return options.sort((a, b) => a.name.localeCompare(b.name));
	};
}
