import { ulid, unixNow } from '../ids.ts';
import type { WebhooksSpec } from '../spec.ts';
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
export function readyEvent(spec: WebhooksSpec, event: WebhookEvent): ReadyEvent {
	const config = spec.eventsConfig.find((entry) => entry.value === event.event);
	const objectType = event.object_type ?? config?.objectType;
	const metric = event.metric ?? config?.metric;
	const data = event.data ?? {};
	if (objectType === undefined || metric === undefined)
		throw new Error(`the event ${event.event ?? '(unnamed)'} needs object_type and metric`);
	return {
		event: event.event ?? eventOf(objectType, metric, data),
		envelope: {
			event_id: event.event_id ?? ulid(),
			object_type: objectType,
			metric,
			timestamp: event.timestamp ?? unixNow(),
		},
		data,
		content: event.content ?? {},
		repeated: event.repeated ?? false,
	};
}

/** Keys that any message event may carry, whatever the metric. */
function variantKeys(spec: WebhooksSpec): Set<string> {
	return new Set(
		Object.values(spec.dataVariants).flatMap((variant) => variant.fields.map((f) => f.name)),
	);
}

/**
 * Narrows what is known about a message to the data keys that the ledger publishes for the metric.
 * An event without a published payload keeps everything.
 */
export function documentedData(
	spec: WebhooksSpec,
	objectType: string,
	metric: string,
	data: JsonObject,
): JsonObject {
	const payload = spec.payloads.find(
		(entry) => entry.objectType === objectType && entry.metric === metric,
	);
	if (!payload) return data;
	const allowed = variantKeys(spec);
	for (const field of payload.dataFields) allowed.add(field.name);
	return Object.fromEntries(Object.entries(data).filter(([key]) => allowed.has(key)));
}

/** The raw body for one webhook. `content` joins only for webhooks that asked for it. */
export function bodyFor(event: ReadyEvent, withContent: boolean): string {
	const data = withContent ? { ...event.data, ...event.content } : event.data;
	return JSON.stringify({ data, ...event.envelope });
}
