import type { PickOption } from '../matrix/vocabulary';

/** The events of each channel that reporting webhooks can be subscribed to. */
const EVENTS: ReadonlyArray<readonly [prefix: string, channel: string, metrics: string]> = [
	['customer', 'Customer', 'subscribed unsubscribed subscription_preferences_changed'],
	[
		'email',
		'Email',
		'drafted attempted sent delivered opened clicked converted bounced dropped deferred spammed failed unsubscribed undeliverable',
	],
	['in_app', 'In-App', 'drafted attempted sent opened clicked converted failed undeliverable'],
	[
		'push',
		'Push',
		'drafted attempted sent delivered opened clicked converted bounced dropped failed undeliverable',
	],
	['slack', 'Slack', 'drafted attempted sent clicked converted failed'],
	[
		'sms',
		'SMS',
		'drafted attempted sent delivered clicked converted bounced dropped failed undeliverable replied',
	],
	[
		'whatsapp',
		'WhatsApp',
		'drafted attempted sent delivered opened clicked converted bounced dropped failed undeliverable replied',
	],
	['webhook', 'Webhook', 'drafted attempted sent clicked converted failed undeliverable'],
];

/** All events as the editor lists them. */
export const eventOptions: readonly PickOption[] = EVENTS.flatMap(([prefix, channel, metrics]) =>
	metrics.split(' ').map((metric) => ({
		name: `${channel} ${metric.split('_').map(capitalised).join(' ')}`,
		value: `${prefix}_${metric}`,
	})),
).sort((a, b) => a.name.localeCompare(b.name));

function capitalised(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
