import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import type { Api } from '../transport/apis';
import { listSearch, naturalSort } from './listSearch';
import type { Field, ResourceLocatorsField } from '../schema/fields';
import type { Resource } from '../schema/operation';

type LoadOptions = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

interface LoadOptionsMethods {
	[method: string]: LoadOptions;
}

/** The methods that fill these lists in all operations, by the names that the rows refer to. */
export function optionLists(resources: readonly Resource[], service: Api): LoadOptionsMethods {
	const methods: LoadOptionsMethods = {};
	for (const { operations } of resources) {
		for (const { fields } of Object.values(operations)) {
			Object.assign(methods, optionListsOf(fields.filter(isLocators), service));
		}
	}
	return methods;
}

/** The methods that fill the lists of these fields. */
export function optionListsOf(
	fields: readonly ResourceLocatorsField[],
	service: Api,
): LoadOptionsMethods {
	return Object.fromEntries(
		fields.map(({ locator }) => [locator.list.method, loadOptions(locator, service)]),
	);
}

function isLocators(field: Field): field is ResourceLocatorsField {
	return field.type === 'resourceLocators';
}

/** The editor shows such a list whole, so all its pages are read. */
function loadOptions(locator: ResourceLocatorsField['locator'], service: Api): LoadOptions {
	const search = listSearch(locator, service);
	return async function (this: ILoadOptionsFunctions) {
		const options: INodePropertyOptions[] = [];
		let token: string | undefined;
		do {
			const page = await search.call(this, undefined, token);
			for (const { name, value } of page.results) options.push({ name, value: String(value) });
			token = page.paginationToken as string | undefined;
		} while (token !== undefined);
		return naturalSort(options);
	};
}
