import { KeyedConcurrency } from '../../../nodes/shared/execution/keyedConcurrency.ts';

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

async function runAll(
	queue: KeyedConcurrency,
	tasks: Array<[key: string | undefined, run: () => Promise<void>]>,
) {
	const added: Array<Promise<void>> = [];
	for (const [key, run] of tasks) {
		added.push(queue.add(async () => ({ key, run })).catch(() => undefined));
		await queue.onEmpty();
	}
	await Promise.all(added);
}

describe('concurrent tasks', () => {
	it('uses the whole concurrency and no more', async () => {
		let running = 0;
		let max = 0;
		const task = async () => {
			running += 1;
			max = Math.max(max, running);
			await tick();
			running -= 1;
		};
		await runAll(
			new KeyedConcurrency(4),
			Array.from({ length: 30 }, () => [undefined, task]),
		);
		expect(max).toBe(4);
	});

	it('starts waiting tasks in groups of a tenth of the concurrency, and never stalls', async () => {
		const queue = new KeyedConcurrency(20);
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

	it('keeps the order of a key, also after a failure, and does not block other keys', async () => {
		const log: string[] = [];
		const slow =
			(name: string, ticks: number, fails = false) =>
			async () => {
				for (let n = 0; n < ticks; n += 1) await tick();
				log.push(name);
				if (fails) throw new Error(name);
			};
		await runAll(new KeyedConcurrency(10), [
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

	it('keeps the order of a key when a later task is prepared earlier', async () => {
		const queue = new KeyedConcurrency(10);
		const log: string[] = [];
		const add = async (name: string, key: string | undefined, ticks: number) =>
			await queue.add(async () => {
				for (let n = 0; n < ticks; n += 1) await tick();
				return { key, run: async () => void log.push(name) };
			});
		await Promise.all([add('a1', '/a', 5), add('a2', '/a', 0), add('free', undefined, 0)]);
		expect(log).toEqual(['free', 'a1', 'a2']);
	});

	it('gives the place of a task that cannot be prepared to the next one', async () => {
		const queue = new KeyedConcurrency(1);
		const failing = queue.add(async () => await Promise.reject(new Error('unreadable')));
		const next = queue.add(async () => ({ key: '/a', run: async () => 'done' }));
		await expect(failing).rejects.toThrow('unreadable');
		await expect(next).resolves.toBe('done');
	});
});
