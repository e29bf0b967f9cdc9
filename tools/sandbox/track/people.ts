/** Whom a Track call is about. */
import { setAttributes } from '../attributes.ts';
import type { World } from '../handler.ts';
import { unixNow } from '../ids.ts';
import { relate } from '../objects.ts';
import { identifiersChanged } from '../people-index.ts';
import { addPerson, findPerson, isSuppressed } from '../people.ts';
import { recordActivity } from '../resources/activity.ts';
import type { Person, WorkspaceState } from '../state.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';

/** A call that gets a 2xx and has no effect; the message is the reason. */
export class Dropped extends Error {}

export const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value : undefined;

export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** Time of a call in Unix seconds; the current time if it has none. */
export const timeOf = (call: JsonObject): number =>
	typeof call.timestamp === 'number' ? call.timestamp : unixNow();

export interface Identifier {
	kind: string;
	value: string;
}

/** The one identifier of an action. Throws `Dropped` if it is suppressed. */
export function identifierOf(state: WorkspaceState, identifiers: unknown): Identifier {
	const [kind = 'id', value] = Object.entries(objectOf(identifiers))[0] ?? [];
	const identifier = { kind, value: String(value) };
	if (isSuppressed(state, identifier.value))
		throw new Dropped(`${kind} "${identifier.value}" is suppressed`);
	return identifier;
}

/** The person with an identifier. Throws `Dropped` for an unknown one. */
export function existingPerson(state: WorkspaceState, identifiers: unknown): Person {
	const { kind, value } = identifierOf(state, identifiers);
	const person = findPerson(state, kind, value);
	if (!person) throw new Dropped(`there is no person with ${kind} "${value}"`);
	return person;
}

/**
 * The person with an identifier, created if new. Throws `Dropped` for an unknown cio_id, which never
 * creates a person.
 */
export function upsertPerson(world: World, identifiers: unknown, at: number): Person {
	const { state } = world;
	const { kind, value } = identifierOf(state, identifiers);
	const person = findPerson(state, kind, value);
	if (person || kind === 'cio_id') return person ?? existingPerson(state, identifiers);
	const created = addPerson(state, kind === 'phone' ? {} : { [kind]: value });
	recordActivity(state, { type: 'profile_create', timestamp: at, cioId: created.cioId });
	if (kind === 'phone') setAttributes(world, created, { phone: value }, at);
	return created;
}

/** Gives a person an identifier that nobody has. */
function setIdentifier(state: WorkspaceState, person: Person, kind: string, value: string): void {
	if (kind === 'id') person.id = value;
	else if (kind === 'email') person.email = value;
	else person.attributes.phone = value;
	identifiersChanged(state.people, person);
}

/** Joins a person's earlier anonymous events and relationships. */
function joinAnonymous(world: World, person: Person, anonymousId: string, at: number): void {
	const { state } = world;
	if (!person.anonymousIds.includes(anonymousId)) person.anonymousIds.push(anonymousId);
	identifiersChanged(state.people, person);
	const oldest = unixNow() - world.specs.track.limits.anonymousEventDays * 86_400;
	for (const activity of state.activities)
		if (activity.anonymousId === anonymousId && activity.timestamp >= oldest) {
			activity.cioId = person.cioId;
			delete activity.anonymousId;
		}
	for (const { relationship } of state.track.anonymousRelationships.filter(
		(entry) => entry.anonymousId === anonymousId,
	))
		relate(person, relationship, relationship.attributes, at);
	state.track.anonymousRelationships = state.track.anonymousRelationships.filter(
		(entry) => entry.anonymousId !== anonymousId,
	);
}

/** The person to update: by the identifier, or else the holder of an id or email in the attributes. */
function personToIdentify(
	world: World,
	identifiers: unknown,
	attributes: JsonObject,
	at: number,
): Person {
	const { state } = world;
	const { kind, value } = identifierOf(state, identifiers);
	if (isSuppressed(state, textOf(attributes.id), textOf(attributes.email)))
		throw new Dropped('the id or email in the attributes is suppressed');
	const person = findPerson(state, kind, value);
	if (person || kind === 'cio_id') return person ?? existingPerson(state, identifiers);
	for (const other of ['id', 'email']) {
		const holder = findPerson(state, other, textOf(attributes[other]) ?? '');
		if (!holder) continue;
		setIdentifier(state, holder, kind, value);
		return holder;
	}
	if (attributes._update === true) {
		recordActivity(state, { type: 'failed_attribute_change', timestamp: at, cioId: null });
		throw new Dropped(`_update: there is no person with ${kind} "${value}"`);
	}
	return upsertPerson(world, identifiers, at);
}

/** Sets id and email from the attributes, as far as the identifier of the call allows. */
function changeIdentifiers(
	state: WorkspaceState,
	person: Person,
	attributes: JsonObject,
	{ byCioId, at }: { byCioId: boolean; at: number },
): void {
	for (const kind of ['id', 'email'] as const) {
		const value = textOf(attributes[kind]);
		if (value === undefined || person[kind] === value) continue;
		const holder = findPerson(state, kind, value);
		// The workspace lets calls that name the id change the email.
		const allowed = byCioId || kind === 'email' || person.id === null;
		if (allowed && (!holder || holder === person)) setIdentifier(state, person, kind, value);
		else
			recordActivity(state, {
				type: 'failed_attribute_change',
				timestamp: at,
				cioId: person.cioId,
				data: { [kind]: value },
			});
	}
}

/**
 * Creates or updates a person. An attribute that was set at a later time keeps its value. Throws
 * `Dropped` if nothing is updated.
 */
export function identify(world: World, call: JsonObject): Person {
	const { state } = world;
	const at = timeOf(call);
	const attributes = objectOf(call.attributes);
	const person = personToIdentify(world, call.identifiers, attributes, at);
	const byCioId = 'cio_id' in objectOf(call.identifiers);
	changeIdentifiers(state, person, attributes, { byCioId, at });
	const { id: _id, email: _email, _update, anonymous_id: anonymousId, ...rest } = attributes;
	const current = Object.entries(rest).filter(([name]) => (person.timestamps[name] ?? 0) <= at);
	setAttributes(world, person, Object.fromEntries(current), at);
	if (typeof anonymousId === 'string') joinAnonymous(world, person, anonymousId, at);
	return person;
}
