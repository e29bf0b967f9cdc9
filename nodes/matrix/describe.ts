import type { IDisplayOptions, INodeProperties, NodeParameterValue } from 'n8n-workflow';

import { blocks, type OperationSets } from './blocks';
import { fieldEntries, fieldRows } from './describeField';
import { routeOf, placeFields, type Shown } from './layout';
import { optionsRow } from './options';
import { inOrderOfAll } from './rowOrder';
import { mergeCollections } from './mergeCollections';
import { inAlphabet, saysMore, titleCase } from './names';
import type { Operation, Resource } from './vocabulary';

/** A row of the editor before it is known for which operations it is shown. */
interface OperationRow {
	readonly row: INodeProperties;
	readonly shown: Shown;
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
			options: [...resources]
				.sort((a, b) => inAlphabet(a.displayName, b.displayName))
				.map(({ name, displayName, description }) => ({
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
		options: operations
			.map(([value, { name, action, description }]) => ({
				name,
				value,
				action,
				...(saysMore(description.replace('list of', 'many'), action) ? { description } : {}),
			}))
			.sort((a, b) => inAlphabet(a.name, b.name)),
		default: first,
	};
}

type SharedRow = OperationRow & { readonly users: OperationSets; readonly order: number };

function sharedRows(resources: readonly Resource[]): INodeProperties[] {
	const rows = new Map<string, SharedRow>();
	const sequences: SharedRow[][] = [];
	for (const resource of resources) {
		for (const [name, operation] of Object.entries(resource.operations)) {
			const sequence = rowsOf(operation).map((one) => {
				const key = JSON.stringify([one.row, one.shown]);
				const shared = rows.get(key) ?? { ...one, users: new Map(), order: rows.size };
				rows.set(key, shared);
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
	const collections = mergeCollections([...rows.values()].filter(isCollection), all)
		.map((one) => ({ ...one, shown: {} }))
		.sort((a, b) => Number(isOptions(a.row)) - Number(isOptions(b.row)) || a.order - b.order);
	return [...inOrderOfAll(sequences), ...collections].flatMap(({ row, shown, users }) =>
		Object.keys(shown).length === 0 && isForAll(users, all)
			? [row]
			: blocks(users, all).map(({ resource, operation }) => ({
					...row,
					displayOptions: withConditions(row.displayOptions, { resource, operation, ...shown }),
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
	return [...all].every(([resource, names]) => users.get(resource)?.size === names.size);
}

function withConditions(own: IDisplayOptions | undefined, shown: Shown): IDisplayOptions {
	const show: NonNullable<IDisplayOptions['show']> = {};
	for (const [parameter, values] of Object.entries(shown)) {
		show[parameter] = [...values] as NodeParameterValue[];
	}
	return { ...own, show: { ...show, ...own?.show } };
}

function rowsOf(operation: Operation): OperationRow[] {
	const inPath = routeOf(operation).names;
	const rows: OperationRow[] = [];
	const collections = new Map<string, Array<{ entry: INodeProperties; shown: Shown }>>();

	for (const { field, shown, collection } of placeFields(operation)) {
		if (collection === undefined) {
			const required = field.required === true || inPath.has(field.name);
			for (const row of fieldRows(field, required)) rows.push({ row, shown });
		} else {
			const entries = collections.get(collection) ?? [];
			collections.set(collection, entries);
			for (const entry of fieldEntries(field)) entries.push({ entry, shown });
		}
	}
	if (operation.output.kind === 'list') {
		rows.push({ row: RETURN_ALL, shown: {} });
		rows.push({ row: LIMIT, shown: {} });
	}
	if ('simplify' in operation.output && operation.output.simplify !== undefined) {
		rows.push({ row: SIMPLIFY, shown: {} });
	}
	if ('series' in operation.output && operation.output.series === true) {
		rows.push({ row: SPLIT_INTO_PERIODS, shown: {} });
	}
	for (const [name, entries] of collections) {
		// Fields that are always sent have no entry.
		if (entries.length === 0) continue;
		rows.push({ row: collectionRow(name, entries), shown: {} });
	}
	rows.push({ row: optionsRow(operation), shown: {} });
	return rows;
}

function collectionRow(
	name: string,
	entries: ReadonlyArray<{ entry: INodeProperties; shown: Shown }>,
): INodeProperties {
	const merged = new Map<string, { entry: INodeProperties; shown: Map<string, Set<string>> }>();
	for (const { entry, shown } of entries) {
		const one = merged.get(entry.name) ?? { entry, shown: new Map<string, Set<string>>() };
		merged.set(entry.name, one);
		for (const [parameter, values] of Object.entries(shown)) {
			const known = one.shown.get(parameter) ?? new Set<string>();
			for (const value of values) known.add(value);
			one.shown.set(parameter, known);
		}
	}
	return {
		displayName: titleCase(name),
		name,
		type: 'collection',
		placeholder: name === 'filters' ? 'Add Filter' : 'Add Field',
		default: {},
		options: [...merged.values()]
			.map(({ entry, shown }) =>
				shown.size === 0
					? entry
					: {
							...entry,
							displayOptions: {
								// The slash looks outside the collection.
								show: Object.fromEntries(
									[...shown].map(([parameter, values]) => [`/${parameter}`, [...values]]),
								),
							},
						},
			)
			.sort((a, b) => inAlphabet(a.displayName, b.displayName)),
	};
}

const RETURN_ALL: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const LIMIT: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
};

const SPLIT_INTO_PERIODS: INodeProperties = {
	displayName: 'Split Into Periods',
	name: 'splitIntoPeriods',
	type: 'boolean',
	default: false,
	description:
		'Whether to return one item per period, with its start time and the metrics as columns, instead of lists of numbers',
};

const SIMPLIFY: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};
