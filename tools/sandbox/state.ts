import type { JsonObject } from './types.ts';

/** The workspace as plain data. Tests may read and change all of it between requests. */
export interface WorkspaceState {
	people: Person[];
	/** Ids and email addresses (lower case) that `User Suppressed` blocks. */
	suppressed: string[];
	segments: Segment[];
	snippets: Snippet[];
	/** Names of snippets that content refers to: deleting one answers 400. */
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
	/** Everything kept as the API shows it, by resource: `campaign`, `newsletter`, `collection` … */
	stored: Record<string, JsonObject[]>;
	/** How many items a list answers that no store stands behind, by operation: `activity.getAll`. */
	listSizes: Record<string, number>;
	/** Channels that can be switched off to see the documented 403 of a send. */
	features: Record<Channel, boolean>;
	/** Whether a Design Studio publish answers `pending` with a `publish_id` first. */
	publishInBackground: boolean;
	pipelines: PipelinesState;
	webhookDeliveries: WebhookDelivery[];
	/** The number that the next created thing gets, whatever it is. */
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
	/** As they were sent; the App API shows every value as text. */
	attributes: JsonObject;
	/** When each attribute was last set, Unix seconds. */
	timestamps: Record<string, number>;
	unsubscribed: boolean;
	/** Choices that differ from the topic's default: `topic_1` → false. */
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
	/** The condition of a data-driven segment, evaluated when asked. */
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
	/** Who gets it when a trigger names no audience. */
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
	/** How many people were sent to. */
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
	/** cio_id of the person; null for an address that belongs to nobody. */
	cioId: string | null;
	recipient: string;
	subject: string;
	body: string;
	state: 'draft' | 'scheduled' | 'sent';
	/** When each thing happened, Unix seconds: `{ drafted, sent, delivered, opened }`. */
	metrics: Record<string, number>;
	created: number;
	sendAt: number | null;
	/** Whether the body may be shown later (`disable_message_retention` was not set). */
	retained: boolean;
	/** The accepted request body; empty for what the seed sent. */
	request: JsonObject;
}

export interface Activity {
	id: string;
	type: string;
	timestamp: number;
	cioId: string | null;
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
	/** How often a call with this messageId was accepted. */
	received: number;
	/** 1 once it took effect; repeats do not count. */
	applied: number;
	/** The call as it first arrived. */
	call: JsonObject;
}

export interface PipelinesState {
	/** By messageId; a call without one gets one here. */
	calls: Record<string, PipelinesCall>;
	/** What was answered with 200 and thrown away, and why. */
	dropped: Array<{ operation: string; reason: string }>;
}

export interface WebhookDelivery {
	eventId: string;
	webhookId: number;
	/** As subscribed to: `email_sent`. */
	event: string;
	attempts: number;
	/** `pending` while waiting or retrying; `gaveUp` after seven (scaled) days; `cancelled` when the webhook went. */
	state: 'pending' | 'delivered' | 'gaveUp' | 'cancelled';
	/** The last answer's status; 0 for none. */
	status: number;
	/** Why the last attempt failed. */
	error?: string;
	/** Milliseconds since 1970. */
	deliveredAt: number | null;
	/** The body of the last attempt, as sent. */
	body?: string;
}

/** A workspace with nothing in it but its own name and its ready channels. */
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
		// No prototype: a messageId may be any text, `__proto__` included.
		pipelines: { calls: Object.create(null) as Record<string, PipelinesCall>, dropped: [] },
		webhookDeliveries: [],
		nextId: 1000,
	};
}
