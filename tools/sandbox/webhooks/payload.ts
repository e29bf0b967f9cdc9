import { ulid, unixNow } from '../ids.ts';
import type { WebhooksSpec } from '../spec.ts';
import type { JsonObject, WebhookEvent } from '../types.ts';

/** A complete event, before it is serialized for a webhook. */
export interface ReadyEvent {
	event: string;
	envelope: { event_id: string; object_type: string; metric: string; timestamp: number };
	data: JsonObject;
	content: JsonObject;
	repeated: boolean;
}

/** The subscription value of an envelope, by the spec's mapping rules. */
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
 * Completes an event. Throws unless `event`, or `object_type` and `metric`, define its type.
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

/** Keys that any message event may have, for every metric. */
function variantKeys(spec: WebhooksSpec): Set<string> {
	return new Set(
		Object.values(spec.dataVariants).flatMap((variant) => variant.fields.map((f) => f.name)),
	);
}

/**
 * Filters a message's data to the keys that the spec documents for the metric.
 * An event without a documented payload keeps all keys.
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

/** The raw body for one webhook. `content` is added only for webhooks with `with_content`. */
export function bodyFor(event: ReadyEvent, withContent: boolean): string {
	const data = withContent ? { ...event.data, ...event.content } : event.data;
	return JSON.stringify({ data, ...event.envelope });
}
