import { atLeastOneOf } from '../../shared/schema/requestChecks';
import {
	constant,
	boolean,
	json,
	keyValue,
	string,
	dateTime,
} from '../../shared/schema/fieldBuilders';
import type { Field } from '../../shared/schema/fields';
import type { Resource } from '../../shared/schema/operation';
import type { Json } from '../../shared/utils/json';
import { call } from '../fields/common';
import { anonymousId, requiredUserId, userId } from '../fields/identity';

/** Customer.io answers the same for a person that it does not know. */
const NOT_CONFIRMED =
	'Success means that Customer.io accepted the call, not that the person existed.';

const CHANNELS = ['email', 'in_app', 'inbox', 'line', 'push', 'slack', 'sms', 'whatsapp'];

/** Identifies a person who has no User ID. */
const email = string(
	'email',
	'Not needed if the User ID is the address. Without a User ID it says who the person is, but strict mode may then refuse it.',
	{ bodyPath: 'traits', format: 'email', topLevel: true, placeholder: 'ada@example.com' },
);

/** The properties of a command: Customer.io does not read them, other destinations may. */
const ignoredProperties = keyValue(
	'properties',
	'Values for other destinations; Customer.io ignores them',
);

/** @see https://docs.customer.io/integrations/data-in/connections/http-api/ */
export const person: Resource = {
	name: 'person',
	displayName: 'Person',
	description: 'Someone that Customer.io knows',
	operations: {
		identify: call({
			name: 'Identify',
			action: 'Identify person',
			description: 'Create a person, or update their traits (attributes)',
			route: 'POST /v1/identify',
			checks: [atLeastOneOf(userId, anonymousId, email)],
			fields: [
				userId,
				anonymousId,
				email,
				keyValue('traits', 'Attributes to set. What is not named here stays as it is.', {
					topLevel: true,
					allInputFields: true,
				}),
				dateTime('createdAt', 'When the person was created in your systems', {
					bodyPath: 'traits',
					as: 'iso',
				}),
				boolean(
					'unsubscribed',
					'Whether the person no longer receives email, SMS, WhatsApp or push messages',
					{ bodyPath: 'traits' },
				),
				json(
					'cio_subscription_preferences',
					'All choices of the subscription center. They replace those made before; Topics and Channels change single ones.',
					'object',
					{
						bodyPath: 'traits',
						parameter: 'subscriptionPreferences',
						displayName: 'Subscription Preferences (JSON)',
					},
				),
				preferences(
					'topics',
					'Subscription Topics',
					'Topics to subscribe to (true) or to leave (false), named topic_1, topic_2 and so on. Other topics stay as they are.',
					topicProblem,
				),
				preferences(
					'channels',
					'Subscription Channels',
					'Channels to subscribe to (true) or to leave (false), named as Customer.io names them: email, push, in_app and so on. Other channels stay as they are.',
					channelProblem,
				),
			],
		}),
		delete: command(
			'User Deleted',
			'Delete',
			'Delete person',
			`Delete a person. The same ID can be added again. ${NOT_CONFIRMED}`,
		),
		suppress: command(
			'User Suppressed',
			'Suppress',
			'Suppress person',
			`Delete a person and keep their identifiers from being added again. ${NOT_CONFIRMED}`,
		),
		unsuppress: command(
			'User Unsuppressed',
			'Unsuppress',
			'Unsuppress person',
			'Let a suppressed person be added and messaged again',
		),
		merge: call({
			name: 'Alias',
			action: 'Alias person',
			description:
				'Tie an old ID to the ID that stays. Customer.io does not document that this merges two people: use Customer.io Track > Person > Merge for that.',
			route: 'POST /v1/alias',
			fields: [
				requiredUserId,
				string('previousId', 'The ID that goes: a User ID or an Anonymous ID', {
					displayName: 'Previous ID',
					required: true,
					identifies: true,
				}),
			],
		}),
	},
};

function command(event: string, name: string, action: string, description: string) {
	return call({
		name,
		action,
		description,
		route: 'POST /v1/track',
		fields: [constant('event', event), requiredUserId, ignoredProperties],
	});
}

/** Names with dots change single preferences; an object would replace all of them. */
function preferences(
	kind: 'topics' | 'channels',
	label: string,
	description: string,
	check: (value: Json) => string | undefined,
): Field {
	const parameter = kind === 'topics' ? 'subscriptionTopics' : 'subscriptionChannels';
	const prefix = `cio_subscription_preferences.${kind}.`;
	const options = { bodyPath: 'traits', parameter, displayName: label, prefix, check };
	return keyValue(kind, description, { ...options, valueType: 'boolean' });
}

function topicProblem(value: Json): string | undefined {
	const invalid = Object.keys(value as object).find((name) => !/^topic_\d+$/.test(name));
	return invalid === undefined
		? undefined
		: `must have names such as topic_1, but has "${invalid}"`;
}

function channelProblem(value: Json): string | undefined {
	const invalid = Object.keys(value as object).find((name) => !CHANNELS.includes(name));
	return invalid === undefined
		? undefined
		: `must have names out of ${CHANNELS.join(', ')}, but has "${invalid}"`;
}
