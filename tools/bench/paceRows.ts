/** How close the nodes get to Customer.io's rate limits, and whether requests are lost or duplicated. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import {
	sampleCredentials,
	app,
	hasBuiltIn,
	httpRequest,
	type SampleCredentials,
	type Spec,
} from './candidates.ts';
import { fixed, measure, row, type Measured, type Row } from './measure.ts';
import { startSandboxService, takeRecord, type Recorded, type Service } from './services.ts';

export const SANDBOX_KEYS = { app: 'sandbox-app-key', write: 'sandbox-write-key' };

/** The operation whose limit is measured. */
export function reading(credentials: SampleCredentials): Spec {
	const segmentId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
	return app(credentials, { resource: 'segment', operation: 'get', segmentId });
}

const segments = (count: number) => Array.from({ length: count }, () => ({ id: 4 }));

const named = (prefix: string, count: number) =>
	Array.from({ length: count }, (_, n) => ({ name: `${prefix}-${n}` }));

export async function paceRows(): Promise<Row[]> {
	const service = await startSandboxService();
	try {
		return [
			await readPace(service),
			await sendPace(service),
			await twoExecutions(service),
			await twoProcesses(service),
			await cancelling(service),
		];
	} finally {
		await service.stop();
	}
}

/** Counts the processed requests by ID. */
function tally(record: readonly Recorded[], idOf: (body: unknown) => string | undefined) {
	const counts = new Map<string, number>();
	for (const { body, processed } of record) {
		const id = processed ? idOf(body) : undefined;
		if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
	}
	return {
		processed: counts.size,
		doubled: [...counts.values()].filter((times) => times > 1).length,
		rateLimited: record.filter(({ status }) => status === 429).length,
	};
}

/** The same for reads, which are identical: requests beyond the expected number are duplicates. */
function counted(record: readonly Recorded[], expected: number): ReturnType<typeof tally> {
	const done = record.filter(({ processed }) => processed).length;
	return {
		processed: Math.min(done, expected),
		doubled: Math.max(0, done - expected),
		rateLimited: record.filter(({ status }) => status === 429).length,
	};
}

function paceRow(
	measured: string,
	minRatio: number,
	perSecond: number,
	run: { items: number; seconds: number; failed: number },
	record: ReturnType<typeof tally>,
	others: object = {},
): Row {
	const pace = run.items / perSecond / run.seconds;
	const lost = run.items - record.processed;
	const result = `${fixed(pace, 3)} of the limit's pace (${fixed(run.seconds, 1)} s); ${run.failed} failed; ${record.doubled} doubled`;
	const kept = pace >= minRatio && run.failed === 0 && lost === 0 && record.doubled === 0;
	const must = `≥ ${minRatio} of the limit's pace; 0 failed; 0 doubled`;
	return row(measured, must, result, kept, { ...run, ...record, pace, ...others });
}

async function readPace(service: Service): Promise<Row> {
	const credentials = sampleCredentials(service.url, SANDBOX_KEYS);
	const items = segments(300);
	const run = await measure(reading(credentials), items);
	const record = counted(await takeRecord(service), 300);
	const others: { [name: string]: Measured } = {};
	if (hasBuiltIn) {
		const spec = httpRequest(credentials, { url: `=${service.url}/v1/segments/{{ $json.id }}` });
		others.httpRequest = await measure(spec, items);
		await takeRecord(service);
	}
	const pace = paceRow('300 items at 10/s', 0.97, 10, { items: 300, ...run }, record, { others });
	const { httpRequest: other } = others;
	if (other === undefined) return pace;
	return {
		...pace,
		found: `${pace.found}; the HTTP Request node failed for ${other.failed} of 300`,
	};
}

async function sendPace(service: Service): Promise<Row> {
	const credentials = sampleCredentials(service.url, SANDBOX_KEYS);
	const spec = app(credentials, {
		resource: 'transactional',
		operation: 'sendEmail',
		to: '={{ $json.name }}@example.com',
		transactionalMessageId: { __rl: true, mode: 'id', value: 3 },
	});
	await sleep(1000);
	const run = await measure(spec, named('send', 3000));
	const record = tally(await takeRecord(service), (body) => String((body as { to?: unknown }).to));
	return paceRow('3,000 sends at 100/s', 0.97, 100, { items: 3000, ...run }, record);
}

async function twoExecutions(service: Service): Promise<Row> {
	const credentials = sampleCredentials(service.url, SANDBOX_KEYS);
	await sleep(1000);
	const started = performance.now();
	const runs = await Promise.all(
		['one', 'two'].map(async () => {
			const run = await measure(reading(credentials), segments(150));
			return { ...run, at: (performance.now() - started) / 1000 };
		}),
	);
	const seconds = (performance.now() - started) / 1000;
	const record = counted(await takeRecord(service), 300);
	const share = leastShare(runs);
	const failed = runs.reduce((sum, run) => sum + run.failed, 0);
	const pace = paceRow('', 0.95, 10, { items: 300, seconds, failed }, record, { share });
	return {
		...pace,
		measure: 'two executions at once on one key, 150 items each',
		must: "together ≥ 0.95 of the limit's pace; neither starves",
		found: `${pace.found}; the slower one had ${fixed(100 * share, 0)} % while both ran`,
		kept: pace.kept === true && share > 0.4,
	};
}

/** The slower run's share of the requests until the faster one ended; both have the same number of items. */
function leastShare(runs: ReadonlyArray<{ readonly at: number }>): number {
	const [faster = NaN, slower = NaN] = runs.map(({ at }) => at).sort((a, b) => a - b);
	const bySlower = Math.max(0, 1 - (slower - faster) / (slower / 2));
	return bySlower / (1 + bySlower);
}

async function twoProcesses(service: Service): Promise<Row> {
	await sleep(1000);
	const children = ['one', 'two'].map(() =>
		fork('tools/bench/child.ts', ['read', service.url, '150'], { silent: false }),
	);
	await Promise.all(children.map(async (child) => await once(child, 'message')));
	const started = performance.now();
	const ended = children.map(async (child) => {
		const [run] = (await once(child, 'message')) as [Measured];
		return { ...run, at: (performance.now() - started) / 1000 };
	});
	for (const child of children) child.send('go');
	const runs = await Promise.all(ended);
	const seconds = Math.max(...runs.map(({ at }) => at));
	const record = counted(await takeRecord(service), 300);
	const share = leastShare(runs);
	const failed = runs.reduce((sum, run) => sum + run.failed, 0);
	const name = 'two processes on one key, 150 items each';
	const pace = paceRow(name, 0.85, 10, { items: 300, seconds, failed }, record, { share, runs });
	return {
		...pace,
		must: "together ≥ 0.85 of the limit's pace; 0 failed",
		found: `${pace.found}; ${record.rateLimited} rate-limited requests retried; shares ${fixed(100 * share, 0)} : ${fixed(100 - 100 * share, 0)}`,
	};
}

/** When to cancel a node that waits for the limit. */
const CANCEL_AFTER_MS = 1500;

async function cancelling(service: Service): Promise<Row> {
	const credentials = sampleCredentials(service.url, SANDBOX_KEYS);
	const latencies: number[] = [];
	let after = 0;
	for (let round = 0; round < 5; round += 1) {
		await sleep(1000);
		const controller = new AbortController();
		let cancelledAt = 0;
		const cancelled = sleep(CANCEL_AFTER_MS).then(() => {
			cancelledAt = performance.now();
			controller.abort();
		});
		await measure(reading(credentials), segments(300), controller.signal);
		latencies.push(performance.now() - cancelledAt);
		await cancelled;
		const wall = Date.now();
		await sleep(500);
		const record = await takeRecord(service);
		after += record.filter(({ receivedAt }) => receivedAt > wall).length;
	}
	const worst = Math.max(...latencies);
	return row(
		'cancel during a wait for the limit',
		'stops within 100 ms, nothing sent after',
		`${fixed(worst, 0)} ms at most; ${after} sent after`,
		worst <= 100 && after === 0,
		{ latencies, after },
	);
}
