import { capitalize } from '../../shared/utils/casing';
import { constant, number, keyValue, options, string } from '../../shared/schema/fieldBuilders';
import type { Resource } from '../../shared/schema/operation';
import { call } from '../fields/common';

const furtherProperties = keyValue('properties', 'Further properties of the report');

/** @see https://docs.customer.io/integrations/data-in/semantic-events/ */
export const delivery: Resource = {
	name: 'delivery',
	displayName: 'Delivery',
	description: 'Delivery metrics of a message',
	operations: {
		reportMetric: call({
			name: 'Report Metric',
			action: 'Report delivery metric',
			description:
				'Report that a push or in-app message was delivered, opened, clicked or converted',
			route: 'POST /v1/track',
			fields: [
				constant('event', 'Report Delivery Event'),
				string('deliveryId', 'ID of the delivery, which the message carries as CIO-Delivery-ID', {
					bodyPath: 'properties',
					displayName: 'Delivery ID',
					required: true,
					identifies: true,
					// The API requires a person; Customer.io's SDK sends the delivery ID.
					alsoAt: 'anonymousId',
				}),
				options(
					'metric',
					'What happened to the message',
					['clicked', 'converted', 'delivered', 'opened'].map((value) => ({
						name: capitalize(value),
						value,
					})),
					{ bodyPath: 'properties', required: true, default: 'delivered' },
				),
				string('recipient', 'Device token (push), phone number (SMS) or device ID (in-app)', {
					bodyPath: 'properties',
				}),
				string('reason', 'Why the message failed', { bodyPath: 'properties' }),
				string('actionValue', 'Value of the action that was tapped in an in-app message', {
					bodyPath: 'properties',
				}),
				string('href', 'Link that was opened from an in-app message', {
					bodyPath: 'properties',
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
				constant('event', 'Report Content Event'),
				string('anonymousId', 'Anonymous ID of the visitor who saw the message', {
					displayName: 'Anonymous ID',
					required: true,
					identifies: true,
				}),
				options(
					'actionType',
					'What the visitor did',
					[
						{ name: 'Clicked Content', value: 'clicked_content' },
						{ name: 'Viewed Content', value: 'viewed_content' },
					],
					{ bodyPath: 'properties', required: true, default: 'viewed_content' },
				),
				number('contentId', 'ID of the anonymous in-app message', {
					bodyPath: 'properties',
					displayName: 'Content ID',
					min: 0,
				}),
				number('templateId', 'ID of the message within the content', {
					bodyPath: 'properties',
					displayName: 'Template ID',
					min: 0,
				}),
				furtherProperties,
			],
		}),
	},
};
