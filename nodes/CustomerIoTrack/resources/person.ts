import { boolean, constant, dateTime, keyValue, string } from '../../shared/schema/fieldBuilders';
import type { Resource } from '../../shared/schema/operation';
import { entity } from '../fields/entity';
import { person as someone, personWithoutPhone } from '../fields/person';
import { relationshipsAsJson } from '../fields/relationships';

/** What creating and updating have in common. */
const attributeFields = [
	keyValue('attributes', 'Attributes to set. Others stay as they are.', {
		topLevel: true,
		allInputFields: true,
	}),
	dateTime('created_at', 'When the person was created in your systems', { bodyPath: 'attributes' }),
	boolean('unsubscribed', 'Whether the person no longer receives messages', {
		bodyPath: 'attributes',
	}),
	keyValue(
		'topics',
		'Topics to subscribe to (true) or to leave (false), named topic_1, topic_2 and so on. Other topics stay as they are.',
		{
			bodyPath: 'attributes',
			parameter: 'subscriptionTopics',
			displayName: 'Subscription Topics',
			prefix: 'cio_subscription_preferences.topics.',
			valueType: 'boolean',
		},
	),
	string(
		'anonymous_id',
		'ID under which the person was tracked anonymously. That activity is merged into the person.',
		{ bodyPath: 'attributes', displayName: 'Anonymous ID', identifies: true },
	),
	dateTime(
		'timestamp',
		'When the attributes changed. Customer.io then ignores older values that arrive later.',
		{ displayName: 'Changed At' },
	),
] as const;

/** @see https://docs.customer.io/integrations/api/track/#operation/entity */
export const person: Resource = {
	name: 'person',
	displayName: 'Person',
	description: 'Someone that Customer.io knows',
	operations: {
		upsert: entity('person', 'identify', {
			name: 'Create or Update',
			action: 'Create or update person',
			description:
				'Create a new person, or update the current one if it already exists (upsert). A Customer.io ID only updates.',
			fields: [
				someone(),
				...attributeFields,
				relationshipsAsJson('[{ "identifiers": { "object_type_id": "1", "object_id": "acme" } }]'),
			],
		}),
		update: entity('person', 'identify', {
			name: 'Update',
			action: 'Update person',
			description: 'Update a person who exists. Nobody is created, and no error says so.',
			fields: [
				someone(),
				constant('_update', true, { bodyPath: 'attributes' }),
				...attributeFields,
			],
		}),
		delete: entity('person', 'delete', {
			name: 'Delete',
			action: 'Delete person',
			description:
				'Delete a person, which cannot be undone. Later data with the same identifier creates them again; Suppress prevents that.',
			fields: [someone('The person to delete. This cannot be undone.')],
		}),
		suppress: entity('person', 'suppress', {
			name: 'Suppress',
			action: 'Suppress person',
			description:
				'Delete a person and ignore their identifiers from now on. The deletion cannot be undone.',
			fields: [someone('The person to delete and to ignore. This cannot be undone.')],
		}),
		unsuppress: entity('person', 'unsuppress', {
			name: 'Unsuppress',
			action: 'Unsuppress person',
			description:
				'Let a suppressed person be created and messaged again. What was deleted does not come back.',
			fields: [someone()],
		}),
		merge: entity('person', 'merge', {
			name: 'Merge',
			action: 'Merge people',
			description:
				'Merge one person into another, which cannot be undone. Customer.io ignores a merge into a person who does not exist.',
			fields: [
				personWithoutPhone('primary', 'Person to Keep', 'The person who stays, and who must exist'),
				personWithoutPhone(
					'secondary',
					'Person to Merge',
					'The person who is merged into the other one and then deleted. This cannot be undone.',
				),
			],
		}),
	},
};
