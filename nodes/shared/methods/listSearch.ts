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
import { nextPage } from '../response/pagination';
import { hasExpression } from '../utils/expressions';
import { encodePathSegment, fillPath, pathAndQuery } from '../request/url';
import { listEntries } from '../response/toItems';
import { readLocatorField } from '../fieldTypes';
import type { Field, Locator, ResourceLocatorField } from '../schema/fields';
import type { Resource } from '../schema/operation';
import type { JsonObject } from '../utils/json';

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** A person at the editor waits: better an error than a list that opens after minutes. */
const EDITOR_TIMEOUTS = { maxWaitMs: 10_000, timeoutMs: 15_000 };

/**
 * The editor asks for another page when a person scrolls to the end of a list, and a search that
 * has found less than fills the list cannot be scrolled. So a search itself reads on that far.
 */
const MIN_RESULTS = 20;
const MAX_PAGES = 50;

/** The search methods behind all locators of a node, by the names that its rows refer to. */
export function listSearches(
	resources: readonly Resource[],
	service: Api,
): { [method: string]: ListSearch } {
	const methods: { [method: string]: ListSearch } = {};
	for (const resource of resources) {
		for (const operation of Object.values(resource.operations)) {
			for (const locator of operation.fields.flatMap(locatorsOf)) {
				methods[locator.list.method] ??= listSearch(locator, service, operation.fields);
			}
		}
	}
	return methods;
}

/** The locators whose lists are searched in a field. */
function locatorsOf(field: Field): Locator[] {
	if (field.type === 'resourceLocator') return [field.locator];
	if (field.type === 'filter') return field.segment === undefined ? [] : [field.segment];
	if (field.type === 'objectList') return field.fields.flatMap(locatorsOf);
	if (field.type !== 'variant') return [];
	return Object.values(field.options).flatMap((option) => option.fields.flatMap(locatorsOf));
}

/**
 * The search behind one locator.
 *
 * @param fields among which those stand that the list depends on
 */
export function listSearch(
	locator: Locator,
	service: Api,
	fields: readonly Field[] = [],
): ListSearch {
	return async function (this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
		const connection = await ApiClient.create(this, service);
		const { output, route } = locator.list;
		const path = fillPath(route.slice('GET '.length), parentIds(this, route, fields));
		const within = withinParent(this, locator, fields);
		let { read, query } = readToken(paginationToken) ?? {
			read: 0,
			query: nextPage(output.pagination, { all: true }, { read: 0 }) ?? new Map<string, string>(),
		};
		const { none } = locator;
		const found: INodeListSearchItems[] =
			none === undefined || read > 0
				? []
				: [{ name: none.name, value: none.value }].filter(isNamed(filter));
		for (let pages = 1; ; pages++) {
			const { body } = await connection.send({
				method: 'GET',
				requestTarget: pathAndQuery(path, [...within, ...query]),
				safe: true,
				idempotent: true,
				...EDITOR_TIMEOUTS,
			});
			const entries = listEntries(output, body);
			read += entries.length;
			found.push(...itemsOf(locator, entries).filter(isNamed(filter)));
			const last = { count: entries.length, body, query };
			const next = nextPage(output.pagination, { all: true }, { read, last });
			if (next === undefined) return { results: found };
			if (!filter?.trim() || found.length >= MIN_RESULTS || pages >= MAX_PAGES)
				return { results: found, paginationToken: writeToken(read, next) };
			query = next;
		}
	};
}

/** In alphabetical order, but the 9th run of a broadcast before the 10th. */
export function naturalSort<T extends { readonly name: string }>(entries: readonly T[]): T[] {
	// Made here: it would take time when n8n loads the node.
	const { compare } = new Intl.Collator(undefined, { numeric: true });
	return [...entries].sort((a, b) => compare(a.name, b.name));
}

function itemsOf(locator: Locator, entries: readonly JsonObject[]): INodeListSearchItems[] {
	return naturalSort(
		distinct(locator, entries).map((entry) => ({
			name: label(locator, entry),
			value: idOf(locator, entry),
		})),
	);
}

/** n8n hands this back to ask for the next page. */
function writeToken(read: number, query: ReadonlyMap<string, string>): string {
	return JSON.stringify({ read, query: [...query] });
}

function readToken(
	token: string | undefined,
): { read: number; query: ReadonlyMap<string, string> } | undefined {
	if (token === undefined) return undefined;
	const { read, query } = JSON.parse(token) as { read: number; query: Array<[string, string]> };
	return { read, query: new Map(query) };
}

/**
 * Path parameters of a dependent list, from what is chosen in the node so far. It is read as the
 * operation reads it: the address or ID of something else must not open the list of another thing.
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
			throw new NodeOperationError(context.getNode(), `${field.displayName}: choose it first`, {
				description: `This list depends on it. With an expression there, enter this one by ID.`,
			});
		}
		ids.set(name, encodePathSegment(id, field.displayName));
	}
	return ids;
}

/** The part of a query that narrows a list to what is in the node so far. */
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
	const field = fields.find((one) => one.parameter === parameter);
	return field?.type === 'resourceLocator' ? field : undefined;
}

/**
 * The ID of what is chosen in a field, or nothing if that is not known before the workflow runs.
 *
 * @throws NodeOperationError if it cannot be the thing
 */
function parentId(context: ILoadOptionsFunctions, field: ResourceLocatorField): string | undefined {
	// The parent may stand beside this parameter in a collection instead of in the node itself.
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

/** One entry per ID: a list may name a language or the like once for each thing that has it. */
function distinct({ list }: Locator, entries: readonly JsonObject[]): JsonObject[] {
	const first = new Map<unknown, JsonObject>();
	for (const entry of entries) {
		const id = entry[list.value];
		if (id !== undefined && id !== null && id !== '' && !first.has(id)) first.set(id, entry);
	}
	return [...first.values()];
}

function label({ list }: Locator, entry: JsonObject): string {
	const name = String(entry[list.label] ?? '');
	const shown = name === '' ? `(no name) ${String(entry[list.value])}` : name;
	// Without a name, the ID stands there already.
	const isSaid = name === '' && list.detail === list.value;
	const detail = list.detail === undefined || isSaid ? undefined : entry[list.detail];
	return detail === undefined || detail === null || detail === ''
		? shown
		: `${shown} (${String(detail)})`;
}

function idOf({ list }: Locator, entry: JsonObject): string | number {
	const id = entry[list.value];
	return typeof id === 'number' ? id : String(id);
}

/** Whether an item has the text in its name or ID, in upper or lower case. */
function isNamed(text = ''): (item: INodeListSearchItems) => boolean {
	const wanted = text.trim().toLowerCase();
	return ({ name, value }) => `${name} ${String(value)}`.toLowerCase().includes(wanted);
}
