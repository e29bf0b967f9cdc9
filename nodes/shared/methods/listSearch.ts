import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { ApiClient } from '../transport/apiClient';
import type { Api } from '../transport/apis';
import { toNodeError } from '../utils/errors';
import { camelCase } from '../utils/casing';
import { isGiven, type JsonObject } from '../utils/json';
import { paginate, type PagePosition } from '../response/pagination';
import { hasExpression } from '../utils/expressions';
import { encodePathSegment, fillPath, pathAndQuery } from '../utils/url';
import { listEntries } from '../response/toItems';
import { readLocatorField } from '../fieldTypes';
import type { Field, Locator, ResourceLocatorField } from '../schema/fields';
import type { Resource } from '../schema/operation';

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** The user of the editor is waiting: an error is better than a list that opens after minutes. */
const EDITOR_TIMEOUTS = { maxWaitMs: 10_000, timeoutMs: 15_000 };

/**
 * The editor requests another page when the user scrolls to the end of a list, and a search whose
 * results do not fill the list cannot be scrolled. So a search reads further pages until they do.
 */
const MIN_RESULTS = 20;
export const MAX_PAGES = 50;

/** The search methods of all locators of a node, by the names that its properties refer to. */
export function listSearches(
	resources: readonly Resource[],
	api: Api,
): { [method: string]: ListSearch } {
	const methods: { [method: string]: ListSearch } = {};
	for (const resource of resources) {
		for (const operation of Object.values(resource.operations)) {
			for (const locator of operation.fields.flatMap(locatorsOf)) {
				methods[locator.list.method] ??= listSearch(locator, api, operation.fields);
			}
		}
	}
	return methods;
}

/** The locators whose lists a field searches. */
function locatorsOf(field: Field): Locator[] {
	if (field.type === 'resourceLocator') return [field.locator];
	if (field.type === 'filter') return field.segment === undefined ? [] : [field.segment];
	if (field.type === 'objectList') return field.fields.flatMap(locatorsOf);
	if (field.type !== 'variant') return [];
	return Object.values(field.options).flatMap((option) => option.fields.flatMap(locatorsOf));
}

/**
 * The search method of one locator.
 *
 * @param fields the fields of the operation, some of which the list may depend on
 */
function listSearch(locator: Locator, api: Api, fields: readonly Field[] = []): ListSearch {
	return async function (this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
		const start = readToken(paginationToken);
		const { none } = locator;
		const results: INodeListSearchItems[] =
			none === undefined || start !== undefined
				? []
				: [{ name: none.name, value: none.value }].filter(isNamed(filter));
		let pages = 0;
		for await (const page of locatorPages(this, api, locator, fields, start)) {
			pages += 1;
			results.push(...page.results.filter(isNamed(filter)));
			const isEnough = !filter?.trim() || results.length >= MIN_RESULTS || pages >= MAX_PAGES;
			if (isEnough && page.next !== undefined) {
				return { results, paginationToken: writeToken(page.next) };
			}
		}
		return { results };
	};
}

/**
 * The pages of a locator's list, each in alphabetical order.
 *
 * @throws NodeOperationError if the list depends on a field that is empty or invalid
 * @throws NodeApiError if a request fails
 */
export async function* locatorPages(
	context: ILoadOptionsFunctions,
	api: Api,
	locator: Locator,
	fields: readonly Field[] = [],
	start?: PagePosition,
): AsyncGenerator<{ results: INodeListSearchItems[]; next: PagePosition | undefined }> {
	const client = await ApiClient.create(context, api);
	const { output, route } = locator.list;
	const path = fillPath(route.slice('GET '.length), parentIds(context, route, fields));
	const within = withinParent(context, locator, fields);
	const getPage = async (query: ReadonlyMap<string, string>) => {
		const { body } = await client.send({
			method: 'GET',
			requestTarget: pathAndQuery(path, [...within, ...query]),
			safe: true,
			idempotent: true,
			...EDITOR_TIMEOUTS,
		});
		return { body, entries: listEntries(output, body) };
	};
	for await (const page of paginate(getPage, output.pagination, { all: true }, start)) {
		yield { results: toResults(locator, page.entries), next: page.next };
	}
}

/** In alphabetical order, but the 9th run of a broadcast before the 10th. */
export function naturalSort<T extends { readonly name: string }>(entries: readonly T[]): T[] {
	// Created here because it would slow down the loading of the node.
	const { compare } = new Intl.Collator(undefined, { numeric: true });
	return [...entries].sort((a, b) => compare(a.name, b.name));
}

function toResults(locator: Locator, entries: readonly JsonObject[]): INodeListSearchItems[] {
	return naturalSort(
		distinct(locator, entries).map((entry) => ({
			name: label(locator, entry),
			value: idOf(locator, entry),
		})),
	);
}

/** n8n passes this back to request the next page. */
function writeToken({ read, query }: PagePosition): string {
	return JSON.stringify({ read, query: [...query] });
}

function readToken(token: string | undefined): PagePosition | undefined {
	if (token === undefined) return undefined;
	const { read, query } = JSON.parse(token) as { read: number; query: Array<[string, string]> };
	return { read, query: new Map(query) };
}

/**
 * Path parameters of a dependent list, from the current parameters of the node. They are read as the
 * operation reads them: the URL or ID of another kind of entity must not open a wrong list.
 */
function parentIds(
	context: ILoadOptionsFunctions,
	route: string,
	fields: readonly Field[],
): Map<string, string> {
	const ids = new Map<string, string>();
	for (const [, name = ''] of route.matchAll(/\{([^}]+)\}/g)) {
		const field = locatorOf(fields, camelCase(name));
		if (field === undefined) continue;
		const id = parentId(context, field);
		if (id === undefined) {
			throw new NodeOperationError(context.getNode(), `Select "${field.displayName}" first`, {
				description: 'This list depends on it. If it is an expression, enter the ID here.',
			});
		}
		ids.set(name, encodePathSegment(id, field.displayName));
	}
	return ids;
}

/** The part of a query that limits a list to the parent that is chosen in the node. */
function withinParent(
	context: ILoadOptionsFunctions,
	{ list: { within } }: Locator,
	fields: readonly Field[],
): Array<readonly [string, string]> {
	const field = within && locatorOf(fields, within.parameter);
	const id = field && parentId(context, field);
	return within === undefined || id === undefined ? [] : [[within.query, id]];
}

function locatorOf(fields: readonly Field[], parameter: string): ResourceLocatorField | undefined {
	const field = fields.find((candidate) => candidate.parameter === parameter);
	return field?.type === 'resourceLocator' ? field : undefined;
}

/**
 * The ID that is chosen in a field, or `undefined` if it is not known before the workflow runs.
 *
 * @throws NodeOperationError if it is not a valid ID
 */
function parentId(context: ILoadOptionsFunctions, field: ResourceLocatorField): string | undefined {
	// The parent may be a sibling in the same collection instead of a parameter of the node.
	const parameter = field.parameter;
	const chosen: unknown =
		context.getCurrentNodeParameter(parameter) ?? context.getCurrentNodeParameter(`&${parameter}`);
	if (hasExpression(chosen)) return undefined;
	try {
		const id = readLocatorField(field, chosen);
		return id === undefined ? undefined : String(id);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** One entry per ID: a list may have the same language once per message. */
function distinct({ list }: Locator, entries: readonly JsonObject[]): JsonObject[] {
	const first = new Map<unknown, JsonObject>();
	for (const entry of entries) {
		const id = entry[list.value];
		if (isGiven(id) && id !== '' && !first.has(id)) first.set(id, entry);
	}
	return [...first.values()];
}

function label({ list }: Locator, entry: JsonObject): string {
	const name = String(entry[list.label] ?? '');
	const title = name === '' ? `(no name) ${String(entry[list.value])}` : name;
	// An entry without a name shows its ID already.
	const isShown = name === '' && list.detail === list.value;
	const detail = list.detail === undefined || isShown ? undefined : entry[list.detail];
	return isGiven(detail) && detail !== '' ? `${title} (${String(detail)})` : title;
}

function idOf({ list }: Locator, entry: JsonObject): string | number {
	const id = entry[list.value];
	return typeof id === 'number' ? id : String(id);
}

/** Whether the name or ID of an item contains the text, ignoring case. */
function isNamed(text = ''): (item: INodeListSearchItems) => boolean {
	const search = text.trim().toLowerCase();
	return ({ name, value }) => `${name} ${String(value)}`.toLowerCase().includes(search);
}
