/** An event as Customer.io sends it. Nothing is taken for granted but that it is an object. */
export interface ReportedEvent {
	readonly event_id?: unknown;
	readonly object_type?: unknown;
	/** In its place, according to one schema of Customer.io's. */
	readonly object_type_type?: unknown;
	readonly metric?: unknown;
	/** Unix seconds. */
	readonly timestamp?: unknown;
	readonly data?: unknown;
}

type Data = { readonly [key: string]: unknown };

/** What of a request tells the event. */
interface EventRequest {
	readonly rawBody?: Uint8Array;
	/** `rawBody` as n8n has read it. */
	readonly body?: unknown;
	readonly contentType?: string;
	/** As the sender says; UTF-8 if it does not. */
	readonly encoding?: string;
}

/** The event in a request's body; nothing if it is no JSON object. */
export function decodeEvent(request: EventRequest): ReportedEvent | undefined {
	const { rawBody, body, contentType, encoding = 'utf-8' } = request;
	if (rawBody === undefined || rawBody.length === 0) return undefined;
	// Already read, and from just these bytes. In another encoding they would be another text than the
	// one that was signed.
	if (contentType === 'application/json' && (encoding === 'utf-8' || encoding === 'utf8')) {
		return isObject(body) ? body : undefined;
	}
	try {
		// Bytes that are no UTF-8 are replaced, not refused: a refusal would come again for a week.
		const bytes = Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength);
		const event: unknown = JSON.parse(bytes.toString('utf8'));
		return isObject(event) ? event : undefined;
	} catch {
		return undefined;
	}
}

/** What the event tells about the person and the message; empty if it tells nothing. */
export function dataOf({ data }: ReportedEvent): Data {
	return isObject(data) ? data : {};
}

/** What the event is about: a channel, or `customer`. */
export function channelOf(event: ReportedEvent): string | undefined {
	return text(event.object_type) ?? text(event.object_type_type);
}

/**
 * The event's name as it is subscribed to, such as `email_sent`; nothing if it does not say.
 *
 * A change of a person's subscription may carry the channel whose message led to it, so that only
 * the metric tells.
 */
export function nameOf(event: ReportedEvent): string | undefined {
	const metric = text(event.metric);
	const channel = channelOf(event);
	if (metric === undefined) return undefined;
	if (metric === 'subscribed') return 'customer_subscribed';
	if (metric === 'cio_subscription_preferences_changed') {
		return 'customer_subscription_preferences_changed';
	}
	if (metric === 'unsubscribed') {
		// The email's own event names the recipient, the person's event the email address.
		const isEmailEvent = channel === 'email' && dataOf(event).email_address === undefined;
		return isEmailEvent ? 'email_unsubscribed' : 'customer_unsubscribed';
	}
	return channel === undefined ? undefined : `${channel}_${metric}`;
}

/** The value if it is a text with something in it. */
export function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isObject(value: unknown): value is Data {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
