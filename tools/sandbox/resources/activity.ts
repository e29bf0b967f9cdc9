import { ulid } from '../ids.ts';
import { ok } from '../handler.ts';
import type { Handler } from '../handler.ts';
import { cursorPage } from '../paging.ts';
import { findPerson, identifiersOf, personInPath, removePerson } from '../people.ts';
import type { Activity, Person, WorkspaceState } from '../state.ts';

/** An activity as the API returns it. */
export function activityBody(state: WorkspaceState, activity: Activity): unknown {
	const person = findPerson(state, 'cio_id', activity.cioId ?? '');
	return {
		id: activity.id,
		type: activity.type,
		timestamp: activity.timestamp,
		customer_id: person?.id ?? '',
		customer_identifiers: person ? identifiersOf(person) : null,
		...(activity.name === undefined ? {} : { name: activity.name }),
		...(activity.deliveryId === undefined
			? {}
			: { delivery_id: activity.deliveryId, delivery_type: activity.deliveryType }),
		data: activity.data,
	};
}

/** Adds an activity to the workspace's log. */
export function recordActivity(
	state: WorkspaceState,
	activity: Omit<Activity, 'id' | 'data'> & { data?: Record<string, unknown> },
): void {
	state.activities.push({ data: {}, ...activity, id: ulid() });
}

/** Deletes a person. The log keeps the deletion. @param at Unix seconds */
export function deletePerson(state: WorkspaceState, person: Person, at: number): void {
	recordActivity(state, { type: 'profile_delete', timestamp: at, cioId: person.cioId });
	removePerson(state, person);
}

const getAll: Handler = (call) => {
	const { type, name, customer_id: customerId, deleted } = call.query;
	const person =
		customerId === undefined ? undefined : personInPath(call.state, customerId, call.query.id_type);
	const cioIds = new Set(call.state.people.map((candidate) => candidate.cioId));
	const activities = call.state.activities
		.filter((activity) => !type || activity.type === type)
		.filter((activity) => !name || activity.name === name)
		.filter((activity) => !person || activity.cioId === person.cioId)
		// Activities of deleted people are included only with deleted=true.
		.filter(
			(activity) => deleted === 'true' || activity.cioId === null || cioIds.has(activity.cioId),
		)
		.reverse();
	const page = cursorPage(activities, call.query.start, call.query.limit, 10);
	return ok({
		activities: page.items.map((activity) => activityBody(call.state, activity)),
		next: page.next,
	});
};

export const activity: Record<string, Handler> = { getAll };
