import { cursor, list } from '../schema/output';
import type { Locator } from '../schema/fields';

/** Entities of Customer.io that are chosen from a list, with the request that lists them. */

export const segment: Locator = {
	label: 'Segment',
	id: 'integer',
	page: 'segment',
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
	label: 'Broadcast',
	id: 'integer',
	page: 'broadcast',
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
	label: 'Broadcast Trigger',
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
	label: 'Transactional Message',
	id: 'integer',
	page: 'transactional',
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

/** For endpoints that only take the ID. */
export const transactionalTemplate: Locator = { ...transactionalMessage, otherModes: [] };

export const transactionalContent: Locator = {
	label: 'Variant',
	id: 'integer',
	idPlaceholder: '139',
	list: {
		method: 'searchTransactionalContents',
		route: 'GET /v1/transactional/{transactional_id}/contents',
		output: list('contents'),
		value: 'id',
		label: 'name',
		detail: 'language',
	},
};

/** A language without a tag, in the API's terms. */
const defaultLanguage = { name: 'Default Language', value: 'default', sends: '' } as const;

export const transactionalLanguage: Locator = {
	label: 'Language',
	id: 'text',
	idName: 'Language Tag',
	idPlaceholder: 'de',
	list: {
		method: 'searchTransactionalLanguages',
		route: 'GET /v1/transactional/{transactional_id}/contents',
		output: list('contents'),
		value: 'language',
		label: 'language',
	},
	none: defaultLanguage,
};

export const broadcastAction: Locator = {
	label: 'Action',
	id: 'integer',
	idPlaceholder: '96',
	list: {
		method: 'searchBroadcastActions',
		route: 'GET /v1/broadcasts/{broadcast_id}/actions',
		output: list('actions'),
		value: 'id',
		label: 'name',
		detail: 'type',
	},
};

export const campaign: Locator = {
	label: 'Campaign',
	id: 'integer',
	page: 'campaign',
	idPlaceholder: '5',
	list: {
		method: 'searchCampaigns',
		route: 'GET /v1/campaigns',
		output: list('campaigns'),
		value: 'id',
		label: 'name',
		detail: 'state',
	},
};

export const campaignAction: Locator = {
	...broadcastAction,
	list: {
		...broadcastAction.list,
		method: 'searchCampaignActions',
		route: 'GET /v1/campaigns/{campaign_id}/actions',
		output: list('actions', { pagination: cursor({ acceptsLimit: false }) }),
	},
};

export const newsletter: Locator = {
	label: 'Newsletter',
	id: 'integer',
	page: 'newsletter',
	idPlaceholder: '128275',
	list: {
		method: 'searchNewsletters',
		route: 'GET /v1/newsletters',
		output: list('newsletters', { pagination: cursor() }),
		value: 'id',
		label: 'name',
		detail: 'type',
	},
};

export const newsletterContent: Locator = {
	...transactionalContent,
	idPlaceholder: '45',
	list: {
		...transactionalContent.list,
		method: 'searchNewsletterContents',
		route: 'GET /v1/newsletters/{newsletter_id}/contents',
	},
};

export const newsletterLanguage: Locator = {
	...transactionalLanguage,
	list: {
		...transactionalLanguage.list,
		method: 'searchNewsletterLanguages',
		route: 'GET /v1/newsletters/{newsletter_id}/contents',
	},
};

export const testGroup: Locator = {
	label: 'Test Group',
	id: 'text',
	idPlaceholder: 'abc123',
	list: {
		method: 'searchTestGroups',
		route: 'GET /v1/newsletters/{newsletter_id}/test_groups',
		output: list('test_groups'),
		value: 'id',
		label: 'label',
	},
};

export const senderIdentity: Locator = {
	label: 'Sender Identity',
	id: 'integer',
	idPlaceholder: '1',
	list: {
		method: 'searchSenderIdentities',
		route: 'GET /v1/sender_identities',
		output: list('sender_identities', { pagination: cursor() }),
		value: 'id',
		label: 'name',
		detail: 'email',
	},
};

/** The reply-to address, with the option to remove it. */
export const replyTo: Locator = {
	...senderIdentity,
	list: { ...senderIdentity.list, method: 'searchReplyTos' },
	none: { name: '(No Reply-To Address)', value: 'none' },
};

export const subscriptionTopic: Locator = {
	label: 'Subscription Topic',
	id: 'integer',
	idPlaceholder: '5',
	list: {
		method: 'searchSubscriptionTopics',
		route: 'GET /v1/subscription_topics',
		output: list('topics'),
		value: 'id',
		label: 'name',
	},
};

export const snippet: Locator = {
	label: 'Snippet',
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
	label: 'Reporting Webhook',
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
