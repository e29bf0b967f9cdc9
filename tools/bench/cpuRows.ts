/** CPU cost of a node without rate limits. */
import { setTimeout as sleep } from 'node:timers/promises';

import {
	sampleCredentials,
	bareGetters,
	getters,
	gettersWithOption,
	HOW_TO_INSTALL,
	hasBuiltIn,
	identifiers,
	redirectBuiltIn,
	upserters,
	type Spec,
} from './candidates.ts';
import { fixed, measure, medians, row, spread, type Measured, type Row } from './measure.ts';
import { startFastService, startTlsService, takeStats, type Service } from './services.ts';

const GETS = 1000;

/** The routing node takes so long per item that a few are enough. */
const ROUTED_GETS = 30;

const IDENTIFIES = 10_000;
const WARM_UP = 1000;

/** Maximum size of a batch. */
const BATCH_BYTES = 500_000;

const skipped = (measured: string, must: string): Row =>
	row(measured, must, `skipped: ${HOW_TO_INSTALL}`, undefined, {});

export async function cpuRows(rounds: number): Promise<Row[]> {
	return await withService(startFastService, async (service) => await getRows(service, rounds));
}

export async function cpuOptionRows(rounds: number): Promise<Row[]> {
	return await withService(startFastService, async (service) => [await optionRow(service, rounds)]);
}

export async function cpuBareRows(rounds: number): Promise<Row[]> {
	return await withService(startFastService, async (service) => [
		await bareRow(service, rounds, 'without an expression'),
	]);
}

export async function cpuTlsRows(rounds: number): Promise<Row[]> {
	return await withService(startTlsService, async (service) => [
		await bareRow(service, rounds, 'without an expression, over TLS'),
	]);
}

export async function identifyRows(rounds: number): Promise<Row[]> {
	return await withService(
		startFastService,
		async (service) => await measurePeople(service, rounds, 'identifies', identifiers),
	);
}

export async function trackRows(rounds: number): Promise<Row[]> {
	return await withService(
		startFastService,
		async (service) => await measurePeople(service, rounds, 'people of Track', upserters),
	);
}

async function withService<T>(
	start: () => Promise<Service>,
	run: (service: Service) => Promise<T>,
): Promise<T> {
	const service = await start();
	try {
		redirectBuiltIn(service.url);
		return await run(service);
	} finally {
		await service.stop();
	}
}

/** Runs the candidates in turn, so that a change of the machine's speed affects all of them. */
async function inTurn(
	specs: { [name: string]: Spec },
	itemsFor: (name: string) => object[],
	rounds: number,
	take: (name: string, measured: Measured, items: number) => void,
): Promise<void> {
	// The first round warms up and is not counted.
	for (let round = 0; round <= rounds; round += 1) {
		for (const [name, spec] of Object.entries(specs)) {
			const items = itemsFor(name);
			const measured = await measure(spec, items);
			if (measured.failed > 0) throw new Error(`${name} failed for ${measured.failed} items`);
			if (round > 0) take(name, measured, items.length);
			await sleep(100);
		}
	}
}

async function getRows(service: Service, rounds: number): Promise<Row[]> {
	const credentials = sampleCredentials(service.url, { app: 'k', write: 'k' });
	const specs = getters(credentials, service.url);
	const cpu: { [name: string]: number[] } = {};
	const seconds: { [name: string]: number[] } = {};
	await inTurn(
		specs,
		(name) => ids(name === 'routing' ? ROUTED_GETS : GETS),
		rounds,
		(name, measured, count) => {
			(cpu[name] ??= []).push((1000 * measured.cpuSeconds) / count);
			(seconds[name] ??= []).push((measured.seconds / count) * GETS);
		},
	);
	const ms = medians(cpu);
	const took = medians(seconds);
	const toFloor = (ms.own ?? NaN) / (ms.floor ?? NaN);
	const what = `CPU per item, ${GETS.toLocaleString('en')} GETs with an expression, no limit`;
	const figures = { msOfCpuPerItem: ms, secondsForAll: took, rounds };
	const toRouting = (ms.routing ?? NaN) / (ms.own ?? NaN);
	const result = `${fixed(toFloor)} of the floor (${fixed(ms.own ?? NaN)} ms), 1/${fixed(toRouting, 0)} of a routing node${spread(cpu.own ?? [])}`;
	const rows = [row(what, '≤ 1.25 of the floor', result, toFloor <= 1.25, figures)];
	const measured = 'seconds for the same 1,000 items';
	const must = '≤ 0.8 of the HTTP Request node';
	if (!hasBuiltIn) return [...rows, skipped(measured, must)];
	const ratio = (took.own ?? NaN) / (took.httpRequest ?? NaN);
	const others = `${fixed(took.own ?? NaN)} s against ${fixed(took.httpRequest ?? NaN)} s`;
	return [
		...rows,
		row(
			measured,
			must,
			`${fixed(ratio)} of the HTTP Request node (${others})`,
			ratio <= 0.8,
			figures,
		),
	];
}

async function bareRow(service: Service, rounds: number, kind: string): Promise<Row> {
	const credentials = sampleCredentials(service.url, { app: 'k', write: 'k' });
	const cpu: { [name: string]: number[] } = {};
	await inTurn(
		bareGetters(credentials, service.url),
		() => ids(GETS),
		rounds,
		(name, measured, count) => (cpu[name] ??= []).push((1000 * measured.cpuSeconds) / count),
	);
	const ms = medians(cpu);
	const { own = NaN, bare = NaN, keepAlive = NaN } = ms;
	const result = `${fixed(own / bare)} (${fixed(own)} ms against ${fixed(bare)} ms); ${fixed(own / keepAlive, 1)} times Node.js alone with keep-alive (${fixed(keepAlive)} ms)${spread(cpu.own ?? [])}`;
	return row(
		`CPU per item, ${GETS.toLocaleString('en')} GETs ${kind}, no limit`,
		"≤ 1.15 of a bare request through n8n's helper",
		result,
		own / bare <= 1.15,
		{ msOfCpuPerItem: ms, rounds },
	);
}

async function optionRow(service: Service, rounds: number): Promise<Row> {
	const credentials = sampleCredentials(service.url, { app: 'k', write: 'k' });
	const cpu: { [name: string]: number[] } = {};
	await inTurn(
		gettersWithOption(credentials),
		(name) =>
			ids(name === 'routing' ? ROUTED_GETS : GETS).map((item) => ({ ...item, seconds: 30 })),
		rounds,
		(name, measured, count) => (cpu[name] ??= []).push((1000 * measured.cpuSeconds) / count),
	);
	const ms = medians(cpu);
	const times = (ms.routing ?? NaN) / (ms.own ?? NaN);
	return row(
		'CPU per item, the same GETs with an expression in an option too',
		'≤ 1/30 of a routing node',
		`1/${fixed(times, 0)} of a routing node (${fixed(ms.own ?? NaN)} ms against ${fixed(ms.routing ?? NaN)} ms)`,
		times >= 30,
		{ msOfCpuPerItem: ms, rounds },
	);
}

/** People in batches, against one request for each. */
async function measurePeople(
	service: Service,
	rounds: number,
	what: string,
	candidates: typeof identifiers,
): Promise<Row[]> {
	const credentials = sampleCredentials(service.url, { app: 'k', write: 'k' });
	const specs = candidates(credentials, service.url);
	const all: { [name: string]: number[] } = {};
	const requests: { [name: string]: number } = {};
	let minRequests = NaN;
	// Runs of the other candidates are slow.
	for (let round = 0; round <= Math.min(3, rounds); round += 1) {
		for (const [name, spec] of Object.entries(specs)) {
			await takeStats(service);
			const measured = await measure(spec, people(round === 0 ? WARM_UP : IDENTIFIES));
			const stats = await takeStats(service);
			if (measured.failed > 0) throw new Error(`${name} failed for ${measured.failed} items`);
			if (round === 0) continue;
			(all[name] ??= []).push(measured.seconds);
			requests[name] = stats.requests;
			if (name === 'own') minRequests = Math.ceil(stats.bytes / BATCH_BYTES);
		}
	}
	const seconds = medians(all);
	const figures = { seconds, requests, leastRequests: minRequests };
	const count = `${IDENTIFIES.toLocaleString('en')} ${what}`;
	const toMinimum = (requests.own ?? NaN) / minRequests;
	const rows = [
		row(
			`${count}, requests`,
			"≤ 1.02 of the bytes' minimum",
			`${requests.own}, ${fixed(toMinimum)} of the bytes' minimum`,
			toMinimum <= 1.02,
			figures,
		),
	];
	const must = '≥ 25 times fewer than the HTTP Request node';
	if (!hasBuiltIn) return [...rows, skipped(`${count}, seconds`, must)];
	const times = (seconds.httpRequest ?? NaN) / (seconds.own ?? NaN);
	const builtIn = fixed((seconds.builtIn ?? NaN) / (seconds.own ?? NaN), 1);
	const result = `${fixed(times, 1)} times fewer than the HTTP Request node (${fixed(seconds.own ?? NaN)} s against ${fixed(seconds.httpRequest ?? NaN, 1)} s), ${builtIn} times fewer than n8n's Customer.io node`;
	return [...rows, row(`${count}, seconds`, must, result, times >= 25, figures)];
}

const ids = (count: number) => Array.from({ length: count }, (_, n) => ({ id: n + 1 }));

export const people = (count: number) =>
	Array.from({ length: count }, (_, n) => ({
		id: `person-${n}`,
		email: `person${n}@example.com`,
		first_name: 'Zoë',
		plan: n % 3 === 0 ? 'pro' : 'free',
		city: 'São Paulo',
		visits: n,
	}));
