import {
	SendEmailRequest,
	SendInAppRequest,
	SendInboxMessageRequest,
	SendPushRequest,
	SendSMSRequest,
	SendWhatsAppRequest,
	type APIClient,
} from 'customerio-node';

import type { Calls } from './calls.ts';

const identifiers = { id: '1' };
const common = {
	message_data: { code: 'A' },
	disable_message_retention: true,
	queue_draft: false,
	send_at: Math.floor(Date.now() / 1000) + 3600,
	language: 'de',
};
const optional = { ...common, send_to_unsubscribed: true };

function emailWithAttachment(): SendEmailRequest {
	const request = new SendEmailRequest({
		to: 'person1@example.com',
		identifiers: { email: 'person1@example.com' },
		transactional_message_id: 'order confirmation',
		from: 'team@example.com',
		subject: 'Hello',
		body: '<p>Hello</p>',
		body_plain: 'Hello',
		body_amp: '<html ⚡4email></html>',
		preheader: 'Soon',
		reply_to: 'team@example.com',
		bcc: 'archive@example.com',
		fake_bcc: false,
		headers: { 'X-Order': '1' },
		tracked: true,
		disable_css_preprocessing: true,
		...optional,
	});
	request.attach('order.txt', 'An order');
	return request;
}

/** The transactional messages. */
export const sendCalls: Pick<
	Calls<APIClient>,
	'sendEmail' | 'sendPush' | 'sendSMS' | 'sendWhatsApp' | 'sendInboxMessage' | 'sendInApp'
> = {
	sendEmail: [
		[new SendEmailRequest({ to: 'person1@example.com', identifiers, transactional_message_id: 3 })],
		[emailWithAttachment()],
	],
	sendPush: [
		[new SendPushRequest({ identifiers, transactional_message_id: 49 })],
		[
			new SendPushRequest({
				identifiers,
				transactional_message_id: 49,
				to: 'all',
				title: 'Hello',
				message: 'Hello',
				image_url: 'https://example.com/a.png',
				link: 'https://example.com/',
				sound: 'default',
				custom_data: { order: '1' },
				device: { token: 'token', platform: 'ios' },
				custom_payload: { ios: { aps: {} }, android: { message: {} } },
				...optional,
			}),
		],
	],
	sendSMS: [
		[new SendSMSRequest({ identifiers, transactional_message_id: 46 })],
		[
			new SendSMSRequest({
				identifiers,
				transactional_message_id: 46,
				to: '+4366012345',
				...optional,
			}),
		],
	],
	sendWhatsApp: [
		[new SendWhatsAppRequest({ identifiers, transactional_message_id: 45 })],
		[
			new SendWhatsAppRequest({
				identifiers,
				transactional_message_id: 45,
				to: '+4366012345',
				from: '+4366054321',
				tracked: true,
				...optional,
			}),
		],
	],
	sendInboxMessage: [
		[new SendInboxMessageRequest({ identifiers, transactional_message_id: 48 })],
		[new SendInboxMessageRequest({ identifiers, transactional_message_id: 48, ...common })],
	],
	sendInApp: [
		[new SendInAppRequest({ identifiers, transactional_message_id: 47 })],
		[new SendInAppRequest({ identifiers, transactional_message_id: 47, ...common })],
	],
};
