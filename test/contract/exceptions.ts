/** What the contract test cannot derive from the API spec and the node's properties. Each entry has a reason. */

/**
 * Properties whose name differs from their field, by name, `collection.name` or `resource.operation.name`:
 * the field's name, or its whole path where the name alone is ambiguous.
 */
export const RENAMED: Readonly<Record<string, string>> = {
	// A bare `{id}` in a path gets the resource's name.
	assetId: 'id',
	componentId: 'id',
	emailId: 'id',
	folderId: 'id',
	// One field with two uses gets two names.
	countUnderMessageId: 'transactional_message_id',
	eventsToProcess: 'data_to_process',
	// Fields of an object without a separate collection carry its name.
	customDeviceAttributes: 'custom_device.attributes',
	customDeviceLastUsed: 'custom_device.last_used',
	customDevicePlatform: 'custom_device.platform',
	customDeviceToken: 'custom_device.token',
	// Both the countdown and the alert have a title.
	countdownTitle: 'content_state.title',
	'alert.title': 'push_payload.alert.title',
	'alert.body': 'push_payload.alert.body',
	'alert.sound': 'push_payload.alert.sound',
	// Design Studio's transformer switches have the transformer's name.
	'transformers.accessibility': 'transformers.accessibility.enabled',
	'transformers.cssInliner': 'transformers.css_inliner.enabled',
	'transformers.cssVariables': 'transformers.css_variables.enabled',
	'transformers.encodeEntities': 'transformers.encode_entities.enabled',
	'transformers.formatter': 'transformers.formatter.type',
	'transformers.more': 'transformers',
	'transformers.preventWidows': 'transformers.prevent_widows.enabled',
	'transformers.removeUnusedCss': 'transformers.remove_unused_css.enabled',
	'transformers.urlParameters': 'transformers.url_parameters.enabled',
	// `filters` is the collection of every list.
	'export.exportCustomers.filter': 'filters',
	'asset.upload.binaryPropertyName': 'file',
	'subscriptionCenter.getToken.person': 'customer_id',
	// The array is the whole body.
	'collection.updateContent.rows': '(body)',
};

/** Properties that control the node and are not sent, with their value here; `undefined` leaves the default. */
export const NODE_ONLY: Readonly<Record<string, unknown>> = {
	// The whole entity is compared, not an extract.
	simplify: false,
	splitIntoPeriods: false,
	returnAll: true,
	// The node truncates lists without a page-size parameter.
	limit: undefined,
	// Waiting sends further requests, which other tests cover.
	waitForCompletion: undefined,
	// With a single item both choices send the same.
	send: undefined,
	exportResult: undefined,
	linkResult: undefined,
	'options.maxWait': 300,
	'options.timeout': 60,
	'options.requestsPerSecond': undefined,
	// They hold fields that the API spec lacks.
	'options.additionalBody': undefined,
	'options.additionalQuery': undefined,
};

/** Keys that the node adds to the entities in a response. */
export const ADDED: Readonly<Record<string, readonly string[]>> = {
	// Customer.io returns only `id`.
	'broadcast.trigger': ['broadcast_id', 'trigger_id'],
	// It is next to the list in the response.
	'espSuppression.search': ['category'],
};

/** Properties whose field only another variant requires, or that another field can replace. */
export const NOT_REQUIRED = new Set([
	'additionalFields.countUnderMessageId',
	'transactional.sendEmail.to',
	// What is not entered keeps its value.
	'reportingWebhook.update.name',
	'reportingWebhook.update.endpoint',
	'reportingWebhook.update.events',
]);

/** Updates that read what they keep: the API replaces everything. */
export const MERGES_CURRENT: ReadonlySet<string> = new Set(['reportingWebhook.update']);

/** Mutually exclusive fields. */
export const RIVALS: ReadonlyArray<readonly [string, string]> = [['from', 'fromId']];

/** Values required by API rules that the spec states only in prose. */
export const VALUES: Readonly<Record<string, string>> = {
	tz: 'Europe/Berlin',
	timezone: 'Europe/Berlin',
	tag: 'x-sample',
	// A language that nothing in the sandbox has yet.
	language: 'pt',
};

/** The same for values of JSON properties. */
export const JSON_VALUES: Readonly<Record<string, unknown>> = {
	// Each entry identifies the person by ID or by email.
	per_user_data: [
		{ id: '1', data: { code: 'A1' } },
		{ email: 'person2@example.com', data: { code: 'B2' } },
	],
};

/** A transactional message in the sandbox must match the channel that sends it. */
export const CHANNELS: Readonly<Record<string, string>> = {
	'transactional.sendEmail': 'email',
	'transactional.sendPush': 'push',
	'transactional.sendSms': 'sms',
	'transactional.sendWhatsApp': 'whatsapp',
	'transactional.sendInApp': 'in_app',
	'transactional.sendInboxMessage': 'inbox',
};

/** Header names and values must be ASCII. */
export const ASCII_ONLY = new Set(['headers']);

/** Values in the spec that are synonyms of another value in the same list: the node offers one of them. */
export const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
	res: ['hourly', 'daily', 'weekly', 'monthly'],
	resolution: ['hours', 'days', 'weeks', 'months'],
};

/**
 * Fields that are deliberately sent by default, by name.
 *
 * Nothing uncertain belongs here: a field that only an SDK or only the specification has is never sent by default.
 */
export const SENT_BY_DEFAULT: Readonly<Record<string, string>> = {
	limit: 'the editor shows a limit, and no larger page than that is asked for',
	page: 'the first page is asked for by its number',
	offset: 'the first page is asked for by its offset',
	period: 'the editor shows the period of a report',
	steps: 'the editor shows the number of periods; 0 means as many as there are',
	res: 'the editor shows the resolution of a report',
	tz: 'the default time zone of Customer.io is not documented',
	version: "decides between the two forms of a report's time range",
	id_type: 'the editor starts with the email of a person, Customer.io with the ID',
};
