import type { World } from '../handler.ts';
import { deliveryId, percentile, unixNow } from '../ids.ts';
import { findPerson, identifiersOf } from '../people.ts';
import { recordActivity } from '../resources/activity.ts';
import type { Channel, Delivery, Person } from '../state.ts';
import type { JsonObject } from '../types.ts';
import { documentedData } from './payload.ts';

/** Half of all recipients open their messages; which half depends only on the recipient. */
export function opens(recipient: string): boolean {
	return percentile(recipient) < 50;
}

/** Half of the recipients who open also click. */
export function clicks(recipient: string): boolean {
	return percentile(recipient) < 25;
}

/** One recipient in twenty has a provider that accepts the message only on the second attempt. */
function needsSecondAttempt(recipient: string): boolean {
	return percentile(recipient) >= 95;
}

/** The metrics that a channel reports, in order; inbox messages have no reporting events. */
const METRICS: Record<Channel, string[]> = {
	email: ['drafted', 'attempted', 'sent', 'delivered', 'opened', 'clicked'],
	push: ['drafted', 'attempted', 'sent', 'delivered', 'opened'],
	sms: ['drafted', 'attempted', 'sent', 'delivered'],
	whatsapp: ['drafted', 'attempted', 'sent', 'delivered', 'opened'],
	in_app: ['drafted', 'sent', 'opened'],
	inbox: [],
};

/** The metrics of one message to one recipient, in order. */
export function metricsFor(channel: Channel, recipient: string, suppressed: boolean): string[] {
	if (suppressed && channel !== 'in_app' && channel !== 'inbox') return ['drafted', 'dropped'];
	if (recipient.startsWith('bounce') && channel === 'email') return ['drafted', 'sent', 'bounced'];
	return METRICS[channel].filter((metric) => {
		if (metric === 'attempted') return needsSecondAttempt(recipient);
		if (metric === 'opened') return opens(recipient);
		if (metric === 'clicked') return clicks(recipient);
		return true;
	});
}

/** The activity log uses the name of its former provider for SMS. */
const activityChannel = (channel: Channel): string => (channel === 'sms' ? 'twilio' : channel);

/** The source of a message in the format of the webhook spec's variants. */
function sourceData(delivery: Delivery): JsonObject {
	const source = delivery.source;
	switch (source.kind) {
		case 'transactional':
			return { transactional_message_id: source.transactionalMessageId };
		case 'broadcast':
			return {
				trigger_id: source.triggerId,
				broadcast_id: source.broadcastId,
				action_id: source.actionId,
			};
		case 'campaign':
			return { campaign_id: source.campaignId, action_id: source.actionId };
		case 'newsletter':
			return { newsletter_id: source.newsletterId, content_id: source.contentId };
	}
}

/** Reports one metric of a delivery: in its metrics, in the activity log and to the webhooks. */
export function report(
	world: World,
	delivery: Delivery,
	metric: string,
	extra: JsonObject = {},
): void {
	const now = unixNow();
	const { state } = world;
	const person = findPerson(state, 'cio_id', delivery.cioId ?? '');
	const repeated = metric in delivery.metrics;
	delivery.metrics[metric] ??= now;
	recordActivity(state, {
		type: `${metric}_${activityChannel(delivery.channel)}`,
		timestamp: now,
		cioId: delivery.cioId,
		deliveryId: delivery.id,
		deliveryType: delivery.channel,
	});
	if (delivery.channel === 'inbox') return;
	const devices = person?.devices.map((device) => ({
		device_id: device.id,
		device_platform: device.platform,
	}));
	const messageData = {
		customer_id: person?.id ?? '',
		delivery_id: delivery.id,
		identifiers: person
			? identifiersOf(person)
			: { id: null, email: delivery.recipient, cio_id: null },
		...sourceData(delivery),
		subject: delivery.subject,
		recipient: delivery.recipient,
		recipients: devices ?? [],
		failure_message:
			metric === 'bounced' ? '550 5.1.1 no such mailbox' : 'the recipient is suppressed',
		proxied: false,
		prefetched: false,
		synthetic: false,
		machine: false,
		href: 'https://www.example.com/offer',
		link_id: 1,
		...extra,
	};
	const content = { content: delivery.body, headers: delivery.request.headers ?? {} };
	const narrow = (data: JsonObject): JsonObject =>
		documentedData(world.specs.webhooks, delivery.channel, metric, data);
	const event = `${delivery.channel}_${metric}`;
	// Track reports metrics that no webhook can subscribe to, such as an SMS that was opened.
	if (!world.specs.webhooks.eventsConfig.some((entry) => entry.value === event)) return;
	world.emit({
		event,
		timestamp: now,
		repeated,
		data: narrow(messageData),
		content: narrow(content),
	});
}

interface Outgoing {
	channel: Channel;
	source: Delivery['source'];
	person: Person | null;
	recipient: string;
	subject: string;
	body: string;
	request?: JsonObject;
	/** Unix seconds; null to send at once. */
	sendAt?: number | null;
	draft?: boolean;
	retained?: boolean;
}

/**
 * Records a delivery and, unless it is a draft or scheduled, reports its metrics after the response
 * was sent.
 */
export function dispatch(world: World, outgoing: Outgoing): Delivery {
	const now = unixNow();
	const { channel, person, recipient } = outgoing;
	const sendAt = outgoing.sendAt ?? null;
	const scheduled = sendAt !== null && sendAt > now;
	const delivery: Delivery = {
		id: deliveryId(),
		channel,
		source: outgoing.source,
		cioId: person?.cioId ?? null,
		recipient,
		subject: outgoing.subject,
		body: outgoing.body,
		state: outgoing.draft ? 'draft' : scheduled ? 'scheduled' : 'sent',
		metrics: {},
		created: now,
		sendAt,
		retained: outgoing.retained ?? true,
		request: outgoing.request ?? {},
	};
	world.state.deliveries.push(delivery);
	if (delivery.state === 'sent') {
		const blocked = [recipient.toLowerCase(), person?.id, person?.email?.toLowerCase()];
		const suppressed = blocked.some((key) => world.state.suppressed.includes(key ?? ''));
		world.later(5, () => {
			for (const metric of metricsFor(channel, recipient, suppressed))
				report(world, delivery, metric);
			// A second open of the same message; only webhooks with full resolution receive it.
			if ('clicked' in delivery.metrics) report(world, delivery, 'opened');
		});
	}
	return delivery;
}
