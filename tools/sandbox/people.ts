import { ApiError, notFound } from './errors.ts';
import { lookUp } from './people-index.ts';
import { cioIdFor, ulid, unixNow } from './ids.ts';
import type { Person, WorkspaceState } from './state.ts';
import { isObject } from './types.ts';
import type { JsonObject } from './types.ts';

/** The three identifiers in the format of responses and webhooks. */
export function identifiersOf(person: Person): JsonObject {
	return { email: person.email, id: person.id, cio_id: person.cioId };
}

/**
 * Finds a person. Email addresses match in any case.
 * @param idType `id`, `email`, `phone`, `cio_id` (bare) or `internal` (with the `cio_` prefix)
 */
export function findPerson(
	state: WorkspaceState,
	idType: string,
	value: string,
): Person | undefined {
	switch (idType) {
		case 'email':
			return lookUp(state.people, 'email', value);
		case 'phone':
			return lookUp(state.people, 'phone', value);
		case 'cio_id':
			return lookUp(state.people, 'cioId', value);
		case 'internal':
			return value.startsWith('cio_') ? lookUp(state.people, 'cioId', value.slice(4)) : undefined;
		default:
			return lookUp(state.people, 'id', value);
	}
}

/**
 * The person of a path such as `/v1/customers/{customer_id}/attributes`.
 * Throws 404 for an unknown one; a cio_id in a path is unknown without its `cio_` prefix.
 */
export function personInPath(
	state: WorkspaceState,
	customerId: string,
	idType: string | undefined,
): Person {
	const type = idType === 'cio_id' ? 'internal' : (idType ?? 'id');
	const person = findPerson(state, type, customerId);
	if (person) return person;
	const hint =
		type === 'internal' && !customerId.startsWith('cio_')
			? ' (a cio_id in a path needs the prefix cio_)'
			: '';
	throw notFound(`no customer with ${idType ?? 'id'} "${customerId}"${hint}`);
}

/**
 * The person for a body's `identifiers`, created if the id or email is new, as a transactional
 * send does. Throws 400 for an unknown cio_id.
 */
export function personForIdentifiers(state: WorkspaceState, identifiers: unknown): Person | null {
	if (!isObject(identifiers)) return null;
	const [type, value] = Object.entries(identifiers)[0] ?? [];
	if (type === undefined || typeof value !== 'string') return null;
	const bare = type === 'cio_id' || type === 'internal' ? value.replace(/^cio_/, '') : value;
	const existing = findPerson(state, type === 'internal' ? 'cio_id' : type, bare);
	if (existing) return existing;
	if (type === 'id') return addPerson(state, { id: value });
	if (type === 'email') return addPerson(state, { email: value });
	throw new ApiError(400, `no person with ${type} "${value}"`);
}

/** Adds a person with these identifiers and no attributes except the email. */
export function addPerson(
	state: WorkspaceState,
	identity: { id?: string; email?: string; anonymousId?: string; cioId?: string },
	createdAt: number = unixNow(),
): Person {
	const key = identity.id ?? identity.email ?? identity.anonymousId ?? ulid();
	let cioId = identity.cioId ?? cioIdFor(key);
	while (lookUp(state.people, 'cioId', cioId)) cioId = cioIdFor(cioId + ulid());
	const person: Person = {
		cioId,
		id: identity.id ?? null,
		email: identity.email ?? null,
		anonymousIds: identity.anonymousId === undefined ? [] : [identity.anonymousId],
		attributes: {},
		timestamps: {},
		unsubscribed: false,
		topics: {},
		channels: {},
		devices: [],
		relationships: [],
		createdAt,
	};
	state.people.push(person);
	return person;
}

/** Deletes a person and removes them from manual segments. */
export function removePerson(state: WorkspaceState, person: Person): void {
	state.people = state.people.filter((other) => other !== person);
	for (const segment of state.segments)
		segment.members = segment.members.filter((cioId) => cioId !== person.cioId);
}

/** Blocks identifiers: calls that name one are ignored. */
export function suppress(
	state: WorkspaceState,
	...identifiers: Array<string | null | undefined>
): void {
	for (const identifier of identifiers) {
		if (!identifier || isSuppressed(state, identifier)) continue;
		state.suppressed.push(identifier.includes('@') ? identifier.toLowerCase() : identifier);
	}
}

/** Whether one of the identifiers is suppressed. Email addresses match in any case. */
export function isSuppressed(
	state: WorkspaceState,
	...identifiers: Array<string | undefined>
): boolean {
	return identifiers.some(
		(identifier) =>
			identifier !== undefined &&
			state.suppressed.some((entry) => entry === identifier || entry === identifier.toLowerCase()),
	);
}

/** The App API returns every attribute value as text, objects and arrays as JSON. */
export function attributeText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean);
}

/** All attributes as the App API returns them, including identifiers and creation time. */
export function attributesOf(person: Person): Record<string, string> {
	const shown: Record<string, string> = {
		cio_id: person.cioId,
		created_at: String(person.createdAt),
	};
	if (person.id !== null) shown.id = person.id;
	if (person.email !== null) shown.email = person.email;
	if (person.unsubscribed) shown.unsubscribed = 'true';
	for (const [name, value] of Object.entries(person.attributes)) {
		// An empty value removes the attribute.
		if (value !== null && value !== '') shown[name] = attributeText(value);
	}
	return shown;
}

/** Whether a person meets an audience filter. A segment that does not exist has no members. */
export function meets(state: WorkspaceState, person: Person, filter: unknown): boolean {
	if (!isObject(filter)) return false;
	if (Array.isArray(filter.and)) return filter.and.every((node) => meets(state, person, node));
	if (Array.isArray(filter.or)) return filter.or.some((node) => meets(state, person, node));
	if ('not' in filter) return !meets(state, person, filter.not);
	if (isObject(filter.segment)) {
		const id = filter.segment.id;
		const segment = state.segments.find((candidate) => candidate.id === id);
		if (!segment) return false;
		return segment.type === 'manual'
			? segment.members.includes(person.cioId)
			: meets(state, person, segment.filter);
	}
	const condition = filter.attribute;
	if (!isObject(condition) || typeof condition.field !== 'string') return false;
	const value = attributesOf(person)[condition.field];
	const holds = condition.operator === 'exists' ? value !== undefined : value === condition.value;
	return condition.inverse === true ? !holds : holds;
}

/** Everyone who meets an audience filter, in the order they were added. */
export function audience(state: WorkspaceState, filter: unknown): Person[] {
	return state.people.filter((person) => meets(state, person, filter));
}

/** The members of a segment of either kind. */
export function membersOf(state: WorkspaceState, segmentId: number): Person[] {
	return audience(state, { segment: { id: segmentId } });
}
