import type { Option } from '../schema/fields';
import { capitalize, sortedByName } from '../utils/casing';

/** What happened to a message, in words that suit every channel. */
const METRICS = {
	attempted: 'could not be handed to the provider yet, a retry follows',
	bounced: 'could not be delivered by the provider',
	clicked: 'had a tracked link clicked',
	converted: 'was credited with a conversion goal',
	deferred: 'could not be delivered by the provider yet, which tries again',
	delivered: 'was delivered, as the provider or device confirms',
	drafted: 'was created as a draft',
	dropped: 'was not sent because the recipient is suppressed',
	failed: 'could not be handed to the provider',
	opened: 'was opened',
	replied: 'was answered within 72 hours',
	sent: 'was handed to the provider',
	spammed: 'was marked as spam',
	undeliverable: 'was blocked by a message limit, a cancelled newsletter or disabled delivery',
	unsubscribed: 'made its recipient unsubscribe',
} as const;

type Metric = keyof typeof METRICS;

interface Channel {
	/** Precedes the metric in the API's value. */
	readonly prefix: string;
	/** In names: "Email Sent". */
	readonly name: string;
	/** In descriptions: "An email was opened". */
	readonly subject: string;
	readonly metrics: readonly Metric[];
	/** Descriptions that replace the common ones where those would mislead. */
	readonly descriptions?: { readonly [metric in Metric]?: string };
}

const COMMON_METRICS = ['drafted', 'attempted', 'sent', 'clicked', 'converted', 'failed'] as const;

const CHANNELS: readonly Channel[] = [
	{
		prefix: 'email',
		name: 'Email',
		subject: 'An email',
		metrics: [
			...COMMON_METRICS,
			'delivered',
			'opened',
			'bounced',
			'dropped',
			'deferred',
			'spammed',
			'unsubscribed',
			'undeliverable',
		],
		descriptions: {
			opened: 'was opened, by a person or a machine (the event tells which)',
			clicked: 'had a tracked link clicked, by a person or a machine (the event tells which)',
		},
	},
	{
		prefix: 'in_app',
		name: 'In-App',
		subject: 'An in-app message',
		metrics: [...COMMON_METRICS, 'opened', 'undeliverable'],
		descriptions: {
			sent: 'was queued until the person opens the app',
			opened: 'was shown',
			clicked: 'had a tracked part tapped',
		},
	},
	{
		prefix: 'push',
		name: 'Push',
		subject: 'A push notification',
		metrics: [...COMMON_METRICS, 'delivered', 'opened', 'bounced', 'dropped', 'undeliverable'],
		descriptions: {
			delivered: 'reached a device, as the SDK reports',
			opened: 'was opened on a device, as the SDK reports',
			bounced: 'was refused by the provider for at least one device',
			dropped: 'was not sent because a device had bounced before',
		},
	},
	{ prefix: 'slack', name: 'Slack', subject: 'A Slack message', metrics: COMMON_METRICS },
	{
		prefix: 'sms',
		name: 'SMS',
		subject: 'An SMS',
		metrics: [...COMMON_METRICS, 'delivered', 'bounced', 'dropped', 'undeliverable', 'replied'],
	},
	{
		prefix: 'whatsapp',
		name: 'WhatsApp',
		subject: 'A WhatsApp message',
		metrics: [
			...COMMON_METRICS,
			'delivered',
			'opened',
			'bounced',
			'dropped',
			'undeliverable',
			'replied',
		],
		descriptions: { opened: 'was read, if the recipient sends read receipts' },
	},
	{
		prefix: 'webhook',
		name: 'Webhook',
		subject: 'A webhook of a workflow in Customer.io',
		metrics: [...COMMON_METRICS, 'undeliverable'],
		descriptions: { sent: 'called its URL', clicked: 'had a tracked link of its payload opened' },
	},
];

const CUSTOMER_EVENTS: readonly Option[] = [
	{
		name: 'Customer Subscribed',
		value: 'customer_subscribed',
		description: 'A person opted in',
	},
	{
		name: 'Customer Subscription Preferences Changed',
		value: 'customer_subscription_preferences_changed',
		description: 'A person changed the topics or channels that they want to hear about',
	},
	{
		name: 'Customer Unsubscribed',
		value: 'customer_unsubscribed',
		description: 'A person opted out',
	},
];

/** The 72 events that a reporting webhook can be subscribed to, as the editor lists them. */
export const eventOptions: readonly Option[] = sortedByName([
	...CUSTOMER_EVENTS,
	...CHANNELS.flatMap(({ prefix, name, subject, metrics, descriptions }) =>
		metrics.map((metric) => ({
			name: `${name} ${capitalize(metric)}`,
			value: `${prefix}_${metric}`,
			description: `${subject} ${descriptions?.[metric] ?? METRICS[metric]}`,
		})),
	),
]);

const EVENT_NAMES = new Set(eventOptions.map(({ value }) => value));

const ALL = 'all';
/** All events of a channel, such as `email_*`. */
const GROUP = /_\*$/;

const GROUPS: readonly Option[] = [
	{ name: 'All Events', value: ALL, description: 'Any of the 72 events of all channels' },
	{
		name: 'All Customer Events',
		value: 'customer_*',
		description: 'A person opted in or out, or changed their preferences',
	},
	...CHANNELS.map(({ prefix, name, subject }) => ({
		name: `All ${name} Events`,
		value: `${prefix}_*`,
		description: `Any event of ${subject.replace(/^A/, 'a')}`,
	})),
];

/** The name in the node panel: "On email sent". Names in capitals keep them. */
function actionOf({ name }: Option): string {
	const words = name
		.split(' ')
		.map((word) => (/^[A-Z][a-z-]+(-App)?$/.test(word) ? word.toLowerCase() : word));
	return `On ${words.join(' ')}`;
}

/** `eventOptions`, and groups of them. */
export const triggerEventOptions: ReadonlyArray<Option & { readonly action: string }> =
	sortedByName([...GROUPS, ...eventOptions]).map((option) => ({
		...option,
		action: actionOf(option),
	}));

/**
 * The API's values for the chosen events and groups, sorted and without duplicates.
 *
 * An unknown event is kept: Customer.io may add new ones, and rejects what it does not know.
 */
export function expandEvents(chosen: readonly string[]): string[] {
	const events = chosen.flatMap((choice) => {
		if (choice === ALL) return [...EVENT_NAMES];
		if (!GROUP.test(choice)) return [choice];
		const prefix = choice.slice(0, -1);
		return [...EVENT_NAMES].filter((value) => value.startsWith(prefix));
	});
	return [...new Set(events)].sort();
}

/**
 * Whether a received event is among the chosen ones.
 *
 * An event that cannot be chosen, such as `slack_undeliverable`, counts as chosen: Customer.io sends
 * it without a subscription.
 */
export function isChosen(event: string, chosen: readonly string[]): boolean {
	return (
		!EVENT_NAMES.has(event) ||
		chosen.some(
			(choice) =>
				choice === ALL ||
				choice === event ||
				(GROUP.test(choice) && event.startsWith(choice.slice(0, -1))),
		)
	);
}
