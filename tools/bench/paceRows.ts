/** How close the nodes get to Customer.io's rate limits at any latency, and whether requests are lost or doubled. */
import { sampleCredentials, app, type SampleCredentials, type Spec } from './candidates.ts';
import { fixed, measure, row, type Row } from './measure.ts';
import { startSandboxService, takeRecord, type Recorded } from './services.ts';

export const SANDBOX_KEYS = { app: 'sandbox-app-key', write: 'sandbox-write-key' };

interface Latency {
	readonly minMs: number;
	readonly maxMs: number;
}

export const constant = (ms: number): Latency => ({ minMs: ms, maxMs: ms });

/** Field latencies: near, usual, slow, very slow, and a mixture. */
export const LATENCIES: { readonly [name: string]: Latency } = {
	'0.05 s': constant(50),
	'0.3 s': constant(300),
	'1 s': constant(1000),
	'2 s': constant(2000),
	'random 0.05 to 0.5 s': { minMs: 50, maxMs: 500 },
};

const meanSeconds = ({ minMs, maxMs }: Latency) => (minMs + maxMs) / 2000;

/** The operation whose limit is measured. */
export function reading(credentials: SampleCredentials): Spec {
	const segmentId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
	return app(credentials, { resource: 'segment', operation: 'get', segmentId });
}

const sending = (credentials: SampleCredentials) =>
	app(credentials, {
		resource: 'transactional',
		operation: 'sendEmail',
		to: '={{ $json.name }}@example.com',
		transactionalMessageId: { __rl: true, mode: 'id', value: 3 },
	});

const creating = (credentials: SampleCredentials) =>
	app(credentials, { resource: 'segment', operation: 'create', name: '={{ $json.name }}' });

export const segments = (count: number, id: unknown = 4) =>
	Array.from({ length: count }, () => ({ id }));

const named = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `n-${n}` }));

export interface Tally {
	readonly processed: number;
	readonly doubled: number;
	readonly rateLimited: number;
	readonly sent: number;
}

/** Counts the processed requests; reads are alike, so requests beyond their number are doubled. */
export function tally(record: readonly Recorded[], expected: number): Tally {
	const processed = record.filter((request) => request.processed);
	const bodies = new Set(processed.map(({ body }) => JSON.stringify(body)));
	const isRead = processed.every(({ body }) => body === undefined);
	const distinct = isRead ? Math.min(processed.length, expected) : bodies.size;
	return {
		processed: distinct,
		doubled: processed.length - distinct,
		rateLimited: record.filter(({ status }) => status === 429).length,
		sent: record.length,
	};
}

export function outcome(failed: number, { doubled, rateLimited, sent }: Tally): string {
	return `${failed} failed, ${doubled} doubled, ${fixed((100 * rateLimited) / sent, 1)} % refused`;
}

interface Pace {
	readonly name: string;
	readonly spec: (credentials: SampleCredentials) => Spec;
	readonly items: object[];
	/** Requests per second that the service allows. */
	readonly perSecond: number;
	readonly latency: Latency;
	readonly rate?: { readonly rate: string; readonly actual: string };
}

async function runPace({ spec, items, latency, rate }: Pace) {
	// A service of each row is also a key of each row: nothing is known about its limit.
	const service = await startSandboxService(rate === undefined ? { latency } : { latency, rate });
	try {
		const run = await measure(spec(sampleCredentials(service.url, SANDBOX_KEYS)), items);
		return { run, record: tally(await takeRecord(service), items.length) };
	} finally {
		await service.stop();
	}
}

const MIN_SHARE = 0.97;

async function shareRow(pace: Pace): Promise<Row> {
	const { name, items, perSecond, latency } = pace;
	const { run, record } = await runPace(pace);
	// The last response cannot come earlier than its latency after its request.
	const share = items.length / perSecond / (run.seconds - meanSeconds(latency));
	const isComplete = run.failed === 0 && record.processed === items.length && record.doubled === 0;
	return row(
		name,
		`≥ ${MIN_SHARE} of the limit; 0 failed, 0 doubled`,
		`${fixed(share, 3)} (${fixed(run.seconds, 1)} s); ${outcome(run.failed, record)}`,
		share >= MIN_SHARE && isComplete,
		{ ...run, ...record, share },
	);
}

export async function readRow(latency: string): Promise<Row> {
	return await shareRow({
		name: `300 GETs at 10/s, latency ${latency}`,
		spec: reading,
		items: segments(300),
		perSecond: 10,
		latency: LATENCIES[latency] ?? constant(0),
	});
}

export async function sendRow(latency: string): Promise<Row> {
	return await shareRow({
		name: `3,000 sends where the service allows 100/s, latency ${latency}`,
		spec: sending,
		items: named(3000),
		perSecond: 100,
		latency: LATENCIES[latency] ?? constant(0),
	});
}

export async function createRow(): Promise<Row> {
	return await shareRow({
		name: '100 creates at 10/s, latency 0.3 s',
		spec: creating,
		items: named(100),
		perSecond: 10,
		latency: constant(300),
	});
}

export async function searchRow(): Promise<Row> {
	const items = named(3000);
	const { run, record } = await runPace({
		name: '',
		spec: sending,
		items,
		perSecond: 1000,
		latency: constant(100),
		rate: { rate: '100/s', actual: '1000/s' },
	});
	const part = run.seconds / (items.length / 100);
	const isComplete = run.failed === 0 && record.processed === items.length && record.doubled === 0;
	return row(
		'3,000 sends where the service allows 1,000/s, latency 0.1 s',
		'≤ 1/3 of the seconds at 100/s; ≤ 5 % refused; 0 failed, 0 doubled',
		`${fixed(part)} (${fixed(run.seconds, 1)} s); ${outcome(run.failed, record)}`,
		part <= 1 / 3 && record.rateLimited <= 0.05 * record.sent && isComplete,
		{ ...run, ...record, part },
	);
}
