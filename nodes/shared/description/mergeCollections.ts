import type { INodeProperties } from 'n8n-workflow';

import { sortedByName } from '../utils/casing';
import {
	displayConditions,
	withConditions,
	type OperationSet,
	type SharedProperty,
} from './displayConditions';

/**
 * Merges collections that have entries in common wherever that makes the description smaller: an
 * entry that only some of the operations have is shown for those.
 *
 * @param all every operation of the node
 */
export function mergeCollections(collections: readonly SharedProperty[], all: OperationSet) {
	const merged: Array<{ members: readonly SharedProperty[]; rendered: INodeProperties[] }> = [];
	for (const collection of collections) {
		const alone = render([collection], all);
		let best = { index: merged.length, saved: 0, members: [collection], rendered: alone };
		for (const [index, { members, rendered: before }] of merged.entries()) {
			if (!members.every((member) => isCompatible(member.property, collection.property))) continue;
			const together = [...members, collection];
			const rendered = render(together, all);
			const saved = sizeOf(before) + sizeOf(alone) - sizeOf(rendered);
			if (saved > best.saved) best = { index, saved, members: together, rendered };
		}
		merged[best.index] = best;
	}
	return merged.flatMap(({ rendered }) => rendered);
}

const sizeOf = (properties: readonly INodeProperties[]) => JSON.stringify(properties).length;
const entriesOf = (collection: INodeProperties) => (collection.options ?? []) as INodeProperties[];

/** The editor takes the type and default of a new entry from the first one of its name. */
function isCompatible(a: INodeProperties, b: INodeProperties): boolean {
	const outer = (collection: INodeProperties) => JSON.stringify({ ...collection, options: [] });
	const start = (entry: INodeProperties) => `${entry.type} ${JSON.stringify(entry.default)}`;
	const starts = new Map(entriesOf(a).map((entry) => [entry.name, start(entry)]));
	const isSameStart = (entry: INodeProperties) =>
		(starts.get(entry.name) ?? start(entry)) === start(entry);
	return outer(a) === outer(b) && entriesOf(b).every(isSameStart);
}

/** One collection with the entries of all: each for the operations that have it. */
function render(members: readonly SharedProperty[], all: OperationSet): INodeProperties[] {
	const operations: OperationSet = new Map();
	const entries = new Map<string, SharedProperty>();
	for (const member of members) {
		addAll(operations, member.operations);
		for (const property of entriesOf(member.property)) {
			const key = JSON.stringify(property);
			const entry = entries.get(key) ?? { property, operations: new Map() };
			addAll(entries.set(key, entry).get(key)?.operations, member.operations);
		}
	}
	const options = [...entries.values()].flatMap((entry) =>
		// The slash refers to a parameter outside the collection.
		displayConditions(entry.operations, operations).map((show) =>
			withConditions(entry.property, show, '/'),
		),
	);
	const whole = { ...members[0]?.property, options: sortedByName(options) } as INodeProperties;
	return displayConditions(operations, all).map((show) => withConditions(whole, show));
}

function addAll(target: OperationSet = new Map(), source: OperationSet): void {
	for (const [resource, names] of source) {
		target.set(resource, new Set([...(target.get(resource) ?? []), ...names]));
	}
}
