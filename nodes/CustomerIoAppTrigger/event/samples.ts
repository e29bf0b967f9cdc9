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
const LINK = { href: 'https://example.com/offers', link_id: 3 };
const PHONE = { recipient: '+15550100' };

/** One event per channel: its metric and data as Customer.io sends them. */
const SAMPLES = {
	customer: {
		name: 'Customer Subscribed',
		metric: 'subscribed',
		data: { email_address: 'sample@example.com' },
	},
	email: {
		name: 'Email Opened',
		metric: 'opened',
		data: {
			newsletter_id: 8,
			content_id: 21,
			subject: 'News for you',
			recipient: 'sample@example.com',
			proxied: false,
			prefetched: false,
			synthetic: false,
		},
	},
	in_app: {
		name: 'In-App Clicked',
		metric: 'clicked',
		data: { ...CAMPAIGN, ...LINK, recipient: 'sample-person', tracked_response: 'yes' },
	},
	push: {
		name: 'Push Opened',
		metric: 'opened',
		data: {
			transactional_message_id: 4,
			recipients: [{ device_id: 'sample-device', device_platform: 'ios' }],
		},
	},
	slack: {
		name: 'Slack Clicked',
		metric: 'clicked',
		data: { ...CAMPAIGN, ...LINK, recipient: '#sample' },
	},
	sms: { name: 'SMS Delivered', metric: 'delivered', data: { ...CAMPAIGN, ...PHONE } },
	webhook: {
		name: 'Webhook Clicked',
		metric: 'clicked',
		data: { ...CAMPAIGN, ...LINK, recipient: 'https://example.com/sample' },
	},
	whatsapp: { name: 'WhatsApp Opened', metric: 'opened', data: { ...CAMPAIGN, ...PHONE } },
} as const;

export type SampleChannel = keyof typeof SAMPLES;

const NONE = 'none';
/** Customer.io's own IDs are upper-case. */
const ID_PREFIX = 'n8n-sample-';

export const sampleOptions: readonly INodePropertyOptions[] = sortedByName([
	{ name: 'None', value: NONE },
	...Object.entries(SAMPLES).map(([value, { name }]) => ({ name, value })),
]);

/** Whether there is a sample for the channel; false for `none` and for undefined. */
export function isSampleChannel(channel: unknown): channel is SampleChannel {
	return typeof channel === 'string' && Object.hasOwn(SAMPLES, channel);
}

/**
 * The sample of a channel.
 *
 * @param now when it happened, in milliseconds
 */
export function sampleEvent(channel: SampleChannel, now: number): ReportedEvent {
	const { metric, data } = SAMPLES[channel];
	// All events but changes of a person are about a message.
	const message = channel === 'customer' ? {} : { delivery_id: 'sample-delivery' };
	return {
		event_id: `${ID_PREFIX}${channel}`,
		object_type: channel,
		metric,
		timestamp: Math.floor(now / 1000),
		data: {
			customer_id: 'sample-person',
			...message,
			identifiers: {
				id: 'sample-person',
				email: 'sample@example.com',
				cio_id: 'a1b2000000c3',
			},
			...data,
		},
	};
}

/** Whether the event is one of the samples. */
export function isSample({ event_id: id }: ReportedEvent): boolean {
	return typeof id === 'string' && id.startsWith(ID_PREFIX);
}
