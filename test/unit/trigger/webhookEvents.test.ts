/** The list of events against the API spec, and the events of each group. */
import webhooksSpec from '../../../tools/sandbox/spec/reporting-webhooks.json' with { type: 'json' };
import {
	eventOptions,
	expandEvents,
	isChosen,
	triggerEventOptions,
} from '../../../nodes/shared/catalog/webhookEvents.ts';

const values = webhooksSpec.eventsConfig.map(({ value }) => value).sort();

test('are the spec’s 72, each once, with a description', () => {
	expect(eventOptions.map(({ value }) => value).sort()).toEqual(values);
	expect(values).toHaveLength(72);
	for (const { description } of eventOptions) expect(description).toMatch(/^[A-Z].*[^.]$/);
	expect(new Set(eventOptions.map(({ description }) => description)).size).toBe(72);
});

test('the editor offers all, and all of each channel, in alphabetical order', () => {
	const names = triggerEventOptions.map(({ name }) => name);
	expect(names.filter((name) => name.startsWith('All '))).toEqual([
		'All Customer Events',
		'All Email Events',
		'All Events',
		'All In-App Events',
		'All Push Events',
		'All Slack Events',
		'All SMS Events',
		'All Webhook Events',
		'All WhatsApp Events',
	]);
	expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
	expect(names).toHaveLength(81);
});

test('groups stand for the events of their channel', () => {
	expect(expandEvents(['all'])).toEqual(values);
	const groups = triggerEventOptions
		.map(({ value }) => value)
		.filter((value) => value.endsWith('*'));
	expect(expandEvents(groups)).toEqual(values);
	for (const { objectType, value } of webhooksSpec.eventsConfig) {
		expect(expandEvents([`${objectType}_*`])).toContain(value);
	}
});

test('each event once, new ones unchanged, unknown groups empty', () => {
	expect(expandEvents(['email_sent', 'email_sent', 'line_sent'])).toEqual([
		'email_sent',
		'line_sent',
	]);
	expect(expandEvents(['email_*', 'email_sent'])).toHaveLength(14);
	expect(expandEvents(['fax_*'])).toEqual([]);
});

test('an event outside the list counts as selected', () => {
	expect(isChosen('slack_undeliverable', ['email_sent'])).toBe(true);
	expect(isChosen('email_opened', ['email_sent'])).toBe(false);
	expect(isChosen('email_opened', ['email_*'])).toBe(true);
	expect(isChosen('email_opened', ['all'])).toBe(true);
});
