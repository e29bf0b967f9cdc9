import type { World } from '../handler.ts';
import { mergePeople } from '../merge.ts';
import type { ObjectKey } from '../objects.ts';
import { relate, removeObject, unrelate, upsertObject } from '../objects.ts';
import { lookUp } from '../people-index.ts';
import { findPerson, suppress } from '../people.ts';
import { deletePerson, recordActivity } from '../resources/activity.ts';
import type { Person, TrackCall, WorkspaceState } from '../state.ts';
import type { JsonObject } from '../types.ts';
import { reportMetric } from './metrics.ts';
import {
	Dropped,
	existingPerson,
	identifierOf,
	identify,
	objectOf,
	textOf,
	timeOf,
	upsertPerson,
} from './people.ts';

/** Applies an action. Throws `Dropped` if it has no effect. */
type Apply = (world: World, call: JsonObject) => void;

const relationshipsOf = (call: JsonObject): JsonObject[] =>
	Array.isArray(call.cio_relationships) ? call.cio_relationships.map(objectOf) : [];

/** The key of an object. Throws `Dropped` for an unknown cio_object_id, which never creates one. */
function objectKey(state: WorkspaceState, identifiers: unknown): ObjectKey {
	const { object_type_id, object_id, cio_object_id } = objectOf(identifiers);
	if (cio_object_id === undefined)
		return { objectTypeId: String(object_type_id), objectId: String(object_id) };
	const object = state.objects.find(({ cioObjectId }) => cioObjectId === cio_object_id);
	if (!object)
		throw new Dropped(`there is no object with cio_object_id "${String(cio_object_id)}"`);
	return object;
}

/** Relates a person to an object, which is created if new. */
function relatePerson(
	{ state }: World,
	person: Person,
	relationship: JsonObject,
	at: number,
): void {
	const key = objectKey(state, relationship.identifiers);
	upsertObject(state, key, {}, at);
	relate(person, key, objectOf(relationship.relationship_attributes), at);
	recordActivity(state, { type: 'add_relationship', timestamp: at, cioId: person.cioId });
}

function relateObject(world: World, key: ObjectKey, call: JsonObject): void {
	const at = timeOf(call);
	for (const { identifiers, relationship_attributes } of relationshipsOf(call)) {
		const person = upsertPerson(world, identifiers, at);
		relate(person, key, objectOf(relationship_attributes), at);
		recordActivity(world.state, { type: 'add_relationship', timestamp: at, cioId: person.cioId });
	}
}

/** An event, page view or screen view. A repeated id is dropped. */
const event: Apply = (world, call) => {
	const { state } = world;
	const id = textOf(call.id);
	if (id !== undefined && state.track.eventIds[id])
		throw new Dropped(`an event with id "${id}" was received before`);
	const person = upsertPerson(world, call.identifiers, timeOf(call));
	if (id !== undefined) state.track.eventIds[id] = true;
	recordActivity(state, {
		type: String(call.action),
		timestamp: timeOf(call),
		cioId: person.cioId,
		name: String(call.name).trim(),
		data: objectOf(call.attributes),
	});
};

const addDevice: Apply = (world, call) => {
	const at = timeOf(call);
	const { token, platform, last_used: lastUsed, attributes } = objectOf(call.device);
	const person = upsertPerson(world, call.identifiers, at);
	const id = String(token);
	const device = person.devices.find((candidate) => candidate.id === id);
	const updated = {
		id,
		platform: String(platform),
		last_used: typeof lastUsed === 'number' ? lastUsed : at,
		attributes: { ...device?.attributes, ...objectOf(attributes) },
	};
	if (device) Object.assign(device, updated);
	else person.devices.push(updated);
	recordActivity(world.state, { type: 'device_change', timestamp: at, cioId: person.cioId });
};

const merge: Apply = ({ state }, call) => {
	const primary = existingPerson(state, call.primary);
	const secondary = existingPerson(state, call.secondary);
	if (primary === secondary) throw new Dropped('primary and secondary are the same person');
	mergePeople(state, primary, secondary, timeOf(call));
};

const suppressPerson: Apply = ({ state }, call) => {
	const [kind = 'id', value] = Object.entries(objectOf(call.identifiers))[0] ?? [];
	const person = findPerson(state, kind, String(value));
	if (!person && kind === 'cio_id')
		throw new Dropped(`there is no person with cio_id "${String(value)}"`);
	suppress(state, kind === 'cio_id' ? null : String(value), person?.id, person?.email);
	if (person) deletePerson(state, person, timeOf(call));
};

const unsuppressPerson: Apply = ({ state }, call) => {
	const values = Object.values(objectOf(call.identifiers)).map((value) => String(value));
	state.suppressed = state.suppressed.filter(
		(entry) => !values.some((value) => value === entry || value.toLowerCase() === entry),
	);
};

const identifyObject: Apply = (world, call) => {
	const key = objectKey(world.state, call.identifiers);
	upsertObject(world.state, key, objectOf(call.attributes), timeOf(call));
	relateObject(world, key, call);
};

/** An anonymous id of a known person relates that person; another waits until it is identified. */
const identifyAnonymousObject: Apply = ({ state }, call) => {
	const at = timeOf(call);
	const key = objectKey(state, call.identifiers);
	upsertObject(state, key, objectOf(call.attributes), at);
	for (const { identifiers, relationship_attributes } of relationshipsOf(call)) {
		const anonymousId = textOf(objectOf(identifiers).anonymous_id);
		if (anonymousId === undefined) continue;
		const attributes = objectOf(relationship_attributes);
		const person = lookUp(state.people, 'anonymousId', anonymousId);
		const { objectTypeId, objectId } = key;
		if (person) relate(person, key, attributes, at);
		else
			state.track.anonymousRelationships.push({
				anonymousId,
				relationship: { objectTypeId, objectId, attributes, timestamps: {} },
			});
	}
};

/** By type and action: every v2 action of the spec has a line here. */
const ACTIONS: Record<string, Apply> = {
	'person.identify': (world, call) => {
		const person = identify(world, call);
		for (const relationship of relationshipsOf(call))
			relatePerson(world, person, relationship, timeOf(call));
	},
	'person.delete': ({ state }, call) =>
		deletePerson(state, existingPerson(state, call.identifiers), timeOf(call)),
	'person.event': event,
	'person.page': event,
	'person.screen': event,
	'person.add_relationships': (world, call) => {
		const person = upsertPerson(world, call.identifiers, timeOf(call));
		for (const relationship of relationshipsOf(call))
			relatePerson(world, person, relationship, timeOf(call));
	},
	'person.delete_relationships': ({ state }, call) => {
		const person = existingPerson(state, call.identifiers);
		for (const { identifiers } of relationshipsOf(call))
			unrelate(person, objectKey(state, identifiers));
	},
	'person.add_device': addDevice,
	'person.delete_device': ({ state }, call) => {
		const person = existingPerson(state, call.identifiers);
		const { token } = objectOf(call.device);
		person.devices = person.devices.filter(({ id }) => id !== token);
	},
	'person.merge': merge,
	'person.suppress': suppressPerson,
	'person.unsuppress': unsuppressPerson,
	'object.identify': identifyObject,
	'object.identify_anonymous': identifyAnonymousObject,
	'object.delete': ({ state }, call) => removeObject(state, objectKey(state, call.identifiers)),
	'object.add_relationships': (world, call) => {
		const key = objectKey(world.state, call.identifiers);
		upsertObject(world.state, key, {}, timeOf(call));
		relateObject(world, key, call);
	},
	'object.delete_relationships': ({ state }, call) => {
		const key = objectKey(state, call.identifiers);
		for (const { identifiers } of relationshipsOf(call)) {
			const { kind, value } = identifierOf(state, identifiers);
			const person = findPerson(state, kind, value);
			if (person) unrelate(person, key);
		}
	},
	'delivery.event': (world, call) =>
		reportMetric(world, objectOf(call.identifiers).id, String(call.name), {}),
};

/** Runs a call and records it with the reason if it was dropped. */
export function record(
	state: WorkspaceState,
	operation: string,
	call: JsonObject,
	apply: (entry: TrackCall) => void,
): TrackCall {
	const entry: TrackCall = { operation, call };
	state.track.calls.push(entry);
	try {
		apply(entry);
	} catch (error) {
		if (!(error instanceof Dropped)) throw error;
		entry.dropped = error.message;
	}
	return entry;
}

/** Applies a valid v2 action and records it. */
export function accept(world: World, call: JsonObject): TrackCall {
	const name = `${String(call.type)}.${String(call.action)}`;
	const apply = ACTIONS[name];
	if (!apply) throw new Error(`the sandbox has no action ${name}`);
	return record(world.state, name, call, () => apply(world, call));
}
