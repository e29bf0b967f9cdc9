import { ulid } from '../ids.ts';
import type { World } from '../handler.ts';
import { identifiersChanged, lookUp } from '../people-index.ts';
import { addPerson, findPerson, identifiersOf } from '../people.ts';
import { recordActivity } from '../resources/activity.ts';
import type { Person, WorkspaceState } from '../state.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import { existingPerson, textOf, timeOf } from './call.ts';
import { applySemantic } from './semantic.ts';
import type { ValidCall } from './validate.ts';

/** Whether an id or address is suppressed; its calls are dropped. */
function isSuppressed(state: WorkspaceState, ...keys: Array<string | undefined>): boolean {
	return keys.some(
		(key) =>
			key !== undefined &&
			state.suppressed.some((entry) => entry === key || entry === key.toLowerCase()),
	);
}

/** The person of a call, created if new; undefined if suppressed or if the call has no identifier. */
function personOf(state: WorkspaceState, call: JsonObject): Person | undefined {
	const userId = textOf(call.userId);
	const anonymousId = textOf(call.anonymousId);
	const traitEmail = isObject(call.traits) ? textOf(call.traits.email) : undefined;
	const isEmail = userId?.includes('@') ?? false;
	const email = isEmail ? userId : traitEmail;
	if (isSuppressed(state, userId, email)) return undefined;
	const existing = existingPerson(state, call);
	// A cio_id names a person who exists, and creates none.
	if (!existing && userId?.startsWith('cio_')) return undefined;
	if (!existing && userId === undefined && anonymousId === undefined && email === undefined)
		return undefined;
	const person =
		existing ??
		addPerson(state, {
			...(userId !== undefined && !isEmail ? { id: userId } : {}),
			...(email === undefined ? {} : { email }),
			...(anonymousId === undefined ? {} : { anonymousId }),
		});
	if (!existing)
		recordActivity(state, { type: 'profile_create', timestamp: timeOf(call), cioId: person.cioId });
	if (userId !== undefined && !isEmail && !userId.startsWith('cio_')) person.id ??= userId;
	if (anonymousId !== undefined && !person.anonymousIds.includes(anonymousId))
		person.anonymousIds.push(anonymousId);
	identifiersChanged(state.people, person);
	return person;
}

function setPreference(person: Person, kind: string, name: string, value: unknown): void {
	if (typeof value !== 'boolean') return;
	if (kind === 'topics') person.topics[name] = value;
	if (kind === 'channels') person.channels[name] = value;
}

const isTrue = (value: unknown): boolean => ['true', '1'].includes(String(value).toLowerCase());

function applyTraits(world: World, person: Person, traits: JsonObject, at: number): void {
	const changed: string[] = [];
	for (const [name, value] of Object.entries(traits)) {
		const dotted = /^cio_subscription_preferences\.(topics|channels)\.(.+)$/.exec(name);
		if (name === 'email' && typeof value === 'string') person.email = value;
		else if (name === 'createdAt') person.createdAt = Math.floor(Date.parse(String(value)) / 1000);
		else if (name === 'unsubscribed') {
			const before = person.unsubscribed;
			person.unsubscribed = isTrue(value);
			if (before !== person.unsubscribed) reportSubscription(world, person);
		} else if (dotted) setPreference(person, dotted[1] ?? '', dotted[2] ?? '', value);
		else if (name === 'cio_subscription_preferences' && isObject(value)) {
			for (const [kind, choices] of Object.entries(value))
				if (isObject(choices))
					for (const [key, choice] of Object.entries(choices))
						setPreference(person, kind, key, choice);
		} else person.attributes[name] = value;
		if (name.startsWith('cio_subscription_preferences')) reportPreferences(world, person, value);
		person.timestamps[name] = at;
		changed.push(name);
	}
	identifiersChanged(world.state.people, person);
	recordActivity(world.state, {
		type: 'attribute_change',
		timestamp: at,
		cioId: person.cioId,
		data: Object.fromEntries(changed.map((name) => [name, traits[name]])),
	});
}

const aboutPerson = (person: Person): JsonObject => ({
	customer_id: person.id ?? '',
	email_address: person.email,
	identifiers: identifiersOf(person),
});

function reportSubscription(world: World, person: Person): void {
	world.emit({
		event: person.unsubscribed ? 'customer_unsubscribed' : 'customer_subscribed',
		data: aboutPerson(person),
	});
}

function reportPreferences(world: World, person: Person, value: unknown): void {
	world.emit({
		event: 'customer_subscription_preferences_changed',
		data: aboutPerson(person),
		content: { content: JSON.stringify(value) },
	});
}

/** Creates or updates an object, and the relationship if the call has a person. */
function applyGroup(state: WorkspaceState, call: JsonObject): void {
	const at = timeOf(call);
	const traits = isObject(call.traits) ? call.traits : {};
	const { objectTypeId, object_type_id, relationshipAttributes, ...attributes } = traits;
	const typeId = textOf(objectTypeId) ?? textOf(object_type_id) ?? '1';
	const objectId = textOf(call.groupId) ?? '';
	let object = state.objects.find(
		(candidate) => candidate.objectTypeId === typeId && candidate.objectId === objectId,
	);
	if (!object) {
		object = {
			objectTypeId: typeId,
			objectId,
			cioObjectId: `ob${ulid().slice(-10).toLowerCase()}`,
			attributes: {},
			timestamps: {},
		};
		state.objects.push(object);
	}
	for (const [name, value] of Object.entries(attributes)) {
		object.attributes[name] = value;
		object.timestamps[name] = at;
	}
	// Traits of a group call describe the object, not the person.
	const person = personOf(state, { ...call, traits: {} });
	if (!person) return;
	let relationship = person.relationships.find(
		(candidate) => candidate.objectTypeId === typeId && candidate.objectId === objectId,
	);
	if (!relationship) {
		relationship = { objectTypeId: typeId, objectId, attributes: {}, timestamps: {} };
		person.relationships.push(relationship);
	}
	if (!isObject(relationshipAttributes)) return;
	for (const [name, value] of Object.entries(relationshipAttributes)) {
		relationship.attributes[name] = value;
		relationship.timestamps[name] = at;
	}
}

/** Merges the previous person into the one that is kept, whose own values take precedence. */
function applyAlias(state: WorkspaceState, call: JsonObject): void {
	const kept = personOf(state, { userId: call.userId });
	const previousId = textOf(call.previousId);
	if (!kept || previousId === undefined) return;
	const previous =
		findPerson(state, previousId.includes('@') ? 'email' : 'id', previousId) ??
		lookUp(state.people, 'anonymousId', previousId);
	if (!previous || previous === kept) {
		if (!kept.anonymousIds.includes(previousId)) kept.anonymousIds.push(previousId);
		identifiersChanged(state.people, kept);
		return;
	}
	kept.attributes = { ...previous.attributes, ...kept.attributes };
	kept.timestamps = { ...previous.timestamps, ...kept.timestamps };
	kept.email ??= previous.email;
	kept.anonymousIds.push(...previous.anonymousIds, previousId);
	kept.devices.push(...previous.devices);
	kept.relationships.push(...previous.relationships);
	for (const segment of state.segments)
		segment.members = [
			...new Set(segment.members.map((cioId) => (cioId === previous.cioId ? kept.cioId : cioId))),
		];
	for (const record of [...state.activities, ...state.deliveries])
		if (record.cioId === previous.cioId) record.cioId = kept.cioId;
	state.people = state.people.filter((person) => person !== previous);
	recordActivity(state, { type: 'profile_merge', timestamp: timeOf(call), cioId: kept.cioId });
}

function applyEvent(state: WorkspaceState, type: string, call: JsonObject): void {
	const person = personOf(state, call);
	const name = textOf(call.event) ?? textOf(call.name);
	recordActivity(state, {
		type: type === 'track' ? 'event' : type,
		timestamp: timeOf(call),
		cioId: person?.cioId ?? null,
		...(name === undefined ? {} : { name: name }),
		data: isObject(call.properties) ? call.properties : {},
	});
}

function apply(world: World, { type, call }: ValidCall): void {
	const { state } = world;
	switch (type) {
		case 'identify': {
			const person = personOf(state, call);
			if (person)
				applyTraits(world, person, isObject(call.traits) ? call.traits : {}, timeOf(call));
			return;
		}
		case 'group':
			return applyGroup(state, call);
		case 'alias':
			return applyAlias(state, call);
		default:
			if (type === 'track' && applySemantic(world, call)) return;
			return applyEvent(state, type, call);
	}
}

/**
 * Accepts a call: counts it by `messageId` and applies it the first time. A call without a
 * `messageId` is assigned one.
 */
export function accept(world: World, validCall: ValidCall): void {
	const { calls } = world.state.pipelines;
	const messageId = textOf(validCall.call.messageId) ?? ulid();
	const previous = calls[messageId];
	if (previous) {
		previous.received++;
		return;
	}
	calls[messageId] = {
		messageId,
		type: validCall.type,
		received: 1,
		applied: 1,
		call: validCall.call,
	};
	apply(world, validCall);
}
