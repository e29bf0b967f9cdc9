import { DeliveryExportMetric, IdentifierType, type APIClient } from 'customerio-node';

import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import { existingIds } from '../support/existingIds.ts';
import { app } from '../support/sandboxClient.ts';
import type { Calls } from './calls.ts';
import { contentCalls, exampleId } from './contentCalls.ts';
import { sendCalls } from './sendCalls.ts';

const start = 1_760_000_000;
const end = start + 86_400;
const period = { period: 'days', steps: 3 } as const;
const links = { ...period, unique: true } as const;
const page = { limit: 2 } as const;
const times = { start_ts: start, end_ts: end } as const;
const byEmail = { idType: IdentifierType.Email } as const;
const journeys = { version: '2', res: 'days', tz: 'Europe/Vienna', start, end } as const;
const isPro = { attribute: { field: 'plan', operator: 'eq', value: 'pro' } } as never;
const emailContent = { subject: 'Hello', body: '<p>Hello</p>' };
const rows = [{ day: '2026-03-01', event: 'Fair' }];
const language = 'fr';
const draft = 128_275;
const group = 'abc123';

/** Everything that the App client of `customerio-node` does, in the workspace of a sandbox. */
export async function appCalls(sandbox: Sandbox): Promise<Calls<APIClient>> {
	const [exported, webhook, trigger] = [
		(await existingIds(sandbox, 'export', 'get')).export_id ?? '',
		(await existingIds(sandbox, 'reportingWebhook', 'get')).webhook_id ?? '',
		(await existingIds(sandbox, 'broadcast', 'getTrigger')).trigger_id ?? '',
	];
	await app(sandbox, {
		path: `/v1/design_studio/emails/${exampleId('designStudioEmail')}/languages`,
		body: { language: 'es' },
	});
	const message = sandbox.state.deliveries[0]?.id ?? '';
	return {
		...sendCalls,
		getCustomersByEmail: [['person1@example.com']],
		triggerBroadcast: [
			[12],
			[12, { code: 'A' }, { emails: ['person1@example.com'], email_ignore_missing: true }],
			[12, { code: 'A' }, { segment: { id: 42 } }],
		],
		listExports: [[]],
		getExport: [[exported]],
		downloadExport: [[exported]],
		createCustomersExport: [[{ segment: { id: 1 } }], [{ and: [{ segment: { id: 1 } }, isPro] }]],
		createDeliveriesExport: [
			[10],
			[
				10,
				{ start, end, attributes: ['plan'], metric: DeliveryExportMetric.Delivered, drafts: false },
			],
		],
		getAttributes: [['1'], ['person1@example.com', IdentifierType.Email]],
		getCustomerActivities: [
			['1'],
			['person1@example.com', { ...byEmail, ...page, type: 'event', name: 'ordered' }],
		],
		getCustomerMessages: [['1'], ['person1@example.com', { ...byEmail, ...page, ...times }]],
		getCustomerRelationships: [['1'], ['1', page]],
		getCustomerSegments: [['1'], ['person1@example.com', IdentifierType.Email]],
		getCustomerSubscriptionPreferences: [
			['1'],
			['person1@example.com', { ...byEmail, language: 'de' }],
		],
		searchCustomers: [
			[{ segment: { id: 1 } }],
			[{ or: [{ segment: { id: 1 } }, { not: isPro }] }, page],
		],
		getCustomersAttributes: [[['1', '2']]],
		getObjectAttributes: [
			['1', 'acme'],
			['1', 'ob0001', 'cio_object_id'],
		],
		getObjectRelationships: [
			['1', 'acme'],
			['1', 'acme', { ...page, idType: 'object_id' }],
		],
		findObjects: [
			['1', { object_attribute: { field: 'plan', operator: 'exists', type_id: 1 } } as never],
			[
				'1',
				{
					and: [{ object_attribute: { field: 'plan', operator: 'eq', value: 'pro', type_id: 1 } }],
				} as never,
				page,
			],
		],
		listObjectTypes: [[]],
		listActivities: [
			[],
			[{ ...page, type: 'event', name: 'ordered', deleted: false, customerId: '1' }],
		],
		listSegments: [[]],
		createSegment: [[{ name: 'New' }], [{ name: 'New', description: 'By hand' }]],
		getSegment: [[7]],
		deleteSegment: [[14]],
		getSegmentCustomerCount: [[7]],
		getSegmentMembership: [[12], [12, page]],
		getSegmentUsedBy: [[7]],
		listSubscriptionTopics: [[]],
		listSubscriptionChannels: [[]],
		getSubscriptionCenterToken: [['1']],
		listTransactionalMessages: [[]],
		getTransactionalMessage: [[3]],
		getTransactionalMessageContents: [[3]],
		getTransactionalMessageLanguage: [[3, language]],
		updateTransactionalMessageLanguage: [
			[3, language],
			[3, language, emailContent],
		],
		getTransactionalMessageDeliveries: [
			[3],
			[3, { ...page, ...times, metric: 'delivered', get_tracked_responses: true }],
		],
		getTransactionalMessageMetrics: [[3], [3, period]],
		getTransactionalMessageLinkMetrics: [[3], [3, links]],
		updateTransactionalMessageContent: [
			[3, 3],
			[3, 3, emailContent],
		],
		listCampaigns: [[]],
		getCampaign: [[5]],
		getCampaignActions: [[5], [5, { start: '' }]],
		getCampaignAction: [[5, 259]],
		updateCampaignAction: [
			[5, 259],
			[5, 259, emailContent],
		],
		getCampaignActionLanguage: [[5, 259, language]],
		updateCampaignActionLanguage: [
			[5, 259, language],
			[5, 259, language, emailContent],
		],
		getCampaignActionMetrics: [
			[5, 259],
			[5, 259, journeys],
		],
		getCampaignActionMetricsLinks: [
			[5, 259],
			[5, 259, links],
		],
		getCampaignMetrics: [[5], [5, { ...journeys, type: 'email' }]],
		getCampaignMetricsLinks: [[5], [5, links]],
		getCampaignJourneyMetrics: [[5, { start, end, res: 'days' }]],
		getCampaignMessages: [
			[5],
			[
				5,
				{
					...page,
					...times,
					type: 'email',
					metric: 'sent',
					drafts: false,
					get_tracked_responses: true,
				},
			],
		],
		getBroadcastTriggerStatus: [[12, trigger]],
		getBroadcastTriggerErrors: [
			[12, trigger],
			[12, trigger, page],
		],
		listBroadcasts: [[]],
		getBroadcast: [[12]],
		getBroadcastActions: [[12]],
		getBroadcastAction: [[12, 96]],
		updateBroadcastAction: [
			[12, 96],
			[12, 96, emailContent],
		],
		getBroadcastActionLanguage: [[12, 96, language]],
		updateBroadcastActionLanguage: [
			[12, 96, language],
			[12, 96, language, emailContent],
		],
		getBroadcastActionMetrics: [
			[12, 96],
			[12, 96, period],
		],
		getBroadcastActionMetricsLinks: [
			[12, 96],
			[12, 96, links],
		],
		getBroadcastMetrics: [[12], [12, { ...period, type: 'email' }]],
		getBroadcastMetricsLinks: [[12], [12, links]],
		getBroadcastMessages: [
			[12],
			[12, { ...page, ...times, type: 'email', metric: 'sent', get_tracked_responses: true }],
		],
		getBroadcastTriggers: [[12]],
		listNewsletters: [[], [{ ...page, sort: 'asc' }]],
		createNewsletter: [
			[{ type: 'email', name: 'New', recipients: { segment: { id: 42 } }, ...emailContent }],
			[
				{
					type: 'email',
					name: 'New',
					recipients: { and: [{ segment: { id: 42 } }, isPro] },
					subscription_topic_id: 1,
					...emailContent,
				},
			],
		],
		getNewsletter: [[10]],
		deleteNewsletter: [[10]],
		getNewsletterContents: [[10]],
		getNewsletterContent: [[draft, 128_310]],
		updateNewsletterContent: [
			[draft, 128_310],
			[draft, 128_310, emailContent],
		],
		getNewsletterContentMetrics: [
			[draft, 128_310],
			[draft, 128_310, period],
		],
		getNewsletterContentMetricsLinks: [
			[draft, 128_310],
			[draft, 128_310, links],
		],
		getNewsletterMetrics: [[10], [10, period]],
		getNewsletterMetricsLinks: [[10], [10, links]],
		getNewsletterMessages: [
			[10],
			[10, { ...page, ...times, type: 'email', metric: 'sent', get_tracked_responses: true }],
		],
		sendNewsletter: [
			[draft],
			[draft, { rate_limit_email_rate: 100, rate_limit_time_period: 60, rate_limit_spread: true }],
		],
		scheduleNewsletter: [
			[draft, { scheduled_at: 0 }],
			[draft, { scheduled_at: 4_000_000_000, timezone: 'Europe/Vienna', tz_match_enabled: true }],
		],
		createNewsletterLanguage: [[draft, { language: 'de', ...emailContent }]],
		getNewsletterLanguage: [[draft, language]],
		updateNewsletterLanguage: [
			[draft, language],
			[draft, language, emailContent],
		],
		deleteNewsletterLanguage: [[draft, language]],
		getNewsletterTestGroups: [[draft]],
		createNewsletterTestGroup: [[draft]],
		createNewsletterTestGroupLanguage: [[draft, group, { language: 'de', ...emailContent }]],
		getNewsletterTestGroupLanguage: [[draft, group, language]],
		updateNewsletterTestGroupLanguage: [
			[draft, group, language],
			[draft, group, language, emailContent],
		],
		deleteNewsletterTestGroupLanguage: [[draft, group, language]],
		...contentCalls,
		listCollections: [[]],
		createCollection: [
			[{ name: 'new', data: rows }],
			[{ name: 'new', url: 'https://example.com/rows.json' }],
		],
		getCollection: [[1]],
		updateCollection: [
			[1, { name: 'other' }],
			[1, { name: 'other', data: rows }],
		],
		deleteCollection: [[1]],
		getCollectionContent: [[1]],
		updateCollectionContent: [[1, rows]],
		searchSuppression: [['bounced@example.com']],
		getSuppressions: [
			['bounces'],
			['bounces', { limit: 10, offset: 0, email: 'bounced@example.com' }],
		],
		getDomainSuppressions: [
			['example.com', 'bounces'],
			['example.com', 'bounces', { limit: 10, email: 'bounced@example.com' }],
		],
		createSuppression: [['bounces', 'new@example.com']],
		deleteSuppression: [['bounces', 'bounced@example.com']],
		listReportingWebhooks: [[]],
		createReportingWebhook: [
			[{ name: 'New', endpoint: 'http://127.0.0.1:9/', events: ['email_sent'] }],
			[
				{
					name: 'New',
					endpoint: 'http://127.0.0.1:9/',
					events: ['email_sent', 'sms_sent'],
					full_resolution: true,
					with_content: true,
					disabled: true,
				},
			],
		],
		getReportingWebhook: [[webhook]],
		updateReportingWebhook: [
			[webhook, { name: 'w', endpoint: 'http://127.0.0.1:9/', events: ['email_sent'] }],
		],
		deleteReportingWebhook: [[webhook]],
		getSnippets: [[]],
		createSnippet: [[{ name: 'new', value: 'text' }]],
		updateSnippet: [[{ name: 'company-address', value: 'text' }]],
		deleteSnippet: [['company-address']],
		getSenderIdentities: [[], [{ ...page, sort: 'desc', hidden: false }]],
		getSenderIdentity: [[1]],
		getSenderIdentityUsedBy: [[1]],
		getMessages: [
			[],
			[
				{
					...page,
					...times,
					drafts: false,
					metric: 'sent',
					type: 'email',
					campaign_id: 5,
					action_id: 259,
					associations: true,
					get_tracked_responses: true,
				},
			],
		],
		getMessage: [
			[message],
			[message, { archived_message: true, associations: true, get_tracked_responses: true }],
		],
		getArchivedMessage: [[message]],
		createImport: [
			[
				{
					name: 'people',
					type: 'people',
					identifier: 'id',
					data_file_url: 'https://example.com/a.csv',
				},
			],
			[
				{
					name: 'companies',
					type: 'object',
					object_type_id: '1',
					data_file_url: 'https://example.com/a.csv',
					description: 'Companies',
					data_to_process: 'all',
				},
			],
			[
				{
					name: 'a',
					type: 'object',
					object_type_id: 1,
					data_file_url: 'https://example.com/a.csv',
				},
			],
		],
		getImport: [[exampleId('import')]],
		batchUpdateAttributes: [
			[[{ name: 'plan' }]],
			[[{ name: 'plan', description: 'Paid plan', privacy_level: 1 }]],
		],
		batchUpdateEvents: [[[{ name: 'ordered', description: 'An order' }]]],
		listWorkspaces: [[]],
		getIpAddresses: [[]],
	};
}
