import { notFound } from '../errors.ts';
import { noContent, ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import { listReply } from './generic.ts';

const all = (call: Call): JsonObject[] =>
	(call.state.stored.espSuppression ??= ['bounced', 'full+mailbox', 'gone'].map((name, i) => ({
		category: 'bounces',
		created: call.now - 86_400 * (i + 1),
		email: `${name}@example.com`,
		reason: '550 5.1.1 no such mailbox',
		status: '550',
	})));

const shown = ({ category: _category, ...rest }: JsonObject): JsonObject => rest;

/** Entries of one list, of one domain or address where the request says so. */
function listed(call: Call): JsonObject[] {
	const { suppression_type: type, domain_name: ownDomain } = call.params;
	const { email, domain = ownDomain } = call.query;
	return all(call)
		.filter((own) => own.category === type)
		.filter((own) => !email || own.email === email)
		.filter((own) => !domain || String(own.email).endsWith(`@${domain}`))
		.map(shown);
}

function list(call: Call): ReturnType<Handler> {
	const reply = listReply(call, listed(call));
	if (isObject(reply.body)) reply.body.category = call.params.suppression_type;
	return reply;
}

export const espSuppression: Record<string, Handler> = {
	search: (call) => {
		const found = all(call).filter((own) => own.email === call.params.email_address);
		return ok({ category: found[0]?.category ?? '', suppressions: found.map(shown) });
	},
	getAll: list,
	getByDomain: list,
	create: (call) => {
		const { suppression_type: category, email_address: email } = call.params;
		if (!all(call).some((own) => own.category === category && own.email === email))
			all(call).push({
				category,
				created: call.now,
				email,
				reason: 'Uploaded manually via api.customer.io',
				status: '550',
			});
		return ok({});
	},
	delete: (call) => {
		const { suppression_type: category, email_address: email } = call.params;
		const rest = all(call).filter((own) => own.category !== category || own.email !== email);
		if (rest.length === all(call).length) throw notFound(`${email} is not in ${category}`);
		call.state.stored.espSuppression = rest;
		return noContent();
	},
};
