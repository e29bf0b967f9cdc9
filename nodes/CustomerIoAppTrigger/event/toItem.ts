import type { IDataObject } from 'n8n-workflow';

import { channelOf, dataOf, isObject, nameOf, text, type ReportedEvent } from './event';

interface Values {
	readonly [key: string]: unknown;
}

/** Keys of an event, and of its data, that the item has under another name. */
const ENVELOPE_KEYS = new Set(['object_type', 'object_type_type', 'data', '__proto__']);
const PERSON_KEYS = new Set(['customer_id', 'email_address', 'identifiers', '__proto__']);

/** What sent a message, by the key of the event's data that names it. */
const SOURCES = [
	['campaign_id', 'campaign'],
	['broadcast_id', 'broadcast'],
	['newsletter_id', 'newsletter'],
	['transactional_message_id', 'transactional'],
] as const;

/** Where Customer.io writes JSON into a text; elsewhere a text is the message itself. */
const WITH_JSON_CONTENT = new Set(['push', 'in_app', 'customer']);

/**
 * An event as one flat item. These keys are always there, `null` where the event does not say:
 *
 * - `event`: as it is subscribed to, `email_sent`
 * - `channel`: `email`, `push` …, or `customer`; for a change of a person's subscription also the
 *   channel whose message led to it
 * - `metric`: what happened, `sent`
 * - `event_id`: the same when Customer.io sends the event again
 * - `time`: when it happened, ISO 8601 in UTC; `timestamp`: the same as Unix seconds
 * - `person_id`, `person_email`, `cio_id`: who it is about
 * - `delivery_id`: the message, as the transactional sends of the App node return it
 * - `recipient`: the address that the message went to
 * - `source`: `campaign`, `broadcast`, `newsletter` or `transactional`; `source_id`: which one
 * - `verified`: whether the signature was checked
 *
 * Everything else that the event says follows under Customer.io's own keys (`subject`, `href`,
 * `failure_message`, `campaign_id`, `action_id` …). `content` that is JSON in a text is read.
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
		person_id: person.id ?? text(data.customer_id) ?? null,
		person_email: person.email ?? text(data.email_address) ?? null,
		cio_id: person.cio_id ?? null,
		delivery_id: data.delivery_id ?? null,
		recipient: data.recipient ?? null,
		source: source ?? null,
		source_id: sourceKey === undefined ? null : data[sourceKey],
		verified,
	};
	addNew(item, data, PERSON_KEYS);
	addNew(item, event as Values, ENVELOPE_KEYS);
	// Data of a kind that is not known today.
	if (isGiven(event.data) && !isObject(event.data)) item.data = event.data;
	if (hasJsonContent(event, name)) item.content = readJson(item.content);
	return item as IDataObject;
}

/**
 * Copies what the item does not have yet: what Customer.io may add one day under one of its keys
 * must not replace it. Key by key: copies of objects by spreading cost more than the rest of the item.
 */
function addNew(item: { [key: string]: unknown }, from: Values, but: ReadonlySet<string>): void {
	for (const key in from) {
		if (!but.has(key) && !Object.hasOwn(item, key)) item[key] = from[key];
	}
}

function hasJsonContent(event: ReportedEvent, name: string | undefined): boolean {
	return (
		typeof dataOf(event).content === 'string' &&
		(WITH_JSON_CONTENT.has(channelOf(event) ?? '') || name?.startsWith('customer_') === true)
	);
}

/** A text that is no JSON object or array stays what it is. */
function readJson(content: unknown): unknown {
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

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}
