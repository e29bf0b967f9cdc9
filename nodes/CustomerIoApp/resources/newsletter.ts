import {
	maxBodyBytes,
	mutuallyExclusive,
	requiredTogether,
} from '../../shared/schema/requestChecks';
import {
	variant,
	filter,
	constant,
	boolean,
	resourceLocator,
	string,
} from '../../shared/schema/fieldBuilders';
import { cursor, deleted, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { MAX_NAME_CHARACTERS } from '../../shared/catalog/limits';
import { segment, subscriptionTopic } from '../../shared/catalog/messagingLocators';
import { checkTimeZone } from '../../shared/utils/dates';
import {
	from,
	fromId,
	hasContent,
	NEWSLETTER_KEYS,
	newsletterContent,
	newsletterId,
	newsletterOutput,
	pace,
	rate,
	ratePeriod,
	scheduledAt,
} from '../fields/newsletter';
import { order } from '../fields/order';

const MAX_BYTES = 1024 * 1024;

const wholeRate = requiredTogether(rate, ratePeriod);

/** @see https://docs.customer.io/integrations/api/app/#tag/newsletters */
export const newsletter: Resource = {
	name: 'newsletter',
	displayName: 'Newsletter',
	description: 'Messages that go to many people once',
	operations: {
		create: operation({
			name: 'Create',
			action: 'Create newsletter',
			description: 'Create a newsletter as a draft, or send or schedule it at once',
			route: 'POST /v1/newsletters',
			unordered: true,
			fields: [
				string('name', 'Name of the newsletter, which people do not see', {
					required: true,
					maxLength: MAX_NAME_CHARACTERS,
					placeholder: 'Weekly product update',
				}),
				newsletterContent,
				filter('recipients', 'Conditions that people must meet', {
					dialect: 'newsletterRecipients',
					segment,
				}),
				variant('sending', 'What to do with the new newsletter', {
					draft: {
						name: 'Save as Draft',
						description: 'Send or schedule it later',
						fields: [],
					},
					schedule: {
						name: 'Schedule',
						description: 'Send it at a given time',
						fields: [scheduledAt],
					},
					now: {
						name: 'Send Now',
						description: 'Send it to all its recipients at once',
						fields: [constant('send_now', true)],
					},
				}),
				resourceLocator(
					'subscription_topic_id',
					subscriptionTopic,
					'Topic that people must be subscribed to. Required when the subscription center is enabled.',
				),
				...pace,
			],
			checks: [hasContent, wholeRate, mutuallyExclusive(from, fromId), maxBodyBytes(MAX_BYTES)],
			output: newsletterOutput,
		}),
		getAll: operation({
			name: 'Get Many',
			action: 'Get many newsletters',
			description: 'Get a list of newsletters',
			route: 'GET /v1/newsletters',
			fields: [order],
			output: list('newsletters', { pagination: cursor(), simplify: NEWSLETTER_KEYS }),
		}),
		get: operation({
			name: 'Get',
			action: 'Get newsletter',
			description: 'Get a newsletter',
			route: 'GET /v1/newsletters/{newsletter_id}',
			fields: [newsletterId],
			output: newsletterOutput,
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete newsletter',
			description: 'Delete a newsletter with its content, settings and metrics',
			route: 'DELETE /v1/newsletters/{newsletter_id}',
			fields: [newsletterId],
			output: deleted,
		}),
		send: operation({
			name: 'Send',
			action: 'Send newsletter',
			description: 'Send a draft to all its recipients at once',
			route: 'POST /v1/newsletters/{newsletter_id}/send',
			fields: [newsletterId, ...pace],
			checks: [wholeRate],
			output: newsletterOutput,
		}),
		schedule: operation({
			name: 'Schedule',
			action: 'Schedule newsletter',
			description: 'Set or move the time at which a draft is sent, or take the time back',
			route: 'POST /v1/newsletters/{newsletter_id}/schedule',
			idempotent: true,
			fields: [
				newsletterId,
				variant('scheduling', 'What to do with the time', {
					schedule: {
						name: 'Schedule or Reschedule',
						description: 'Also for a newsletter that is scheduled already',
						fields: [
							scheduledAt,
							string(
								'timezone',
								'Time zone in which Customer.io shows the time, by its IANA name. It does not change when it is sent.',
								{
									displayName: 'Time Zone',
									required: true,
									placeholder: 'Europe/Berlin',
									check: checkTimeZone,
								},
							),
							boolean(
								'tz_match_enabled',
								"Whether to send at this time in each person's time zone",
								{
									displayName: 'Match Time Zones',
									default: true,
								},
							),
							...pace,
						],
					},
					deschedule: {
						name: 'Unschedule',
						description: 'The newsletter becomes a draft again',
						fields: [constant('scheduled_at', 0)],
					},
				}),
			],
			checks: [wholeRate],
			output: newsletterOutput,
		}),
	},
};
