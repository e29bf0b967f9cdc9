import { resourceLocator } from '../../shared/schema/fieldBuilders';
import { cursor, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { deliveryFilters, MESSAGE_KEYS } from '../fields/deliveries';
import { newsletterContent } from '../../shared/catalog/messagingLocators';
import {
	bySteps,
	newsletterChannel,
	linksOutput,
	metricOutput,
	stepChecks,
	unique,
} from '../fields/metrics';
import { newsletterId } from '../fields/newsletter';

const contentId = resourceLocator('content_id', newsletterContent, 'One language or test variant');

/** @see https://docs.customer.io/integrations/api/app/#tag/newsletter-metrics */
export const newsletterMetric: Resource = {
	name: 'newsletterMetric',
	displayName: 'Newsletter Metric',
	description: 'Delivery metrics of a newsletter',
	operations: {
		get: operation({
			name: 'Get',
			action: 'Get metrics of newsletter',
			description: 'Get counts of sent, opened, clicked and so on over time',
			route: 'GET /v1/newsletters/{newsletter_id}/metrics',
			fields: [newsletterId, ...bySteps, newsletterChannel],
			checks: stepChecks,
			output: metricOutput,
		}),
		getLinks: operation({
			name: 'Get Links',
			action: 'Get link metrics of newsletter',
			description: 'Get how often each link was clicked over time',
			route: 'GET /v1/newsletters/{newsletter_id}/metrics/links',
			fields: [newsletterId, ...bySteps, unique],
			checks: stepChecks,
			output: linksOutput,
		}),
		getVariant: operation({
			name: 'Get Variant',
			action: 'Get metrics of newsletter variant',
			description: 'Get how often messages of one variant were sent, opened and so on over time',
			route: 'GET /v1/newsletters/{newsletter_id}/contents/{content_id}/metrics',
			fields: [newsletterId, contentId, ...bySteps, newsletterChannel],
			checks: stepChecks,
			output: metricOutput,
		}),
		getVariantLinks: operation({
			name: 'Get Variant Links',
			action: 'Get link metrics of newsletter variant',
			description: 'Get how often each link of one variant was clicked over time',
			route: 'GET /v1/newsletters/{newsletter_id}/contents/{content_id}/metrics/links',
			fields: [newsletterId, contentId, ...bySteps, newsletterChannel, unique],
			checks: stepChecks,
			output: linksOutput,
		}),
		getMessages: operation({
			name: 'Get Messages',
			action: 'Get messages of newsletter',
			description: 'Get the messages that a newsletter sent to people',
			route: 'GET /v1/newsletters/{newsletter_id}/messages',
			fields: [newsletterId, newsletterChannel, ...deliveryFilters],
			output: list('messages', { pagination: cursor(), simplify: MESSAGE_KEYS }),
		}),
	},
};
