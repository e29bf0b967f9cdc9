import { ApiError, notFound } from '../errors.ts';
import { noContent, ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { audience } from '../people.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import { dispatch } from '../webhooks/lifecycle.ts';
import { listResponse } from './generic.ts';
import { deliveryPage } from './message.ts';

const all = (call: Call): JsonObject[] => (call.state.stored.newsletter ??= []);

/** Content and recipients of newsletters, which the API never returns. */
export const plans = (call: Call): JsonObject[] => (call.state.stored.newsletterPlan ??= []);

export function newsletterOf(call: Call): JsonObject {
	const id = Number(call.params.newsletter_id);
	const newsletter = all(call).find((candidate) => candidate.id === id);
	if (!newsletter) throw notFound(`no newsletter ${id}`);
	return newsletter;
}

/** A newsletter that has not been sent. Throws 400 otherwise. */
export function draftOf(call: Call): JsonObject {
	const newsletter = newsletterOf(call);
	if (newsletter.sent_at !== null)
		throw new ApiError(400, `newsletter ${String(newsletter.id)} has already been sent`);
	return newsletter;
}

/** All segments in a recipients filter. */
function segmentIds(filter: unknown): number[] {
	if (Array.isArray(filter)) return filter.flatMap(segmentIds);
	if (!isObject(filter)) return [];
	if (isObject(filter.segment)) return [Number(filter.segment.id)];
	return Object.values(filter).flatMap(segmentIds);
}

function sendOut(call: Call, newsletter: JsonObject): void {
	newsletter.sent_at = call.now;
	newsletter.updated = call.now;
	const plan = plans(call).find((candidate) => candidate.id === newsletter.id);
	const segments = newsletter.recipient_segment_ids;
	const filter = plan?.recipients ?? {
		or: (Array.isArray(segments) ? segments : []).map((id: unknown) => ({ segment: { id } })),
	};
	if (newsletter.type !== 'email') return;
	const contents = newsletter.content_ids;
	for (const person of audience(call.state, filter)) {
		if (person.email === null || person.unsubscribed) continue;
		dispatch(call.world, {
			channel: 'email',
			source: {
				kind: 'newsletter',
				newsletterId: Number(newsletter.id),
				contentId: Number(Array.isArray(contents) ? contents[0] : 0),
			},
			person,
			recipient: person.email,
			subject: String(plan?.subject ?? newsletter.name),
			body: String(plan?.body ?? ''),
		});
	}
}

const create: Handler = (call) => {
	const { body, state } = call;
	const id = state.nextId++;
	const newsletter: JsonObject = {
		id,
		deduplicate_id: `${id}:${call.now}`,
		type: body.type,
		content_ids: [state.nextId++],
		name: body.name,
		sent_at: null,
		created: call.now,
		updated: call.now,
		recipient_segment_ids: segmentIds(body.recipients),
		tags: [],
		subscription_topic_id: body.subscription_topic_id ?? null,
	};
	all(call).push(newsletter);
	plans(call).push({ ...body, id });
	if (body.send_now === true) sendOut(call, newsletter);
	return ok({ newsletter });
};

export const newsletter: Record<string, Handler> = {
	create,
	getAll: (call) => {
		const sorted = [...all(call)];
		if (call.query.sort === 'desc') sorted.reverse();
		return listResponse(call, sorted);
	},
	get: (call) => ok({ newsletter: newsletterOf(call) }),
	delete: (call) => {
		const removed = newsletterOf(call);
		call.state.stored.newsletter = all(call).filter((other) => other !== removed);
		return noContent();
	},
	send: (call) => {
		const draft = draftOf(call);
		sendOut(call, draft);
		return ok({ newsletter: draft });
	},
	schedule: (call) => {
		const draft = draftOf(call);
		draft.updated = call.now;
		const plan = plans(call).find((candidate) => candidate.id === draft.id);
		// 0 removes the schedule.
		if (plan) plan.scheduled_at = call.body.scheduled_at === 0 ? null : call.body.scheduled_at;
		return ok({ newsletter: draft });
	},
};

export const newsletterMetric: Record<string, Handler> = {
	getMessages: (call) => {
		const { id } = newsletterOf(call);
		return ok(
			deliveryPage(
				call,
				({ source }) => source.kind === 'newsletter' && source.newsletterId === id,
			),
		);
	},
};
