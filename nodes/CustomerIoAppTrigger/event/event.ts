import { isObject } from '../../shared/utils/json';

/** An event as Customer.io sends it. Only that it is an object has been checked. */
export interface ReportedEvent {
	readonly event_id?: unknown;
	readonly object_type?: unknown;
	/** Replaces `object_type` in one schema of Customer.io's documentation. */
	readonly object_type_type?: unknown;
	readonly metric?: unknown;
	/** Unix seconds. */
	readonly timestamp?: unknown;
	readonly data?: unknown;
}

/** The parts of a request that hold the event. */
interface EventRequest {
	readonly rawBody?: Uint8Array;
	/** `rawBody` as parsed by n8n. */
	readonly body?: unknown;
	readonly contentType?: string;
	/** Stated by the sender; UTF-8 by default. */
	readonly encoding?: string;
}

/** The event in a request's body; undefined if the body is not a JSON object. */
export function decodeEvent(request: EventRequest): ReportedEvent | undefined {
	const { rawBody, body, contentType, encoding = 'utf-8' } = request;
	if (rawBody === undefined || rawBody.length === 0) return undefined;
	// n8n has parsed these bytes already. In another encoding its text would differ from the signed one.
	if (contentType === 'application/json' && (encoding === 'utf-8' || encoding === 'utf8')) {
		return isObject(body) ? body : undefined;
	}
	try {
		// Invalid UTF-8 is replaced, not rejected: Customer.io would send a rejected event for a week.
		const bytes = Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength);
		const event: unknown = JSON.parse(bytes.toString('utf8'));
		return isObject(event) ? event : undefined;
	} catch {
		return undefined;
	}
}

/** What the event says about the person and the message; an empty object if it says nothing. */
export function dataOf({ data }: ReportedEvent): { readonly [key: string]: unknown } {
	return isObject(data) ? data : {};
}

/** The channel that the event is about, such as `email`, or `customer`. */
export function channelOf(event: ReportedEvent): string | undefined {
	return nonEmptyText(event.object_type) ?? nonEmptyText(event.object_type_type);
}

/**
 * The name under which the event is subscribed to, such as `email_sent`; undefined if the event
 * does not say.
 *
 * A change of a person's subscription may carry the channel whose message led to it, so only the
 * metric identifies it.
 */
export function nameOf(event: ReportedEvent): string | undefined {
	const metric = nonEmptyText(event.metric);
	const channel = channelOf(event);
	if (metric === undefined) return undefined;
	if (metric === 'subscribed') return 'customer_subscribed';
	if (metric === 'cio_subscription_preferences_changed') {
		return 'customer_subscription_preferences_changed';
	}
	if (metric === 'unsubscribed') {
		// The email's event has a recipient, the person's event an email address.
		const isEmailEvent = channel === 'email' && dataOf(event).email_address === undefined;
		return isEmailEvent ? 'email_unsubscribed' : 'customer_unsubscribed';
	}
	return channel === undefined ? undefined : `${channel}_${metric}`;
}

/**
 * Other names under which the event may have been subscribed to.
 *
 * Customer.io reports WhatsApp messages through Twilio as SMS, and does not document how to tell an
 * unsubscribed event of an email from one of the person.
 */
export function aliasesOf(event: ReportedEvent): string[] {
	const name = nameOf(event) ?? '';
	if (name.startsWith('sms_')) return [name.replace('sms_', 'whatsapp_')];
	if (channelOf(event) === 'email' && event.metric === 'unsubscribed') {
		return ['email_unsubscribed', 'customer_unsubscribed'];
	}
	return [];
}

/** The value if it is a non-empty text. */
export function nonEmptyText(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
