import { identifiersChanged } from './people-index.ts';
import { removePerson } from './people.ts';
import { recordActivity } from './resources/activity.ts';
import type { Person, WorkspaceState } from './state.ts';

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/**
 * Merges a person into the one that is kept and deletes the former. The kept person's values take
 * precedence unless they are empty; segments, history, devices and relationships move.
 * @param at Unix seconds
 */
export function mergePeople(
	state: WorkspaceState,
	kept: Person,
	previous: Person,
	at: number,
): void {
	for (const [name, value] of Object.entries(previous.attributes)) {
		if (!isEmpty(kept.attributes[name])) continue;
		kept.attributes[name] = value;
		kept.timestamps[name] = previous.timestamps[name] ?? at;
	}
	kept.id ??= previous.id;
	kept.email ??= previous.email;
	kept.anonymousIds.push(...previous.anonymousIds);
	kept.devices.push(...previous.devices);
	for (const relationship of previous.relationships) {
		const exists = kept.relationships.some(
			({ objectTypeId, objectId }) =>
				objectTypeId === relationship.objectTypeId && objectId === relationship.objectId,
		);
		if (!exists) kept.relationships.push(relationship);
	}
	for (const segment of state.segments)
		if (segment.members.includes(previous.cioId) && !segment.members.includes(kept.cioId))
			segment.members.push(kept.cioId);
	for (const record of [...state.activities, ...state.deliveries])
		if (record.cioId === previous.cioId) record.cioId = kept.cioId;
	removePerson(state, previous);
	identifiersChanged(state.people, kept);
	recordActivity(state, { type: 'profile_merge', timestamp: at, cioId: kept.cioId });
}
