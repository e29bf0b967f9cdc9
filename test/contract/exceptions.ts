/** What the table test cannot derive from the ledger and the editor's rows. Each entry has its reason. */

/**
 * Rows that are not called like their field, by name, `collection.name` or `resource.operation.name`:
 * the field's name, or its whole path where the name alone means several.
 */
export const RENAMED: Readonly<Record<string, string>> = {
	// A bare `{id}` of a path takes its resource.
	assetId: 'id',
	componentId: 'id',
	emailId: 'id',
	folderId: 'id',
	// Two ways to use one field get two names.
	countUnderMessageId: 'transactional_message_id',
	eventsToProcess: 'data_to_process',
	// Fields of an object that has no collection of its own carry its name.
	customDeviceAttributes: 'custom_device.attributes',
	customDeviceLastUsed: 'custom_device.last_used',
	customDevicePlatform: 'custom_device.platform',
	customDeviceToken: 'custom_device.token',
	// Both the countdown and the alert have a title.
	countdownTitle: 'content_state.title',
	'alert.title': 'push_payload.alert.title',
	'alert.body': 'push_payload.alert.body',
	'alert.sound': 'push_payload.alert.sound',
	// Switches of Design Studio's transformers are called like the transformer.
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

/** Rows that steer the node and are not sent, with the value that they get here; `undefined` leaves the default. */
export const NODE_ONLY: Readonly<Record<string, unknown>> = {
	// What is compared is the whole thing, not an extract of it.
	simplify: false,
	splitIntoPeriods: false,
	returnAll: true,
	// Lists whose size Customer.io does not let choose are cut by the node.
	limit: undefined,
	// Waiting means further requests; other tests are about those.
	waitForCompletion: undefined,
	exportResult: undefined,
	linkResult: undefined,
	'options.maxWait': 300,
	'options.timeout': 60,
	'options.requestsPerSecond': undefined,
	// They hold what the ledger lacks.
	'options.additionalBody': undefined,
	'options.additionalQuery': undefined,
};

/** Keys that the node adds to the things that Customer.io answers. */
export const ADDED: Readonly<Record<string, readonly string[]>> = {
	// Customer.io answers `id` alone.
	'broadcast.trigger': ['broadcast_id', 'trigger_id'],
	// It stands beside the list.
	'espSuppression.search': ['category'],
};

/** Rows of a field that only another variant needs, or that another field can stand in for. */
export const NOT_REQUIRED = new Set([
	'additionalFields.countUnderMessageId',
	'transactional.sendEmail.to',
]);

/** Of these only one at a time may be sent. */
export const RIVALS: ReadonlyArray<readonly [string, string]> = [['from', 'fromId']];

/** Values that a rule of the API asks for which the ledger states in words only. */
export const VALUES: Readonly<Record<string, string>> = {
	tz: 'Europe/Berlin',
	timezone: 'Europe/Berlin',
	tag: 'x-sample',
	// A language that the things of the sandbox do not have yet.
	language: 'pt',
};

/** The same for values of JSON rows. */
export const JSON_VALUES: Readonly<Record<string, unknown>> = {
	// Each entry names the person in one of two ways.
	per_user_data: [
		{ id: '1', data: { code: 'A1' } },
		{ email: 'person2@example.com', data: { code: 'B2' } },
	],
};

/** A transactional message of the sandbox must be made for the channel that it is sent by. */
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

/** Names of the ledger that are synonyms of another value in the same list: offered once. */
export const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
	res: ['hourly', 'daily', 'weekly', 'monthly'],
};

/**
 * Sent although nobody asked for it, on purpose; by name.
 *
 * Nothing doubtful belongs here: what only an SDK or only the specification has is never sent unasked.
 */
export const SENT_BY_DEFAULT: Readonly<Record<string, string>> = {
	limit: 'the editor shows a limit, and no larger page than that is asked for',
	page: 'the first page is asked for by its number',
	offset: 'the first page is asked for by its offset',
	period: 'the editor shows the period of a report',
	steps: 'the editor shows the number of periods; 0 means as many as there are',
	res: 'the editor shows the resolution of a report',
	tz: 'what Customer.io takes without a time zone is not documented',
	version: 'decides between the two ways to say the time of a report',
	id_type: 'the editor starts with the email of a person, Customer.io with the ID',
};
