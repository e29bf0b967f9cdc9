import {
	attachments,
	boolean,
	resourceLocator,
	keyValue,
	string,
	dateTime,
} from '../../shared/schema/fieldBuilders';
import type { Field } from '../../shared/schema/fields';
import type { Json } from '../../shared/utils/json';
import { asciiHeaders } from './headers';
import { transactionalMessage } from '../../shared/catalog/messagingLocators';

const DAY_SECONDS = 24 * 60 * 60;
const MAX_DAYS_AHEAD = 90;

/** @see https://docs.customer.io/integrations/api/app/#operation/sendEmail */
export const MAX_RECIPIENTS = 15;
const MAX_ATTACHED_BYTES = 2 * 1024 * 1024;

export const transactionalMessageId = resourceLocator(
	'transactional_message_id',
	transactionalMessage,
	'The transactional message that holds the content',
	{ required: true },
);

export const messageData = keyValue(
	'message_data',
	'Values for the message, used in its content as {{trigger.name}}',
	{ topLevel: true },
);

const sendAt = dateTime(
	'send_at',
	'When to send, at most 90 days ahead. A past time sends at once.',
	{
		check: atMostDaysAhead,
	},
);

const language = string(
	'language',
	'Overrides the language of the person. Two- or four-letter code.',
	{ placeholder: 'de' },
);

const disableMessageRetention = boolean(
	'disable_message_retention',
	'Whether to keep the content out of the delivery history',
	{ default: true },
);

export const sendToUnsubscribed = boolean(
	'send_to_unsubscribed',
	'Whether to send even if the person is unsubscribed',
	{ default: true },
);

const queueDraft = boolean('queue_draft', 'Whether to hold a draft instead of sending', {
	default: true,
});

export const autoCreate = boolean(
	'auto_create',
	'Whether to create an empty message when the trigger name is unknown. An ID is never created. Customer.io sends the message only after its content was added there.',
	{ default: true },
);

export const tracked = boolean('tracked', 'Whether to track opens and clicks of links', {
	default: true,
});

export const attachedFiles = attachments(
	'attachments',
	'Names of the input fields that hold files, separated by commas. 2 MB together at most.',
	{
		displayName: 'Attachments (Binary Fields)',
		placeholder: 'data, invoice',
		maxBytes: MAX_ATTACHED_BYTES,
	},
);

export const headers = keyValue(
	'headers',
	'Custom email headers. Names and values must be ASCII; reserved names cannot be overridden.',
	{ valueType: 'string', check: asciiHeaders },
);

/** Options that every channel has. */
export const delivery: readonly Field[] = [sendAt, language, queueDraft, disableMessageRetention];

function atMostDaysAhead(value: Json): string | undefined {
	const latest = Date.now() / 1000 + MAX_DAYS_AHEAD * DAY_SECONDS;
	return Number(value) > latest ? `must be at most ${MAX_DAYS_AHEAD} days ahead` : undefined;
}
