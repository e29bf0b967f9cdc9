/**
 * Where Customer.io documents each operation: the tag of a resource in the API reference, and the name
 * of each operation in the URL. Operations that are not listed link to the page of the tag.
 */

const APP_REFERENCE = 'https://docs.customer.io/integrations/api/app/';
const PIPELINES_REFERENCE = 'https://docs.customer.io/integrations/api/cdp/';
export const TRACK_REFERENCE = 'https://docs.customer.io/integrations/api/track/';
const SEMANTIC_EVENTS =
	'https://docs.customer.io/integrations/data-in/semantic-events/cio-journeys';
export const WEBHOOKS_REFERENCE = 'https://docs.customer.io/integrations/api/webhooks/';

interface Pages {
	readonly tag: string;
	/** Customer.io's operation IDs; one with another tag starts with a slash and that tag. */
	readonly operations?: { readonly [operation: string]: string };
}

const APP_PAGES: { readonly [resource: string]: Pages } = {
	transactional: {
		tag: 'transactional',
		operations: {
			sendEmail: '/send-messages/sendEmail',
			sendPush: '/send-messages/sendPush',
			sendSms: '/send-messages/sendSMS',
			sendWhatsApp: '/send-messages',
			sendInApp: '/send-messages',
			sendInboxMessage: '/send-messages/sendInboxMessage',
			getAll: 'listTransactional',
			get: 'getTransactional',
			getContents: 'listTransactionalVariants',
			updateContent: 'updateTransactional',
			getTranslation: 'getTransactionalVariant',
			updateTranslation: 'updateTransactionalVariant',
			getMessages: 'transactionalMessages',
			getMetrics: 'transactionalMetrics',
			getLinkMetrics: 'transactionalLinks',
		},
	},
	broadcast: {
		tag: 'broadcasts',
		operations: {
			trigger: '/send-messages/triggerBroadcast',
			getTriggerStatus: 'broadcastStatus',
			getTriggerErrors: 'broadcastErrors',
			getTriggers: 'listBroadcastTriggers',
			getAll: 'listBroadcasts',
			get: 'getBroadcast',
			getActions: 'broadcastActions',
			getAction: 'getBroadcastAction',
			updateAction: 'updateBroadcastAction',
			getActionTranslation: 'getBroadcastActionLanguage',
			updateActionTranslation: 'updateBroadcastActionLanguage',
			getMetrics: 'broadcastMetrics',
			getLinkMetrics: 'broadcastLinks',
			getActionMetrics: 'broadcastActionMetrics',
			getActionLinkMetrics: 'broadcastActionLinks',
			getMessages: 'broadcastMessages',
		},
	},
	campaign: {
		tag: 'campaigns',
		operations: {
			getAll: 'listCampaigns',
			get: 'getCampaigns',
			getActions: 'listCampaignActions',
			getAction: 'getCampaignAction',
			updateAction: 'updateCampaignAction',
			getActionTranslation: 'getCampaignActionTranslation',
			updateActionTranslation: 'updateCampaignActionTranslation',
			getMetrics: 'campaignMetrics',
			getLinkMetrics: 'campaignLinkMetrics',
			getJourneyMetrics: 'campaignJourneyMetrics',
			getActionMetrics: 'campaignActionMetrics',
			getActionLinkMetrics: 'campaignActionLinks',
			getMessages: 'getCampaignMessages',
		},
	},
	newsletter: {
		tag: 'newsletters',
		operations: {
			create: 'createNewsletter',
			getAll: 'listNewsletters',
			get: 'getNewsletters',
			delete: 'deleteNewsletters',
			send: 'sendNewsletter',
			schedule: 'scheduleNewsletter',
		},
	},
	newsletterVariant: {
		tag: 'newsletter-variants',
		operations: {
			getAll: 'listNewsletterVariants',
			get: 'getNewsletterVariant',
			update: 'updateNewsletterVariant',
			createTranslation: 'createNewsletterLanguageVariant',
			getTranslation: 'getNewsletterVariantTranslation',
			updateTranslation: 'updateNewsletterVariantTranslation',
			deleteTranslation: 'deleteNewsletterLanguageVariant',
			getTestGroups: 'getNewsletterTestGroups',
			createTestGroup: 'createNewsletterTestGroup',
			createTestGroupTranslation: 'createNewsletterTestLanguageVariant',
			getTestGroupTranslation: 'getNewsletterVariantTranslationTest',
			updateTestGroupTranslation: 'updateNewsletterTestTranslation',
			deleteTestGroupTranslation: 'deleteNewsletterTestLanguageVariant',
		},
	},
	newsletterMetric: {
		tag: 'newsletter-metrics',
		operations: {
			get: 'getNewsletterMetrics',
			getLinks: 'getNewsletterLinks',
			getVariant: 'getVariantMetrics',
			getVariantLinks: 'getVariantLinks',
			getMessages: 'getNewsletterMsgMeta',
		},
	},
	message: {
		tag: 'messages',
		operations: { getAll: 'listMessages', get: 'getMessage', getArchived: 'getArchivedMessage' },
	},
	activity: { tag: 'activities', operations: { getAll: 'listActivities' } },
	senderIdentity: {
		tag: 'sender-identities',
		operations: { getAll: 'listSenders', get: 'getSender', getUsedBy: 'getSenderUsage' },
	},
	customer: {
		tag: 'customers',
		operations: {
			getByEmail: 'getPeopleEmail',
			search: 'getPeopleFilter',
			getManyAttributes: 'getPeopleById',
			getAttributes: 'getPersonAttributes',
			getSegments: 'getPersonSegments',
			getMessages: 'getPersonMessages',
			getActivities: 'getPersonActivities',
			getRelationships: 'getPersonRelationships',
			getSubscriptionPreferences: 'getPersonSubscriptionPreferences',
		},
	},
	segment: {
		tag: 'segments',
		operations: {
			getAll: 'listSegments',
			create: 'createManSegment',
			get: 'getSegment',
			delete: 'deleteManSegment',
			getCustomerCount: 'getSegmentCount',
			getMembership: 'getSegmentMembership',
			getUsedBy: 'getSegmentDependencies',
		},
	},
	snippet: {
		tag: 'snippets',
		operations: {
			getAll: 'listSnippets',
			create: 'createSnippet',
			upsert: 'updateSnippets',
			delete: 'deleteSnippet',
		},
	},
	reportingWebhook: {
		tag: 'reporting-webhooks',
		operations: {
			getAll: 'listWebhooks',
			create: 'createWebhook',
			get: 'getWebhook',
			update: 'updateWebhook',
			delete: 'deleteWebhook',
		},
	},
	workspace: { tag: 'workspaces', operations: { getAll: 'listWorkspaces' } },
	object: {
		tag: 'objects',
		operations: {
			getTypes: 'getObjectTypes',
			search: 'getObjectsFilter',
			getAttributes: 'getObjectAttributes',
			getRelationships: 'getObjectRelationships',
		},
	},
	optOut: { tag: 'opt-outs' },
	collection: {
		tag: 'collections',
		operations: {
			getAll: 'getCollections',
			create: 'addCollection',
			get: 'getCollection',
			update: 'updateCollection',
			delete: 'deleteCollection',
			getContent: 'getCollectionContents',
			updateContent: 'updateCollectionContents',
		},
	},
	subscriptionCenter: {
		tag: 'subscription-center',
		operations: {
			getTopics: 'getTopics',
			getChannels: 'getChannels',
			getToken: 'getSubscriptionCenterToken',
		},
	},
	espSuppression: {
		tag: 'esp-suppression',
		operations: {
			search: 'getSuppression',
			getAll: 'getSuppressionByType',
			getByDomain: 'getDomainSuppressionsByType',
			create: 'postSuppression',
			delete: 'deleteSuppression',
		},
	},
	export: {
		tag: 'exports',
		operations: {
			getAll: 'listExports',
			exportCustomers: 'exportPeopleData',
			exportDeliveries: 'exportDeliveriesData',
			get: 'getExport',
			getDownloadLink: 'downloadExport',
		},
	},
	import: { tag: 'imports', operations: { create: 'import', get: 'getImport' } },
	dataIndex: {
		tag: 'data-index',
		operations: {
			updateAttributes: 'updateAttributeMetadata',
			updateEvents: 'updateEventMetadata',
		},
	},
	asset: {
		tag: 'assets-api',
		operations: {
			getAll: 'listAssets',
			upload: 'createAsset',
			get: 'getAsset',
			update: 'updateAsset',
			delete: 'deleteAsset',
		},
	},
	assetFolder: {
		tag: 'assets-api',
		operations: {
			getAll: 'listAssetFolders',
			create: 'createAssetFolder',
			get: 'getAssetFolder',
			update: 'updateAssetFolder',
			delete: 'deleteAssetFolder',
		},
	},
	designStudioEmail: {
		tag: 'design-studio-emails',
		operations: {
			getAll: 'listEmails',
			create: 'createEmail',
			get: 'getEmail',
			update: 'updateEmail',
			delete: 'deleteEmail',
		},
	},
	designStudioEmailTranslation: {
		tag: 'design-studio-emails',
		operations: {
			getAll: 'listEmailTranslations',
			create: 'createEmailTranslation',
			get: 'getEmailTranslation',
			update: 'updateEmailTranslation',
			delete: 'deleteEmailTranslation',
		},
	},
	designStudioEmailVersion: { tag: 'design-studio-emails', operations: { create: 'saveVersion' } },
	designStudioInboxPreview: { tag: 'design-studio-emails' },
	designStudioComponent: {
		tag: 'design-studio',
		operations: {
			getAll: 'listComponents',
			create: 'createComponent',
			get: 'getComponent',
			update: 'updateComponent',
			delete: 'deleteComponent',
		},
	},
	designStudioFolder: {
		tag: 'design-studio',
		operations: {
			getAll: 'listFolders',
			create: 'createFolder',
			get: 'getFolder',
			update: 'updateFolder',
			delete: 'deleteFolder',
		},
	},
	liveNotification: { tag: 'live-notifications' },
	info: { tag: 'info', operations: { getIpAddresses: 'getCioAllowlist' } },
};

/** The page of an App API operation; the start page for resources that are not listed. */
export function appPage(resource: string, operation: string): string {
	const pages = APP_PAGES[resource];
	if (pages === undefined) return APP_REFERENCE;
	const name = pages.operations?.[operation] ?? '';
	const page = name.startsWith('/') ? name : `/${pages.tag}/${name}`;
	return `${APP_REFERENCE}tag${page.replace(/\/*$/, '/')}`;
}

/** The page of a Pipelines call; `command` is the reserved event that it tracks, if any. */
export function pipelinesPage(command: string | undefined): string {
	return command === undefined ? PIPELINES_REFERENCE : SEMANTIC_EVENTS;
}

/** The listed operations, such as `segment.getAll`, to compare with those of the node. */
export function namedOperations(): string[] {
	return Object.entries(APP_PAGES).flatMap(([resource, { operations = {} }]) =>
		Object.keys(operations).map((operation) => `${resource}.${operation}`),
	);
}
