import { boolean, options, dateTime } from '../../shared/schema/fieldBuilders';
import { titleCase } from '../../shared/utils/casing';

/** Fields that all lists of messages share, whatever sent the messages. */

const METRICS = `attempted bounced clicked converted delivered dropped failed opened sent spammed
	undeliverable unsubscribed`;

const metric = options(
	'metric',
	'Only messages that this happened to',
	[
		{ name: 'Any', value: '' },
		...METRICS.split(/\s+/).map((value) => ({ name: titleCase(value), value })),
	],
	// On the top level, because all lists of messages share this property.
	{ topLevel: true },
);

export const createdAfter = dateTime('start_ts', 'Only messages created at or after this time', {
	displayName: 'Created After',
});

export const createdBefore = dateTime('end_ts', 'Only messages created before this time', {
	displayName: 'Created Before',
	notBefore: 'start_ts',
});

export const drafts = boolean('drafts', 'Whether to return drafts instead of sent messages', {
	default: true,
});

export const state = options('state', 'Only messages in this state', [
	{ name: 'Attempted', value: 'attempted' },
	{ name: 'Drafted', value: 'drafted' },
	{ name: 'Failed', value: 'failed' },
	{ name: 'Sent', value: 'sent' },
]);

export const trackedResponses = boolean(
	'get_tracked_responses',
	'Whether to include answers to in-app surveys',
	{ displayName: 'Include Survey Responses', default: true },
);

/** Filters of all lists of messages except those of a person. */
export const deliveryFilters = [metric, createdAfter, createdBefore, trackedResponses] as const;

export const MESSAGE_KEYS = [
	'id',
	'type',
	'customer_identifiers',
	'recipient',
	'subject',
	'created',
	'metrics',
	'failure_message',
	'campaign_id',
	'newsletter_id',
	'tracked_responses',
] as const;
