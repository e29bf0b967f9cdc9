import { boolean, resourceLocator, number, string } from '../../shared/schema/fieldBuilders';
import { cursor, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { deliveryFilters, drafts, MESSAGE_KEYS, trackedResponses } from '../fields/deliveries';
import {
	campaign,
	campaignAction,
	newsletter,
	transactionalTemplate,
} from '../../shared/catalog/messagingLocators';
import { channel } from '../fields/metrics';

const MAX_PER_PAGE = 1000;

const messageId = string('message_id', 'ID of the delivery, as sending it answered', {
	placeholder: 'RPILAgABcRhIBqSp7kiPekGBIeVh',
});

const associations = boolean(
	'associations',
	'Whether to add the campaigns, actions and newsletters behind the messages; Customer.io does not document it',
	{ displayName: 'Include Associations', default: true },
);

/** @see https://docs.customer.io/integrations/api/app/#tag/messages */
export const message: Resource = {
	name: 'message',
	displayName: 'Message',
	description: 'Messages that were sent (deliveries)',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many messages',
			description: 'Get messages of the last six months, or of a time of at most that length',
			route: 'GET /v1/messages',
			fields: [
				channel,
				drafts,
				...deliveryFilters,
				resourceLocator('campaign_id', campaign, 'Only messages of this campaign'),
				resourceLocator(
					'action_id',
					campaignAction,
					'Only messages of this action of the campaign',
				),
				resourceLocator('newsletter_id', newsletter, 'Only messages of this newsletter'),
				resourceLocator(
					'transactional_id',
					transactionalTemplate,
					'Only these transactional messages',
				),
				number(
					'trigger_id',
					'Only messages of this run of the broadcast that the campaign ID names',
					{
						displayName: 'Broadcast Trigger ID',
						min: 1,
					},
				),
				number('template_id', 'Only messages made from this template', { min: 1 }),
				number('content_id', 'Only messages made from this content', { min: 1 }),
				associations,
			],
			output: list('messages', {
				pagination: cursor({ maxSize: MAX_PER_PAGE }),
				simplify: [...MESSAGE_KEYS, 'associations'],
				includeFromRoot: 'associations',
			}),
		}),
		get: operation({
			name: 'Get',
			action: 'Get message',
			description: 'Get the status of a message',
			route: 'GET /v1/messages/{message_id}',
			fields: [
				messageId,
				trackedResponses,
				boolean(
					'archived_message',
					'Whether to ask for the content too, of which Customer.io gives 100 a day',
					{ displayName: 'Include Content', default: true },
				),
				associations,
			],
			output: item('message', {
				simplify: [...MESSAGE_KEYS, 'archived_message', 'associations'],
				includeFromRoot: 'associations',
			}),
		}),
		getArchived: operation({
			name: 'Get Archived',
			action: 'Get archived message',
			description: 'Get the content of a message as it was sent. Customer.io allows 100 a day.',
			route: 'GET /v1/messages/{message_id}/archived_message',
			fields: [messageId],
			output: item('archived_message'),
		}),
	},
};
