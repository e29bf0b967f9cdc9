import { located, rows } from '../../support/trackNode.ts';
import { ada, person, SECONDS, TIME, ULID, type Case } from './case.ts';

export const otherCases: readonly Case[] = [
	{
		of: 'delivery.event',
		operation: 'delivery.reportPushMetric',
		minimal: {
			parameters: { deliveryId: 'dlv-1', metric: 'opened', deviceToken: 'token-1' },
			body: {
				type: 'delivery',
				action: 'event',
				identifiers: { id: 'dlv-1' },
				name: 'opened',
				attributes: { device_token: 'token-1' },
			},
		},
	},
	{
		of: 'entity.send',
		operation: 'call.send',
		minimal: {
			parameters: {
				call: JSON.stringify({
					type: 'person',
					action: 'page',
					identifiers: { id: 42 },
					name: 'Home',
					timestamp: SECONDS * 1000,
				}),
			},
			body: {
				type: 'person',
				action: 'page',
				identifiers: { id: '42' },
				name: 'Home',
				timestamp: SECONDS,
				id: ULID,
			},
		},
		result: { success: true, eventId: ULID },
	},
	{
		of: 'metric.report',
		operation: 'delivery.reportMetric',
		path: '/api/v1/metrics',
		minimal: {
			parameters: { deliveryId: 'dlv-1', metric: 'bounced' },
			body: { delivery_id: 'dlv-1', metric: 'bounced' },
		},
		full: {
			parameters: {
				deliveryId: 'dlv-1',
				metric: 'clicked',
				additionalFields: {
					timestamp: TIME,
					recipient: 'ada@example.com',
					reason: 'mailbox full',
					href: 'https://example.com',
				},
			},
			body: {
				delivery_id: 'dlv-1',
				metric: 'clicked',
				timestamp: SECONDS,
				recipient: 'ada@example.com',
				reason: 'mailbox full',
				href: 'https://example.com',
			},
		},
	},
	{
		of: 'customer.unsubscribe',
		operation: 'delivery.unsubscribe',
		path: '/unsubscribe/dlv-1',
		minimal: { parameters: { deliveryId: 'dlv-1' }, body: { unsubscribe: true } },
		result: { success: true, delivery_id: 'dlv-1' },
	},
	...[
		['addCustomers', 'add_customers'],
		['removeCustomers', 'remove_customers'],
	].map(([operation, endpoint]) => ({
		of: `segment.${operation}`,
		operation: `segment.${operation}`,
		path: `/api/v1/segments/12/${endpoint}`,
		minimal: {
			parameters: { segmentId: located('id', '12'), person: located('id', 42) },
			body: { ids: ['42'] },
		},
	})),
	{
		of: 'form.submit',
		operation: 'form.submit',
		path: '/api/v1/forms/newsletter%2Fde/submit',
		minimal: {
			parameters: { formId: 'newsletter/de', person },
			body: { data: ada },
		},
		full: {
			parameters: {
				formId: 'newsletter/de',
				person: located('id', 42),
				formFields: rows({ age: 36, consent: true, food: 'pizza' }),
			},
			body: { data: { id: '42', age: '36', consent: 'true', food: 'pizza' } },
		},
		result: { success: true, form_id: 'newsletter/de' },
	},
];
