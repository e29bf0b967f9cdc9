import type { Person } from './state.ts';

/**
 * Finds people by identifier without scanning the list: a benchmark identifies tens of thousands.
 * Tests may change the list directly, so every hit is verified, and in a short list, as tests have,
 * a miss falls back to a scan.
 */
type Key = 'id' | 'email' | 'phone' | 'cioId' | 'anonymousId';

interface Index {
	/** Number of people already in the maps. */
	count: number;
	maps: Record<Key, Map<string, Person>>;
}

const SMALL = 500;
const indexes = new WeakMap<Person[], Index>();

const keysOf = (person: Person, key: Key): string[] => {
	if (key === 'anonymousId') return person.anonymousIds;
	if (key === 'phone')
		return typeof person.attributes.phone === 'string' ? [person.attributes.phone] : [];
	const value = key === 'email' ? person.email?.toLowerCase() : person[key];
	return value === null || value === undefined ? [] : [value];
};

const KEYS: Key[] = ['id', 'email', 'phone', 'cioId', 'anonymousId'];

function add(index: Index, person: Person): void {
	for (const key of KEYS)
		for (const value of keysOf(person, key))
			// If two people share an address, the first one wins.
			if (!index.maps[key].has(value)) index.maps[key].set(value, person);
}

function indexOf(people: Person[]): Index {
	let index = indexes.get(people);
	if (!index || index.count > people.length) {
		index = {
			count: 0,
			maps: {
				id: new Map(),
				email: new Map(),
				phone: new Map(),
				cioId: new Map(),
				anonymousId: new Map(),
			},
		};
		indexes.set(people, index);
	}
	for (; index.count < people.length; index.count++) {
		const person = people[index.count];
		if (person) add(index, person);
	}
	return index;
}

/** The first person with the identifier. Email addresses match in any case. */
export function lookUp(people: Person[], key: Key, value: string): Person | undefined {
	const normalized = key === 'email' ? value.toLowerCase() : value;
	const match = indexOf(people).maps[key].get(normalized);
	if (match && keysOf(match, key).includes(normalized)) return match;
	if (!match && people.length > SMALL) return undefined;
	return people.find((person) => keysOf(person, key).includes(normalized));
}

/** Adds a person's new identifiers to the index. */
export function identifiersChanged(people: Person[], person: Person): void {
	add(indexOf(people), person);
}
