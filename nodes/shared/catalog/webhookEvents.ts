import { capitalize, sortedByName } from '../utils/casing';
import type { Option } from '../schema/fields';

/** What happened to a message, in words that hold for every channel. */
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
	/** What stands before the metric in the API's value. */
	readonly prefix: string;
	/** In names: "Email Sent". */
	readonly name: string;
	/** In descriptions: "An email was opened". */
	readonly subject: string;
	readonly metrics: readonly Metric[];
	/** Where the common words would mislead. */
	readonly words?: { readonly [metric in Metric]?: string };
}

const EVERYWHERE = ['drafted', 'attempted', 'sent', 'clicked', 'converted', 'failed'] as const;

const CHANNELS: readonly Channel[] = [
	{
		prefix: 'email',
		name: 'Email',
		subject: 'An email',
		metrics: [
			...EVERYWHERE,
			'delivered',
			'opened',
			'bounced',
			'dropped',
			'deferred',
			'spammed',
			'unsubscribed',
			'undeliverable',
		],
		words: {
			opened: 'was opened, by a person or a machine (the event tells which)',
			clicked: 'had a tracked link clicked, by a person or a machine (the event tells which)',
		},
	},
	{
		prefix: 'in_app',
		name: 'In-App',
		subject: 'An in-app message',
		metrics: [...EVERYWHERE, 'opened', 'undeliverable'],
		words: {
			sent: 'was queued until the person opens the app',
			opened: 'was shown',
			clicked: 'had a tracked part tapped',
		},
	},
	{
		prefix: 'push',
		name: 'Push',
		subject: 'A push notification',
		metrics: [...EVERYWHERE, 'delivered', 'opened', 'bounced', 'dropped', 'undeliverable'],
		words: {
			delivered: 'reached a device, as the SDK reports',
			opened: 'was opened on a device, as the SDK reports',
			bounced: 'was refused by the provider for at least one device',
			dropped: 'was not sent because a device had bounced before',
		},
	},
	{ prefix: 'slack', name: 'Slack', subject: 'A Slack message', metrics: EVERYWHERE },
	{
		prefix: 'sms',
		name: 'SMS',
		subject: 'An SMS',
		metrics: [...EVERYWHERE, 'delivered', 'bounced', 'dropped', 'undeliverable', 'replied'],
	},
	{
		prefix: 'whatsapp',
		name: 'WhatsApp',
		subject: 'A WhatsApp message',
		metrics: [
			...EVERYWHERE,
			'delivered',
			'opened',
			'bounced',
			'dropped',
			'undeliverable',
			'replied',
		],
		words: { opened: 'was read, if the recipient sends read receipts' },
	},
	{
		prefix: 'webhook',
		name: 'Webhook',
		subject: 'A webhook of a workflow in Customer.io',
		metrics: [...EVERYWHERE, 'undeliverable'],
		words: { sent: 'called its URL', clicked: 'had a tracked link of its payload opened' },
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
	...CHANNELS.flatMap(({ prefix, name, subject, metrics, words }) =>
		metrics.map((metric) => ({
			name: `${name} ${capitalize(metric)}`,
			value: `${prefix}_${metric}`,
			description: `${subject} ${words?.[metric] ?? METRICS[metric]}`,
		})),
	),
]);

const KNOWN = new Set(eventOptions.map(({ value }) => value));

const ALL = 'all';
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
		description: `${subject} went through any of its events`,
	})),
];

/** As the node panel lists it: "On email sent". Names that are spelled in capitals keep them. */
function actionOf({ name }: Option): string {
	const words = name
		.split(' ')
		.map((word) => (/^[A-Z][a-z-]+(-App)?$/.test(word) ? word.toLowerCase() : word));
	return `On ${words.join(' ')}`;
}

/** `eventOptions`, and choices that stand for many of them. */
export const triggerEventOptions: ReadonlyArray<Option & { readonly action: string }> =
	sortedByName([...GROUPS, ...eventOptions]).map((option) => ({
		...option,
		action: actionOf(option),
	}));

/**
 * The API's values for what was chosen, sorted and each once.
 *
 * A value that is no group and not known goes through as it is: Customer.io may learn new ones, and
 * says so if it does not know it.
 */
export function expandEvents(chosen: readonly string[]): string[] {
	const events = chosen.flatMap((choice) => {
		if (choice === ALL) return [...KNOWN];
		if (!GROUP.test(choice)) return [choice];
		const prefix = choice.slice(0, -1);
		return [...KNOWN].filter((value) => value.startsWith(prefix));
	});
	return [...new Set(events)].sort();
}

/**
 * Whether an event that came in is among the chosen ones.
 *
 * One that nobody can choose, such as `slack_undeliverable`, counts as chosen: Customer.io sends it
 * on its own account.
 */
export function isChosen(event: string, chosen: readonly string[]): boolean {
	return (
		!KNOWN.has(event) ||
		chosen.some(
			(choice) =>
				choice === ALL ||
				choice === event ||
				(GROUP.test(choice) && event.startsWith(choice.slice(0, -1))),
		)
	);
}
