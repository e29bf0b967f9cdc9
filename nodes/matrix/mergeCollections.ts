import { inAlphabet } from './names';
import type { INodeProperties, NodeParameterValue } from 'n8n-workflow';

import { blocks, union, type OperationSets } from './blocks';

/** A collection and the operations that have it. */
interface SharedCollection {
	readonly row: INodeProperties;
	readonly users: OperationSets;
	/** Where it stands among the rows. */
	readonly order: number;
}

interface Entry {
	readonly property: INodeProperties;
	/** The property as JSON: what makes two entries the same. */
	readonly text: string;
	readonly users: OperationSets;
}

interface Cluster {
	readonly row: INodeProperties;
	/** The collection without its entries, as JSON. */
	readonly frame: string;
	readonly entries: ReadonlyMap<string, Entry>;
	readonly users: OperationSets;
	readonly order: number;
	/** How long the rows are that come of it. */
	readonly bytes: number;
}

/**
 * Makes one collection of several that have entries in common, where that is shorter: an entry that
 * only some of the operations have is shown for those.
 */
export function mergeCollections(
	collections: readonly SharedCollection[],
	all: OperationSets,
): SharedCollection[] {
	const clusters: Cluster[] = [];
	for (const collection of collections) {
		const alone = measured(aloneOf(collection), all);
		let best: { index: number; cluster: Cluster; saved: number } | undefined;
		for (const [index, other] of clusters.entries()) {
			if (!canJoin(other, alone)) continue;
			const cluster = measured(joined(other, alone), all);
			const saved = other.bytes + alone.bytes - cluster.bytes;
			if (saved > (best?.saved ?? 0)) best = { index, cluster, saved };
		}
		if (best === undefined) clusters.push(alone);
		else clusters[best.index] = best.cluster;
	}
	return clusters.map(finished);
}

function aloneOf({ row, users, order }: SharedCollection): Omit<Cluster, 'bytes'> {
	const { options, ...frame } = row;
	const entries = ((options ?? []) as INodeProperties[]).map(
		(property) => [property.name, { property, text: JSON.stringify(property), users }] as const,
	);
	return { row, frame: JSON.stringify(frame), entries: new Map(entries), users, order };
}

/** They have something in common, and nothing that differs under one name. */
function canJoin(a: Cluster, b: Cluster): boolean {
	if (a.frame !== b.frame) return false;
	let common = 0;
	for (const [name, { text }] of b.entries) {
		const own = a.entries.get(name);
		if (own === undefined) continue;
		if (own.text !== text) return false;
		common += 1;
	}
	return common > 0;
}

function joined(a: Cluster, b: Cluster): Omit<Cluster, 'bytes'> {
	const entries = new Map(a.entries);
	for (const [name, entry] of b.entries) {
		const own = entries.get(name);
		entries.set(name, own === undefined ? entry : { ...own, users: union(own.users, entry.users) });
	}
	return { ...a, entries, users: union(a.users, b.users), order: Math.min(a.order, b.order) };
}

function measured(cluster: Omit<Cluster, 'bytes'>, all: OperationSets): Cluster {
	let bytes = cluster.frame.length;
	for (const { text, users } of cluster.entries.values()) {
		for (const conditions of conditionsOf(users, cluster.users)) {
			bytes += text.length;
			if (Object.keys(conditions).length > 0) bytes += JSON.stringify(conditions).length + 30;
		}
	}
	// n8n gets a copy of the row for each of its blocks.
	const copies = blocks(cluster.users, all);
	return { ...cluster, bytes: bytes * copies.length + JSON.stringify(copies).length };
}

function finished({ row, entries, users, order }: Cluster): SharedCollection {
	const options = [...entries.values()].flatMap((entry) => shownFor(entry, users));
	// The options of a request keep their order; the rest is looked for by name.
	if (row.name !== 'options') options.sort((a, b) => inAlphabet(a.displayName, b.displayName));
	return { row: { ...row, options }, users, order };
}

/** The entry, once for each pair of lists that it takes to name its users; never twice for one of them. */
function shownFor({ property, users }: Entry, all: OperationSets): INodeProperties[] {
	return conditionsOf(users, all).map((conditions) => {
		if (Object.keys(conditions).length === 0) return property;
		const show = { ...conditions, ...property.displayOptions?.show };
		return { ...property, displayOptions: { ...property.displayOptions, show } };
	});
}

/** Conditions that together hold for exactly the users among all. */
function conditionsOf(
	users: OperationSets,
	all: OperationSets,
): Array<{ [parameter: string]: NodeParameterValue[] }> {
	if (users === all || sizeOf(users) === sizeOf(all)) return [{}];
	return blocks(users, all).map(({ resource, operation }) => {
		const isEverywhere = resource.every((name) =>
			[...(all.get(name) ?? [])].every((one) => operation.includes(one)),
		);
		return {
			// The slash looks outside the collection.
			...(resource.length < all.size ? { '/resource': resource } : {}),
			...(isEverywhere ? {} : { '/operation': operation }),
		};
	});
}

function sizeOf(sets: OperationSets): number {
	let size = 0;
	for (const names of sets.values()) size += names.size;
	return size;
}
