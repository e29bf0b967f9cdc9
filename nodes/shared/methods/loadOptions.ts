import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import type { Api } from '../transport/apis';
import { locatorPages, MAX_PAGES, naturalSort } from './listSearch';
import type { Field, Locator, ResourceLocatorsField } from '../schema/fields';
import type { Resource } from '../schema/operation';

type LoadOptions = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

interface LoadOptionsMethods {
	[method: string]: LoadOptions;
}

/** The methods that load the options of all operations, by the names that the properties refer to. */
export function optionLists(resources: readonly Resource[], api: Api): LoadOptionsMethods {
	const operations = resources.flatMap((resource) => Object.values(resource.operations));
	return optionListsOf(
		operations.flatMap(({ fields }) => fields.filter(isLocators)),
		api,
	);
}

/** The methods that load the options of these fields. */
export function optionListsOf(
	fields: readonly ResourceLocatorsField[],
	api: Api,
): LoadOptionsMethods {
	return Object.fromEntries(
		fields.map(({ locator }) => [locator.list.method, loadOptions(locator, api)]),
	);
}

function isLocators(field: Field): field is ResourceLocatorsField {
	return field.type === 'resourceLocators';
}

/** The editor shows all options at once, so all pages are read, but never so many that it waits for minutes. */
function loadOptions(locator: Locator, api: Api): LoadOptions {
	return async function (this: ILoadOptionsFunctions) {
		const options: INodePropertyOptions[] = [];
		let pages = 0;
		for await (const { results } of locatorPages(this, api, locator)) {
			for (const { name, value } of results) options.push({ name, value: String(value) });
			pages += 1;
			if (pages >= MAX_PAGES) break;
		}
		return naturalSort(options);
	};
}
