/** The App node's properties as n8n's loader passes them to the editor, and which of them are visible. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { loadPackage } from '../engine/harness.ts';

export type Parameters = { [name: string]: unknown };

/** All properties of the App node. */
export async function appProperties(): Promise<INodeProperties[]> {
	const { descriptions } = await loadPackage();
	const appNode = descriptions.find(({ name }) => name.endsWith('customerIoApp'));
	if (appNode === undefined) throw new Error('The package has no App node');
	return appNode.properties;
}

/** `segment.get` for every operation that the editor offers. */
export function offeredOperations(properties: readonly INodeProperties[]): string[] {
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap((property) =>
			conditionsOf(property).flatMap(([name, resources]) =>
				name === 'resource'
					? resources.flatMap((resource) =>
							optionsOf(property).map(({ value }) => `${String(resource)}.${String(value)}`),
						)
					: [],
			),
		);
}

/** The properties of one operation, regardless of other display conditions. */
export function propertiesOf(
	properties: readonly INodeProperties[],
	resource: string,
	operation: string,
): INodeProperties[] {
	return properties.filter((property) => {
		if (property.name === 'resource' || property.name === 'operation') return false;
		const chosen: Parameters = { resource, operation };
		return conditionsOf(property).every(
			([name, allowed]) => !(name in chosen) || allowed.includes(chosen[name]),
		);
	});
}

/**
 * Whether a property is visible with these values; a name with a slash refers to the root.
 * Throws for an unsupported condition.
 */
export function isShown(property: INodeProperties, values: Parameters, root: Parameters): boolean {
	return conditionsOf(property).every(([name, allowed]) => {
		if (name === 'resource' || name === 'operation') return true;
		const value = name.startsWith('/') ? root[name.slice(1)] : values[name];
		return allowed.includes(value);
	});
}

function conditionsOf({ name, displayOptions }: INodeProperties): Array<[string, unknown[]]> {
	const { show = {}, ...others } = displayOptions ?? {};
	if (Object.keys(others).length > 0) {
		throw new Error(`The property ${name} has conditions other than "show"`);
	}
	return Object.entries(show).map(([key, allowed]) => [key, allowed ?? []]);
}

/** The options that control the visibility of other properties. */
export function switchesAmong(properties: readonly INodeProperties[]): Set<string> {
	const conditions = [...properties, ...properties.flatMap(entriesOf)].flatMap(conditionsOf);
	const names = new Set(conditions.map(([name]) => name.replace(/^\//, '')));
	return new Set(
		properties
			.filter(({ name, type }) => type === 'options' && names.has(name))
			.map(({ name }) => name),
	);
}

/** The entries of a collection. */
export function entriesOf(property: INodeProperties): INodeProperties[] {
	return property.type === 'collection' ? ((property.options ?? []) as INodeProperties[]) : [];
}

/** The groups of a fixed collection. */
export function groupsOf(
	property: INodeProperties,
): Array<{ name: string; values: INodeProperties[] }> {
	return (property.options ?? []) as Array<{ name: string; values: INodeProperties[] }>;
}

export function optionsOf(property: INodeProperties): INodePropertyOptions[] {
	return (property.options ?? []) as INodePropertyOptions[];
}
