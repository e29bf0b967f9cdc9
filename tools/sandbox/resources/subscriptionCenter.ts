import { ApiError } from '../errors.ts';
import { ok } from '../handler.ts';
import type { Handler } from '../handler.ts';
import { findPerson } from '../people.ts';

export const subscriptionCenter: Record<string, Handler> = {
	getTopics: ({ state }) => ok({ topics: state.topics }),
	getChannels: ({ state }) => ok({ channels: state.channels }),
	getToken: (call) => {
		const id = call.params.customer_id ?? '';
		const person =
			findPerson(call.state, 'id', id) ??
			findPerson(call.state, 'internal', id) ??
			findPerson(call.state, 'email', id);
		// Documented: an unknown person returns 400 here, not 404.
		if (!person) throw new ApiError(400, `unknown or invalid customer_id "${id}"`);
		const token = Buffer.from(JSON.stringify({ cio_id: person.cioId, at: call.now })).toString(
			'base64url',
		);
		return ok({ token, url: `https://track.customer.io/u/i/${token}/` });
	},
};
