import {
	variant,
	resourceLocator,
	keyValue,
	options,
	string,
} from '../../shared/schema/fieldBuilders';
import type { VariantField, Field } from '../../shared/schema/fields';
import { replyTo, senderIdentity } from '../../shared/catalog/messagingLocators';
import { asciiHeaders } from './headers';
import { sendToUnsubscribed, tracked } from './message';

/** Content of existing messages: only the fields that are sent are changed. */

const body = string(
	'body',
	'Content of the message, or body of a webhook. What the drag-and-drop editor made cannot be changed.',
	{ rows: 5 },
);

export const bodyAmp = string('body_amp', 'Content as AMP, where it is supported', {
	displayName: 'Body (AMP)',
	rows: 3,
});

export const preheaderText = string('preheader_text', 'Text that is shown behind the subject');

const recipient = string('recipient', 'Who gets the message, usually as Liquid', {
	placeholder: '{{customer.email}}',
});

const headers = keyValue(
	'headers',
	'Headers to add or replace, in ASCII. Reserved names are refused.',
	{ valueType: 'string', asList: true, check: asciiHeaders },
);

/** The content of an email, push, in-app or Slack message. */
export const contentFields = [
	body,
	bodyAmp,
	string('subject', 'Subject of an email, or title of another message'),
	preheaderText,
	resourceLocator('from_id', senderIdentity, 'The sender', { displayName: 'From' }),
	resourceLocator('reply_to_id', replyTo, 'Where answers go', { displayName: 'Reply To' }),
	recipient,
	headers,
] as const;

const sendingState = options(
	'sending_state',
	'Whether the action sends its messages, keeps them as drafts, or does nothing',
	[
		{ name: 'Draft', value: 'draft' },
		{ name: 'Off', value: 'off' },
		{ name: 'Send Automatically', value: 'automatic' },
	],
	{ default: 'automatic' },
);

/** The content of an action of a campaign or broadcast, by its type. */
export const actionContent: VariantField<'action_type'> = variant(
	'action_type',
	'What the action does',
	{
		message: {
			name: 'Email, Push, In-App or Slack',
			description: 'Or any other message but the ones below',
			fields: [...contentFields, sendingState],
		},
		sms: {
			name: 'SMS',
			description: 'A text message, with an image if needed',
			fields: [
				body,
				string('image_url', 'Image of an MMS', { placeholder: 'https://example.com/image.png' }),
				recipient,
				sendingState,
			],
		},
		webhook: {
			name: 'Webhook',
			description: 'A request to an endpoint of yours',
			fields: [
				string('url', 'Where the request goes', {
					format: 'url',
					placeholder: 'https://example.com/hook',
				}),
				options('method', 'HTTP method of the request', methods('delete get patch post put'), {
					default: 'post',
				}),
				{ ...headers, asList: 'text' },
				body,
				sendingState,
			],
		},
		whatsapp: {
			name: 'WhatsApp',
			description: 'A message from a WhatsApp Business account',
			fields: [
				body,
				string('body_json', 'Content of the visual editor, as JSON', {
					displayName: 'Body (Visual Editor JSON)',
					rows: 3,
				}),
				recipient,
				resourceLocator('sender_identity_id', senderIdentity, 'The WhatsApp sender', {
					displayName: 'WhatsApp Sender',
				}),
				sendToUnsubscribed,
				tracked,
				sendingState,
			],
		},
	},
);

/** Language tag, where the API has no list of languages. */
export const languageTag: Field<'language'> = string(
	'language',
	'Tag of the language that the variant is in',
	{ placeholder: 'es' },
);

export function methods(names: string) {
	return names.split(' ').map((value) => ({ name: value.toUpperCase(), value }));
}
