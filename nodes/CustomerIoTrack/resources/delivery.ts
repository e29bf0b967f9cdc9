import { constant, dateTime, options, string } from '../../shared/schema/fieldBuilders';
import { operation, type Resource } from '../../shared/schema/operation';
import { done } from '../../shared/schema/output';
import { capitalize } from '../../shared/utils/casing';
import { entity } from '../fields/entity';

const DELIVERY = 'ID of the delivery, which the message carries as CIO-Delivery-ID';

const metrics = (values: readonly string[]) =>
	values.map((value) => ({ name: capitalize(value), value }));

/** @see https://docs.customer.io/integrations/api/track/#operation/metrics */
export const delivery: Resource = {
	name: 'delivery',
	displayName: 'Delivery',
	description: 'Delivery metrics of a message',
	operations: {
		reportMetric: operation({
			name: 'Report Metric',
			action: 'Report delivery metric',
			description:
				'Report the delivery status of a message of any channel, such as a bounce at another provider',
			route: 'POST /api/v1/metrics',
			unordered: true,
			fields: [
				string('delivery_id', DELIVERY, {
					displayName: 'Delivery ID',
					required: true,
					identifies: true,
				}),
				options(
					'metric',
					'What happened to the message',
					metrics([
						'bounced',
						'clicked',
						'converted',
						'deferred',
						'delivered',
						'dropped',
						'opened',
						'spammed',
					]),
					{ required: true, default: 'delivered' },
				),
				dateTime('timestamp', 'When it happened, if that was not now'),
				string('recipient', 'Email address, phone number, device or ID that the message went to'),
				string('reason', 'Why the message failed'),
				string('href', 'Link that was clicked', { displayName: 'Link' }),
			],
			output: done,
		}),
		reportPushMetric: entity('delivery', 'event', {
			name: 'Report Push Metric',
			action: 'Report push delivery metric',
			description: 'Report the delivery status of push messages, many items in one request',
			fields: [
				string('id', DELIVERY, {
					bodyPath: 'identifiers',
					displayName: 'Delivery ID',
					parameter: 'deliveryId',
					required: true,
					identifies: true,
				}),
				options(
					'name',
					'What happened to the message',
					metrics(['converted', 'delivered', 'opened']),
					{ displayName: 'Metric', parameter: 'metric', required: true, default: 'delivered' },
				),
				string('device_token', 'Push token of the device that got the message', {
					bodyPath: 'attributes',
					required: true,
					identifies: true,
				}),
			],
		}),
		unsubscribe: operation({
			name: 'Unsubscribe',
			action: 'Unsubscribe recipient of delivery',
			description: 'Unsubscribe the person who got a message, and credit that to the message',
			route: 'POST /unsubscribe/{delivery_id}',
			idempotent: true,
			fields: [
				string('delivery_id', DELIVERY, { displayName: 'Delivery ID', identifies: true }),
				constant('unsubscribe', true),
			],
			output: done,
		}),
	},
};
