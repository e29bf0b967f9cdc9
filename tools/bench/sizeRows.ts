/** Memory for a long list, load time and size of the descriptions, each measured in a new process. */
import { fork } from 'node:child_process';
import { once } from 'node:events';

import { fixed, median, row, spread, type Row } from './measure.ts';
import { startFastService, takeStats } from './services.ts';

const MEMBERS = 1_000_000;
const PAGE = 30_000;

/** Runs a task of `child.ts` in a new process and returns its result. */
export async function inChild<T>(...args: string[]): Promise<T> {
	const child = fork('tools/bench/child.ts', args, { execArgv: ['--expose-gc'] });
	const [result] = (await once(child, 'message')) as [T];
	await once(child, 'exit');
	return result;
}

interface Memory {
	readonly peakBytes: number;
	readonly items: number;
	readonly seconds: number;
}

export async function memoryRow(rounds: number): Promise<Row> {
	const service = await startFastService();
	try {
		const listing: number[] = [];
		const holding: number[] = [];
		const seconds: number[] = [];
		let requests = 0;
		let items = 0;
		for (let round = 0; round < rounds; round += 1) {
			await takeStats(service);
			const run = await inChild<Memory>('list', service.url, String(MEMBERS));
			requests = (await takeStats(service)).requests;
			items = run.items;
			listing.push(run.peakBytes);
			seconds.push(run.seconds);
			holding.push((await inChild<Memory>('hold', service.url, String(MEMBERS))).peakBytes);
		}
		const ratio = median(listing) / median(holding);
		const minRequests = Math.ceil(MEMBERS / PAGE);
		return row(
			'Return All over 1,000,000 members',
			'requests = the minimum; peak memory ≤ 1.2 of holding the items',
			`${requests} of ${minRequests} requests; ${fixed(ratio)} (${fixed(median(listing) / 1e6, 0)} MB; ${fixed(median(seconds), 1)} s)${spread(listing)}`,
			requests === minRequests && items === MEMBERS && ratio <= 1.2,
			{ requests, items, listing, holding, seconds, rounds },
		);
	} finally {
		await service.stop();
	}
}

interface Loaded {
	readonly ms: number;
	readonly bytes: number;
	readonly operations: number;
}

export async function loadRow(): Promise<Row> {
	const runs: Loaded[] = [];
	for (let round = 0; round < 15; round += 1) runs.push(await inChild<Loaded>('load'));
	const ms = median(runs.map((run) => run.ms));
	const { bytes, operations } = runs[0] ?? { bytes: NaN, operations: NaN };
	const each = bytes / operations;
	return row(
		'load the package and build the descriptions',
		'≤ 30 ms; ≤ 1.25 KB of description per operation',
		`${fixed(ms, 0)} ms; ${fixed(each / 1000)} KB (${operations} operations)${spread(runs.map((run) => run.ms))}`,
		ms <= 30 && each <= 1280,
		{ ms: runs.map((run) => run.ms), bytes, operations },
	);
}
