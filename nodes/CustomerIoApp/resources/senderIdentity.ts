import { boolean, resourceLocator } from '../../shared/schema/fieldBuilders';
import { cursor, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { senderIdentity as senderIdentities } from '../../shared/catalog/messagingLocators';
import { order } from '../fields/order';

const senderId = resourceLocator('sender_id', senderIdentities, 'The sender');

/** @see https://docs.customer.io/integrations/api/app/#tag/sender-identities */
export const senderIdentity: Resource = {
	name: 'senderIdentity',
	displayName: 'Sender Identity',
	description: 'Addresses that messages come from',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many sender identities',
			description: 'Get a list of senders',
			route: 'GET /v1/sender_identities',
			fields: [
				order,
				boolean('hidden', 'Whether to return hidden senders instead of visible ones', {
					default: true,
				}),
			],
			output: list('sender_identities', { pagination: cursor() }),
		}),
		get: operation({
			name: 'Get',
			action: 'Get sender identity',
			description: 'Get a sender',
			route: 'GET /v1/sender_identities/{sender_id}',
			fields: [senderId],
			output: item('sender_identity'),
		}),
		getUsedBy: operation({
			name: 'Get Usage',
			action: 'Get usage of sender identity',
			description: 'Get the campaigns and newsletters that use a sender',
			route: 'GET /v1/sender_identities/{sender_id}/used_by',
			fields: [senderId],
			output: item(),
		}),
	},
};
