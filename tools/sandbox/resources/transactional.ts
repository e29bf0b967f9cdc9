import { notFound } from '../errors.ts';
import { ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import type { TransactionalMessage } from '../state.ts';
import { deliveryPage } from './message.ts';
import { sends } from './send.ts';

function messageOf(call: Call): TransactionalMessage {
	const id = Number(call.params.transactional_id);
	const message = call.state.transactionalMessages.find((candidate) => candidate.id === id);
	if (!message) throw notFound(`no transactional message ${id}`);
	return message;
}

/** A message as the API returns it: without the sandbox's own data. */
function shown(message: TransactionalMessage): unknown {
	const { triggerName: _t, channels: _c, subject: _s, body: _b, ...rest } = message;
	return rest;
}

export const transactional: Record<string, Handler> = {
	...sends,
	getAll: (call) => ok({ messages: call.state.transactionalMessages.map(shown) }),
	get: (call) => ok({ message: shown(messageOf(call)) }),
	getMessages: (call) => {
		const { id } = messageOf(call);
		return ok(
			deliveryPage(
				call,
				({ source }) => source.kind === 'transactional' && source.transactionalMessageId === id,
			),
		);
	},
};
