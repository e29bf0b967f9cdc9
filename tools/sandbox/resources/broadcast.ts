import { ApiError, notFound } from '../errors.ts';
import { ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { unixNow } from '../ids.ts';
import { audience, findPerson, membersOf } from '../people.ts';
import type { Broadcast, Channel, Person, Trigger } from '../state.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import { dispatch } from '../webhooks/lifecycle.ts';
import { deliveryPage } from './message.ts';

function broadcastOf(call: Call): Broadcast {
	const id = Number(call.params.broadcast_id);
	const broadcast = call.state.broadcasts.find((candidate) => candidate.id === id);
	if (!broadcast) throw notFound(`no broadcast ${id}`);
	return broadcast;
}

function triggerOf(call: Call): Trigger {
	const broadcast = broadcastOf(call);
	const id = Number(call.params.trigger_id);
	const trigger = call.state.triggers.find(
		(candidate) => candidate.id === id && candidate.broadcastId === broadcast.id,
	);
	if (!trigger) throw notFound(`no trigger ${id} of broadcast ${broadcast.id}`);
	return trigger;
}

/** The people that a trigger's body selects, and an error for each unknown one. */
function recipients(call: Call, broadcast: Broadcast): { people: Person[]; errors: string[] } {
	const { body, state } = call;
	if (isObject(body.recipients)) return { people: audience(state, body.recipients), errors: [] };
	const identifiers: Array<{ type: string; value: unknown }> = [];
	const list = (key: string): unknown[] => (Array.isArray(body[key]) ? body[key] : []);
	for (const value of list('emails')) identifiers.push({ type: 'email', value });
	for (const value of list('ids')) identifiers.push({ type: 'id', value });
	for (const entry of list('per_user_data')) {
		if (!isObject(entry)) continue;
		const type = 'id' in entry ? 'id' : 'email';
		identifiers.push({ type, value: entry[type] });
	}
	if (identifiers.length === 0)
		return { people: membersOf(state, broadcast.segmentId), errors: [] };
	const people: Person[] = [];
	const errors: string[] = [];
	for (const { type, value } of identifiers) {
		const person = findPerson(state, type, String(value));
		if (person) people.push(person);
		else if (body[`${type}_ignore_missing`] !== true)
			errors.push(`Customer ${type === 'id' ? '' : 'with email '}${String(value)} not found`);
	}
	return { people: [...new Set(people)], errors };
}

const CHANNELS: Record<string, Channel> = { email: 'email', push: 'push', twilio: 'sms' };

function process(call: Call, broadcast: Broadcast, trigger: Trigger): void {
	const { people, errors } = recipients(call, broadcast);
	trigger.processedAt = unixNow();
	trigger.errors = errors;
	// Documented: one unknown recipient fails the trigger, and no messages are sent.
	if (errors.length > 0) {
		trigger.state = 'failed';
		return;
	}
	trigger.state = 'done';
	trigger.recipients = people.length;
	const action = broadcast.actions[0];
	const channel = CHANNELS[action?.type ?? 'email'] ?? 'email';
	for (const person of people) {
		const address: Partial<Record<Channel, string>> = {
			email: person.email ?? '',
			sms: typeof person.attributes.phone === 'string' ? person.attributes.phone : '',
			push: person.devices[0]?.id ?? '',
		};
		dispatch(call.world, {
			channel,
			source: {
				kind: 'broadcast',
				broadcastId: broadcast.id,
				triggerId: trigger.id,
				actionId: action?.id ?? 0,
			},
			person,
			recipient: address[channel] ?? '',
			subject: action?.subject ?? '',
			body: action?.body ?? '',
			request: { data: trigger.data },
		});
	}
}

const trigger: Handler = (call) => {
	const broadcast = broadcastOf(call);
	const queued = call.state.triggers.filter(
		(other) => other.broadcastId === broadcast.id && other.state === 'queued',
	);
	const maxQueued = Number(call.world.specs.app.limits.triggerQueue);
	if (queued.length >= maxQueued)
		throw new ApiError(422, `broadcast ${broadcast.id} already has ${maxQueued} triggers queued`);
	const triggers = call.state.triggers.filter((other) => other.broadcastId === broadcast.id);
	const created: Trigger = {
		id: triggers.length + 1,
		broadcastId: broadcast.id,
		state: 'queued',
		createdAt: call.now,
		processedAt: null,
		errors: [],
		recipients: 0,
		data: isObject(call.body.data) ? call.body.data : {},
	};
	call.state.triggers.push(created);
	call.world.later(call.world.workMs, () => process(call, broadcast, created));
	return ok({ id: created.id });
};

const statusOf = (trigger: Trigger): JsonObject => ({
	id: trigger.id,
	broadcast_id: trigger.broadcastId,
	created_at: trigger.createdAt,
	processed_at: trigger.processedAt,
});

const getTriggerErrors: Handler = (call) => {
	const { errors } = triggerOf(call);
	// The cursor of this list is a plain number; 0 means that there are no more pages.
	const from = Number(call.query.start ?? '0');
	if (!Number.isInteger(from) || from < 0) throw new ApiError(400, 'start: must be a number');
	const end = from + Number(call.query.limit ?? '50');
	return ok({ errors: errors.slice(from, end), next: end < errors.length ? end : 0 });
};

function shown(broadcast: Broadcast): unknown {
	const { segmentId: _segment, actions, created, updated, ...rest } = broadcast;
	return {
		...rest,
		type: 'triggered_broadcast',
		actions: actions.map(({ id, type }) => ({ id, type })),
		created,
		updated,
	};
}

export const broadcast: Record<string, Handler> = {
	trigger,
	getTriggerStatus: (call) => ok(statusOf(triggerOf(call))),
	getTriggerErrors,
	getTriggers: (call) => {
		const { id } = broadcastOf(call);
		const triggers = call.state.triggers.filter((trigger) => trigger.broadcastId === id).reverse();
		return ok({
			triggers: triggers.map((trigger) => ({ ...statusOf(trigger), state: trigger.state })),
		});
	},
	getAll: (call) => ok({ broadcasts: call.state.broadcasts.map(shown) }),
	get: (call) => ok({ broadcast: shown(broadcastOf(call)) }),
	getMessages: (call) => {
		const { id } = broadcastOf(call);
		return ok(
			deliveryPage(call, ({ source }) => source.kind === 'broadcast' && source.broadcastId === id),
		);
	},
};
