/** Whether an item costs the same among many as among few, and whether many block the event loop. */
import { fixed, median, row, spread, type Measured, type Row } from './measure.ts';
import { startFastService } from './services.ts';
import { inChild } from './sizeRows.ts';

interface Run extends Measured {
	readonly peakBytes: number;
}

const COUNTS = [1000, 10_000, 100_000];

/** GETs of 100,000 items take minutes and show nothing more. */
const GET_COUNTS = [1000, 10_000];

const MAX_GROWTH = 1.1;
const MAX_BLOCKED_MS = 50;

/** Runs an operation with ever more items, each time in a new process, in turn. */
async function runs(
	task: string,
	counts: readonly number[],
	rounds: number,
): Promise<ReadonlyMap<number, readonly Run[]>> {
	const service = await startFastService();
	try {
		const all = new Map<number, Run[]>(counts.map((count) => [count, []]));
		for (let round = 0; round < rounds; round += 1) {
			for (const [count, list] of all) {
				list.push(await inChild<Run>(task, service.url, String(count)));
			}
		}
		return all;
	} finally {
		await service.stop();
	}
}

function growthRow(name: string, all: ReadonlyMap<number, readonly Run[]>): Row {
	const cpu = [...all].map(([count, list]) =>
		median(list.map(({ cpuSeconds }) => (1e6 * cpuSeconds) / count)),
	);
	// Below that, the process itself is larger than the items.
	const memory = [...all]
		.filter(([count]) => count >= 10_000)
		.map(([count, list]) => median(list.map(({ peakBytes }) => peakBytes / count)));
	const growth = (cpu.at(-1) ?? NaN) / (cpu[0] ?? NaN);
	const memoryGrowth = (memory.at(-1) ?? NaN) / (memory[0] ?? NaN);
	const counts = [...all.keys()].map((count) => count.toLocaleString('en')).join(', ');
	const noise = spread([...all.values()].at(-1)?.map(({ cpuSeconds }) => cpuSeconds) ?? []);
	return row(
		`${counts} ${name}: CPU and memory per item`,
		`${MAX_GROWTH} of the fewest at most`,
		`CPU ${cpu.map((us) => fixed(us, 0)).join(', ')} µs: ${fixed(growth)}; memory ${memory.map((bytes) => fixed(bytes / 1000, 1)).join(', ')} KB: ${fixed(memoryGrowth)}${noise}`,
		growth <= MAX_GROWTH && memoryGrowth <= MAX_GROWTH,
		{ cpu, memory },
	);
}

function blockedRow(name: string, all: ReadonlyMap<number, readonly Run[]>): Row {
	const [count = NaN, list = []] = [...all].at(-1) ?? [];
	const blocked = list.map(({ blockedMs }) => blockedMs);
	return row(
		`${count.toLocaleString('en')} ${name}: longest block of the event loop`,
		`≤ ${MAX_BLOCKED_MS} ms`,
		`${fixed(median(blocked), 0)} ms${spread(blocked)}`,
		median(blocked) <= MAX_BLOCKED_MS,
		{ blocked },
	);
}

export async function identifyGrowthRows(rounds: number): Promise<Row[]> {
	const all = await runs('identify', COUNTS, rounds);
	const seconds = (count: number) => median((all.get(count) ?? []).map((run) => run.seconds));
	const times = seconds(100_000) / seconds(10_000);
	return [
		growthRow('identifies', all),
		row(
			'100,000 identifies, seconds',
			'≤ 10.5 times those of 10,000',
			`${fixed(times, 1)} times (${fixed(seconds(100_000), 1)} s)`,
			times <= 10.5,
			{ times },
		),
		blockedRow('identifies', all),
	];
}

export async function getGrowthRows(rounds: number): Promise<Row[]> {
	return [growthRow('GETs without a limit', await runs('get', GET_COUNTS, rounds))];
}

export async function invalidRows(rounds: number): Promise<Row[]> {
	return [blockedRow('items that fail at once', await runs('invalid', [100_000], rounds))];
}
