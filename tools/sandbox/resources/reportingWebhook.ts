import { notFound } from '../errors.ts';
import { noContent, ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import type { ReportingWebhook } from '../state.ts';

function webhookOf(call: Call): ReportingWebhook {
	const id = Number(call.params.webhook_id);
	const webhook = call.state.reportingWebhooks.find((candidate) => candidate.id === id);
	if (!webhook) throw notFound(`no reporting webhook ${id}`);
	return webhook;
}

/** The complete webhook from a validated body; missing fields get their defaults. */
function webhookFrom(call: Call, id: number): ReportingWebhook {
	const { name, endpoint, events, disabled, full_resolution, with_content } = call.body;
	return {
		id,
		type: 'webhook',
		name: String(name),
		endpoint: String(endpoint),
		events: [...new Set(events as string[])],
		disabled: disabled === true,
		full_resolution: full_resolution === true,
		with_content: with_content === true,
	};
}

export const reportingWebhook: Record<string, Handler> = {
	getAll: ({ state }) =>
		// Documented: null, not an empty array, if there are no webhooks.
		ok({
			reporting_webhooks: state.reportingWebhooks.length > 0 ? state.reportingWebhooks : null,
		}),
	create: (call) => {
		const webhook = webhookFrom(call, call.state.nextId++);
		call.state.reportingWebhooks.push(webhook);
		return ok(webhook);
	},
	get: (call) => ok(webhookOf(call)),
	update: (call) => {
		const webhook = webhookOf(call);
		return ok(Object.assign(webhook, webhookFrom(call, webhook.id)));
	},
	delete: (call) => {
		const webhook = webhookOf(call);
		call.state.reportingWebhooks = call.state.reportingWebhooks.filter(
			(other) => other !== webhook,
		);
		return noContent();
	},
};
