import type { IDataObject } from 'n8n-workflow';

import { isGiven, isObject } from '../../shared/utils/json';
import { channelOf, dataOf, nameOf, nonEmptyText, type ReportedEvent } from './event';

/** Keys of an event, and of its data, that the item holds under other names. */
const ENVELOPE_KEYS = new Set(['object_type', 'object_type_type', 'data', '__proto__']);
const PERSON_KEYS = new Set(['customer_id', 'email_address', 'identifiers', '__proto__']);

/** The kinds of source, by the key of the event's data that holds the source's ID. */
const SOURCES = [
	['campaign_id', 'campaign'],
	['broadcast_id', 'broadcast'],
	['newsletter_id', 'newsletter'],
	['transactional_message_id', 'transactional'],
] as const;

/** Channels whose content is JSON text; elsewhere the text is the message itself. */
const JSON_CONTENT_CHANNELS = new Set(['push', 'in_app', 'customer']);

/**
 * An event as one flat item. These keys always exist, with `null` where the event does not say:
 *
 * - `event`: its name in subscriptions, `email_sent`
 * - `channel`: `email`, `push` …, or `customer`; for a change of a person's subscription also the
 *   channel whose message led to it
 * - `metric`: what happened, `sent`
 * - `event_id`: stays the same when Customer.io sends the event again
 * - `time`: when it happened, ISO 8601 in UTC; `timestamp`: the same as Unix seconds
 * - `person_id`, `person_email`, `cio_id`: who it is about
 * - `delivery_id`: the message, as the transactional sends of the App node return it
 * - `recipient`: the address of the message
 * - `source`: `campaign`, `broadcast`, `newsletter` or `transactional`; `source_id`: which one
 * - `verified`: whether the signature was checked
 *
 * Everything else in the event follows under Customer.io's own keys (`subject`, `href`,
 * `failure_message`, `campaign_id`, `action_id` …). `content` that is JSON text is parsed.
 */
export function toItem(event: ReportedEvent, verified: boolean): IDataObject {
	const data = dataOf(event);
	const person = isObject(data.identifiers) ? data.identifiers : {};
	const [sourceKey, source] = SOURCES.find(([key]) => isGiven(data[key])) ?? [];
	const name = nameOf(event);
	const item: { [key: string]: unknown } = {
		event: name ?? null,
		channel: channelOf(event) ?? null,
		metric: event.metric ?? null,
		event_id: event.event_id ?? null,
		time: isoTime(event.timestamp) ?? null,
		timestamp: event.timestamp ?? null,
		person_id: person.id ?? nonEmptyText(data.customer_id) ?? null,
		person_email: person.email ?? nonEmptyText(data.email_address) ?? null,
		cio_id: person.cio_id ?? null,
		delivery_id: data.delivery_id ?? null,
		recipient: data.recipient ?? null,
		source: source ?? null,
		source_id: sourceKey === undefined ? null : data[sourceKey],
		verified,
	};
	addMissing(item, data, PERSON_KEYS);
	addMissing(item, event as { readonly [key: string]: unknown }, ENVELOPE_KEYS);
	// Customer.io may introduce another form of data.
	if (isGiven(event.data) && !isObject(event.data)) item.data = event.data;
	if (hasJsonContent(event, name)) item.content = parseJson(item.content);
	return item as IDataObject;
}

/**
 * Copies the keys that the item does not have yet, so that a key which Customer.io may add one day
 * never replaces one of ours. Copying by spread would take longer than building the rest of the item.
 */
function addMissing(
	item: { [key: string]: unknown },
	source: { readonly [key: string]: unknown },
	excluded: ReadonlySet<string>,
): void {
	for (const key in source) {
		if (!excluded.has(key) && !Object.hasOwn(item, key)) item[key] = source[key];
	}
}

function hasJsonContent(event: ReportedEvent, name: string | undefined): boolean {
	return (
		typeof dataOf(event).content === 'string' &&
		(JSON_CONTENT_CHANNELS.has(channelOf(event) ?? '') || name?.startsWith('customer_') === true)
	);
}

/** Returns the text itself unless it is a JSON object or array. */
function parseJson(content: unknown): unknown {
	try {
		const value: unknown = JSON.parse(String(content));
		return typeof value === 'object' && value !== null ? value : content;
	} catch {
		return content;
	}
}

function isoTime(timestamp: unknown): string | undefined {
	if (typeof timestamp !== 'number') return undefined;
	const time = new Date(timestamp * 1000);
	return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
