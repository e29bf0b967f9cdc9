/** The v1 calls. One that has a v2 equivalent is applied as the v2 action. */
import { ApiError } from '../errors.ts';
import type { HandlerResponse, World } from '../handler.ts';
import { noContent, ok } from '../handler.ts';
import { lookUp } from '../people-index.ts';
import { findPerson } from '../people.ts';
import { recordActivity } from '../resources/activity.ts';
import type { Segment, TrackCall } from '../state.ts';
import type { JsonObject } from '../types.ts';
import { report } from '../webhooks/lifecycle.ts';
import { accept, record } from './actions.ts';
import { reportMetric } from './metrics.ts';
import { Dropped, identify, objectOf, textOf, timeOf } from './people.ts';

interface V1Call {
	world: World;
	params: Record<string, string>;
	query: Record<string, string>;
	body: JsonObject;
}

interface V1Response extends HandlerResponse {
	/** What the call was applied as; none for a read. */
	entries: TrackCall[];
}

type V1Handler = (call: V1Call) => V1Response;

/** The person of a v1 path: the form of the value decides, and a phone number is an id. */
function pathIdentifier({ params }: V1Call): JsonObject {
	const value = params.identifier ?? '';
	if (value.startsWith('cio_')) return { cio_id: value.slice(4) };
	return value.includes('@') ? { email: value } : { id: value };
}

/** A handler that applies the call as v2 actions on the person of the path. */
const asActions =
	(actionsOf: (call: V1Call) => JsonObject[]): V1Handler =>
	(call) => ({
		...ok({}),
		entries: actionsOf(call).map((action) =>
			accept(call.world, { type: 'person', identifiers: pathIdentifier(call), ...action }),
		),
	});

const identifyActions = ({ body }: V1Call): JsonObject[] => {
	const { _timestamp: timestamp, cio_relationships, ...attributes } = body;
	const { action, relationships = [] } = objectOf(cio_relationships);
	const time = timestamp === undefined ? {} : { timestamp };
	const isRemoval = action === 'delete_relationships';
	return [
		{
			action: 'identify',
			...time,
			attributes,
			...(isRemoval ? {} : { cio_relationships: relationships }),
		},
		...(isRemoval ? [{ action, cio_relationships: relationships }] : []),
	];
};

/** Merge names its people in the body, not in the path. */
const merge: V1Handler = ({ world, body }) => ({
	...ok({}),
	entries: [accept(world, { type: 'person', action: 'merge', ...body })],
});

const trackAnonymous: V1Handler = ({ world: { state }, body }) => {
	const anonymousId = textOf(body.anonymous_id);
	const id = textOf(body.id);
	const entry = record(state, 'event.trackAnonymous', body, () => {
		if (id !== undefined && state.track.eventIds[id])
			throw new Dropped(`an event with id "${id}" was received before`);
		if (id !== undefined) state.track.eventIds[id] = true;
		const person =
			anonymousId === undefined ? undefined : lookUp(state.people, 'anonymousId', anonymousId);
		recordActivity(state, {
			type: textOf(body.type) ?? 'event',
			timestamp: timeOf(body),
			cioId: person?.cioId ?? null,
			...(person || anonymousId === undefined ? {} : { anonymousId }),
			name: String(body.name).trim(),
			data: objectOf(body.data),
		});
	});
	return { ...ok({}), entries: [entry] };
};

const reportAny: V1Handler = ({ world, body }) => {
	const { delivery_id: id, metric, timestamp, recipient, reason, href } = body;
	const entry = record(world.state, 'metric.report', body, () =>
		reportMetric(world, id, String(metric), {
			timestamp,
			...(recipient === undefined ? {} : { recipient }),
			...(reason === undefined ? {} : { failure_message: reason }),
			...(href === undefined ? {} : { href }),
		}),
	);
	return { ...ok({}), entries: [entry] };
};

const reportPush: V1Handler = ({ world, body }) => {
	const entry = record(world.state, 'metric.reportPush', body, () =>
		reportMetric(world, body.delivery_id, String(body.event), { timestamp: body.timestamp }),
	);
	return { ...ok({}), entries: [entry] };
};

const unsubscribe: V1Handler = ({ world, params, body }) => {
	const { state } = world;
	const id = params.delivery_id ?? '';
	if (!/^[\w-]+=*$/.test(id)) throw new ApiError(400, `"${id}" is not a delivery id`);
	const entry = record(state, 'customer.unsubscribe', { ...params, ...body }, () => {
		const delivery = state.deliveries.find((candidate) => candidate.id === id);
		if (!delivery) throw new Dropped(`there is no delivery "${id}"`);
		const person = findPerson(state, 'cio_id', delivery.cioId ?? '');
		if (!person) throw new Dropped(`delivery "${id}" has no person`);
		if (typeof body.unsubscribe !== 'boolean') throw new Dropped('unsubscribe is missing');
		accept(world, {
			type: 'person',
			action: 'identify',
			identifiers: { cio_id: person.cioId },
			attributes: { unsubscribed: body.unsubscribe },
		});
		if (body.unsubscribe) report(world, delivery, 'unsubscribed');
	});
	return { ...ok({}), entries: [entry] };
};

/** Changes the members of a manual segment after the response. Unknown people are left out. */
const changeMembers =
	(operation: string, change: (members: Set<string>, cioId: string) => void): V1Handler =>
	({ world, params, query, body }) => {
		const { state } = world;
		const id = Number(params.segment_id);
		const find = (): Segment | undefined => state.segments.find((segment) => segment.id === id);
		const segment = find();
		if (!segment) throw new ApiError(400, `segment ${id} does not exist`);
		if (segment.type !== 'manual') throw new ApiError(400, `segment ${id} is not a manual segment`);
		const ids = Array.isArray(body.ids) ? body.ids.map(String) : [];
		const call = { ...params, ...query, ...body };
		const entry = record(state, operation, call, (recorded) =>
			world.later(world.workMs, () => {
				const target = find();
				const members = new Set(target?.members);
				const unknown: string[] = [];
				for (const value of ids) {
					const person = findPerson(state, query.id_type ?? 'id', value);
					if (person) change(members, person.cioId);
					else unknown.push(value);
				}
				if (target) target.members = [...members];
				if (unknown.length > 0) recorded.dropped = `unknown people: ${unknown.join(', ')}`;
			}),
		);
		return { ...ok({}), entries: [entry] };
	};

const submitForm: V1Handler = ({ world, params, body }) => {
	const { state } = world;
	const id = params.form_id ?? '';
	// Documented: Customer.io ignores these keys.
	const reserved = new Set(['form_id', 'form_name', 'form_type', 'form_url', 'form_url_param']);
	const data = Object.fromEntries(
		Object.entries(objectOf(body.data)).filter(([name]) => !reserved.has(name)),
	);
	const { id: personId, email, ...attributes } = data;
	const entry = record(state, 'form.submit', { form_id: id, ...body }, () => {
		let form = state.track.forms.find((candidate) => candidate.id === id);
		if (!form) {
			form = { id, submissions: [] };
			state.track.forms.push(form);
		}
		form.submissions.push(data);
		const identifiers = personId === undefined ? { email } : { id: personId };
		identify(world, { identifiers, attributes });
	});
	return { ...noContent(), entries: [entry] };
};

/** Handlers by resource and operation; `entity.send` and `batch.send` are the v2 calls. */
export const V1_HANDLERS: Record<string, V1Handler> = {
	'account.getRegion': ({ world }) => ({
		...ok({
			url: world.specs.track.servers[world.region],
			region: world.region,
			environment_id: world.state.workspaces[0]?.id,
		}),
		entries: [],
	}),
	'customer.identify': asActions(identifyActions),
	'customer.delete': asActions(() => [{ action: 'delete' }]),
	'customer.suppress': asActions(() => [{ action: 'suppress' }]),
	'customer.unsuppress': asActions(() => [{ action: 'unsuppress' }]),
	'customer.merge': merge,
	'customer.unsubscribe': unsubscribe,
	'device.addOrUpdate': asActions(({ body }) => {
		const { id: token, ...device } = objectOf(body.device);
		return [{ action: 'add_device', device: { token, ...device } }];
	}),
	'device.delete': asActions(({ params }) => [
		{ action: 'delete_device', device: { token: params.device_id } },
	]),
	'event.track': asActions(({ body }) => {
		const { type: action = 'event', data: attributes = {}, ...event } = body;
		return [{ action, ...event, attributes }];
	}),
	'event.trackAnonymous': trackAnonymous,
	'metric.report': reportAny,
	'metric.reportPush': reportPush,
	'segment.addCustomers': changeMembers('segment.addCustomers', (members, cioId) =>
		members.add(cioId),
	),
	'segment.removeCustomers': changeMembers('segment.removeCustomers', (members, cioId) =>
		members.delete(cioId),
	),
	'form.submit': submitForm,
};
