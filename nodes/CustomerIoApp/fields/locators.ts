import { list } from '../../matrix/outputs';
import type { Locator } from '../../matrix/vocabulary';

/** Things of Customer.io that are chosen from a list, each with the search behind it. */

export const segment: Locator = {
	thing: 'Segment',
	id: 'integer',
	idPlaceholder: '4',
	list: {
		method: 'searchSegments',
		route: 'GET /v1/segments',
		output: list('segments'),
		value: 'id',
		label: 'name',
		detail: 'type',
	},
};

export const broadcast: Locator = {
	thing: 'Broadcast',
	id: 'integer',
	idPlaceholder: '12',
	list: {
		method: 'searchBroadcasts',
		route: 'GET /v1/broadcasts',
		output: list('broadcasts'),
		value: 'id',
		label: 'name',
	},
};

export const broadcastTrigger: Locator = {
	thing: 'Broadcast Trigger',
	id: 'integer',
	idPlaceholder: '3',
	list: {
		method: 'searchBroadcastTriggers',
		route: 'GET /v1/broadcasts/{broadcast_id}/triggers',
		output: list('triggers'),
		value: 'id',
		label: 'id',
		detail: 'state',
	},
};

export const transactionalMessage: Locator = {
	thing: 'Transactional Message',
	id: 'integer',
	idPlaceholder: '3',
	list: {
		method: 'searchTransactionalMessages',
		route: 'GET /v1/transactional',
		output: list('messages'),
		value: 'id',
		label: 'name',
	},
	otherModes: [
		{ name: 'triggerName', displayName: 'By Trigger Name', placeholder: 'order_confirmation' },
	],
};

export const snippet: Locator = {
	thing: 'Snippet',
	id: 'text',
	idName: 'Name',
	idPlaceholder: 'footer',
	list: {
		method: 'searchSnippets',
		route: 'GET /v1/snippets',
		output: list('snippets'),
		value: 'name',
		label: 'name',
	},
};

export const reportingWebhook: Locator = {
	thing: 'Reporting Webhook',
	id: 'integer',
	idPlaceholder: '4',
	list: {
		method: 'searchReportingWebhooks',
		route: 'GET /v1/reporting_webhooks',
		output: list('reporting_webhooks'),
		value: 'id',
		label: 'name',
		detail: 'endpoint',
	},
};
