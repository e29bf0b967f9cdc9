import { notFound } from '../errors.ts';
import { ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { cursorPage } from '../paging.ts';
import { findPerson, identifiersOf } from '../people.ts';
import type { Delivery, WorkspaceState } from '../state.ts';

/** Names of channels in message lists. */
const TYPES: Record<string, string> = { sms: 'twilio' };

/** A delivery as `GET /v1/messages` returns it. */
function messageBody(state: WorkspaceState, delivery: Delivery): unknown {
	const person = findPerson(state, 'cio_id', delivery.cioId ?? '');
	const source = delivery.source;
	return {
		id: delivery.id,
		type: TYPES[delivery.channel] ?? delivery.channel,
		customer_id: person?.id ?? '',
		customer_identifiers: person ? identifiersOf(person) : null,
		recipient: delivery.recipient,
		subject: delivery.subject,
		metrics: delivery.metrics,
		created: delivery.created,
		newsletter_id: source.kind === 'newsletter' ? source.newsletterId : null,
		content_id: source.kind === 'newsletter' ? source.contentId : null,
		campaign_id: source.kind === 'campaign' ? source.campaignId : null,
		broadcast_id: source.kind === 'broadcast' ? source.broadcastId : null,
		action_id: source.kind === 'campaign' || source.kind === 'broadcast' ? source.actionId : null,
		transactional_message_id:
			source.kind === 'transactional' ? source.transactionalMessageId : null,
	};
}

function matchesQuery(delivery: Delivery, query: Record<string, string>): boolean {
	const { type, metric, drafts, start_ts: startTs, end_ts: endTs } = query;
	if (type && (TYPES[delivery.channel] ?? delivery.channel) !== type) return false;
	if (metric && !(metric in delivery.metrics)) return false;
	if (drafts !== 'true' && delivery.state === 'draft') return false;
	if (startTs && delivery.created < Number(startTs)) return false;
	if (endTs && delivery.created > Number(endTs)) return false;
	return true;
}

/** A page of deliveries, newest first, filtered by the query and the caller. */
export function deliveryPage(call: Call, matches: (delivery: Delivery) => boolean): unknown {
	const deliveries = call.state.deliveries
		.filter((delivery) => matches(delivery) && matchesQuery(delivery, call.query))
		.reverse();
	const page = cursorPage(deliveries, call.query.start, call.query.limit, 50);
	return {
		messages: page.items.map((delivery) => messageBody(call.state, delivery)),
		next: page.next,
	};
}

/** Query parameters that filter by source. */
const SOURCE_FILTERS: Record<string, (delivery: Delivery, id: number) => boolean> = {
	campaign_id: ({ source }, id) => source.kind === 'campaign' && source.campaignId === id,
	newsletter_id: ({ source }, id) => source.kind === 'newsletter' && source.newsletterId === id,
	action_id: ({ source }, id) => 'actionId' in source && source.actionId === id,
	transactional_id: ({ source }, id) =>
		source.kind === 'transactional' && source.transactionalMessageId === id,
	trigger_id: ({ source }, id) => source.kind === 'broadcast' && source.triggerId === id,
	content_id: ({ source }, id) => source.kind === 'newsletter' && source.contentId === id,
};

const getAll: Handler = (call) =>
	ok(
		deliveryPage(call, (delivery) =>
			Object.entries(SOURCE_FILTERS).every(([name, matches]) => {
				const id = call.query[name];
				return id === undefined || matches(delivery, Number(id));
			}),
		),
	);

function deliveryOf(call: Call): Delivery {
	const id = call.params.message_id ?? '';
	const delivery = call.state.deliveries.find((candidate) => candidate.id === id);
	if (!delivery) throw notFound(`no message "${id}"`);
	return delivery;
}

const get: Handler = (call) => ok({ message: messageBody(call.state, deliveryOf(call)) });

const getArchived: Handler = (call) => {
	const delivery = deliveryOf(call);
	if (!delivery.retained) throw notFound('the body of this message was not kept');
	return ok({
		archived_message: {
			id: delivery.id,
			recipient: delivery.recipient,
			subject: delivery.subject,
			body: delivery.body,
		},
	});
};

export const message: Record<string, Handler> = { getAll, get, getArchived };
