/** The time and the person of a call. */
import { unixNow } from '../ids.ts';
import { lookUp } from '../people-index.ts';
import { findPerson } from '../people.ts';
import type { Person, WorkspaceState } from '../state.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';

/** A non-empty string, also from a number; otherwise undefined. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Timestamp of the call in Unix seconds; the current time if it has none. */
export function timeOf(call: JsonObject): number {
	const at = Date.parse(textOf(call.timestamp) ?? '');
	return Number.isNaN(at) ? unixNow() : Math.floor(at / 1000);
}

/** What kind of identifier a userId is: its form says so. */
function typeOfUserId(userId: string): 'email' | 'id' | 'internal' {
	if (userId.includes('@')) return 'email';
	return userId.startsWith('cio_') ? 'internal' : 'id';
}

/** The existing person that a call refers to. An address as userId is an email. */
export function existingPerson(state: WorkspaceState, call: JsonObject): Person | undefined {
	const userId = textOf(call.userId);
	const anonymousId = textOf(call.anonymousId);
	const email = isObject(call.traits) ? textOf(call.traits.email) : undefined;
	if (userId !== undefined) {
		const person = findPerson(state, typeOfUserId(userId), userId);
		if (person) return person;
		// A new id is added to the person with this address, if they have no id yet.
		const holder = email === undefined ? undefined : findPerson(state, 'email', email);
		return holder?.id === null ? holder : undefined;
	}
	if (anonymousId !== undefined) {
		const anonymous = lookUp(state.people, 'anonymousId', anonymousId);
		if (anonymous) return anonymous;
	}
	return email === undefined ? undefined : findPerson(state, 'email', email);
}
