import { requiresChange } from '../../shared/schema/requestChecks';
import {
	variant,
	credentialValue,
	json,
	resourceLocator,
	keyValue,
	options,
	string,
	dateTime,
} from '../../shared/schema/fieldBuilders';
import { cursor, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { contentFields } from '../fields/content';
import { deliveryFilters, MESSAGE_KEYS, state } from '../fields/deliveries';
import { body, email, emailChecks, from, subject } from '../fields/email';
import {
	transactionalContent,
	transactionalLanguage,
	transactionalMessage,
	transactionalTemplate,
} from '../../shared/catalog/messagingLocators';
import {
	autoCreate,
	delivery,
	messageData,
	sendToUnsubscribed,
	tracked,
	transactionalMessageId,
} from '../fields/message';
import { bySteps, linksOutput, metricOutput, stepChecks, unique } from '../fields/metrics';
import { identifiers } from '../fields/person';

const transactionalId = resourceLocator(
	'transactional_id',
	transactionalTemplate,
	'The transactional message',
);
const contentId = resourceLocator(
	'content_id',
	transactionalContent,
	'One language of the message',
);
const variantLanguage = resourceLocator(
	'language',
	transactionalLanguage,
	'The language of the variant',
);

/** Needed only with a service-account token; only the endpoints that send messages take it. */
const workspaceId = credentialValue('X-Workspace-Id', 'workspaceId', { in: 'header' });

const person = { ...identifiers, required: true } as const;

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
			unordered: true,
			checks: emailChecks,
			fields: [
				{ ...person, required: false, topLevel: true },
				string(
					'to',
					'Recipients, separated by commas, if not the email of the person above. At most 15 together with CC and BCC.',
					{
						displayName: 'To',
						required: true,
						fallback: 'identifiers.email',
						placeholder: 'Ada Lovelace <ada@example.com>',
					},
				),
				variant('content', 'Where the content of the email comes from', {
					template: {
						name: 'Use Transactional Message',
						description: 'Use a message of Customer.io, and override parts of it if needed',
						fields: [transactionalMessageId, body, from, subject],
					},
					inline: {
						name: 'Define Below',
						description: 'Give subject and body in this node',
						fields: [
							{ ...from, required: true },
							{ ...subject, required: true },
							{ ...body, required: true },
							resourceLocator(
								'transactional_message_id',
								transactionalMessage,
								'The message under which metrics are counted. Without it, the one with ID 1.',
								{ parameter: 'countUnderMessageId', displayName: 'Attribute Metrics To' },
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
			unordered: true,
			fields: [
				transactionalMessageId,
				person,
				messageData,
				string('to', 'Devices: "all", "last_used", or the token of one device of the person', {
					displayName: 'To',
					placeholder: 'last_used',
				}),
				string('title', "Overrides the message's title"),
				string('message', "Overrides the message's text", { rows: 3 }),
				string('image_url', 'Image to show', {
					placeholder: 'https://example.com/image.png',
				}),
				string('link', 'Deep link that opens on tap', { placeholder: 'myapp://orders/1' }),
				options('sound', 'Sound on iOS', [
					{ name: 'Default', value: 'default' },
					{ name: 'None', value: 'none' },
				]),
				keyValue('custom_data', 'Text values that the app gets with the notification', {
					valueType: 'string',
				}),
				json(
					'custom_payload',
					'The whole payload for each platform as JSON: {"ios": {…}, "android": {…}}. It replaces all other content.',
					'object',
				),
				string('token', 'Token of a device to add to the person when the push is sent', {
					identifies: true,
					displayName: 'Custom Device Token',
					bodyPath: 'custom_device',
					parameter: 'customDeviceToken',
				}),
				options(
					'platform',
					'Platform of the custom device',
					[
						{ name: 'Android', value: 'android' },
						{ name: 'iOS', value: 'ios' },
					],
					{
						displayName: 'Custom Device Platform',
						bodyPath: 'custom_device',
						parameter: 'customDevicePlatform',
					},
				),
				dateTime('last_used', 'When the custom device was last used', {
					displayName: 'Custom Device Last Used',
					bodyPath: 'custom_device',
					parameter: 'customDeviceLastUsed',
				}),
				json(
					'attributes',
					'Attributes of the custom device as JSON, such as device_os, device_model, app_version, push_enabled ("true" or "false")',
					'object',
					{
						displayName: 'Custom Device Attributes (JSON)',
						bodyPath: 'custom_device',
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
			unordered: true,
			fields: [
				transactionalMessageId,
				string('to', 'Phone number with country code (E.164), or Liquid that gives it', {
					displayName: 'To',
					required: true,
					placeholder: '+4930901820',
				}),
				person,
				messageData,
				string('from', "Verified number or ID of the sender. Overrides the message's sender.", {
					placeholder: '+4930901821',
				}),
				tracked,
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
			unordered: true,
			fields: [
				transactionalMessageId,
				person,
				messageData,
				string('to', 'Phone number with country code (E.164), or Liquid that gives it', {
					displayName: 'To',
					required: true,
					placeholder: '+4930901820',
				}),
				string('from', "Number or ID of the sender. Overrides the message's sender.", {
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
			unordered: true,
			fields: [transactionalMessageId, person, messageData, autoCreate, ...delivery, workspaceId],
			output: item(),
		}),
		sendInboxMessage: operation({
			name: 'Send Inbox Message',
			action: 'Send transactional inbox message',
			description: "Put a message into one person's notification inbox on the web",
			route: 'POST /v1/send/inbox_message',
			unordered: true,
			fields: [
				transactionalMessageId,
				person,
				messageData,
				string('to', 'Recipient instead of the person; rarely needed', { displayName: 'To' }),
				autoCreate,
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
			fields: [transactionalId],
			output: item('message'),
		}),
		getContents: operation({
			name: 'Get Content Variants',
			action: 'Get content variants of transactional message',
			description: 'Get the languages of a transactional message with their content',
			route: 'GET /v1/transactional/{transactional_id}/contents',
			fields: [transactionalId],
			output: list('contents'),
		}),
		getContent: operation({
			name: 'Get Content Variant',
			action: 'Get content variant of transactional message',
			description: 'Get the content of one variant',
			route: 'GET /v1/transactional/{transactional_id}/contents/{content_id}',
			fields: [transactionalId, contentId],
			output: item('content'),
		}),
		updateContent: operation({
			name: 'Update Content Variant',
			action: 'Update content variant of transactional message',
			description: 'Change the content of one variant',
			route: 'PUT /v1/transactional/{transactional_id}/content/{content_id}',
			fields: [transactionalId, contentId, ...contentFields],
			checks: [requiresChange],
			output: item('content'),
		}),
		getTranslation: operation({
			name: 'Get Translation',
			action: 'Get translation of transactional message',
			description: 'Get one language of a transactional message',
			route: 'GET /v1/transactional/{transactional_id}/language/{language}',
			fields: [transactionalId, variantLanguage],
			output: item('content'),
		}),
		updateTranslation: operation({
			name: 'Update Translation',
			action: 'Update translation of transactional message',
			description: 'Change one language of a transactional message',
			route: 'PUT /v1/transactional/{transactional_id}/language/{language}',
			fields: [transactionalId, variantLanguage, ...contentFields],
			checks: [requiresChange],
			output: item('content'),
		}),
		getMessages: operation({
			name: 'Get Messages',
			action: 'Get deliveries of transactional message',
			description: 'Get the messages that were sent to people',
			route: 'GET /v1/transactional/{transactional_id}/messages',
			fields: [transactionalId, state, ...deliveryFilters],
			output: list('messages', { pagination: cursor(), simplify: MESSAGE_KEYS }),
		}),
		getMetrics: operation({
			name: 'Get Metrics',
			action: 'Get metrics of transactional message',
			description: 'Get counts of sent, opened, clicked and so on over time',
			route: 'GET /v1/transactional/{transactional_id}/metrics',
			fields: [transactionalId, ...bySteps],
			checks: stepChecks,
			output: metricOutput,
		}),
		getLinkMetrics: operation({
			name: 'Get Link Metrics',
			action: 'Get link metrics of transactional message',
			description: 'Get how often each link was clicked over time',
			route: 'GET /v1/transactional/{transactional_id}/metrics/links',
			fields: [transactionalId, ...bySteps, unique],
			checks: stepChecks,
			output: linksOutput,
		}),
	},
};
