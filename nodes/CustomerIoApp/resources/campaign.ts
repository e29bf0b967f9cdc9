import { requiresChange } from '../../shared/schema/requestChecks';
import { resourceLocator, options, dateTime } from '../../shared/schema/fieldBuilders';
import { cursor, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { actionContent, languageTag } from '../fields/content';
import { deliveryFilters, drafts, MESSAGE_KEYS } from '../fields/deliveries';
import { campaign as campaigns, campaignAction } from '../../shared/catalog/messagingLocators';
import {
	bySteps,
	channel,
	metricChannel,
	linksOutput,
	metricOutput,
	metricWithWindowOutput,
	reportBy,
	stepChecks,
	unique,
	WHOSE_CLOCK,
} from '../fields/metrics';

const campaignId = resourceLocator('campaign_id', campaigns, 'The campaign');
const actionId = resourceLocator(
	'action_id',
	campaignAction,
	'A message or other step of the workflow',
);

/** Further fields depend on what starts the campaign. */
const simplify = [
	'id',
	'name',
	'description',
	'type',
	'state',
	'active',
	'tags',
	'actions',
	'created',
	'updated',
];

/** @see https://docs.customer.io/integrations/api/app/#tag/campaigns */
export const campaign: Resource = {
	name: 'campaign',
	displayName: 'Campaign',
	description: 'Automations that people pass through',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many campaigns',
			description: 'Get a list of campaigns',
			route: 'GET /v1/campaigns',
			output: list('campaigns', { simplify }),
		}),
		get: operation({
			name: 'Get',
			action: 'Get campaign',
			description: 'Get a campaign',
			route: 'GET /v1/campaigns/{campaign_id}',
			fields: [campaignId],
			output: item('campaign', { simplify }),
		}),
		getActions: operation({
			name: 'Get Actions',
			action: 'Get actions of campaign',
			description: 'Get the messages and other steps of a campaign',
			route: 'GET /v1/campaigns/{campaign_id}/actions',
			fields: [campaignId],
			output: list('actions', { pagination: cursor({ acceptsLimit: false }) }),
		}),
		getAction: operation({
			name: 'Get Action',
			action: 'Get action of campaign',
			description: 'Get one action with its content',
			route: 'GET /v1/campaigns/{campaign_id}/actions/{action_id}',
			fields: [campaignId, actionId],
			output: item('action'),
		}),
		updateAction: operation({
			name: 'Update Action',
			action: 'Update action of campaign',
			description: 'Change content or sending state of an action',
			route: 'PUT /v1/campaigns/{campaign_id}/actions/{action_id}',
			checks: [requiresChange],
			fields: [campaignId, actionId, actionContent],
			output: item('action'),
		}),
		getActionTranslation: operation({
			name: 'Get Action Translation',
			action: 'Get translation of campaign action',
			description: 'Get one language of an action',
			route: 'GET /v1/campaigns/{campaign_id}/actions/{action_id}/language/{language}',
			fields: [campaignId, actionId, languageTag],
			output: item('action'),
		}),
		updateActionTranslation: operation({
			name: 'Update Action Translation',
			action: 'Update translation of campaign action',
			description: 'Change one language of an action',
			route: 'PUT /v1/campaigns/{campaign_id}/actions/{action_id}/language/{language}',
			checks: [requiresChange],
			fields: [campaignId, actionId, languageTag, actionContent],
			output: item('action'),
		}),
		getMetrics: operation({
			name: 'Get Metrics',
			action: 'Get metrics of campaign',
			description: 'Get counts of sent, opened, clicked and so on over time',
			route: 'GET /v1/campaigns/{campaign_id}/metrics',
			fields: [campaignId, reportBy, metricChannel],
			checks: stepChecks,
			output: metricOutput,
		}),
		getLinkMetrics: operation({
			name: 'Get Link Metrics',
			action: 'Get link metrics of campaign',
			description: 'Get how often each link was clicked over time',
			route: 'GET /v1/campaigns/{campaign_id}/metrics/links',
			fields: [campaignId, ...bySteps, unique],
			checks: stepChecks,
			output: linksOutput,
		}),
		getJourneyMetrics: operation({
			name: 'Get Journey Metrics',
			action: 'Get journey metrics of campaign',
			description: 'Get how many journeys started in each period, and what became of them',
			route: 'GET /v1/campaigns/{campaign_id}/journey_metrics',
			fields: [
				campaignId,
				dateTime('start', `Start of the report. ${WHOSE_CLOCK}`, { required: true }),
				dateTime('end', `End of the report. ${WHOSE_CLOCK}`, { required: true }),
				options(
					'resolution',
					'Length of a period',
					[
						{ name: 'Hourly', value: 'hourly' },
						{ name: 'Daily', value: 'daily' },
						{ name: 'Weekly', value: 'weekly' },
						{ name: 'Monthly', value: 'monthly' },
					],
					{ required: true, default: 'daily' },
				),
			],
			output: item('journey_metric', { metrics: true }),
		}),
		getActionMetrics: operation({
			name: 'Get Action Metrics',
			action: 'Get metrics of campaign action',
			description: 'Get how often the messages of one action were sent, opened and so on over time',
			route: 'GET /v1/campaigns/{campaign_id}/actions/{action_id}/metrics',
			fields: [campaignId, actionId, reportBy, metricChannel],
			checks: stepChecks,
			output: metricWithWindowOutput,
		}),
		getActionLinkMetrics: operation({
			name: 'Get Action Link Metrics',
			action: 'Get link metrics of campaign action',
			description: 'Get how often each link of one action was clicked over time',
			route: 'GET /v1/campaigns/{campaign_id}/actions/{action_id}/metrics/links',
			fields: [campaignId, actionId, ...bySteps, metricChannel, unique],
			checks: stepChecks,
			output: linksOutput,
		}),
		getMessages: operation({
			name: 'Get Messages',
			action: 'Get messages of campaign',
			description: 'Get the messages that a campaign sent to people',
			route: 'GET /v1/campaigns/{campaign_id}/messages',
			fields: [campaignId, channel, drafts, ...deliveryFilters],
			output: list('messages', { pagination: cursor(), simplify: MESSAGE_KEYS }),
		}),
	},
};
