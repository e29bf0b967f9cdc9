import type { Lease } from '../../../nodes/shared/transport/rateLimiter.ts';
import type { RateLimit } from '../../../nodes/shared/transport/rateLimits.ts';
import {
	RequestScheduler,
	RequestSchedulers,
	type Clock,
} from '../../../nodes/shared/transport/requestScheduler.ts';

const tenPerSecond = { name: 'ten', requests: 10, perMs: 1000, mode: 'paced' } as const;
const onePerSecond = { ...tenPerSecond, requests: 1 };

const tick = async () => {
	await new Promise<void>((resolve) => {
		setImmediate(resolve);
	});
};

/** A clock on which sleeping takes no time. */
class FakeClock implements Clock {
	time = 0;
	/** How much later than asked it wakes up the next time. */
	late = 0;
	now = () => this.time;
	sleep = async (ms: number) => {
		await tick();
		this.time += ms + this.late;
		this.late = 0;
	};
}

function setUp(limit: RateLimit = tenPerSecond) {
	const clock = new FakeClock();
	const scheduler = new RequestScheduler(limit, clock);
	const starts: Array<{ owner: object; at: number; lease: Lease }> = [];
	const next = async (owner: object, more: { signal?: AbortSignal; deadline?: number } = {}) => {
		const grant = await scheduler.next({ owner, limit, deadline: Infinity, ...more });
		if (grant.kind === 'granted') starts.push({ owner, at: clock.time, lease: grant.lease });
		return grant;
	};
	return { clock, scheduler, starts, next };
}

describe('RequestScheduler', () => {
	it('lets executions take turns, however many of their requests wait', async () => {
		const { starts, next } = setUp();
		const [many, few] = [{}, {}];
		const waiting = Array.from({ length: 50 }, async () => await next(many));
		waiting.push(...Array.from({ length: 10 }, async () => await next(few)));
		await Promise.all(waiting);
		const owners = starts.slice(0, 21).map(({ owner }) => owner);
		expect(owners.filter((owner) => owner === few)).toHaveLength(10);
	});

	it('starts what waits at once when a place becomes free', async () => {
		const clock = { now: () => 0, sleep: async () => await new Promise<void>(() => {}) };
		const limit = { ...onePerSecond, mode: 'quota' } as const;
		const scheduler = new RequestScheduler(limit, clock);
		const request = { owner: {}, limit, deadline: Infinity };
		const first = await scheduler.next(request);
		const second = scheduler.next(request);
		await tick();
		if (first.kind === 'granted') first.lease.release();
		await expect(second).resolves.toMatchObject({ kind: 'granted' });
	}, 1000);

	it('asks again as soon as the limiter allows it after a 429', async () => {
		const wakeUps: Array<{ at: number; wake: () => void }> = [];
		let time = 0;
		const sleep = async (ms: number) =>
			await new Promise<void>((wake) => wakeUps.push({ at: time + ms, wake }));
		const scheduler = new RequestScheduler(tenPerSecond, { now: () => time, sleep }, () => 0.5);
		const request = { owner: {}, limit: tenPerSecond, deadline: Infinity };
		const starts: number[] = [];
		const send = async () => {
			const grant = await scheduler.next(request);
			starts.push(time);
			// Other processes have the whole limit.
			if (grant.kind === 'granted') setImmediate(() => grant.lease.onRateLimited(time));
		};
		for (let n = 0; n < 30; n += 1) void send();
		while (time < 5000) {
			await tick();
			await tick();
			const next = Math.min(...wakeUps.map(({ at }) => at).filter((at) => at > time));
			time = Math.min(next, time + 50);
			for (const { at, wake } of wakeUps) if (at <= time) wake();
		}
		// Without a place it asks about five times per second.
		expect(starts.filter((at) => at > 2000 && at <= 4000).length).toBeGreaterThan(6);
	});

	it('starts the next execution within a period after one with many waiting items is cancelled', async () => {
		const { clock, starts, next } = setUp();
		const controller = new AbortController();
		const [cancelled, other] = [{}, {}];
		const waiting = Array.from(
			{ length: 1000 },
			async () => await next(cancelled, { signal: controller.signal }),
		);
		while (starts.length < 10) await tick();
		controller.abort();
		const grants = await Promise.all(waiting);
		expect(grants.filter(({ kind }) => kind === 'cancelled')).toHaveLength(1000 - starts.length);
		const before = clock.time;
		await next(other);
		expect(clock.time - before).toBeLessThanOrEqual(1010);
	});

	it('makes everything that waits wait longer when the service asks for it', async () => {
		const { scheduler, starts, next } = setUp();
		const waiting = Array.from({ length: 20 }, async () => await next(scheduler));
		await waiting[0];
		scheduler.pause(4000);
		await Promise.all(waiting);
		expect(starts.filter(({ at }) => at < 4000).length).toBeLessThanOrEqual(2);
	});

	it('turns away what cannot start before its deadline, and says how long it would take', async () => {
		const day = 86_400_000;
		const { next } = setUp({ name: 'a day', requests: 1, perMs: day, mode: 'quota' });
		await next({});
		expect(await next({}, { deadline: 300_000 })).toEqual({ kind: 'tooLate', waitMs: day });
	});

	it('starts nothing for an execution that is cancelled already', async () => {
		const { next } = setUp();
		expect(await next({}, { signal: AbortSignal.abort() })).toEqual({ kind: 'cancelled' });
	});

	it('uses a place again if nothing was sent', async () => {
		const { clock, starts, next } = setUp({ ...onePerSecond, perMs: 60_000 });
		await next({});
		starts[0]?.lease.release();
		await next({});
		expect(clock.time).toBeLessThanOrEqual(31_000);
	});

	it('counts requests in flight during a stall from its end', async () => {
		const { clock, starts, next } = setUp();
		const waiting = Array.from({ length: 30 }, async () => await next(clock));
		while (starts.length < 9) await tick();
		clock.late = 3000;
		await Promise.all(waiting);
		const stalled = starts.findIndex(({ at }, index) => at - (starts[index - 1]?.at ?? at) > 2000);
		expect((starts[stalled + 1]?.at ?? 0) - (starts[stalled]?.at ?? 0)).toBeGreaterThanOrEqual(
			1000,
		);
	});

	it('has one limiter for executions with different limits', async () => {
		const { clock, scheduler, next } = setUp();
		await Promise.all(Array.from({ length: 10 }, async () => await next({})));
		const slower = { ...tenPerSecond, requests: 5 };
		await scheduler.next({ owner: {}, limit: slower, deadline: Infinity });
		expect(clock.time).toBeGreaterThan(1000);
	});
});

describe('RequestSchedulers', () => {
	it('are one for each key and name of a limit, whatever its rate', () => {
		const schedulers = new RequestSchedulers(new FakeClock());
		const scheduler = schedulers.for('key', tenPerSecond);
		expect(schedulers.for('key', { ...tenPerSecond, requests: 25 })).toBe(scheduler);
		expect(schedulers.for('other', tenPerSecond)).not.toBe(scheduler);
		expect(schedulers.for('key', { ...tenPerSecond, name: 'twenty' })).not.toBe(scheduler);
	});

	it('stay bounded in memory, without forgetting those in use', async () => {
		const clock = new FakeClock();
		const schedulers = new RequestSchedulers(clock, 10);
		const request = { owner: {}, limit: tenPerSecond, deadline: Infinity };
		for (let n = 0; n < 100; n += 1) await schedulers.for(`key ${n}`, tenPerSecond).next(request);
		clock.time += 5000;
		const busy = schedulers.for('busy', tenPerSecond);
		await busy.next(request);
		schedulers.for('last', tenPerSecond);
		expect(schedulers.size).toBeLessThanOrEqual(11);
		expect(schedulers.for('busy', tenPerSecond)).toBe(busy);
	});
});
