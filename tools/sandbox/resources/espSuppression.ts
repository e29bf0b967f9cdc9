import { notFound } from '../errors.ts';
import { noContent, ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import { listResponse } from './generic.ts';

const all = (call: Call): JsonObject[] =>
	(call.state.stored.espSuppression ??= ['bounced', 'full+mailbox', 'gone'].map((name, i) => ({
		category: 'bounces',
		created: call.now - 86_400 * (i + 1),
		email: `${name}@example.com`,
		reason: '550 5.1.1 no such mailbox',
		status: '550',
	})));

const shown = ({ category: _category, ...rest }: JsonObject): JsonObject => rest;

/** Entries of one list, optionally filtered by domain or address. */
function listed(call: Call): JsonObject[] {
	const { suppression_type: type, domain_name: pathDomain } = call.params;
	const { email, domain = pathDomain } = call.query;
	return all(call)
		.filter((entry) => entry.category === type)
		.filter((entry) => !email || entry.email === email)
		.filter((entry) => !domain || String(entry.email).endsWith(`@${domain}`))
		.map(shown);
}

function list(call: Call): ReturnType<Handler> {
	const response = listResponse(call, listed(call));
	if (isObject(response.body)) response.body.category = call.params.suppression_type;
	return response;
}

export const espSuppression: Record<string, Handler> = {
	search: (call) => {
		const entries = all(call).filter((entry) => entry.email === call.params.email_address);
		return ok({ category: entries[0]?.category ?? '', suppressions: entries.map(shown) });
	},
	getAll: list,
	getByDomain: list,
	create: (call) => {
		const { suppression_type: category, email_address: email } = call.params;
		if (!all(call).some((entry) => entry.category === category && entry.email === email))
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
		const rest = all(call).filter((entry) => entry.category !== category || entry.email !== email);
		if (rest.length === all(call).length) throw notFound(`${email} is not in ${category}`);
		call.state.stored.espSuppression = rest;
		return noContent();
	},
};
