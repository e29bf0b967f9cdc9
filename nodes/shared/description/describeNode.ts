import type { IDisplayOptions, INodeProperties, NodeParameterValue } from 'n8n-workflow';

import { blocks, conditionsOf, type OperationSets } from './displayConditions';
import { fieldEntries, fieldRows } from '../fieldTypes/describeField';
import { fieldPlacements, parseRoute, type DisplayCondition } from '../schema/placement';
import { optionsRow, withFurther } from './requestOptions';
import { limit, returnAll, simplify, splitIntoPeriods } from '../schema/standardFields';
import { mergeOrders } from './propertyOrder';
import { propertyKey } from './propertyKey';
import { mergeCollections } from './mergeCollections';
import { sortedByName, addsInformation, titleCase } from '../utils/casing';
import type { Operation, Resource } from '../schema/vocabulary';

/** A row of the editor before it is known for which operations it is shown. */
interface OperationRow {
	readonly row: INodeProperties;
	readonly shown: DisplayCondition;
}

/**
 * The editor's properties of a node, read from its resources.
 *
 * Rows that are alike are one row shown for several operations, so that the description that n8n
 * loads and sends to every editor stays small.
 */
export function describeResources(resources: readonly Resource[]): INodeProperties[] {
	const first = resources[0]?.name ?? '';
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: sortedByName(resources).map(({ name, displayName, description }) => ({
				name: displayName,
				value: name,
				...(description === undefined ? {} : { description }),
			})),
			default: first,
		},
		...resources.map(operationRow),
		...sharedRows(resources),
	];
}

function operationRow(resource: Resource): INodeProperties {
	const operations = Object.entries(resource.operations);
	const first = operations[0]?.[0] ?? '';
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.name] } },
		options: sortedByName(
			operations.map(([value, { name, action, description }]) => ({
				name,
				value,
				action,
				...(addsInformation(description.replace('list of', 'many'), action) ? { description } : {}),
			})),
		),
		default: first,
	};
}

type SharedRow = OperationRow & { readonly users: OperationSets; readonly order: number };

function sharedRows(resources: readonly Resource[]): INodeProperties[] {
	const rows: SharedRow[] = [];
	const sharedBy = new Map<string, Map<string, SharedRow>>();
	const sequences: SharedRow[][] = [];
	for (const resource of resources) {
		for (const [name, operation] of Object.entries(resource.operations)) {
			const sequence = rowsOf(operation).map((one) => {
				const text = propertyKey(one.row);
				const alike = sharedBy.get(text) ?? new Map<string, SharedRow>();
				sharedBy.set(text, alike);
				const condition = JSON.stringify(one.shown);
				let shared = alike.get(condition);
				if (shared === undefined) {
					shared = { ...one, users: new Map(), order: rows.length };
					alike.set(condition, shared);
					rows.push(shared);
				}
				const names = shared.users.get(resource.name) ?? new Set<string>();
				shared.users.set(resource.name, names.add(name));
				return shared;
			});
			sequences.push(sequence.filter((one) => !isCollection(one)));
		}
	}
	const all: OperationSets = new Map(
		resources.map(({ name, operations }) => [name, new Set(Object.keys(operations))]),
	);
	const collections = mergeCollections(rows.filter(isCollection), all)
		.map((one) => ({ ...one, shown: {} }))
		.sort((a, b) => Number(isOptions(a.row)) - Number(isOptions(b.row)) || a.order - b.order);
	return [...mergeOrders(sequences), ...collections].flatMap(({ row, shown, users }) =>
		Object.keys(shown).length === 0 && isForAll(users, all)
			? [row]
			: blocks(users, all).map((block) => ({
					...row,
					displayOptions: withConditions(row.displayOptions, {
						...conditionsOf(block, all),
						...shown,
					}),
				})),
	);
}

function isCollection({ row }: OperationRow): boolean {
	return row.type === 'collection';
}

function isOptions({ name }: INodeProperties): boolean {
	return name === 'options';
}

function isForAll(users: OperationSets, all: OperationSets): boolean {
	if (users.size < all.size) return false;
	return [...all].every(([resource, names]) => users.get(resource)?.size === names.size);
}

function withConditions(
	own: IDisplayOptions | undefined,
	shown: DisplayCondition,
): IDisplayOptions {
	const show: NonNullable<IDisplayOptions['show']> = {};
	for (const [parameter, values] of Object.entries(shown)) {
		show[parameter] = [...values] as NodeParameterValue[];
	}
	return { ...own, show: { ...show, ...own?.show } };
}

const WITHIN_OPTIONS = 'options.';

function rowsOf(operation: Operation): OperationRow[] {
	const inPath = parseRoute(operation).parameters;
	const rows: OperationRow[] = [];
	const collections = new Map<string, Array<{ entry: INodeProperties; shown: DisplayCondition }>>();

	for (const { field, visibleWhen, collection } of fieldPlacements(operation)) {
		if (collection === undefined) {
			const needed = field.required === true && field.fallback === undefined;
			const required = needed || inPath.has(field.name);
			for (const row of fieldRows(field, required)) rows.push({ row, shown: visibleWhen });
		} else {
			const entries = collections.get(collection) ?? [];
			collections.set(collection, entries);
			for (const entry of fieldEntries(field)) entries.push({ entry, shown: visibleWhen });
		}
	}
	rows.push(...settingsOf(operation).map((row) => ({ row, shown: {} })));
	const inOptions: INodeProperties[] = [];
	for (const [name, entries] of collections) {
		// Fields that are always sent have no entry.
		if (entries.length === 0) continue;
		if (name.startsWith(WITHIN_OPTIONS)) {
			inOptions.push(collectionRow(name.slice(WITHIN_OPTIONS.length), entries));
		} else {
			rows.push({ row: collectionRow(name, entries), shown: {} });
		}
	}
	rows.push({ row: withFurther(optionsRow(operation), inOptions), shown: {} });
	return joinedChoices(rows);
}

/** One row for several choices that ask for the same: shown with any of them. */
function joinedChoices(rows: readonly OperationRow[]): OperationRow[] {
	const joined: OperationRow[] = [];
	for (const one of rows) {
		const index = joined.findIndex((other) => choiceBetween(other, one) !== undefined);
		const other = joined[index];
		const parameter = other === undefined ? undefined : choiceBetween(other, one);
		if (other === undefined || parameter === undefined) {
			joined.push(one);
		} else {
			const values = [...(other.shown[parameter] ?? []), ...(one.shown[parameter] ?? [])];
			joined[index] = { ...other, shown: { ...other.shown, [parameter]: values } };
		}
	}
	return joined;
}

/** The one parameter in which the conditions of two rows differ that are alike otherwise. */
function choiceBetween(a: OperationRow, b: OperationRow): string | undefined {
	if (a.row.name !== b.row.name) return undefined;
	const names = Object.keys(a.shown);
	if (names.length !== Object.keys(b.shown).length) return undefined;
	const [name, ...others] = names.filter((one) => String(a.shown[one]) !== String(b.shown[one]));
	return others.length === 0 && propertyKey(a.row) === propertyKey(b.row) ? name : undefined;
}

function collectionRow(
	name: string,
	entries: ReadonlyArray<{ entry: INodeProperties; shown: DisplayCondition }>,
): INodeProperties {
	const merged = new Map<string, { entry: INodeProperties; shown: DisplayCondition }>();
	for (const one of entries) {
		const known = merged.get(one.entry.name);
		const shown = known === undefined ? one.shown : shownWithEither(known.shown, one.shown);
		merged.set(one.entry.name, { entry: known?.entry ?? one.entry, shown });
	}
	// Where it has nothing to add, the editor would show it with "No properties".
	const needed = neededForAny([...merged.values()].map(({ shown }) => shown));
	return {
		displayName: titleCase(name),
		name,
		type: 'collection',
		placeholder: name === 'filters' ? 'Add Filter' : 'Add Field',
		default: {},
		...displayedWith(needed, ''),
		options: sortedByName(
			[...merged.values()].map(({ entry, shown }) => {
				const isSaid = JSON.stringify(shown) === JSON.stringify(needed);
				// The slash looks outside the collection.
				return isSaid ? entry : { ...entry, ...displayedWith(shown, '/') };
			}),
		),
	};
}

function displayedWith(
	shown: DisplayCondition,
	prefix: string,
): Pick<INodeProperties, 'displayOptions'> {
	const show: NonNullable<IDisplayOptions['show']> = {};
	for (const [parameter, values] of Object.entries(shown)) show[prefix + parameter] = [...values];
	return Object.keys(show).length === 0 ? {} : { displayOptions: { show } };
}

/** The choices without which none of several is shown. */
function neededForAny([first = {}, ...others]: readonly DisplayCondition[]): DisplayCondition {
	const needed: { [parameter: string]: readonly string[] } = {};
	for (const [name, values] of Object.entries(first)) {
		const all = others.map((shown) => shown[name]);
		if (all.includes(undefined)) continue;
		needed[name] = [...new Set([...values, ...all.flatMap((more) => more ?? [])])];
	}
	return needed;
}

function shownWithEither(a: DisplayCondition, b: DisplayCondition): DisplayCondition {
	const either: { [parameter: string]: readonly string[] } = { ...a };
	for (const [parameter, values] of Object.entries(b)) {
		either[parameter] = [...new Set([...(a[parameter] ?? []), ...values])];
	}
	return either;
}

function settingsOf({ output }: Operation): INodeProperties[] {
	const rows: INodeProperties[] = [];
	if (output.kind === 'list' && output.whole !== true) {
		rows.push(...fieldRows(returnAll, false), ...limitRows());
	}
	if ('simplify' in output && output.simplify !== undefined) {
		rows.push(...fieldRows(simplify, false));
	}
	if ('metrics' in output && output.metrics === true) {
		rows.push(...fieldRows(splitIntoPeriods, false));
	}
	return rows;
}

function limitRows(): INodeProperties[] {
	const displayOptions: IDisplayOptions = { show: { [returnAll.name]: [false] } };
	return fieldRows(limit, false).map((row) => ({ ...row, displayOptions }));
}
