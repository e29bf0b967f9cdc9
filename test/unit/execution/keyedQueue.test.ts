import { KeyedQueue } from '../../../nodes/shared/execution/keyedQueue.ts';

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

async function runAll(
	queue: KeyedQueue,
	tasks: Array<[key: string | undefined, task: () => Promise<void>]>,
) {
	const running: Array<Promise<void>> = [];
	for (const [key, task] of tasks) {
		await queue.acquire();
		running.push(
			queue
				.inOrder(key, task)
				.catch(() => undefined)
				.finally(() => queue.release()),
		);
	}
	await Promise.all(running);
}

describe('Lanes', () => {
	it('keeps the bound and uses it', async () => {
		let running = 0;
		let max = 0;
		const task = async () => {
			running += 1;
			max = Math.max(max, running);
			await tick();
			running -= 1;
		};
		await runAll(
			new KeyedQueue(4),
			Array.from({ length: 30 }, () => [undefined, task]),
		);
		expect(max).toBe(4);
	});

	it('starts what waits in groups of a tenth of the bound, and always goes on', async () => {
		const queue = new KeyedQueue(20);
		const ends: Array<() => void> = [];
		const running = runAll(
			queue,
			Array.from({ length: 30 }, () => [
				undefined,
				async () => await new Promise<void>((resolve) => ends.push(resolve)),
			]),
		);
		const started = async (ended: number) => {
			for (let n = 0; n < ended; n += 1) ends.shift()?.();
			const before = ends.length;
			await tick();
			return ends.length - before;
		};
		expect(await started(0)).toBe(20);
		expect(await started(1)).toBe(0);
		expect(await started(1)).toBe(2);
		expect(await started(3)).toBe(3);
		expect(await started(17)).toBe(5);
		expect(await started(20)).toBe(0);
		await running;
	});

	it('keeps the order within a lane, also after a failure, and lets other lanes pass', async () => {
		const log: string[] = [];
		const slow =
			(name: string, ticks: number, fails = false) =>
			async () => {
				for (let n = 0; n < ticks; n += 1) await tick();
				log.push(name);
				if (fails) throw new Error(name);
			};
		await runAll(new KeyedQueue(10), [
			['/a', slow('a1', 5, true)],
			['/a', slow('a2', 1)],
			['/b', slow('b1', 1)],
			[undefined, slow('free', 0)],
			['/a', slow('a3', 0)],
		]);
		expect(log.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
		expect(log.indexOf('b1')).toBeLessThan(log.indexOf('a1'));
		expect(log.indexOf('free')).toBe(0);
	});
});
