/** The memory of received events: what is a repeat, what is saved, and what is never lost. */
import { keyOf, RecentEvents, type SavedEvents } from '../../nodes/CustomerIoAppTrigger/repeats.ts';

const accepted = { headersSent: true, statusCode: 200 };
const key = (id: string | number) => keyOf({ event_id: `event ${id}` }) ?? '';

describe('keys', () => {
	test('are short, and different for different IDs', () => {
		const keys = new Set(Array.from({ length: 100_000 }, (_, n) => key(n)));
		expect(keys.size).toBe(100_000);
		expect(new Set([...keys].map(({ length }) => length))).toEqual(new Set([12]));
	});

	test('there is none without an ID', () => {
		expect(keyOf({})).toBeUndefined();
		expect(keyOf({ event_id: '' })).toBeUndefined();
		expect(keyOf({ event_id: 42 })).toBeUndefined();
	});
});

describe('at least once', () => {
	test('an event whose run n8n could not start is no repeat', () => {
		const recent = new RecentEvents();
		const answer = { headersSent: false, statusCode: 200 };
		recent.add(key('A'), answer, {}, 0);
		expect(recent.isRepeat(key('A'), {}, 10)).toBe(true);
		Object.assign(answer, { headersSent: true, statusCode: 500 });
		expect(recent.isRepeat(key('A'), {}, 20)).toBe(false);
	});

	test('one that n8n still works on when the sender has given up is no repeat', () => {
		const recent = new RecentEvents();
		const answer = { headersSent: false, statusCode: 200 };
		recent.add(key('A'), answer, {}, 0);
		expect(recent.isRepeat(key('A'), {}, 3999)).toBe(true);
		expect(recent.isRepeat(key('A'), {}, 4000)).toBe(false);
		answer.headersSent = true;
		expect(recent.isRepeat(key('A'), {}, 5000)).toBe(true);
	});

	test('what is under way is not saved with another event: it may still fail', () => {
		const recent = new RecentEvents();
		const saved: SavedEvents = {};
		const slow = { headersSent: false, statusCode: 200 };
		recent.add(key('first'), accepted, saved, 0);
		recent.add(key('slow'), slow, saved, 10);
		recent.add(key('next'), accepted, saved, 2000);
		const restarted = new RecentEvents();
		expect(restarted.isRepeat(key('first'), saved, 3000)).toBe(true);
		expect(restarted.isRepeat(key('next'), saved, 3000)).toBe(true);
		expect(restarted.isRepeat(key('slow'), saved, 3000)).toBe(false);
		// Once accepted, it goes with the next save.
		slow.headersSent = true;
		recent.isRepeat(key('last'), saved, 4000);
		recent.add(key('last'), accepted, saved, 4000);
		expect(new RecentEvents().isRepeat(key('slow'), saved, 5000)).toBe(true);
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
			expect(recent.isRepeat(key(n), saved, now)).toBe(false);
			recent.add(key(n), accepted, saved, now);
			if (saved.recentEvents !== last) writes += 1;
			last = saved.recentEvents;
		}
		expect(writes).toBe(10);
		expect(last).toHaveLength(12_000);
	});

	test('after a restart all but the last second’s events are recognised', () => {
		const recent = new RecentEvents();
		const saved: SavedEvents = {};
		for (let n = 0; n <= 200; n += 1) {
			recent.isRepeat(key(n), saved, n * 10);
			recent.add(key(n), accepted, saved, n * 10);
		}
		const restarted = new RecentEvents();
		const known = Array.from({ length: 201 }, (_, n) => restarted.isRepeat(key(n), saved, 3000));
		expect(known.filter(Boolean)).toHaveLength(201);
	});

	test('a key is not found across two others', () => {
		const recentEvents = `${'a'.repeat(12)}${'b'.repeat(12)}`;
		expect(
			new RecentEvents().isRepeat(`${'a'.repeat(6)}${'b'.repeat(6)}`, { recentEvents }, 0),
		).toBe(false);
		expect(new RecentEvents().isRepeat('b'.repeat(12), { recentEvents }, 0)).toBe(true);
	});
});

test('the memory is bounded: 10,000 events, the oldest go first', () => {
	const recent = new RecentEvents();
	const saved: SavedEvents = { recentEvents: '' };
	for (let n = 0; n < 10_100; n += 1) {
		recent.isRepeat(key(n), saved, 0);
		recent.add(key(n), accepted, saved, n === 0 ? 0 : 1);
	}
	expect(recent.isRepeat(key(10_099), {}, 2)).toBe(true);
	expect(recent.isRepeat(key(100), {}, 2)).toBe(true);
	expect(recent.isRepeat(key(50), {}, 2)).toBe(false);
});
