import { atLeastOneOf } from '../../shared/schema/requestChecks';
import {
	variant,
	constant,
	boolean,
	json,
	resourceLocator,
	number,
	options,
	string,
	dateTime,
} from '../../shared/schema/fieldBuilders';
import { item } from '../../shared/schema/output';
import type { Field } from '../../shared/schema/fields';
import type { Json } from '../../shared/utils/json';
import { bodyAmp, methods, preheaderText } from './content';
import { newsletter, senderIdentity } from '../../shared/catalog/messagingLocators';
import { WHOSE_CLOCK } from './metrics';

export const newsletterId = resourceLocator('newsletter_id', newsletter, 'The newsletter');

const subject = string('subject', 'Subject of the email', {
	required: true,
	placeholder: 'What is new',
});
const html = string('body', 'Content of the email as HTML', {
	required: true,
	rows: 5,
	editor: 'htmlEditor',
});
export const bodyPlain = string(
	'body_plain',
	'Content as plain text instead of the generated one',
	{
		displayName: 'Body (Plain Text)',
		rows: 3,
	},
);
const plain = string('body', 'Text of the message, or body of the request', {
	required: true,
	rows: 3,
});
const push = [
	string('subject', 'Title of the notification', { topLevel: true }),
	string('body', 'Text of the notification', { topLevel: true, rows: 3 }),
] as const;
const bodyJson = json('body_json', 'Content of the message as JSON', 'object', {
	displayName: 'Content (JSON)',
	required: true,
	asText: true,
	// For n8n, the default "{}" of the field counts as a value.
	check: (value) =>
		value === '{}' ? 'must hold the content of the message, but is empty' : undefined,
});

export const from = string('from', 'Sender of an email, as name and address', {
	placeholder: 'Team <updates@example.com>',
});
export const fromId = resourceLocator('from_id', senderIdentity, 'Sender of an email', {
	displayName: 'From (Sender Identity)',
});

/** A push needs one of them; in other channels, the fields themselves are required. */
export const hasContent = atLeastOneOf(push[0], push[1], bodyJson);

/** Content of a new newsletter, by its channel. */
export const newsletterContent = variant('type', 'Channel of the newsletter', {
	email: {
		name: 'Email',
		description: 'With standard HTML',
		fields: [
			constant('type', 'email'),
			subject,
			html,
			bodyPlain,
			preheaderText,
			number('layout_id', 'ID of the layout around the content instead of the default one', {
				min: 1,
			}),
			from,
			fromId,
		],
	},
	in_app: {
		name: 'In-App',
		description: 'Shown when people open the app',
		fields: [constant('type', 'in_app'), bodyJson],
	},
	inbox: {
		name: 'Inbox',
		description: 'In the notification inbox, with topics, type, properties and expiration',
		fields: [constant('type', 'inbox'), bodyJson],
	},
	push: {
		name: 'Push',
		description: 'With a title, a text, or both',
		fields: [constant('type', 'push'), ...push],
	},
	twilio: {
		name: 'SMS',
		description: 'A text message',
		fields: [constant('type', 'twilio'), plain],
	},
	webhook: {
		name: 'Webhook',
		description: 'A request to an endpoint of yours for each person',
		fields: [
			constant('type', 'webhook'),
			string('url', 'Where the requests go', {
				required: true,
				format: 'url',
				placeholder: 'https://example.com/hook',
			}),
			options(
				'request_method',
				'HTTP method of the requests',
				methods('DELETE GET PATCH POST PUT'),
				{
					required: true,
					default: 'POST',
				},
			),
			plain,
		],
	},
});

/** Content of another language, by the channel of the newsletter. The API knows the channel, so it is not sent. */
export const translationContent = variant('type', 'Channel of the newsletter', {
	email: {
		name: 'Email',
		description: 'With standard HTML',
		fields: [subject, html, bodyPlain, bodyAmp, preheaderText],
	},
	inbox: {
		name: 'Inbox',
		description: 'In the notification inbox',
		fields: [bodyJson],
	},
	push: { name: 'Push', description: 'With a title, a text, or both', fields: [...push] },
	twilio: { name: 'SMS', description: 'A text message', fields: [plain] },
	webhook: { name: 'Webhook', description: 'Only the body can be translated', fields: [plain] },
});

export const scheduledAt = dateTime('scheduled_at', `When to send the newsletter. ${WHOSE_CLOCK}`, {
	required: true,
	check: inFuture,
});

export const rate = number(
	'rate_limit_email_rate',
	'Maximum messages per period, across all channels',
	{
		displayName: 'Messages',
		collection: 'rateLimit',
		min: 1,
		default: 1000,
	},
);
export const ratePeriod = options(
	'rate_limit_time_period',
	'The period of the rate limit',
	[
		{ name: 'Minute', value: '60' },
		{ name: 'Hour', value: '3600' },
		{ name: 'Day', value: '86400' },
	],
	{ displayName: 'Period', collection: 'rateLimit', asNumber: true, default: '3600' },
);

/** How fast a newsletter goes out. */
export const pace: readonly Field[] = [
	rate,
	ratePeriod,
	boolean('rate_limit_spread', 'Whether to spread the messages evenly over the period', {
		displayName: 'Spread',
		collection: 'rateLimit',
		default: true,
	}),
];

export const NEWSLETTER_KEYS = [
	'id',
	'name',
	'type',
	'sent_at',
	'created',
	'updated',
	'content_ids',
	'recipient_segment_ids',
	'tags',
	'subscription_topic_id',
] as const;

export const newsletterOutput = item('newsletter', { simplify: NEWSLETTER_KEYS });

function inFuture(value: Json): string | undefined {
	return Number(value) * 1000 > Date.now() ? undefined : 'must be in the future';
}
