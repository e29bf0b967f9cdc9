import { ulid } from './ids.ts';
import type { Person, Relationship, WorkspaceObject, WorkspaceState } from './state.ts';
import type { JsonObject } from './types.ts';

/** Type and id of an object. */
export type ObjectKey = Pick<Relationship, 'objectTypeId' | 'objectId'>;

const isSame = (a: ObjectKey, b: ObjectKey): boolean =>
	a.objectTypeId === b.objectTypeId && a.objectId === b.objectId;

/** Creates or updates an object. @param at Unix seconds */
export function upsertObject(
	state: WorkspaceState,
	key: ObjectKey,
	attributes: JsonObject,
	at: number,
): void {
	let object = state.objects.find((candidate) => isSame(candidate, key));
	if (!object) {
		object = createObject(key);
		state.objects.push(object);
	}
	for (const [name, value] of Object.entries(attributes)) {
		object.attributes[name] = value;
		object.timestamps[name] = at;
	}
}

function createObject({ objectTypeId, objectId }: ObjectKey): WorkspaceObject {
	const cioObjectId = `ob${ulid().slice(-10).toLowerCase()}`;
	return { objectTypeId, objectId, cioObjectId, attributes: {}, timestamps: {} };
}

/** Deletes an object and everyone's relationship to it. */
export function removeObject(state: WorkspaceState, key: ObjectKey): void {
	state.objects = state.objects.filter((object) => !isSame(object, key));
	for (const person of state.people) unrelate(person, key);
}

/** Adds a person's relationship to an object or updates its attributes. @param at Unix seconds */
export function relate(person: Person, key: ObjectKey, attributes: JsonObject, at: number): void {
	let relationship = person.relationships.find((candidate) => isSame(candidate, key));
	if (!relationship) {
		const { objectTypeId, objectId } = key;
		relationship = { objectTypeId, objectId, attributes: {}, timestamps: {} };
		person.relationships.push(relationship);
	}
	for (const [name, value] of Object.entries(attributes)) {
		relationship.attributes[name] = value;
		relationship.timestamps[name] = at;
	}
}

/** Removes a person's relationship to an object. */
export function unrelate(person: Person, key: ObjectKey): void {
	person.relationships = person.relationships.filter((candidate) => !isSame(candidate, key));
}
