import { setAttributes } from '../attributes.ts';
import type { World } from '../handler.ts';
import { ulid } from '../ids.ts';
import { mergePeople } from '../merge.ts';
import { relate, upsertObject } from '../objects.ts';
import { identifiersChanged, lookUp } from '../people-index.ts';
import { addPerson, findPerson, isSuppressed } from '../people.ts';
import { recordActivity } from '../resources/activity.ts';
import type { Person, WorkspaceState } from '../state.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import { existingPerson, textOf, timeOf } from './call.ts';
import { applySemantic } from './semantic.ts';
import type { ValidCall } from './validate.ts';

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

/** The traits as attributes: the creation time becomes Unix seconds. */
function attributesOfTraits({ createdAt, ...traits }: JsonObject): JsonObject {
	return createdAt === undefined
		? traits
		: { ...traits, created_at: Math.floor(Date.parse(String(createdAt)) / 1000) };
}

/** Creates or updates an object, and the relationship if the call has a person. */
function applyGroup(state: WorkspaceState, call: JsonObject): void {
	const at = timeOf(call);
	const traits = isObject(call.traits) ? call.traits : {};
	const { objectTypeId, object_type_id, relationshipAttributes, ...attributes } = traits;
	const key = {
		objectTypeId: textOf(objectTypeId) ?? textOf(object_type_id) ?? '1',
		objectId: textOf(call.groupId) ?? '',
	};
	upsertObject(state, key, attributes, at);
	// Traits of a group call describe the object, not the person.
	const person = personOf(state, { ...call, traits: {} });
	if (person)
		relate(person, key, isObject(relationshipAttributes) ? relationshipAttributes : {}, at);
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
	kept.anonymousIds.push(previousId);
	mergePeople(state, kept, previous, timeOf(call));
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
			const traits = isObject(call.traits) ? call.traits : {};
			if (person) setAttributes(world, person, attributesOfTraits(traits), timeOf(call));
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
