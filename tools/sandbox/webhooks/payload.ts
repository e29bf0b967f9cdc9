import { ulid, unixNow } from '../ids.ts';
import type { WebhooksLedger } from '../spec.ts';
import type { JsonObject, WebhookEvent } from '../types.ts';

/** An event with everything filled in, before it is written for one webhook. */
export interface ReadyEvent {
	event: string;
	envelope: { event_id: string; object_type: string; metric: string; timestamp: number };
	data: JsonObject;
	content: JsonObject;
	repeated: boolean;
}

/** The subscription value of an envelope, by the ledger's mapping rules. */
function eventOf(objectType: string, metric: string, data: JsonObject): string {
	if (metric === 'subscribed') return 'customer_subscribed';
	if (metric === 'cio_subscription_preferences_changed')
		return 'customer_subscription_preferences_changed';
	if (metric === 'unsubscribed')
		return objectType === 'email' && 'recipient' in data
			? 'email_unsubscribed'
			: 'customer_unsubscribed';
	return `${objectType}_${metric}`;
}

/**
 * Completes an event. Throws when neither `event` nor `object_type` and `metric` say what happened.
 */
export function readyEvent(ledger: WebhooksLedger, given: WebhookEvent): ReadyEvent {
	const known = ledger.eventsConfig.find((entry) => entry.value === given.event);
	const objectType = given.object_type ?? known?.objectType;
	const metric = given.metric ?? known?.metric;
	const data = given.data ?? {};
	if (objectType === undefined || metric === undefined)
		throw new Error(`the event ${given.event ?? '(unnamed)'} needs object_type and metric`);
	return {
		event: given.event ?? eventOf(objectType, metric, data),
		envelope: {
			event_id: given.event_id ?? ulid(),
			object_type: objectType,
			metric,
			timestamp: given.timestamp ?? unixNow(),
		},
		data,
		content: given.content ?? {},
		repeated: given.repeated ?? false,
	};
}

/** Keys that any message event may carry, whatever the metric. */
function variantKeys(ledger: WebhooksLedger): Set<string> {
	return new Set(
		Object.values(ledger.dataVariants).flatMap((variant) => variant.fields.map((f) => f.name)),
	);
}

/**
 * Narrows what is known about a message to the data keys that the ledger publishes for the metric.
 * An event without a published payload keeps everything.
 */
export function documentedData(
	ledger: WebhooksLedger,
	objectType: string,
	metric: string,
	known: JsonObject,
): JsonObject {
	const payload = ledger.payloads.find(
		(entry) => entry.objectType === objectType && entry.metric === metric,
	);
	if (!payload) return known;
	const allowed = variantKeys(ledger);
	for (const field of payload.dataFields) allowed.add(field.name);
	return Object.fromEntries(Object.entries(known).filter(([key]) => allowed.has(key)));
}

/** The raw body for one webhook. `content` joins only for webhooks that asked for it. */
export function bodyFor(event: ReadyEvent, withContent: boolean): string {
	const data = withContent ? { ...event.data, ...event.content } : event.data;
	return JSON.stringify({ data, ...event.envelope });
}
