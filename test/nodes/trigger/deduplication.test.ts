/** Deduplication of received events: what counts as a duplicate, what is saved, and what is never lost. */
import {
	keyOf,
	RecentEvents,
	recentEventsOf,
	type SavedEvents,
} from '../../../nodes/CustomerIoAppTrigger/event/deduplication.ts';

const accepted = { headersSent: true, statusCode: 200 };
const key = (id: string | number) => keyOf({ event_id: `event ${id}` }) ?? '';

describe('keys', () => {
	test('are the IDs; long or unusual ones are shortened, and stay distinct', () => {
		expect(keyOf({ event_id: '01E4C4CT6YDC7Y5M7FE1GWWPQJ' })).toBe('01E4C4CT6YDC7Y5M7FE1GWWPQJ');
		const long = (n: number) => keyOf({ event_id: `${'long '.repeat(20)}${n}` }) ?? '';
		const odd = (n: number) => keyOf({ event_id: `a,${n}` }) ?? '';
		const keys = Array.from({ length: 1000 }, (_, n) => [long(n), odd(n)]).flat();
		expect(new Set(keys).size).toBe(2000);
		for (const each of keys) expect(each).toMatch(/^[\w-]{40}$/);
	});

	test('are undefined without an ID', () => {
		expect(keyOf({})).toBeUndefined();
		expect(keyOf({ event_id: '' })).toBeUndefined();
		expect(keyOf({ event_id: 42 })).toBeUndefined();
	});
});

describe('at least once', () => {
	test('an event whose run n8n could not start is not a duplicate', () => {
		const recent = new RecentEvents();
		const response = { headersSent: false, statusCode: 200 };
		recent.add(key('A'), response, {}, 0);
		expect(recent.isDuplicate(key('A'), {}, 10)).toBe(true);
		Object.assign(response, { headersSent: true, statusCode: 500 });
		expect(recent.isDuplicate(key('A'), {}, 20)).toBe(false);
	});

	test('an event that n8n still processes when the sender has given up is not a duplicate', () => {
		const recent = new RecentEvents();
		const response = { headersSent: false, statusCode: 200 };
		recent.add(key('A'), response, {}, 0);
		expect(recent.isDuplicate(key('A'), {}, 3999)).toBe(true);
		expect(recent.isDuplicate(key('A'), {}, 4000)).toBe(false);
		response.headersSent = true;
		expect(recent.isDuplicate(key('A'), {}, 5000)).toBe(true);
	});

	test('one of more than a thousand events that n8n never responded to is not a duplicate', () => {
		const recent = new RecentEvents();
		const never = { headersSent: false, statusCode: 200 };
		for (let n = 0; n <= 1000; n += 1) recent.add(key(n), never, {}, 0);
		expect(recent.isDuplicate(key(0), {}, 10)).toBe(false);
		expect(recent.isDuplicate(key(1), {}, 10)).toBe(true);
		expect(recent.isDuplicate(key(1000), {}, 10)).toBe(true);
	});

	test('a pending event is not saved with another one: it may still fail', () => {
		const recent = new RecentEvents();
		const saved: SavedEvents = {};
		const slow = { headersSent: false, statusCode: 200 };
		recent.add(key('first'), accepted, saved, 0);
		recent.add(key('slow'), slow, saved, 10);
		recent.add(key('next'), accepted, saved, 2000);
		const restarted = new RecentEvents();
		expect(restarted.isDuplicate(key('first'), saved, 3000)).toBe(true);
		expect(restarted.isDuplicate(key('next'), saved, 3000)).toBe(true);
		expect(restarted.isDuplicate(key('slow'), saved, 3000)).toBe(false);
		// Once accepted, it is written with the next save.
		slow.headersSent = true;
		recent.isDuplicate(key('last'), saved, 4000);
		recent.add(key('last'), accepted, saved, 4000);
		expect(new RecentEvents().isDuplicate(key('slow'), saved, 5000)).toBe(true);
	});
});

describe('static data', () => {
	test('is written at most once a second, and stays small', () => {
		const recent = new RecentEvents();
		const saved: SavedEvents = {};
		let writes = 0;
		let last: string | undefined;
		for (let n = 0; n < 5000; n += 1) {
			const now = n * 2;
			expect(recent.isDuplicate(key(n), saved, now)).toBe(false);
			recent.add(key(n), accepted, saved, now);
			if (saved.recentEvents !== last) writes += 1;
			last = saved.recentEvents;
		}
		expect(writes).toBe(10);
		expect(last?.split(',')).toHaveLength(100);
	});

	test('after a restart all but the last second’s events are recognised', () => {
		const recent = new RecentEvents();
		const saved: SavedEvents = {};
		for (let n = 0; n < 90; n += 1) {
			recent.isDuplicate(key(n), saved, n * 20);
			recent.add(key(n), accepted, saved, n * 20);
		}
		const restarted = new RecentEvents();
		const duplicates = Array.from({ length: 90 }, (_, n) =>
			restarted.isDuplicate(key(n), saved, 3000),
		);
		expect(duplicates.lastIndexOf(true)).toBe(50);
		expect(duplicates.filter(Boolean)).toHaveLength(51);
	});

	test('data that n8n did not write, because that event failed, is written with the next one', () => {
		const recent = new RecentEvents();
		const stored: SavedEvents = {};
		recent.add(key('first'), accepted, stored, 0);
		recent.isDuplicate(key('second'), stored, 10);
		recent.add(key('second'), accepted, stored, 10);
		// The write of the next event is lost as well.
		const lost = { ...stored };
		recent.isDuplicate(key('refused'), lost, 2000);
		recent.add(key('refused'), { headersSent: true, statusCode: 500 }, lost, 2000);
		recent.isDuplicate(key('third'), stored, 4000);
		recent.add(key('third'), accepted, stored, 4000);
		const restarted = new RecentEvents();
		const duplicates = ['first', 'second', 'refused', 'third'].filter((id) =>
			restarted.isDuplicate(key(id), stored, 5000),
		);
		expect(duplicates).toEqual(['first', 'second', 'third']);
	});

	test('each event is written once, so that as many as possible fit', () => {
		const recent = new RecentEvents();
		const saved: SavedEvents = {};
		for (let n = 0; n < 300; n += 1) {
			recent.isDuplicate(key(n), saved, n * 1000);
			recent.add(key(n), accepted, saved, n * 1000);
		}
		const restarted = new RecentEvents();
		const duplicates = Array.from({ length: 300 }, (_, n) =>
			restarted.isDuplicate(key(n), saved, 1e6),
		);
		expect(duplicates.filter(Boolean)).toHaveLength(100);
		expect(duplicates.indexOf(true)).toBe(200);
	});

	test('part of a key does not match', () => {
		const saved = { recentEvents: 'abc,def' };
		const duplicates = ['abc', 'def', 'ab', 'c,d', ''].filter((id) =>
			new RecentEvents().isDuplicate(id, saved, 0),
		);
		expect(duplicates).toEqual(['abc', 'def']);
	});
});

test('the memory is bounded: it keeps at least 10,000 events and drops the oldest', () => {
	const recent = new RecentEvents();
	const saved: SavedEvents = { recentEvents: '' };
	for (let n = 0; n < 20_100; n += 1) {
		recent.isDuplicate(key(n), saved, 0);
		recent.add(key(n), accepted, saved, n === 0 ? 0 : 1);
	}
	expect(recent.isDuplicate(key(20_099), {}, 2)).toBe(true);
	expect(recent.isDuplicate(key(10_099), {}, 2)).toBe(true);
	expect(recent.isDuplicate(key(50), {}, 2)).toBe(false);
});

test('the least recently used memory is dropped when there are more than 50 nodes', () => {
	recentEventsOf('W', 'first').add(key('A'), accepted, {}, 0);
	recentEventsOf('W', 'second').add(key('A'), accepted, {}, 0);
	for (let n = 0; n < 48; n += 1) recentEventsOf('W', `${n}`);
	const isKnown = (node: string) => recentEventsOf('W', node).isDuplicate(key('A'), {}, 10);
	expect(isKnown('first')).toBe(true);
	recentEventsOf('W', 'one more');
	expect(isKnown('first')).toBe(true);
	expect(isKnown('second')).toBe(false);
});
