import { ApiError } from '../errors.ts';
import { ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { findPerson, personForIdentifiers } from '../people.ts';
import type { Channel, Person, TransactionalMessage } from '../state.ts';
import { bareAddress, splitAddresses } from '../validation/rules.ts';
import { dispatch } from '../webhooks/lifecycle.ts';

/**
 * The template of a send, by id or by Trigger Name in any case.
 * Throws 400 if it is unknown (unless `auto_create`) or belongs to another channel.
 */
function templateOf(call: Call, channel: Channel): TransactionalMessage | undefined {
	const reference = call.body.transactional_message_id;
	// Metrics of emails without a template are attributed to message 1.
	if (reference === undefined) return undefined;
	const numeric = typeof reference === 'number' || /^\d+$/.test(String(reference));
	const template = call.state.transactionalMessages.find((message) =>
		numeric
			? message.id === Number(reference)
			: message.triggerName.toLowerCase() === String(reference).toLowerCase(),
	);
	if (template) {
		if (template.channels.includes(channel)) return template;
		throw new ApiError(
			400,
			`transactional message ${String(reference)} is for ${template.channels.join(', ')}, not ${channel}`,
		);
	}
	if (numeric || call.body.auto_create !== true)
		throw new ApiError(400, `no transactional message ${JSON.stringify(reference)}`);
	const created: TransactionalMessage = {
		id: call.state.nextId++,
		name: String(reference),
		description: '',
		send_to_unsubscribed: true,
		link_tracking: true,
		open_tracking: true,
		hide_message_body: false,
		queue_drafts: false,
		created_at: call.now,
		updated_at: call.now,
		triggerName: String(reference),
		channels: [channel],
		subject: '',
		body: '',
	};
	call.state.transactionalMessages.push(created);
	return created;
}

/** The address in the request, otherwise the person's. */
function recipientOf(call: Call, channel: Channel, person: Person | null): string {
	const to = typeof call.body.to === 'string' ? call.body.to : undefined;
	switch (channel) {
		case 'email':
			return bareAddress(splitAddresses(to ?? '')[0] ?? '');
		case 'sms':
		case 'whatsapp':
			return to ?? String(person?.attributes.phone ?? '');
		case 'push':
			return to === undefined || to === 'all' || to === 'last_used'
				? (person?.devices[0]?.id ?? 'all')
				: to;
		default:
			return to ?? person?.id ?? person?.email ?? '';
	}
}

function send(channel: Channel): Handler {
	return (call) => {
		if (!call.state.features[channel])
			throw new ApiError(403, `${channel} is not enabled for this workspace`);
		const template = templateOf(call, channel);
		const person = personForIdentifiers(call.state, call.body.identifiers);
		const recipient = recipientOf(call, channel, person);
		const { send_at: sendAt, subject, body } = call.body;
		const delivery = dispatch(call.world, {
			channel,
			source: { kind: 'transactional', transactionalMessageId: template?.id ?? 1 },
			person: person ?? findPerson(call.state, 'email', recipient) ?? null,
			recipient,
			subject: String(subject ?? template?.subject ?? ''),
			body: String(body ?? template?.body ?? ''),
			request: call.body,
			sendAt: typeof sendAt === 'number' ? sendAt : null,
			draft: call.body.queue_draft === true || template?.queue_drafts === true,
			retained: call.body.disable_message_retention !== true,
		});
		return ok({
			delivery_id: delivery.id,
			queued_at: delivery.created,
			...(delivery.state === 'scheduled' ? { send_at: delivery.sendAt } : {}),
		});
	};
}

export const sends: Record<string, Handler> = {
	sendEmail: send('email'),
	sendPush: send('push'),
	sendSms: send('sms'),
	sendWhatsApp: send('whatsapp'),
	sendInApp: send('in_app'),
	sendInboxMessage: send('inbox'),
};
