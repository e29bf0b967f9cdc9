import { hash } from 'node:crypto';

import { nonEmptyText, type ReportedEvent } from './event';

/*
 * Recognizes events that Customer.io sends again.
 *
 * Guaranteed: at least once. An event counts as a duplicate only if n8n has accepted it before, so
 * an event whose first run could not be started is not lost.
 *
 * Best effort: not twice. Three cases start a second run: more than 10,000 other events in between,
 * or `MAX_SAVED_EVENTS` and a restart; a crash within `SAVE_INTERVAL_MS` of the first time; and two
 * n8n processes that get the same event within that time. Customer.io sends the events of a webhook
 * one after the other and retries the one that failed, so a duplicate is mostly the very next
 * request.
 *
 * n8n loads a workflow's static data with every event and writes all of it back after each event
 * that changed it. So the process remembers the IDs, and saves only a few of them from time to time.
 */

/** The part of an HTTP response that shows whether n8n accepted the event. */
interface ResponseState {
	readonly headersSent: boolean;
	readonly statusCode: number;
}

/** The part of the node's static data that survives a restart. */
export interface SavedEvents {
	/** Keys of the latest events, oldest first. */
	recentEvents?: string;
}

/** Between the keys in static data. */
const SEPARATOR = ',';
const MAX_KEY_CHARACTERS = 40;
const MAX_SAVED_EVENTS = 100;
const SAVE_INTERVAL_MS = 1000;
/** An event, and 10,000 others after it. */
const MAX_REMEMBERED_EVENTS = 10_001;
const MAX_REMEMBERED_NODES = 50;
/** Customer.io waits 4 s for a response, and only then can send the same event again. */
const SENDER_TIMEOUT_MS = 4000;
/** More requests than are ever in progress at once. */
const MAX_PENDING = 1000;

/** What identifies the event; undefined if it has no ID, and so is never a duplicate. */
export function keyOf(event: ReportedEvent): string | undefined {
	const id = nonEmptyText(event.event_id);
	// Customer.io's IDs have 26 characters and no comma.
	if (id === undefined || (id.length <= MAX_KEY_CHARACTERS && !id.includes(SEPARATOR))) return id;
	return hash('sha256', id, 'base64url').slice(0, MAX_KEY_CHARACTERS);
}

/** The latest events of one node. */
export class RecentEvents {
	/** Keys of accepted events, oldest first. */
	private readonly accepted = new Set<string>();
	/** Events that n8n has not responded to yet. */
	private readonly pending = new Map<
		string,
		{ readonly since: number; readonly response: ResponseState }
	>();
	/** Accepted events that were not yet seen in static data. */
	private unsaved: string[] = [];
	private savedAt = -Infinity;

	/** Whether this process, or another one according to static data, accepted the event before. */
	isDuplicate(key: string, saved: SavedEvents, now: number): boolean {
		this.collectAccepted();
		const first = this.pending.get(key);
		// A webhook that is registered twice sends an event twice at once. But once the sender has given
		// up, nobody knows whether the event will still be accepted: better twice than never.
		if (first !== undefined) return now - first.since < SENDER_TIMEOUT_MS;
		return this.accepted.has(key) || keysIn(saved).includes(key);
	}

	/** Remembers an event that is handed to n8n, and saves what is due. */
	add(key: string, response: ResponseState, saved: SavedEvents, now: number): void {
		this.pending.set(key, { since: now, response });
		// Whether the oldest one will be accepted is not known: better twice than never.
		if (this.pending.size > MAX_PENDING) deleteOldest(this.pending);
		if (now - this.savedAt >= SAVE_INTERVAL_MS) this.save(key, saved, now);
	}

	/**
	 * Saves the accepted events and the current one, because n8n writes static data only after it has
	 * accepted that one. If n8n does not accept it, nothing is written, so an event stays unsaved until
	 * it is seen in static data. Pending events may fail and wait for the next save.
	 */
	private save(current: string, saved: SavedEvents, now: number): void {
		const savedKeys = keysIn(saved);
		this.unsaved = this.unsaved.slice(-MAX_SAVED_EVENTS).filter((key) => !savedKeys.includes(key));
		saved.recentEvents = [...savedKeys, ...this.unsaved, current]
			.slice(-MAX_SAVED_EVENTS)
			.join(SEPARATOR);
		this.savedAt = now;
	}

	/** Moves the events that n8n has responded to out of `pending`. */
	private collectAccepted(): void {
		for (const [key, { response }] of this.pending) {
			if (!response.headersSent) continue;
			this.pending.delete(key);
			if (response.statusCode >= 300) continue;
			this.accepted.add(key);
			this.unsaved.push(key);
			if (this.accepted.size > MAX_REMEMBERED_EVENTS) deleteOldest(this.accepted);
		}
	}
}

function keysIn({ recentEvents = '' }: SavedEvents): string[] {
	return recentEvents === '' ? [] : recentEvents.split(SEPARATOR);
}

/** Sets and maps iterate in the order of insertion. */
function deleteOldest(entries: Pick<Map<string, unknown> | Set<string>, 'delete' | 'keys'>): void {
	for (const oldest of entries.keys()) {
		entries.delete(oldest);
		return;
	}
}

const nodes = new Map<string, RecentEvents>();

/** The events of a node. The least recently used nodes are forgotten if there are too many. */
export function recentEventsOf(workflowId: string, nodeId: string): RecentEvents {
	const name = `${workflowId}/${nodeId}`;
	const recent = nodes.get(name) ?? new RecentEvents();
	nodes.delete(name);
	nodes.set(name, recent);
	if (nodes.size > MAX_REMEMBERED_NODES) deleteOldest(nodes);
	return recent;
}
