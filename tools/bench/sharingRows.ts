/** How executions and processes share the limit of one key. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { sampleCredentials } from './candidates.ts';
import { fixed, measure, row, type Measured, type Row } from './measure.ts';
import { constant, outcome, reading, SANDBOX_KEYS, segments, tally } from './paceRows.ts';
import {
	control,
	startSandboxService,
	takeRecord,
	type Recorded,
	type Service,
} from './services.ts';

const LATENCY = constant(50);
const PER_SECOND = 10;

async function withService<T>(run: (service: Service) => Promise<T>): Promise<T> {
	const service = await startSandboxService({ latency: LATENCY });
	try {
		return await run(service);
	} finally {
		await service.stop();
	}
}

/** Creates segments, so that the path of a request says who sent it. */
async function createSegments(service: Service, count: number): Promise<string[]> {
	await control(service, 'limits', { on: false });
	const ids: string[] = [];
	for (let n = 0; n < count; n += 1) {
		const response = await fetch(`${service.url}/v1/segments`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${SANDBOX_KEYS.app}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({ segment: { name: `process ${n}` } }),
		});
		const { segment } = (await response.json()) as { segment: { id: number } };
		ids.push(String(segment.id));
	}
	await control(service, 'limits', { on: true });
	return ids;
}

/** What each sender got until the first of them had all of its items. */
function shares(record: readonly Recorded[], ids: readonly string[]) {
	const reads = record.filter(({ path }) => ids.some((id) => path.endsWith(`/${id}`)));
	const processed = reads.filter((request) => request.processed);
	const last = (id: string) =>
		Math.max(...processed.filter(({ path }) => path.endsWith(`/${id}`)).map(at));
	const from = Math.min(...processed.map(at));
	const until = Math.min(...ids.map(last));
	const counts = ids.map(
		(id) =>
			processed.filter((request) => request.path.endsWith(`/${id}`) && at(request) <= until).length,
	);
	const all = counts.reduce((sum, count) => sum + count, 0);
	return {
		together: all / ((until - from) / 1000) / PER_SECOND,
		smallest: (Math.min(...counts) / all) * counts.length,
		reads,
		counts,
	};
}

const at = ({ receivedAt }: Recorded) => receivedAt;

export async function executionsRow(): Promise<Row> {
	return await withService(async (service) => {
		const ids = await createSegments(service, 2);
		const credentials = sampleCredentials(service.url, SANDBOX_KEYS);
		const runs = await Promise.all(
			ids.map(async (id) => await measure(reading(credentials), segments(150, id))),
		);
		const { together, smallest, reads } = shares(await takeRecord(service), ids);
		const failed = runs.reduce((sum, run) => sum + run.failed, 0);
		const result = tally(reads, 300);
		return row(
			'two executions at once on one key, 150 items each',
			'≥ 0.98 of the limit together; shares 50 ± 5 %',
			`${fixed(together, 3)}; smaller share ${fixed(50 * smallest, 0)} %; ${outcome(failed, result)}`,
			together >= 0.98 && smallest >= 0.9 && failed === 0,
			{ together, smallest, failed, ...result },
		);
	});
}

interface ProcessBars {
	readonly together: number;
	readonly refused: number;
}

/** Items of all processes together: a minute at the limit, so that the shares say something. */
const ITEMS = 600;

async function runProcesses(service: Service, count: number) {
	const ids = await createSegments(service, count);
	const children = ids.map((id) =>
		fork('tools/bench/child.ts', ['read', service.url, String(ITEMS / count), id]),
	);
	await Promise.all(children.map(async (child) => await once(child, 'message')));
	const ended = children.map(async (child) => ((await once(child, 'message')) as [Measured])[0]);
	for (const child of children) child.send('go');
	const runs = await Promise.all(ended);
	const failed = runs.reduce((sum, run) => sum + run.failed, 0);
	return { ...shares(await takeRecord(service), ids), failed };
}

export async function processesRow(count: number, bars: ProcessBars): Promise<Row> {
	return await withService(async (service) => {
		const { together, smallest, failed, reads, counts } = await runProcesses(service, count);
		const result = tally(reads, ITEMS);
		const refused = result.rateLimited / result.sent;
		return row(
			`${count} processes on one key, ${ITEMS / count} items each`,
			`≥ ${bars.together} of the limit together; ≤ ${fixed(100 * bars.refused, 0)} % refused; smallest share ≥ 0.5 of a fair one; 0 failed`,
			`${fixed(together, 3)}; smallest share ${fixed(smallest)}; ${outcome(failed, result)}`,
			together >= bars.together && refused <= bars.refused && smallest >= 0.5 && failed === 0,
			{ together, smallest, counts, failed, ...result },
		);
	});
}

/** When to cancel a node that waits for the limit. */
const CANCEL_AFTER_MS = 1500;

export async function cancelRow(): Promise<Row> {
	return await withService(async (service) => {
		const credentials = sampleCredentials(service.url, SANDBOX_KEYS);
		const latencies: number[] = [];
		const nextStarts: number[] = [];
		let after = 0;
		for (let round = 0; round < 3; round += 1) {
			const controller = new AbortController();
			let cancelledAt = 0;
			const cancelled = sleep(CANCEL_AFTER_MS).then(() => {
				cancelledAt = performance.now();
				controller.abort();
			});
			await measure(reading(credentials), segments(1000), controller.signal);
			latencies.push(performance.now() - cancelledAt);
			await cancelled;
			const wall = Date.now();
			const before = await takeRecord(service);
			await measure(reading(credentials), segments(1, 12));
			const record = await takeRecord(service);
			const next = record.find(({ path, processed }) => processed && path.endsWith('/12'));
			nextStarts.push((next?.receivedAt ?? Infinity) - wall);
			after += [...before, ...record].filter(
				({ path, receivedAt }) => receivedAt > wall && !path.endsWith('/12'),
			).length;
		}
		const stopMs = Math.max(...latencies);
		const nextMs = Math.max(...nextStarts);
		return row(
			'cancel 1,000 items that wait for the limit',
			'stops within 100 ms, nothing sent after; the next execution starts within a period (1 s)',
			`${fixed(stopMs, 0)} ms at most; ${after} sent after; the next one after ${fixed(nextMs, 0)} ms at most`,
			stopMs <= 100 && after === 0 && nextMs <= 1000,
			{ latencies, nextStarts, after },
		);
	});
}
