/** The App node's rows as n8n's loader hands them to the editor, and which of them a person sees. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { loadPackage } from '../engine/harness.ts';

export type Parameters = { [name: string]: unknown };

/** All rows of the App node. */
export async function appRows(): Promise<INodeProperties[]> {
	const { descriptions } = await loadPackage();
	const found = descriptions.find(({ name }) => name.endsWith('customerIoApp'));
	if (found === undefined) throw new Error('The package has no App node');
	return found.properties;
}

/** `segment.get` for every operation that the editor offers. */
export function offeredOperations(rows: readonly INodeProperties[]): string[] {
	return rows
		.filter(({ name }) => name === 'operation')
		.flatMap((row) =>
			conditionsOf(row).flatMap(([name, resources]) =>
				name === 'resource'
					? resources.flatMap((resource) =>
							optionsOf(row).map(({ value }) => `${String(resource)}.${String(value)}`),
						)
					: [],
			),
		);
}

/** The rows of one operation, whatever else their visibility depends on. */
export function rowsOf(
	rows: readonly INodeProperties[],
	resource: string,
	operation: string,
): INodeProperties[] {
	return rows.filter((row) => {
		if (row.name === 'resource' || row.name === 'operation') return false;
		const chosen: Parameters = { resource, operation };
		return conditionsOf(row).every(
			([name, wanted]) => !(name in chosen) || wanted.includes(chosen[name]),
		);
	});
}

/**
 * Whether a row is seen with these values; a name with a slash looks outside the collection.
 * Throws for a condition that this reading does not know.
 */
export function isShown(row: INodeProperties, values: Parameters, root: Parameters): boolean {
	return conditionsOf(row).every(([name, wanted]) => {
		if (name === 'resource' || name === 'operation') return true;
		const value = name.startsWith('/') ? root[name.slice(1)] : values[name];
		return wanted.includes(value);
	});
}

function conditionsOf({ name, displayOptions }: INodeProperties): Array<[string, unknown[]]> {
	const { show = {}, ...others } = displayOptions ?? {};
	if (Object.keys(others).length > 0) {
		throw new Error(`The row ${name} has conditions other than "show"`);
	}
	return Object.entries(show).map(([key, wanted]) => [key, wanted ?? []]);
}

/** The options rows that decide which other rows are seen. */
export function switchesAmong(rows: readonly INodeProperties[]): Set<string> {
	const conditions = [...rows, ...rows.flatMap(entriesOf)].flatMap(conditionsOf);
	const names = new Set(conditions.map(([name]) => name.replace(/^\//, '')));
	return new Set(
		rows.filter(({ name, type }) => type === 'options' && names.has(name)).map(({ name }) => name),
	);
}

/** What a collection offers. */
export function entriesOf(row: INodeProperties): INodeProperties[] {
	return row.type === 'collection' ? ((row.options ?? []) as INodeProperties[]) : [];
}

/** The kinds of entries of a fixed collection. */
export function groupsOf(row: INodeProperties): Array<{ name: string; values: INodeProperties[] }> {
	return (row.options ?? []) as Array<{ name: string; values: INodeProperties[] }>;
}

export function optionsOf(row: INodeProperties): INodePropertyOptions[] {
	return (row.options ?? []) as INodePropertyOptions[];
}
