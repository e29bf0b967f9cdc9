import type { JsonObject } from './types.ts';

/** The workspace as plain data, which tests may read and change between requests. */
export interface WorkspaceState {
	people: Person[];
	/** Ids, phone numbers and email addresses (lower case) that are suppressed. */
	suppressed: string[];
	segments: Segment[];
	snippets: Snippet[];
	/** Names of snippets used in content: deleting one returns 400. */
	snippetsInUse: string[];
	reportingWebhooks: ReportingWebhook[];
	workspaces: JsonObject[];
	transactionalMessages: TransactionalMessage[];
	broadcasts: Broadcast[];
	triggers: Trigger[];
	deliveries: Delivery[];
	activities: Activity[];
	objects: WorkspaceObject[];
	objectTypes: JsonObject[];
	topics: Topic[];
	channels: JsonObject[];
	/** Entities stored as the API returns them, by resource: `campaign`, `newsletter`, `collection` … */
	stored: Record<string, JsonObject[]>;
	/** Number of items in a list without a store, by operation: `activity.getAll`. */
	listSizes: Record<string, number>;
	/** Enabled channels; sending on a disabled one returns the documented 403. */
	features: Record<Channel, boolean>;
	/** Whether a Design Studio publish first returns `pending` with a `publish_id`. */
	publishInBackground: boolean;
	pipelines: PipelinesState;
	track: TrackState;
	webhookDeliveries: WebhookDelivery[];
	/** The id of the next created entity of any kind. */
	nextId: number;
}

export type Channel = 'email' | 'push' | 'sms' | 'whatsapp' | 'in_app' | 'inbox';

export interface Device {
	id: string;
	platform: string;
	/** Unix seconds. */
	last_used: number;
	attributes: JsonObject;
}

export interface Relationship {
	objectTypeId: string;
	objectId: string;
	attributes: JsonObject;
	timestamps: Record<string, number>;
}

export interface Person {
	/** Without the `cio_` prefix that paths need. */
	cioId: string;
	id: string | null;
	email: string | null;
	anonymousIds: string[];
	/** As they were sent; the App API returns every value as text. */
	attributes: JsonObject;
	/** When each attribute was last set, Unix seconds. */
	timestamps: Record<string, number>;
	unsubscribed: boolean;
	/** Preferences that differ from the topic's default: `topic_1` → false. */
	topics: Record<string, boolean>;
	channels: Record<string, boolean>;
	devices: Device[];
	relationships: Relationship[];
	/** Unix seconds. */
	createdAt: number;
}

export interface Segment {
	id: number;
	deduplicate_id: string;
	name: string;
	description: string;
	state: string;
	progress: number | null;
	type: 'manual' | 'dynamic';
	tags: string[] | null;
	created_at: number;
	updated_at: number;
	/** Members of a manual segment, by cio_id. */
	members: string[];
	/** The condition of a data-driven segment, evaluated on request. */
	filter?: JsonObject;
	usedBy: { campaigns: number[]; sent_newsletters: number[]; draft_newsletters: number[] };
}

export interface Snippet {
	name: string;
	value: string;
	updated_at: number;
}

export interface ReportingWebhook {
	id: number;
	type: 'webhook' | 'js';
	name: string;
	endpoint: string;
	events: string[];
	disabled: boolean;
	full_resolution: boolean;
	with_content: boolean;
}

export interface TransactionalMessage {
	id: number;
	name: string;
	description: string;
	send_to_unsubscribed: boolean;
	link_tracking: boolean;
	open_tracking: boolean;
	hide_message_body: boolean;
	queue_drafts: boolean;
	created_at: number;
	updated_at: number;
	/** The Trigger Name that a send may use in place of the id. */
	triggerName: string;
	channels: Channel[];
	subject: string;
	body: string;
}

export interface Broadcast {
	id: number;
	name: string;
	active: boolean;
	state: string;
	tags: string[];
	/** The default audience of a trigger. */
	segmentId: number;
	actions: Array<{ id: number; type: string; name: string; subject: string; body: string }>;
	created: number;
	updated: number;
}

export interface Trigger {
	id: number;
	broadcastId: number;
	state: 'queued' | 'done' | 'failed';
	createdAt: number;
	processedAt: number | null;
	errors: string[];
	/** Number of people it was sent to. */
	recipients: number;
	data: JsonObject;
}

export interface Delivery {
	id: string;
	channel: Channel;
	/** What sent it. */
	source:
		| { kind: 'transactional'; transactionalMessageId: number }
		| { kind: 'broadcast'; broadcastId: number; triggerId: number; actionId: number }
		| { kind: 'campaign'; campaignId: number; actionId: number }
		| { kind: 'newsletter'; newsletterId: number; contentId: number };
	/** cio_id of the person; null if the address belongs to no person. */
	cioId: string | null;
	recipient: string;
	subject: string;
	body: string;
	state: 'draft' | 'scheduled' | 'sent';
	/** When each event happened, Unix seconds: `{ drafted, sent, delivered, opened }`. */
	metrics: Record<string, number>;
	created: number;
	sendAt: number | null;
	/** Whether the body is kept (`disable_message_retention` was not set). */
	retained: boolean;
	/** The accepted request body; empty for seeded deliveries. */
	request: JsonObject;
}

export interface Activity {
	id: string;
	type: string;
	timestamp: number;
	cioId: string | null;
	/** Of an anonymous event that is not joined to a person yet. */
	anonymousId?: string;
	name?: string;
	deliveryId?: string;
	deliveryType?: string;
	data: JsonObject;
}

export interface WorkspaceObject {
	objectTypeId: string;
	objectId: string;
	cioObjectId: string;
	attributes: JsonObject;
	timestamps: Record<string, number>;
}

export interface Topic {
	id: number;
	identifier: string;
	name: string;
	description: string;
	subscribed_by_default: boolean;
}

export interface PipelinesCall {
	messageId: string;
	type: string;
	/** Number of accepted calls with this messageId. */
	received: number;
	/** 1 once it took effect; duplicates do not count. */
	applied: number;
	/** The call as it first arrived. */
	call: JsonObject;
}

export interface PipelinesState {
	/** By messageId; a call without one is assigned one. */
	calls: Record<string, PipelinesCall>;
	/** Calls that got a 200 and were dropped, with the reason. */
	dropped: Array<{ operation: string; reason: string }>;
}

export interface TrackCall {
	/** `person.identify` for a v2 action or its v1 equivalent, `segment.addCustomers` for a v1 call without one. */
	operation: string;
	/** The v2 action; the parameters and body of a v1 call without an equivalent. */
	call: JsonObject;
	/** Why it got a 2xx and had no effect, or which part of it had none. */
	dropped?: string;
}

export interface TrackForm {
	id: string;
	/** Accepted submissions, without reserved keys. */
	submissions: JsonObject[];
}

export interface TrackState {
	/** Accepted calls, in order. The items of a batch count separately. */
	calls: TrackCall[];
	/** Ids of events: a repeated one is dropped. */
	eventIds: Record<string, true>;
	forms: TrackForm[];
	/** Relationships that move to the person who is identified with the anonymous id. */
	anonymousRelationships: Array<{ anonymousId: string; relationship: Relationship }>;
}

export interface WebhookDelivery {
	eventId: string;
	webhookId: number;
	/** As subscribed to: `email_sent`. */
	event: string;
	attempts: number;
	/** `pending` while waiting or retrying; `gaveUp` after seven (scaled) days; `cancelled` if the webhook was deleted or disabled. */
	state: 'pending' | 'delivered' | 'gaveUp' | 'cancelled';
	/** Status of the last response; 0 without a response. */
	status: number;
	/** Why the last attempt failed. */
	error?: string;
	/** Milliseconds since 1970. */
	deliveredAt: number | null;
	/** The body of the last attempt, as sent. */
	body?: string;
}

/** An empty workspace with all channels enabled. */
export function emptyState(): WorkspaceState {
	return {
		people: [],
		suppressed: [],
		segments: [],
		snippets: [],
		snippetsInUse: [],
		reportingWebhooks: [],
		workspaces: [],
		transactionalMessages: [],
		broadcasts: [],
		triggers: [],
		deliveries: [],
		activities: [],
		objects: [],
		objectTypes: [],
		topics: [],
		channels: [],
		stored: {},
		listSizes: {},
		features: { email: true, push: true, sms: true, whatsapp: true, in_app: true, inbox: true },
		publishInBackground: false,
		// No prototype: a messageId may be any text, even `__proto__`.
		pipelines: { calls: Object.create(null) as Record<string, PipelinesCall>, dropped: [] },
		track: {
			calls: [],
			eventIds: Object.create(null) as Record<string, true>,
			forms: [],
			anonymousRelationships: [],
		},
		webhookDeliveries: [],
		nextId: 1000,
	};
}
