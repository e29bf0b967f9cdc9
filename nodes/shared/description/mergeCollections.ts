import { sortedByName } from '../utils/casing';
import { propertyKey } from './propertyKey';
import type { INodeProperties, NodeParameterValue } from 'n8n-workflow';

import { blocks, conditionsOf, union, type OperationSets } from './displayConditions';

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
	/** By their text: entries of one name may differ, since no operation has two of them. */
	readonly entries: ReadonlyMap<string, Entry>;
	/** What a new entry of a name starts with: the editor takes it from the first of that name. */
	readonly starts: ReadonlyMap<string, string>;
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
		let best: { other: Cluster; cluster: Cluster; saved: number } | undefined;
		for (const other of clusters) {
			if (mostSaved(other, alone) <= (best?.saved ?? 0) || !canJoin(other, alone)) continue;
			const cluster = measured(joined(other, alone), all);
			const saved = other.bytes + alone.bytes - cluster.bytes;
			if (saved > (best?.saved ?? 0)) best = { other, cluster, saved };
		}
		if (best === undefined) clusters.push(alone);
		else clusters[clusters.indexOf(best.other)] = best.cluster;
	}
	return clusters.map(finished);
}

function aloneOf({ row, users, order }: SharedCollection): Omit<Cluster, 'bytes'> {
	const { options, ...frame } = row;
	const entries = new Map<string, Entry>();
	const starts = new Map<string, string>();
	for (const property of (options ?? []) as INodeProperties[]) {
		const text = propertyKey(property);
		entries.set(text, { property, text, users });
		starts.set(property.name, `${property.type} ${JSON.stringify(property.default)}`);
	}
	return { row, frame: JSON.stringify(frame), entries, starts, users, order };
}

function canJoin(a: Cluster, b: Cluster): boolean {
	for (const [name, start] of b.starts) if ((a.starts.get(name) ?? start) !== start) return false;
	return true;
}

/** What a condition on an entry costs, beside the names in it. */
const CONDITION_BYTES = '"displayOptions":{"show":{}},'.length;
const CONDITION_NAME_BYTES = '"/operation":[],'.length;
/** What the conditions of a whole row cost at the most, roughly. */
const ROW_CONDITION_BYTES = 400;

/** More than this is not saved by joining two collections: it spares the exact measure, which takes long. */
function mostSaved(a: Cluster, b: Cluster): number {
	if (a.frame !== b.frame) return 0;
	let common = 0;
	let commonBytes = 0;
	for (const text of b.entries.keys()) {
		if (!a.entries.has(text)) continue;
		common += 1;
		commonBytes += text.length;
	}
	if (common === 0) return 0;
	let conditions = b.entries.size - common;
	// An entry that only some have needs no new condition.
	for (const [text, { users }] of a.entries) {
		if (users === a.users && !b.entries.has(text)) conditions += 1;
	}
	return (
		commonBytes +
		a.frame.length +
		ROW_CONDITION_BYTES -
		conditions * (CONDITION_BYTES + CONDITION_NAME_BYTES)
	);
}

/** @param b is no join itself: all its entries have the same users */
function joined(a: Cluster, b: Cluster): Omit<Cluster, 'bytes'> {
	// Most entries of `a` have the same users, too: what is made of those is made once.
	const unions = new Map<OperationSets, OperationSets>();
	const withB = (own: OperationSets): OperationSets => {
		const both = unions.get(own) ?? union(own, b.users);
		unions.set(own, both);
		return both;
	};
	const entries = new Map(a.entries);
	for (const [text, entry] of b.entries) {
		const own = entries.get(text);
		entries.set(text, own === undefined ? entry : { ...own, users: withB(own.users) });
	}
	const starts = new Map([...a.starts, ...b.starts]);
	const order = Math.min(a.order, b.order);
	return { ...a, entries, starts, users: withB(a.users), order };
}

function measured(cluster: Omit<Cluster, 'bytes'>, all: OperationSets): Cluster {
	const conditions = new Map<OperationSets, Conditions>();
	let bytes = cluster.frame.length;
	for (const { text, users } of cluster.entries.values()) {
		const known = conditions.get(users) ?? conditionsFor(users, cluster.users);
		conditions.set(users, known);
		bytes += text.length * known.copies + known.bytes;
	}
	// n8n gets a copy of the row for each of its blocks.
	const copies = blocks(cluster.users, all);
	return { ...cluster, bytes: bytes * copies.length + JSON.stringify(copies).length };
}

/** What it takes to show an entry for its users only. */
interface Conditions {
	/** There is one of it for each block of its users. */
	readonly copies: number;
	readonly bytes: number;
}

function conditionsFor(users: OperationSets, all: OperationSets): Conditions {
	if (users === all || sizeOf(users) === sizeOf(all)) return { copies: 1, bytes: 0 };
	const own = blocks(users, all);
	let bytes = 0;
	for (const block of own) {
		bytes += CONDITION_BYTES;
		for (const names of Object.values(conditionsOf(block, all))) {
			bytes += CONDITION_NAME_BYTES;
			for (const name of names) bytes += name.length + '"",'.length;
		}
	}
	return { copies: own.length, bytes };
}

function finished({ row, entries, users, order }: Cluster): SharedCollection {
	const options = [...entries.values()].flatMap((entry) => shownFor(entry, users));
	// The options of a request keep their order; the rest is looked for by name.
	return {
		row: { ...row, options: row.name === 'options' ? options : sortedByName(options) },
		users,
		order,
	};
}

/** The entry, once for each pair of lists that it takes to name its users; never twice for one of them. */
function shownFor({ property, users }: Entry, all: OperationSets): INodeProperties[] {
	return conditionsAmong(users, all).map((conditions) => {
		if (Object.keys(conditions).length === 0) return property;
		const show = { ...conditions, ...property.displayOptions?.show };
		return { ...property, displayOptions: { ...property.displayOptions, show } };
	});
}

/** Conditions that together hold for exactly the users among all. */
function conditionsAmong(
	users: OperationSets,
	all: OperationSets,
): Array<{ [parameter: string]: NodeParameterValue[] }> {
	if (users === all || sizeOf(users) === sizeOf(all)) return [{}];
	return blocks(users, all).map((block) =>
		Object.fromEntries(
			// The slash looks outside the collection.
			Object.entries(conditionsOf(block, all)).map(([name, values]) => [`/${name}`, values]),
		),
	);
}

function sizeOf(sets: OperationSets): number {
	let size = 0;
	for (const names of sets.values()) size += names.size;
	return size;
}
