import { resourceLocator, options, dateTime } from '../../shared/schema/fieldBuilders';
import { cursor, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { actionOperations } from '../fields/actions';
import { drafts } from '../fields/deliveries';
import { campaign as campaigns, campaignAction } from '../../shared/catalog/messagingLocators';
import { metricWithWindowOutput, reportBy, WHOSE_CLOCK } from '../fields/metrics';

const campaignId = resourceLocator('campaign_id', campaigns, 'The campaign');
const actionId = resourceLocator(
	'action_id',
	campaignAction,
	'A message or other step of the workflow',
);

/** Other keys depend on what starts the campaign. */
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

/** Split, so that the reports of the campaign stand together. */
const { getActionMetrics, getActionLinkMetrics, getMessages, ...actionAndReportOperations } =
	actionOperations('campaign', {
		id: campaignId,
		actionId,
		actionPages: cursor({ acceptsLimit: false }),
		report: [reportBy],
		actionMetrics: metricWithWindowOutput,
		deliveries: drafts,
	});

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
		...actionAndReportOperations,
		getJourneyMetrics: operation({
			name: 'Get Journey Metrics',
			action: 'Get journey metrics of campaign',
			description: 'Get how many journeys started in each period, and how they ended',
			route: 'GET /v1/campaigns/{campaign_id}/journey_metrics',
			fields: [
				campaignId,
				dateTime('start', `Start of the report. ${WHOSE_CLOCK}`, { required: true }),
				dateTime('end', `End of the report. ${WHOSE_CLOCK}`, {
					required: true,
					notBefore: 'start',
				}),
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
		getActionMetrics,
		getActionLinkMetrics,
		getMessages,
	},
};
