import { fixed, number, pairs, pick, text } from '../../matrix/fields';
import type { Resource } from '../../matrix/vocabulary';
import { call } from '../fields/common';
import { blankProblem } from '../fields/identity';

const furtherProperties = pairs('properties', 'Further properties of the report');

/** @see https://docs.customer.io/integrations/data-in/semantic-events/ */
export const delivery: Resource = {
	name: 'delivery',
	displayName: 'Delivery',
	description: 'What became of a message',
	operations: {
		reportMetric: call({
			name: 'Report Metric',
			action: 'Report delivery metric',
			description:
				'Report that a push or in-app message was delivered, opened, clicked or converted',
			route: 'POST /v1/track',
			fields: [
				fixed('event', 'Report Delivery Event'),
				text('deliveryId', 'ID of the delivery, which the message carries as CIO-Delivery-ID', {
					under: 'properties',
					displayName: 'Delivery ID',
					required: true,
					check: blankProblem,
					// The API wants a performer; Customer.io's own SDK sends the delivery.
					copiedTo: 'anonymousId',
				}),
				pick(
					'metric',
					'What happened to the message',
					['clicked', 'converted', 'delivered', 'opened'].map((value) => ({
						name: value.charAt(0).toUpperCase() + value.slice(1),
						value,
					})),
					{ under: 'properties', required: true, default: 'delivered' },
				),
				text('recipient', 'Device token (push), phone number (SMS) or device ID (in-app)', {
					under: 'properties',
				}),
				text('reason', 'Why the message failed', { under: 'properties' }),
				text('actionValue', 'Value of the action that was tapped in an in-app message', {
					under: 'properties',
				}),
				text('href', 'Link that was opened from an in-app message', {
					under: 'properties',
					displayName: 'Link',
				}),
				furtherProperties,
			],
		}),
		reportContentEvent: call({
			name: 'Report Content Event',
			action: 'Report delivery content event',
			description: 'Report that an anonymous in-app message was seen or clicked',
			route: 'POST /v1/track',
			fields: [
				fixed('event', 'Report Content Event'),
				text('anonymousId', 'Anonymous ID of the visitor who saw the message', {
					displayName: 'Anonymous ID',
					required: true,
					check: blankProblem,
				}),
				pick(
					'actionType',
					'What the visitor did',
					[
						{ name: 'Clicked Content', value: 'clicked_content' },
						{ name: 'Viewed Content', value: 'viewed_content' },
					],
					{ under: 'properties', required: true, default: 'viewed_content' },
				),
				number('contentId', 'ID of the anonymous in-app message', {
					under: 'properties',
					displayName: 'Content ID',
					min: 0,
				}),
				number('templateId', 'ID of the message within the content', {
					under: 'properties',
					displayName: 'Template ID',
					min: 0,
				}),
				furtherProperties,
			],
		}),
	},
};
