import { string } from '../../shared/schema/fieldBuilders';
import { item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';

/** @see https://docs.customer.io/integrations/api/app/#tag/subscription-center */
export const subscriptionCenter: Resource = {
	name: 'subscriptionCenter',
	displayName: 'Subscription Center',
	description: 'Topics and channels to which people subscribe',
	operations: {
		getTopics: operation({
			name: 'Get Topics',
			action: 'Get subscription topics',
			description: 'Get the topics of the workspace',
			route: 'GET /v1/subscription_topics',
			output: list('topics'),
		}),
		getChannels: operation({
			name: 'Get Channels',
			action: 'Get subscription channels',
			description: 'Get the channels of the workspace',
			route: 'GET /v1/subscription_channels',
			output: list('channels'),
		}),
		getToken: operation({
			name: 'Get Token',
			action: 'Get subscription center token of person',
			description:
				"Get a link to a person's subscription center. It is valid for 24 hours; treat it as a secret.",
			route: 'GET /v1/subscription_center/{customer_id}/token',
			fields: [
				string('customer_id', 'ID or email of the person', {
					displayName: 'Person',
					parameter: 'person',
					placeholder: 'ada@example.com',
				}),
			],
			output: item(),
		}),
	},
};
