import { boolean, resourceLocator, multiOptions, string } from '../../shared/schema/fieldBuilders';
import type { MultiOptionsField, StringField } from '../../shared/schema/fields';
import { deleted, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { MAX_NAME_CHARACTERS } from '../../shared/catalog/limits';
import { eventOptions } from '../../shared/catalog/webhookEvents';
import { reportingWebhook as reportingWebhooks } from '../../shared/catalog/messagingLocators';

const webhookId = resourceLocator('webhook_id', reportingWebhooks, 'The reporting webhook', {
	displayName: 'Reporting Webhook',
});

const name = string('name', 'Name of the webhook in Customer.io', {
	required: true,
	placeholder: 'Events to the warehouse',
	maxLength: MAX_NAME_CHARACTERS,
});
const endpoint = string('endpoint', 'URL that receives the events', {
	displayName: 'Endpoint URL',
	required: true,
	format: 'url',
	placeholder: 'https://example.com/customerio',
});
const events = multiOptions(
	'events',
	'Events to send. The Customer.io App Trigger says when each happens.',
	eventOptions.map(({ name, value }) => ({ name, value })),
	{
		required: true,
		allowOther: true,
		check: (value) =>
			Array.isArray(value) && value.length === 0 ? 'must name at least one event' : undefined,
	},
);

const more = [
	boolean('disabled', 'Whether to stop sending events', { default: true }),
	boolean(
		'full_resolution',
		'Whether to send every open and click instead of the first of each person',
		{
			default: true,
		},
	),
	boolean('with_content', 'Whether to include the content of messages in their "sent" events', {
		default: true,
	}),
] as const;

/** Empty, it keeps what the webhook has. */
function unlessEmpty<F extends StringField | MultiOptionsField>(field: F) {
	return { ...field, required: false, topLevel: true, omitEmpty: true };
}

/** @see https://docs.customer.io/integrations/api/app/#tag/reporting-webhooks */
export const reportingWebhook: Resource = {
	name: 'reportingWebhook',
	displayName: 'Reporting Webhook',
	description: 'Addresses that get the events of messages',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many reporting webhooks',
			description: 'Get a list of reporting webhooks',
			route: 'GET /v1/reporting_webhooks',
			output: list('reporting_webhooks'),
		}),
		create: operation({
			name: 'Create',
			action: 'Create reporting webhook',
			description: 'Create a reporting webhook',
			route: 'POST /v1/reporting_webhooks',
			unordered: true,
			fields: [name, endpoint, events, ...more],
			output: item(),
		}),
		get: operation({
			name: 'Get',
			action: 'Get reporting webhook',
			description: 'Get a reporting webhook',
			route: 'GET /v1/reporting_webhooks/{webhook_id}',
			fields: [webhookId],
			output: item(),
		}),
		update: operation({
			name: 'Update',
			action: 'Update reporting webhook',
			description: 'Change settings of a reporting webhook',
			route: 'PUT /v1/reporting_webhooks/{webhook_id}',
			mergesCurrent: true,
			fields: [webhookId, unlessEmpty(name), unlessEmpty(endpoint), unlessEmpty(events), ...more],
			output: item(),
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete reporting webhook',
			description: 'Delete a reporting webhook',
			route: 'DELETE /v1/reporting_webhooks/{webhook_id}',
			fields: [webhookId],
			output: deleted,
		}),
	},
};
