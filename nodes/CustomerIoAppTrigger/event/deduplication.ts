import { hash } from 'node:crypto';

import { text, type ReportedEvent } from './event';

/*
 * Recognises events that come again.
 *
 * Guaranteed: at least once. An event is taken for a repeat only if n8n has accepted it before, so
 * that one whose first run could not be started is not lost.
 *
 * Best effort: not twice. Three cases start a second run: more than `MEMORY_EVENTS` other events in
 * between, or `SAVED_EVENTS` and a restart; a crash within `SAVE_EVERY_MS` of the first time; and two
 * n8n processes that get the same event within that time. Customer.io sends the events of a webhook
 * one after the other and repeats the one that failed, so that a repeat is mostly the very next
 * request.
 *
 * n8n loads a workflow's static data with every event and writes all of it back after each in which
 * it was changed. So the IDs are remembered in the process, and only from time to time written to
 * static data, and few of them.
 */

/** What of the answer to a request tells whether n8n accepted the event. */
interface Answer {
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
const SAVED_EVENTS = 100;
const SAVE_EVERY_MS = 1000;
const MEMORY_EVENTS = 10_000;
const MEMORY_NODES = 50;
/** Customer.io gives up on an answer after 4 s; only then can it send the same event again. */
const SENDER_TIMEOUT_MS = 4000;
/** More requests than are ever under way at once. */
const MAX_UNANSWERED = 1000;

/** What tells the event from others; nothing if it has no ID, and is never a repeat. */
export function keyOf(event: ReportedEvent): string | undefined {
	const id = text(event.event_id);
	// Customer.io's IDs have 26 characters, and not this one.
	if (id === undefined || (id.length <= MAX_KEY_CHARACTERS && !id.includes(SEPARATOR))) return id;
	return hash('sha256', id, 'base64url').slice(0, MAX_KEY_CHARACTERS);
}

/** The events that one node got lately. */
export class RecentEvents {
	/** Accepted events: the latest `MEMORY_EVENTS` at most, and as many before them. */
	private latest = new Set<string>();
	private earlier: ReadonlySet<string> = new Set();
	private readonly unanswered = new Map<string, { readonly since: number; answer: Answer }>();
	/** Accepted events that were not yet seen in static data. */
	private unsaved: string[] = [];
	private savedAt = -Infinity;
	/** Static data as it was last read, and the keys in it. */
	private readText = '';
	private readKeys: ReadonlySet<string> = new Set();

	/** Whether the event was accepted before, here or, as static data knows, elsewhere. */
	isDuplicate(key: string, saved: SavedEvents, now: number): boolean {
		this.collectAccepted();
		const first = this.unanswered.get(key);
		// Registered twice, an event comes twice at once. But if it is still not accepted after the
		// sender has given up, nobody knows whether it ever will be: better twice than never.
		if (first !== undefined) return now - first.since < SENDER_TIMEOUT_MS;
		return (
			this.latest.has(key) ||
			this.earlier.has(key) ||
			this.keysIn(saved.recentEvents ?? '').has(key)
		);
	}

	/** Remembers an event that is handed to n8n, and saves what is due. */
	add(key: string, answer: Answer, saved: SavedEvents, now: number): void {
		this.unanswered.set(key, { since: now, answer });
		if (this.unanswered.size > MAX_UNANSWERED) {
			// Whether it will be accepted is not known: better twice than never.
			const [oldest = key] = this.unanswered.keys();
			this.unanswered.delete(oldest);
		}
		if (now - this.savedAt >= SAVE_EVERY_MS) this.save(key, saved, now);
	}

	/**
	 * Saves what is accepted and the current event, because n8n writes static data only after it has
	 * accepted that. If it does not accept it, nothing is written: so what is unsaved stays so until
	 * it is seen in static data. What is still under way, and may fail, waits for the next time.
	 */
	private save(current: string, saved: SavedEvents, now: number): void {
		const known = this.keysIn(saved.recentEvents ?? '');
		this.unsaved = this.unsaved.slice(-SAVED_EVENTS).filter((key) => !known.has(key));
		saved.recentEvents = [...known, ...this.unsaved, current].slice(-SAVED_EVENTS).join(SEPARATOR);
		this.savedAt = now;
	}

	/** Taken apart only when it has changed, which is far less often than with every event. */
	private keysIn(text: string): ReadonlySet<string> {
		if (text !== this.readText) {
			this.readText = text;
			this.readKeys = new Set(text === '' ? [] : text.split(SEPARATOR));
		}
		return this.readKeys;
	}

	/** Sorts out which of the events handed to n8n were accepted. */
	private collectAccepted(): void {
		for (const [key, { answer }] of this.unanswered) {
			if (!answer.headersSent) continue;
			if (answer.statusCode < 300) this.accept(key);
			else this.unanswered.delete(key);
		}
	}

	/** Two sets by turns: the oldest are forgotten all at once, not one with each event. */
	private accept(key: string): void {
		this.unanswered.delete(key);
		if (this.latest.size >= MEMORY_EVENTS) {
			this.earlier = this.latest;
			this.latest = new Set();
		}
		this.latest.add(key);
		this.unsaved.push(key);
	}
}

const nodes = new Map<string, RecentEvents>();

/** The memory of a node; the longest unused one is forgotten if there are too many. */
export function recentEventsOf(workflowId: string, nodeId: string): RecentEvents {
	const name = `${workflowId}/${nodeId}`;
	const recent = nodes.get(name) ?? new RecentEvents();
	nodes.delete(name);
	nodes.set(name, recent);
	for (const oldest of nodes.keys()) {
		if (nodes.size <= MEMORY_NODES) break;
		nodes.delete(oldest);
	}
	return recent;
}
