import type { INodePropertyOptions } from 'n8n-workflow';

import { sortedByName } from '../../shared/utils/casing';
import type { ReportedEvent } from './event';

const CAMPAIGN = {
	action_id: 31,
	campaign_id: 12,
	journey_id: '01JSAMPLE0JOURNEY000000000',
	parent_action_id: 30,
	trigger_event_id: '01JSAMPLE0TRIGGER000000000',
};
const NEWSLETTER = { newsletter_id: 8, content_id: 21 };
const TRANSACTIONAL = { transactional_message_id: 4 };

interface Channel {
	/** The event that is sent for the channel as a whole. */
	readonly name: string;
	readonly metric: string;
	/** What sent the message. */
	readonly source: object;
	/** Whom it reached, in the metrics that say so. */
	readonly recipient: object;
}

const CHANNELS = {
	customer: { name: 'Customer Subscribed', metric: 'subscribed', source: {}, recipient: {} },
	email: {
		name: 'Email Opened',
		metric: 'opened',
		source: NEWSLETTER,
		recipient: { recipient: 'sample@example.com' },
	},
	in_app: {
		name: 'In-App Clicked',
		metric: 'clicked',
		source: CAMPAIGN,
		recipient: { recipient: 'sample-person' },
	},
	push: {
		name: 'Push Opened',
		metric: 'opened',
		source: TRANSACTIONAL,
		recipient: { recipients: [{ device_id: 'sample-device', device_platform: 'ios' }] },
	},
	slack: {
		name: 'Slack Clicked',
		metric: 'clicked',
		source: CAMPAIGN,
		recipient: { recipient: '#sample' },
	},
	sms: {
		name: 'SMS Delivered',
		metric: 'delivered',
		source: CAMPAIGN,
		recipient: { recipient: '+15550100' },
	},
	webhook: {
		name: 'Webhook Clicked',
		metric: 'clicked',
		source: CAMPAIGN,
		recipient: { recipient: 'https://example.com/sample' },
	},
	whatsapp: {
		name: 'WhatsApp Opened',
		metric: 'opened',
		source: CAMPAIGN,
		recipient: { recipient: '+15550100' },
	},
} as const satisfies { readonly [channel: string]: Channel };

type ChannelName = keyof typeof CHANNELS;

/** What the metrics of messages add, in every channel. */
const METRIC_DATA: { readonly [metric: string]: object } = {
	attempted: { failure_message: 'Sample: the provider did not respond' },
	bounced: { failure_message: 'Sample: 550 5.1.1 The mailbox does not exist' },
	clicked: { href: 'https://example.com/offers', link_id: 3 },
	deferred: { failure_message: 'Sample: 451 4.7.1 Try again later' },
	dropped: { failure_message: 'Sample: the recipient is suppressed' },
	failed: { failure_message: 'Sample: the provider rejected the message' },
	replied: { inbound_event_id: '01JSAMPLE0INBOUND000000000', to: '+15550199' },
	sent: { content: 'Sample: a message with its content' },
	undeliverable: { failure_message: 'Sample: a message limit was reached' },
};

/** Events whose data differs from the rule. */
const EVENT_DATA: { readonly [event: string]: object } = {
	customer_subscription_preferences_changed: { content: '{"topics":{"topic_1":true}}' },
	email_clicked: { machine: false },
	email_opened: { proxied: false, prefetched: false, synthetic: false },
	email_sent: { headers: { 'X-Sample': 'yes' } },
	in_app_clicked: { tracked_response: 'yes' },
};

/** Before a message has a recipient, Customer.io does not name one. */
const WITHOUT_RECIPIENT = new Set(['attempted', 'drafted', 'failed', 'undeliverable']);
const EXCEPTIONS: { readonly [event: string]: boolean } = {
	email_drafted: true,
	email_failed: true,
	email_undeliverable: true,
	in_app_opened: false,
};

function dataOf(channel: ChannelName, metric: string): object {
	const event = `${channel}_${metric}`;
	if (channel === 'customer') {
		const changed = metric === 'cio_subscription_preferences_changed';
		const content = changed ? EVENT_DATA.customer_subscription_preferences_changed : {};
		return { email_address: 'sample@example.com', ...content };
	}
	const { source, recipient } = CHANNELS[channel];
	const hasRecipient = EXCEPTIONS[event] ?? !WITHOUT_RECIPIENT.has(metric);
	const hasSubject = channel === 'email' && metric !== 'attempted';
	// Push says for each device why it failed.
	const isPerDevice =
		channel === 'push' && hasRecipient && 'failure_message' in (METRIC_DATA[metric] ?? {});
	return {
		...source,
		delivery_id: 'sample-delivery',
		...(hasRecipient ? recipient : {}),
		...(hasSubject ? { subject: 'News for you' } : {}),
		...(isPerDevice ? {} : METRIC_DATA[metric]),
		...EVENT_DATA[event],
	};
}

const NONE = 'none';
const CHOSEN = 'chosen';
/** Customer.io's own IDs are upper-case. */
const ID_PREFIX = 'n8n-sample-';

export const sampleOptions: readonly INodePropertyOptions[] = sortedByName([
	{ name: 'First of the Chosen Events', value: CHOSEN },
	{ name: 'None', value: NONE },
	...Object.entries(CHANNELS).map(([value, { name }]) => ({ name, value })),
]);

/**
 * The event of which a sample is chosen, such as `email_bounced`.
 *
 * @param choice a value of `sampleOptions`
 * @param events the chosen events, with groups such as `email_*`: for a group, the event of its channel
 * @returns undefined if none is
 */
export function chosenSampleEvent(choice: unknown, events: readonly string[]): string | undefined {
	if (choice === CHOSEN) {
		const [first = ''] = events;
		const channel = first.endsWith('_*')
			? first.slice(0, -2)
			: first === 'all'
				? 'email'
				: undefined;
		return channel === undefined ? first || undefined : chosenSampleEvent(channel, []);
	}
	if (typeof choice !== 'string' || !isChannel(choice)) return undefined;
	return `${choice}_${CHANNELS[choice].metric}`;
}

/**
 * A sample of an event, with the fields that Customer.io documents for it.
 *
 * @param event such as `email_bounced`
 * @param now when it happened, in milliseconds
 * @see https://docs.customer.io/integrations/data-out/connections/webhooks/
 */
export function sampleEvent(event: string, now: number): ReportedEvent {
	const channel =
		Object.keys(CHANNELS)
			.filter(isChannel)
			.find((name) => event.startsWith(`${name}_`)) ?? 'email';
	const name = event.slice(channel.length + 1);
	const metric =
		name === 'subscription_preferences_changed' ? 'cio_subscription_preferences_changed' : name;
	return {
		event_id: `${ID_PREFIX}${event}`,
		object_type: channel,
		metric,
		timestamp: Math.floor(now / 1000),
		data: {
			customer_id: 'sample-person',
			identifiers: {
				id: 'sample-person',
				email: 'sample@example.com',
				cio_id: 'a1b2000000c3',
			},
			...dataOf(channel, metric),
		},
	};
}

function isChannel(value: string): value is ChannelName {
	return Object.hasOwn(CHANNELS, value);
}

/** Whether the event is one of the samples. */
export function isSample({ event_id: id }: ReportedEvent): boolean {
	return typeof id === 'string' && id.startsWith(ID_PREFIX);
}
