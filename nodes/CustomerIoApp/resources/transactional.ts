import {
	choice,
	flag,
	fromCredential,
	json,
	locate,
	pairs,
	pick,
	text,
	time,
} from '../../matrix/fields';
import { item, list } from '../../matrix/outputs';
import { operation, type Field, type Json, type Resource } from '../../matrix/vocabulary';
import { transactionalMessage } from '../fields/locators';
import {
	attachedFiles,
	autoCreate,
	disableMessageRetention,
	headers,
	language,
	messageData,
	MOST_RECIPIENTS,
	queueDraft,
	sendAt,
	sendToUnsubscribed,
	tracked,
	transactionalMessageId,
} from '../fields/message';
import { identifiers } from '../fields/person';

/** Needed only with a service-account token, and understood only by the sends. */
const workspaceId = fromCredential('X-Workspace-Id', 'workspaceId', { in: 'header' });

const person = { ...identifiers, required: true } as const;

/** Options that every channel has. */
const delivery: readonly Field[] = [sendAt, language, queueDraft, disableMessageRetention];

const subject = text('subject', 'Subject of the email', { placeholder: 'Your receipt' });
const from = text(
	'from',
	"Sender: an address that is verified in Customer.io. Without it, the message's or the workspace's own.",
	{ placeholder: 'Ada Shop <shop@example.com>' },
);
const body = text('body', 'Content of the email as HTML', { rows: 5, editor: 'htmlEditor' });

const email: readonly Field[] = [
	attachedFiles,
	text('bcc', 'Addresses that get a blind copy, separated by commas', {
		placeholder: 'archive@example.com',
		check: atMostRecipients,
	}),
	text('body_amp', 'Content as AMP, for mail programs that show it', {
		displayName: 'Body (AMP)',
		rows: 3,
	}),
	text('body_plain', 'Content as plain text, for mail programs that show no HTML', {
		displayName: 'Body (Plain Text)',
		rows: 3,
	}),
	text('cc', 'Addresses that get a copy, separated by commas', {
		placeholder: 'sales@example.com',
		check: atMostRecipients,
	}),
	flag('disable_css_preprocessing', 'Whether to send the HTML without inlining its CSS', {
		displayName: 'Disable CSS Preprocessing',
		default: true,
	}),
	flag('fake_bcc', 'Whether the blind copies say in their subject for whom the email was', {
		displayName: 'Fake BCC',
		default: true,
	}),
	headers,
	text('preheader', 'Text that mail programs show behind the subject'),
	text('reply_to', 'Address to which answers go', { placeholder: 'help@example.com' }),
	tracked,
	sendToUnsubscribed,
	autoCreate,
	...delivery,
];

/** @see https://docs.customer.io/integrations/api/app/#tag/send-messages */
export const transactional: Resource = {
	name: 'transactional',
	displayName: 'Transactional Message',
	description: 'Messages to one person, and their templates',
	operations: {
		sendEmail: operation({
			name: 'Send Email',
			action: 'Send transactional email',
			description: 'Send an email to one person, from a template or with its own content',
			route: 'POST /v1/send/email',
			independent: true,
			fields: [
				text('to', 'Recipients, separated by commas. At most 15 together with CC and BCC.', {
					displayName: 'To',
					required: true,
					placeholder: 'Ada Lovelace <ada@example.com>',
					check: atMostRecipients,
				}),
				{ ...person, required: false, prominent: true },
				choice('content', 'Where the content of the email comes from', {
					template: {
						name: 'From a Transactional Message',
						description: 'Use a message of Customer.io, and override parts of it if needed',
						fields: [transactionalMessageId, body, from, subject],
					},
					inline: {
						name: 'Written Here',
						description: 'Give subject and body in this node',
						fields: [
							{ ...from, required: true },
							{ ...subject, required: true },
							{ ...body, required: true },
							locate(
								'transactional_message_id',
								transactionalMessage,
								'The message under which metrics are counted. Without it, the one with ID 1.',
								{ parameter: 'countUnderMessageId', displayName: 'Count Metrics Under' },
							),
						],
					},
				}),
				messageData,
				...email,
				workspaceId,
			],
			output: item(),
		}),
		sendPush: operation({
			name: 'Send Push',
			action: 'Send transactional push',
			description: 'Send a push notification to the devices of one person',
			route: 'POST /v1/send/push',
			independent: true,
			fields: [
				transactionalMessageId,
				person,
				messageData,
				text('to', 'Devices: "all", "last_used", or the token of one device of the person', {
					displayName: 'To',
					placeholder: 'last_used',
				}),
				text('title', "Title instead of the message's own"),
				text('message', "Text instead of the message's own", { rows: 3 }),
				text('image_url', 'Image to show', {
					placeholder: 'https://example.com/image.png',
				}),
				text('link', 'Deep link that opens on tap', { placeholder: 'myapp://orders/1' }),
				pick('sound', 'Sound on iOS', [
					{ name: 'Default', value: 'default' },
					{ name: 'None', value: 'none' },
				]),
				pairs('custom_data', 'Text values that the app gets with the notification', {
					values: 'string',
				}),
				json(
					'custom_payload',
					'The whole payload for each platform as JSON: {"ios": {…}, "android": {…}}. It replaces all other content.',
					'object',
				),
				text('token', 'Token of a device to add to the person when the push is sent', {
					displayName: 'Custom Device Token',
					under: 'custom_device',
					parameter: 'customDeviceToken',
				}),
				pick(
					'platform',
					'Platform of the custom device',
					[
						{ name: 'Android', value: 'android' },
						{ name: 'iOS', value: 'ios' },
					],
					{
						displayName: 'Custom Device Platform',
						under: 'custom_device',
						parameter: 'customDevicePlatform',
					},
				),
				time('last_used', 'When the custom device was last used', {
					displayName: 'Custom Device Last Used',
					under: 'custom_device',
					parameter: 'customDeviceLastUsed',
				}),
				json(
					'attributes',
					'Attributes of the custom device as JSON, such as device_os, device_model, app_version, push_enabled ("true" or "false")',
					'object',
					{
						displayName: 'Custom Device Attributes (JSON)',
						under: 'custom_device',
						parameter: 'customDeviceAttributes',
					},
				),
				sendToUnsubscribed,
				autoCreate,
				...delivery,
				workspaceId,
			],
			output: item(),
		}),
		sendSms: operation({
			name: 'Send SMS',
			action: 'Send transactional SMS',
			description: 'Send a text message to one person',
			route: 'POST /v1/send/sms',
			independent: true,
			fields: [
				transactionalMessageId,
				text('to', 'Phone number with country code (E.164), or Liquid that gives it', {
					displayName: 'To',
					required: true,
					placeholder: '+4930901820',
				}),
				person,
				messageData,
				text('from', "Verified number or ID of the sender, instead of the message's own", {
					placeholder: '+4930901821',
				}),
				sendToUnsubscribed,
				autoCreate,
				...delivery,
				workspaceId,
			],
			output: item(),
		}),
		sendWhatsApp: operation({
			name: 'Send WhatsApp',
			action: 'Send transactional WhatsApp message',
			description: 'Send a WhatsApp message to one person',
			route: 'POST /v1/send/whatsapp',
			independent: true,
			fields: [
				transactionalMessageId,
				person,
				messageData,
				text('to', "Phone number with country code (E.164), instead of the message's own", {
					displayName: 'To',
					placeholder: '+4930901820',
				}),
				text('from', "Number of the sender (E.164), instead of the message's own", {
					placeholder: '+4930901821',
				}),
				tracked,
				sendToUnsubscribed,
				...delivery,
				workspaceId,
			],
			output: item(),
		}),
		sendInApp: operation({
			name: 'Send In-App Message',
			action: 'Send transactional in-app message',
			description: 'Show a message to one person when the app is opened',
			route: 'POST /v1/send/in_app',
			independent: true,
			fields: [transactionalMessageId, person, messageData, autoCreate, ...delivery, workspaceId],
			output: item(),
		}),
		sendInboxMessage: operation({
			name: 'Send Inbox Message',
			action: 'Send transactional inbox message',
			description: "Put a message into one person's notification inbox on the web",
			route: 'POST /v1/send/inbox_message',
			independent: true,
			fields: [
				transactionalMessageId,
				person,
				messageData,
				text('to', 'Recipient instead of the person; rarely needed', { displayName: 'To' }),
				...delivery,
				workspaceId,
			],
			output: item(),
		}),
		getAll: operation({
			name: 'Get Many',
			action: 'Get many transactional messages',
			description: 'Get a list of transactional messages',
			route: 'GET /v1/transactional',
			output: list('messages'),
		}),
		get: operation({
			name: 'Get',
			action: 'Get transactional message',
			description: 'Get the settings of a transactional message',
			route: 'GET /v1/transactional/{transactional_id}',
			fields: [
				locate('transactional_id', transactionalMessage, 'The transactional message', {
					displayName: 'Transactional Message',
				}),
			],
			output: item('message'),
		}),
	},
};

function atMostRecipients(value: Json): string | undefined {
	const count = String(value).match(/@/g)?.length ?? 0;
	return count > MOST_RECIPIENTS
		? `must have at most ${MOST_RECIPIENTS} recipients, but has ${count}`
		: undefined;
}
