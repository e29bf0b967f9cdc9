import { hash } from 'node:crypto';

import { text, type ReportedEvent } from './event';

/*
 * Recognises events that come again.
 *
 * Guaranteed: at least once. An event is taken for a repeat only if n8n has accepted it before, so
 * that one whose first run could not be started is not lost.
 *
 * Best effort: not twice. Three cases start a second run: more than `MEMORY_EVENTS` other events in
 * between; a crash within `SAVE_EVERY_MS` of the first time; and two n8n processes that get the
 * same event within that time. Customer.io sends the events of a webhook one after the other and
 * repeats the one that failed, so that a repeat is mostly the very next request.
 *
 * n8n loads a workflow's static data with every event and writes all of it back after each in which
 * it was changed. So the ids are remembered in the process, and only from time to time written to
 * static data, shortened, and fewer of them.
 */

/** What of the answer to a request tells whether n8n accepted the event. */
interface Answer {
	readonly headersSent: boolean;
	readonly statusCode: number;
}

/** The part of the node's static data that survives a restart. */
export interface SavedEvents {
	/** Keys of the latest events, oldest first, without a separator. */
	recentEvents?: string;
}

const KEY_CHARACTERS = 12;
const KEYS = new RegExp(`.{${KEY_CHARACTERS}}`, 'g');
const SAVED_EVENTS = 1000;
const SAVE_EVERY_MS = 1000;
const MEMORY_EVENTS = 10_000;
const MEMORY_NODES = 50;
/** Customer.io gives up on an answer after 4 s; only then can it send the same event again. */
const SENDER_TIMEOUT_MS = 4000;
/** More requests than can be under way at once. */
const MOST_UNANSWERED = 200;

/** The event's ID in few characters; nothing if it has none, and is never a repeat. */
export function keyOf(event: ReportedEvent): string | undefined {
	const id = text(event.event_id);
	if (id === undefined) return undefined;
	// 72 bits: among 10,000 events two with the same key are less likely than a failing disk.
	return hash('sha256', id, 'base64url').slice(0, KEY_CHARACTERS);
}

/** The events that one node got lately. */
export class RecentEvents {
	private readonly accepted = new Set<string>();
	/** The accepted ones as they came, round and round: a set is slow at finding its oldest. */
	private readonly order: string[] = [];
	private next = 0;
	private readonly unanswered = new Map<string, { readonly since: number; answer: Answer }>();
	private unsaved: string[] = [];
	private savedAt = -Infinity;
	/** Static data as it was last read, and the keys in it. */
	private readText = '';
	private readKeys: ReadonlySet<string> = new Set();

	/** Whether the event was accepted before, here or, as static data knows, elsewhere. */
	isRepeat(key: string, saved: SavedEvents, now: number): boolean {
		this.settle();
		const first = this.unanswered.get(key);
		// Registered twice, an event comes twice at once. But if it is still not accepted after the
		// sender has given up, nobody knows whether it ever will be: better twice than never.
		if (first !== undefined) return now - first.since < SENDER_TIMEOUT_MS;
		return this.accepted.has(key) || this.keysIn(saved.recentEvents ?? '').has(key);
	}

	/** Remembers an event that is handed to n8n, and saves what is due. */
	add(key: string, answer: Answer, saved: SavedEvents, now: number): void {
		this.unanswered.set(key, { since: now, answer });
		for (const oldest of this.unanswered.keys()) {
			if (this.unanswered.size <= MOST_UNANSWERED) break;
			this.accept(oldest);
		}
		this.unsaved.push(key);
		if (now - this.savedAt >= SAVE_EVERY_MS) this.save(key, saved, now);
	}

	/**
	 * Saves what is accepted and the current event, because n8n writes static data only after it has
	 * accepted that. What is still under way, and may fail, waits for the next time.
	 */
	private save(current: string, saved: SavedEvents, now: number): void {
		const due = this.unsaved.filter((key) => key === current || this.accepted.has(key));
		saved.recentEvents = ((saved.recentEvents ?? '') + due.join('')).slice(
			-SAVED_EVENTS * KEY_CHARACTERS,
		);
		this.unsaved = this.unsaved.filter((key) => key !== current && this.unanswered.has(key));
		this.savedAt = now;
	}

	/** Taken apart only when it has changed, which is far less often than with every event. */
	private keysIn(text: string): ReadonlySet<string> {
		if (text !== this.readText) {
			this.readText = text;
			this.readKeys = new Set(text.match(KEYS));
		}
		return this.readKeys;
	}

	/** Sorts out which of the events handed to n8n were accepted. */
	private settle(): void {
		for (const [key, { answer }] of this.unanswered) {
			if (!answer.headersSent) continue;
			if (answer.statusCode < 300) this.accept(key);
			else this.unanswered.delete(key);
		}
	}

	private accept(key: string): void {
		this.unanswered.delete(key);
		// Twice in the order, it would be forgotten with the first of the two.
		if (this.accepted.has(key)) return;
		this.accepted.add(key);
		const oldest = this.order[this.next];
		if (oldest !== undefined) this.accepted.delete(oldest);
		this.order[this.next] = key;
		this.next = (this.next + 1) % MEMORY_EVENTS;
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
