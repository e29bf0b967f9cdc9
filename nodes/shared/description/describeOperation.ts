import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { describeEntry, describeField } from '../fieldTypes';
import type { Operation } from '../schema/operation';
import { fieldPlacements, parseRoute, type DisplayCondition } from '../schema/placement';
import { limit, returnAll, simplify, splitIntoPeriods } from '../schema/standardFields';
import { sortedByName, titleCase } from '../utils/casing';
import { withConditions } from './displayConditions';
import { describeRequestOptions } from './requestOptions';

/** A property, and the variants with which it is shown. */
export interface ConditionalProperty {
	readonly property: INodeProperties;
	readonly visibleWhen: DisplayCondition;
}

/** A collection within the options has this prefix. */
const WITHIN_OPTIONS = 'options.';

/** The properties that an operation shows, in their order; collections last. */
export function describeOperation(operation: Operation): ConditionalProperty[] {
	const inPath = parseRoute(operation).parameters;
	const properties: ConditionalProperty[] = [];
	const collections = new Map<string, ConditionalProperty[]>();

	for (const { field, visibleWhen, collection } of fieldPlacements(operation)) {
		if (collection === undefined) {
			const isNeeded = field.required === true && field.fallback === undefined;
			for (const property of describeField(field, isNeeded || inPath.has(field.name))) {
				properties.push({ property, visibleWhen });
			}
		} else {
			const entries = collections.get(collection) ?? [];
			collections.set(collection, entries);
			for (const property of describeEntry(field)) entries.push({ property, visibleWhen });
		}
	}
	for (const property of describeOutput(operation)) properties.push({ property, visibleWhen: {} });
	const inOptions: INodeProperties[] = [];
	for (const [name, entries] of collections) {
		// Fields that are always sent have no entry.
		if (entries.length === 0) continue;
		if (name.startsWith(WITHIN_OPTIONS)) {
			inOptions.push(describeCollection(name.slice(WITHIN_OPTIONS.length), entries));
		} else {
			properties.push({ property: describeCollection(name, entries), visibleWhen: {} });
		}
	}
	properties.push({ property: describeRequestOptions(operation, inOptions), visibleWhen: {} });
	return joinVariants(properties);
}

function describeOutput({ output }: Operation): INodeProperties[] {
	const properties: INodeProperties[] = [];
	if (output.kind === 'list' && output.whole !== true) {
		const displayOptions: IDisplayOptions = { show: { [returnAll.parameter]: [false] } };
		properties.push(
			...describeField(returnAll, false),
			...describeField(limit, false).map((property) => ({ ...property, displayOptions })),
		);
	}
	if ('simplify' in output && output.simplify !== undefined) {
		properties.push(...describeField(simplify, false));
	}
	if ('metrics' in output && output.metrics === true) {
		properties.push(...describeField(splitIntoPeriods, false));
	}
	return properties;
}

/** Makes one property, shown with any of several variants, of equal ones. */
function joinVariants(properties: readonly ConditionalProperty[]): ConditionalProperty[] {
	const joined: ConditionalProperty[] = [];
	for (const candidate of properties) {
		const index = joined.findIndex((earlier) => difference(earlier, candidate) !== undefined);
		const earlier = joined[index];
		const parameter = earlier === undefined ? undefined : difference(earlier, candidate);
		if (earlier === undefined || parameter === undefined) {
			joined.push(candidate);
			continue;
		}
		const values = [
			...(earlier.visibleWhen[parameter] ?? []),
			...(candidate.visibleWhen[parameter] ?? []),
		];
		const visibleWhen = { ...earlier.visibleWhen, [parameter]: values };
		joined[index] = { ...earlier, visibleWhen };
	}
	return joined;
}

/** The one parameter in which the conditions of two equal properties differ. */
function difference(a: ConditionalProperty, b: ConditionalProperty): string | undefined {
	if (a.property.name !== b.property.name) return undefined;
	const names = Object.keys(a.visibleWhen);
	if (names.length !== Object.keys(b.visibleWhen).length) return undefined;
	const [name, ...more] = names.filter(
		(parameter) => String(a.visibleWhen[parameter]) !== String(b.visibleWhen[parameter]),
	);
	if (more.length > 0 || JSON.stringify(a.property) !== JSON.stringify(b.property))
		return undefined;
	return name;
}

/** @param entries one of a name may be offered by several variants */
function describeCollection(
	name: string,
	entries: readonly ConditionalProperty[],
): INodeProperties {
	const byName = new Map<string, ConditionalProperty>();
	for (const entry of entries) {
		const earlier = byName.get(entry.property.name);
		const visibleWhen =
			earlier === undefined ? entry.visibleWhen : unionOf(earlier.visibleWhen, entry.visibleWhen);
		byName.set(entry.property.name, { ...(earlier ?? entry), visibleWhen });
	}
	const offered = [...byName.values()];
	// Without an entry to offer, the editor would show the collection with "No properties".
	const common = commonCondition(offered.map(({ visibleWhen }) => visibleWhen));
	const collection: INodeProperties = {
		displayName: titleCase(name),
		name,
		type: 'collection',
		placeholder: name === 'filters' ? 'Add Filter' : 'Add Field',
		default: {},
		options: sortedByName(
			offered.map(({ property, visibleWhen }) => {
				const isCommon = JSON.stringify(visibleWhen) === JSON.stringify(common);
				// The slash refers to a parameter outside the collection.
				return isCommon ? property : withConditions(property, visibleWhen, '/');
			}),
		),
	};
	return withConditions(collection, common);
}

/** The condition that holds whenever one of several does. */
function commonCondition([first = {}, ...others]: readonly DisplayCondition[]): DisplayCondition {
	const common: { [parameter: string]: readonly string[] } = {};
	for (const [name, values] of Object.entries(first)) {
		const more = others.map((condition) => condition[name]);
		if (more.includes(undefined)) continue;
		common[name] = [...new Set([...values, ...more.flatMap((list) => list ?? [])])];
	}
	return common;
}

function unionOf(a: DisplayCondition, b: DisplayCondition): DisplayCondition {
	const union: { [parameter: string]: readonly string[] } = { ...a };
	for (const [parameter, values] of Object.entries(b)) {
		union[parameter] = [...new Set([...(a[parameter] ?? []), ...values])];
	}
	return union;
}
