import { ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { cursorPage } from '../paging.ts';
import {
	attributesOf,
	audience,
	findPerson,
	identifiersOf,
	meets,
	personInPath,
} from '../people.ts';
import type { Person } from '../state.ts';
import { activityBody } from './activity.ts';
import { deliveryPage } from './message.ts';

const personOf = (call: Call): Person =>
	personInPath(call.state, call.params.customer_id ?? '', call.query.id_type);

function profile(person: Person): unknown {
	return {
		id: person.id ?? '',
		identifiers: identifiersOf(person),
		attributes: attributesOf(person),
		timestamps: person.timestamps,
		unsubscribed: person.unsubscribed,
		devices: person.devices.map((device) => ({
			id: device.id,
			platform: device.platform,
			last_used: device.last_used,
			attributes: device.attributes,
		})),
	};
}

/** A page of people in the format of customer search and segment membership. */
export function peoplePage(people: Person[], call: Call, size: number): unknown {
	const page = cursorPage(people, call.query.start, call.query.limit, size);
	return {
		identifiers: page.items.map(identifiersOf),
		// Documented: empty strings for people without an id.
		ids: page.items.map((person) => person.id ?? ''),
		next: page.next,
	};
}

const getByEmail: Handler = (call) => {
	const email = (call.query.email ?? '').toLowerCase();
	const people = call.state.people.filter((person) => person.email?.toLowerCase() === email);
	return ok({ results: people.map(identifiersOf) });
};

const search: Handler = (call) => ok(peoplePage(audience(call.state, call.body.filter), call, 50));

const getManyAttributes: Handler = (call) => {
	const idType = call.query.id_type ?? 'id';
	const ids = Array.isArray(call.body.ids) ? (call.body.ids as string[]) : [];
	const people = ids.flatMap((id) => {
		const bare = idType === 'cio_id' ? id.replace(/^cio_/, '') : id;
		return findPerson(call.state, idType, bare) ?? [];
	});
	return ok({ customers: people.map((person) => ({ customer: profile(person) })) });
};

const getAttributes: Handler = (call) => ok({ customer: profile(personOf(call)) });

const getSegments: Handler = (call) => {
	const person = personOf(call);
	const segments = call.state.segments.filter((segment) =>
		meets(call.state, person, { segment: { id: segment.id } }),
	);
	return ok({
		segments: segments.map(({ id, name, description, state, type, tags, progress }) => ({
			id,
			name,
			description,
			state,
			type,
			tags,
			progress,
		})),
	});
};

const getMessages: Handler = (call) => {
	const { cioId } = personOf(call);
	return ok(deliveryPage(call, (delivery) => delivery.cioId === cioId));
};

const getActivities: Handler = (call) => {
	const { cioId } = personOf(call);
	const { type, name } = call.query;
	const activities = call.state.activities
		.filter((activity) => activity.cioId === cioId)
		.filter((activity) => !type || activity.type === type)
		.filter((activity) => !name || activity.name === name)
		.reverse();
	const page = cursorPage(activities, call.query.start, call.query.limit, 10);
	return ok({
		activities: page.items.map((activity) => activityBody(call.state, activity)),
		next: page.next,
	});
};

const getRelationships: Handler = (call) => {
	const person = personOf(call);
	const page = cursorPage(person.relationships, call.query.start, call.query.limit, 50);
	return ok({
		cio_relationships: page.items.map((relationship) => ({
			object_type_id: Number(relationship.objectTypeId),
			identifiers: {
				object_id: relationship.objectId,
				cio_object_id:
					call.state.objects.find(
						(object) =>
							object.objectTypeId === relationship.objectTypeId &&
							object.objectId === relationship.objectId,
					)?.cioObjectId ?? null,
			},
			attributes: relationship.attributes,
			timestamps: relationship.timestamps,
		})),
		next: page.next,
	});
};

const getSubscriptionPreferences: Handler = (call) => {
	const person = personOf(call);
	return ok({
		customer: {
			id: person.id ?? '',
			identifiers: identifiersOf(person),
			topics: call.state.topics.map((topic) => ({
				id: topic.id,
				name: topic.name,
				description: topic.description,
				subscribed: person.topics[topic.identifier] ?? topic.subscribed_by_default,
			})),
		},
	});
};

export const customer: Record<string, Handler> = {
	getByEmail,
	search,
	getManyAttributes,
	getAttributes,
	getSegments,
	getMessages,
	getActivities,
	getRelationships,
	getSubscriptionPreferences,
};
