import { cioIdFor } from '../ids.ts';
import type { JsonObject } from '../types.ts';
import { emptyState } from '../state.ts';
import type {
	Broadcast,
	Channel,
	Segment,
	TransactionalMessage,
	WorkspaceState,
} from '../state.ts';
import { seedHistory } from './history.ts';
import { seedPeople } from './people.ts';

/** 1 June 2025: creation time of the seeded entities. */
const CREATED = 1_748_736_000;

function segment(id: number, name: string, rest: Partial<Segment>): Segment {
	return {
		id,
		deduplicate_id: `${id}:${CREATED}`,
		name,
		description: '',
		state: 'finished',
		progress: null,
		type: 'manual',
		tags: null,
		created_at: CREATED,
		updated_at: CREATED,
		members: [],
		usedBy: { campaigns: [], sent_newsletters: [], draft_newsletters: [] },
		...rest,
	};
}

const eq = (field: string, value: string): JsonObject => ({
	attribute: { field, operator: 'eq', value },
});

function seedSegments(state: WorkspaceState): void {
	const every = (n: number): string[] =>
		state.people.filter((_, i) => i % n === 0).map((person) => person.cioId);
	const used = { campaigns: [5], sent_newsletters: [10], draft_newsletters: [] };
	state.segments = [
		segment(1, 'Everyone with an email', {
			type: 'dynamic',
			filter: { attribute: { field: 'email', operator: 'exists' } },
		}),
		segment(4, 'Paying customers', {
			type: 'dynamic',
			tags: ['revenue'],
			filter: { or: [eq('plan', 'pro'), eq('plan', 'enterprise')] },
		}),
		segment(7, 'Trial users', { type: 'dynamic', filter: eq('plan', 'trial'), usedBy: used }),
		segment(12, 'Beta testers', { description: 'Added by hand', members: every(3) }),
		segment(13, 'Café regulars ☕', { description: 'Zürich', members: every(7) }),
		segment(14, 'Nobody yet', {}),
		segment(42, 'Newsletter readers', { members: every(2), usedBy: used }),
		segment(90, 'New sign-ups', {
			type: 'dynamic',
			filter: { and: [eq('plan', 'trial'), { not: eq('unsubscribed', 'true') }] },
		}),
		segment(99, 'Unsubscribed', { type: 'dynamic', filter: eq('unsubscribed', 'true') }),
	];
}

function transactional(
	id: number,
	name: string,
	triggerName: string,
	channels: Channel[],
	subject: string,
): TransactionalMessage {
	return {
		id,
		name,
		description: '',
		send_to_unsubscribed: true,
		link_tracking: true,
		open_tracking: true,
		hide_message_body: false,
		queue_drafts: false,
		created_at: CREATED,
		updated_at: CREATED,
		triggerName,
		channels,
		subject,
		body: `<p>${subject} — {{trigger.code}}</p>`,
	};
}

function broadcast(id: number, name: string, segmentId: number, type: string): Broadcast {
	return {
		id,
		name,
		active: true,
		state: 'running',
		tags: [],
		segmentId,
		actions: [{ id: id * 8, type, name: `${name} message`, subject: name, body: `<p>${name}</p>` }],
		created: CREATED,
		updated: CREATED,
	};
}

function seedObjects(state: WorkspaceState): void {
	state.objectTypes = [
		['1', 'Companies', 'companies', 'Company', 'company'],
		['2', 'Courses', 'courses', 'Course', 'course'],
	].map(([id, name, slug, singular, singularSlug]) => ({
		id,
		name,
		slug,
		singular_name: singular,
		singular_slug: singularSlug,
		enabled: true,
	}));
	const objects: Array<[type: string, id: string, attributes: JsonObject]> = [
		['1', 'acme', { name: 'Acme', plan: 'pro', employees: 329 }],
		['1', 'globex', { name: 'Globex', plan: 'trial' }],
		['1', 'müller & söhne/gmbh', { name: 'Müller & Söhne', plan: 'pro' }],
		['2', 'intro', { name: 'Intro to Customer.io' }],
	];
	state.objects = objects.map(([objectTypeId, objectId, attributes], i) => ({
		objectTypeId,
		objectId,
		cioObjectId: `ob000${i + 1}`,
		attributes,
		timestamps: Object.fromEntries(Object.keys(attributes).map((key) => [key, CREATED])),
	}));
}

function campaign(id: number, name: string, rest: JsonObject = {}): JsonObject {
	return {
		id,
		name,
		description: '',
		active: true,
		state: 'running',
		tags: [],
		actions: [
			{ id: id * 10 + 209, type: 'email' },
			{ id: id * 10 + 210, type: 'push' },
		],
		trigger_segment_ids: [90],
		created: CREATED,
		updated: CREATED,
		...rest,
	};
}

function newsletter(id: number, name: string, sentAt: number | null): JsonObject {
	return {
		id,
		deduplicate_id: `${id}:${CREATED}`,
		type: 'email',
		content_ids: [id + 35],
		name,
		sent_at: sentAt,
		created: CREATED,
		updated: CREATED,
		recipient_segment_ids: [42],
		tags: [],
		subscription_topic_id: 1,
	};
}

function seedContent(state: WorkspaceState): void {
	state.transactionalMessages = [
		transactional(3, 'Receipt', 'receipt', ['email'], 'Your receipt'),
		transactional(
			44,
			'Order confirmation',
			'order confirmation',
			['email', 'push'],
			'Danke für Ihre Bestellung',
		),
		transactional(45, 'Order update', 'order_update', ['email', 'whatsapp'], 'Your order'),
		transactional(46, 'Confirmation code', 'confirmation code', ['sms'], 'Code'),
		transactional(47, 'Order confirmation in app', 'order_confirmation', ['in_app'], 'Thank you'),
		transactional(48, 'Order shipped', 'order_shipped', ['inbox'], 'On its way'),
		transactional(49, 'New login', 'new_login', ['push'], 'New login'),
	];
	state.broadcasts = [
		broadcast(12, 'Alert', 42, 'email'),
		broadcast(13, 'Maintenance window', 4, 'email'),
		broadcast(14, 'Flash sale push', 12, 'push'),
		broadcast(15, 'Delivery SMS', 7, 'twilio'),
	];
	state.topics = ['Product Updates', 'Événements', 'Tips'].map((name, i) => ({
		id: i + 1,
		identifier: `topic_${i + 1}`,
		name,
		description: '',
		subscribed_by_default: i !== 1,
	}));
	state.channels = ['email', 'sms', 'push', 'in_app', 'whatsapp'].map((type, i) => ({
		id: i + 1,
		type,
		name: type,
		description: '',
		subscribed_by_default: true,
	}));
	state.snippets = [
		{ name: 'company-address', value: 'Bahnhofstraße 1, 8001 Zürich', updated_at: CREATED },
		{ name: 'legal footer', value: '<p>© Acme — {% unsubscribe_url %}</p>', updated_at: CREATED },
		{ name: 'grüße/kurz', value: 'Viele Grüße ☀️', updated_at: CREATED },
	];
	state.snippetsInUse = ['legal footer'];
	state.stored.campaign = [
		campaign(5, 'Welcome', { description: 'Trial welcome', tags: ['new'] }),
		campaign(6, 'Abandoned cart'),
		campaign(7, 'Rückgewinnung', { active: false, state: 'draft' }),
	];
	state.stored.newsletter = [
		newsletter(10, 'Weekly Product Update', CREATED + 86_400),
		newsletter(11, 'Été 2025 ☀️', CREATED + 172_800),
		newsletter(128_275, 'Black Friday (draft)', null),
	];
	// The draft has a second language and the first group of an A/B test.
	const draft = state.stored.newsletter[2];
	if (draft) draft.content_ids = [128_310, 128_311];
	state.stored.newsletterContent = [
		{
			id: 128_311,
			newsletter_id: 128_275,
			deduplicate_id: `128311:${CREATED}`,
			name: 'Black Friday (draft)',
			type: 'email',
			language: 'fr',
			subject: 'Salut',
			body: '<p>Salut</p>',
			from_id: 1,
			reply_to_id: null,
			recipient: '{{customer.email}}',
		},
	];
	state.stored.testGroup = [
		{ id: 'abc123', newsletter_id: 128_275, label: 'A', content_ids: [128_310, 128_311] },
	];
	state.stored.senderIdentity = [
		['Team', 'team@example.com'],
		['Zoë from Acme', 'zoe@example.com'],
	].map(([name, email], i) => ({
		id: i + 1,
		deduplicate_id: `${i + 1}:${CREATED}`,
		name,
		email,
		address: `"${name}" <${email}>`,
		template_type: 'email',
		auto_generated: false,
		hidden: false,
	}));
}

/** Builds the initial workspace of a sandbox. Each call returns a new, equal object. */
export function seedState(seed: 'workspace' | 'empty'): WorkspaceState {
	const state = emptyState();
	state.workspaces = [
		{
			id: 1,
			name: seed === 'empty' ? 'Empty sandbox' : 'Sandbox',
			messages_sent: 0,
			billable_messages_sent: 0,
			people: 0,
			object_types: 0,
			objects: 0,
		},
	];
	if (seed === 'empty') return state;
	seedPeople(state);
	seedSegments(state);
	seedObjects(state);
	seedContent(state);
	seedHistory(state, CREATED + 86_400, cioIdFor);
	return state;
}
