import { requiresChange } from '../../shared/schema/requestChecks';
import { cursor, item, list, type ItemOutput, type Pagination } from '../../shared/schema/output';
import type { Field, ResourceLocatorField } from '../../shared/schema/fields';
import { operation } from '../../shared/schema/operation';
import { actionContent, languageTag } from './content';
import { deliveryFilters, MESSAGE_KEYS } from './deliveries';
import {
	bySteps,
	channel,
	linksOutput,
	metricChannel,
	metricOutput,
	stepChecks,
	unique,
} from './metrics';

/** What differs between campaigns and broadcasts. */
interface Differences {
	readonly id: ResourceLocatorField<'campaign_id' | 'broadcast_id'>;
	readonly actionId: ResourceLocatorField<'action_id'>;
	/** Pagination of the list of actions. */
	readonly actionPages?: Pagination;
	/** Fields for the time range of a report. */
	readonly report: readonly Field[];
	readonly actionMetrics: ItemOutput;
	/** A filter of messages that only one of the two has. */
	readonly deliveries: Field;
}

/** The operations on the actions, metrics and messages of a campaign or a broadcast. */
export function actionOperations(
	parent: 'campaign' | 'broadcast',
	{ id, actionId, actionPages, report, actionMetrics, deliveries }: Differences,
) {
	const path = `GET /v1/${parent}s/{${parent}_id}` as const;
	const updatePath = `PUT /v1/${parent}s/{${parent}_id}` as const;
	return {
		getActions: operation({
			name: 'Get Actions',
			action: `Get actions of ${parent}`,
			description: `Get the messages and other steps of a ${parent}`,
			route: `${path}/actions`,
			fields: [id],
			output: list('actions', actionPages === undefined ? {} : { pagination: actionPages }),
		}),
		getAction: operation({
			name: 'Get Action',
			action: `Get action of ${parent}`,
			description: 'Get one action with its content',
			route: `${path}/actions/{action_id}`,
			fields: [id, actionId],
			output: item('action'),
		}),
		updateAction: operation({
			name: 'Update Action',
			action: `Update action of ${parent}`,
			description: 'Change content or sending state of an action',
			route: `${updatePath}/actions/{action_id}`,
			checks: [requiresChange],
			fields: [id, actionId, actionContent],
			output: item('action'),
		}),
		getActionTranslation: operation({
			name: 'Get Action Translation',
			action: `Get translation of ${parent} action`,
			description: 'Get one language of an action',
			route: `${path}/actions/{action_id}/language/{language}`,
			fields: [id, actionId, languageTag],
			output: item('action'),
		}),
		updateActionTranslation: operation({
			name: 'Update Action Translation',
			action: `Update translation of ${parent} action`,
			description: 'Change one language of an action',
			route: `${updatePath}/actions/{action_id}/language/{language}`,
			checks: [requiresChange],
			fields: [id, actionId, languageTag, actionContent],
			output: item('action'),
		}),
		getMetrics: operation({
			name: 'Get Metrics',
			action: `Get metrics of ${parent}`,
			description: 'Get counts of sent, opened, clicked and so on over time',
			route: `${path}/metrics`,
			fields: [id, ...report, metricChannel],
			checks: stepChecks,
			output: metricOutput,
		}),
		getLinkMetrics: operation({
			name: 'Get Link Metrics',
			action: `Get link metrics of ${parent}`,
			description: 'Get how often each link was clicked over time',
			route: `${path}/metrics/links`,
			fields: [id, ...bySteps, unique],
			checks: stepChecks,
			output: linksOutput,
		}),
		getActionMetrics: operation({
			name: 'Get Action Metrics',
			action: `Get metrics of ${parent} action`,
			description: 'Get how often the messages of one action were sent, opened and so on over time',
			route: `${path}/actions/{action_id}/metrics`,
			fields: [id, actionId, ...report, metricChannel],
			checks: stepChecks,
			output: actionMetrics,
		}),
		getActionLinkMetrics: operation({
			name: 'Get Action Link Metrics',
			action: `Get link metrics of ${parent} action`,
			description: 'Get how often each link of one action was clicked over time',
			route: `${path}/actions/{action_id}/metrics/links`,
			fields: [id, actionId, ...bySteps, metricChannel, unique],
			checks: stepChecks,
			output: linksOutput,
		}),
		getMessages: operation({
			name: 'Get Messages',
			action: `Get messages of ${parent}`,
			description: `Get the messages that a ${parent} sent to people`,
			route: `${path}/messages`,
			fields: [id, channel, deliveries, ...deliveryFilters],
			output: list('messages', { pagination: cursor(), simplify: MESSAGE_KEYS }),
		}),
	};
}
