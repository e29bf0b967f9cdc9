import { filter, options, string, stringList } from '../../shared/schema/fieldBuilders';
import { cursor, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { activityName, activityType } from '../fields/activityTypes';
import { createdAfter, createdBefore, MESSAGE_KEYS } from '../fields/deliveries';
import { segment } from '../../shared/catalog/messagingLocators';
import { customerId } from '../fields/person';

const MAX_PEOPLE_A_CALL = 100;

/** @see https://docs.customer.io/integrations/api/app/#tag/customers */
export const customer: Resource = {
	name: 'customer',
	displayName: 'Person',
	description: 'People (customers) of the workspace',
	notice:
		'The App API only reads people. To create, update, merge, suppress or delete them, use Customer.io Track or Customer.io Pipelines.',
	operations: {
		getByEmail: operation({
			name: 'Get by Email',
			action: 'Get people by email',
			description: 'Get the people who have an email address',
			route: 'GET /v1/customers',
			fields: [
				string('email', 'The whole email address', {
					required: true,
					format: 'email',
					placeholder: 'ada@example.com',
				}),
			],
			output: list('results'),
		}),
		search: operation({
			name: 'Search',
			action: 'Search people',
			description: 'Find people by their segments and attributes',
			route: 'POST /v1/customers',
			safe: true,
			fields: [
				filter('filter', 'Conditions that people must meet', { dialect: 'audience', segment }),
			],
			output: list('identifiers', { pagination: cursor({ maxSize: 1000 }) }),
		}),
		getManyAttributes: operation({
			name: 'Get Many Attributes',
			action: 'Get attributes of many people',
			description: 'Get attributes and devices of up to 100 people in one request',
			route: 'POST /v1/customers/attributes',
			safe: true,
			fields: [
				options('id_type', 'What the identifiers are', idTypes(), {
					displayName: 'Identify People By',
					in: 'query',
					required: true,
					default: 'email',
				}),
				stringList(
					'ids',
					'Identifiers of people, separated by commas, or an array. At most 100. Unknown ones are omitted from the result.',
					{
						displayName: 'Identifiers',
						required: true,
						identifies: true,
						minItems: 1,
						maxItems: MAX_PEOPLE_A_CALL,
						placeholder: 'ada@example.com, grace@example.com',
					},
				),
			],
			output: list('customers', { entryProperty: 'customer', whole: true }),
		}),
		getAttributes: operation({
			name: 'Get Attributes',
			action: 'Get attributes of person',
			description: "Get one person's attributes and devices",
			route: 'GET /v1/customers/{customer_id}/attributes',
			fields: [customerId],
			output: item('customer'),
		}),
		getSegments: operation({
			name: 'Get Segments',
			action: 'Get segments of person',
			description: 'Get the segments that a person belongs to',
			route: 'GET /v1/customers/{customer_id}/segments',
			fields: [customerId],
			output: list('segments'),
		}),
		getMessages: operation({
			name: 'Get Messages',
			action: 'Get messages of person',
			description: 'Get the messages that were sent to a person',
			route: 'GET /v1/customers/{customer_id}/messages',
			fields: [customerId, createdAfter, createdBefore],
			output: list('messages', { pagination: cursor({ maxSize: 1000 }), simplify: MESSAGE_KEYS }),
		}),
		getActivities: operation({
			name: 'Get Activities',
			action: 'Get activities of person',
			description: 'Get what a person did and what happened to them in the last 30 days',
			route: 'GET /v1/customers/{customer_id}/activities',
			fields: [customerId, activityName, activityType],
			output: list('activities', { pagination: cursor({ maxSize: 100 }) }),
		}),
		getRelationships: operation({
			name: 'Get Relationships',
			action: 'Get relationships of person',
			description: 'Get the objects that a person is related to',
			route: 'GET /v1/customers/{customer_id}/relationships',
			fields: [customerId],
			output: list('cio_relationships', { pagination: cursor(), deduplicate: true }),
		}),
		getSubscriptionPreferences: operation({
			name: 'Get Subscription Preferences',
			action: 'Get subscription preferences of person',
			description: 'Get the topics that a person is subscribed to',
			route: 'GET /v1/customers/{customer_id}/subscription_preferences',
			fields: [
				customerId,
				string('language', 'Language of the topics, as a language tag', { placeholder: 'de' }),
			],
			output: item('customer'),
		}),
	},
};

function idTypes() {
	return [
		{ name: 'Customer.io ID', value: 'cio_id' },
		{ name: 'Email', value: 'email' },
		{ name: 'ID', value: 'id' },
		{ name: 'Phone', value: 'phone' },
	];
}
