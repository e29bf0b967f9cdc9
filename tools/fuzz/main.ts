/**
 * The fault suite: `npm run test:faults -- [--trials N] [--seed N] [--only N] [--at-once N] [--show N] [--until REGEX]`.
 *
 * Generates random workloads and faults, runs them through the built nodes in the real engine, and
 * checks the reported outcomes against the sandbox's request log. The same seed generates the same
 * trials; `--only` reruns one of them and shrinks it to a smaller failing trial. `--until` stops at the first trial that
 * breaks an invariant of these words.
 */
import { setFlagsFromString } from 'node:v8';
import { parseArgs } from 'node:util';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';

import { loadPackage } from '../engine/harness.ts';
import { pause } from './pause.ts';
import { runTrial } from './runTrial.ts';
import { trials, type Trial } from './trials.ts';

/** Takes about two minutes on two processors. */
const DEFAULT_TRIALS = 1500;

/** Trials mostly wait, so many run concurrently. */
const CONCURRENCY = 64;

/** Heap growth per trial above this is a leak. */
const MAX_LEAKED_BYTES = 4000;

const FAILURES_SHOWN = '5';

const options = parseArgs({
	options: {
		trials: { type: 'string', default: String(DEFAULT_TRIALS) },
		seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
		only: { type: 'string' },
		until: { type: 'string' },
		show: { type: 'string', default: FAILURES_SHOWN },
		'at-once': { type: 'string', default: String(CONCURRENCY) },
	},
}).values;
const seed = Number(options.seed);

interface Failure {
	readonly index: number;
	readonly trial: Trial;
	readonly broken: string[];
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapInUse(): number {
	collectGarbage();
	return process.memoryUsage().heapUsed;
}

/** The trials that fast-check generates from the seed. */
function draw(count: number): Trial[] {
	const drawn: Trial[] = [];
	const property = fc.property(trials, (trial) => {
		drawn.push(trial);
	});
	fc.assert(property, { seed, numRuns: count });
	return drawn;
}

/** n8n's own regular expressions have a timeout, which a busy machine exceeds. */
const ENGINE_TIMEOUT = 'Regular expression execution timed out';

async function attempt(trial: Trial, retries = 3): Promise<string[]> {
	try {
		return await runTrial(trial);
	} catch (error) {
		const timedOut = error instanceof Error && error.message === ENGINE_TIMEOUT;
		if (timedOut && retries > 0) return await attempt(trial, retries - 1);
		return [`the trial itself failed: ${error instanceof Error ? error.stack : String(error)}`];
	}
}

/** Runs the trials from `begin` up to, but not including, `end`. */
async function runAll(
	drawn: readonly Trial[],
	begin: number,
	end: number,
	atOnce: number,
): Promise<Failure[]> {
	const failures: Failure[] = [];
	let next = begin;
	const worker = async () => {
		while (next < end) {
			const index = next;
			next += 1;
			const trial = drawn[index];
			if (trial === undefined) return;
			const broken = await attempt(trial);
			if (broken.length === 0) continue;
			failures.push({ index, trial, broken });
			if (failures.length <= Number(options.show)) show({ index, trial, broken });
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return failures;
}

function show({ index, trial, broken }: Failure): void {
	console.log(`\nTrial ${index} of seed ${seed} failed:`);
	for (const message of broken) console.log(`  - ${message}`);
	console.log(`  ${JSON.stringify(trial)}`);
	console.log(`  Rerun: npm run test:faults -- --seed ${seed} --only ${index}`);
}

/** The broken invariants without what differs from trial to trial, with how often each was broken. */
function kindsOf(failures: readonly Failure[]): Map<string, number> {
	const kinds = new Map<string, number>();
	for (const message of failures.flatMap(({ broken }) => broken)) {
		const kind = (message.split(/[:(]/)[0] ?? '').replace(/\d+/g, 'N');
		kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
	}
	return kinds;
}

/** Reruns one trial and shrinks it if it fails again. */
async function runOne(index: number): Promise<boolean> {
	const property = fc.asyncProperty(trials, async (trial) => {
		const broken = await attempt(trial);
		if (broken.length > 0) throw new Error(broken.join('\n'));
	});
	const details = await fc.check(property, { seed, path: String(index), numRuns: 1 });
	console.log(details.failed ? fc.defaultReportMessage(details) : `Trial ${index} passed.`);
	return !details.failed;
}

/** Waits until all timers are gone: a finished node must not leave any. */
async function timersLeft(): Promise<number> {
	const deadline = Date.now() + 10_000;
	for (;;) {
		const left = process
			.getActiveResourcesInfo()
			.filter((resource) => resource === 'Timeout').length;
		if (left === 0 || Date.now() > deadline) return left;
		await pause(100);
	}
}

async function runMany(count: number, atOnce: number): Promise<boolean> {
	const drawn = draw(count);
	console.log(`${count} trials, seed ${seed}, ${atOnce} concurrently`);
	const started = Date.now();
	const warmUp = Math.min(300, Math.floor(count / 3));
	const failures = await runAll(drawn, 0, warmUp, atOnce);
	const before = heapInUse();
	failures.push(...(await runAll(drawn, warmUp, count, atOnce)));
	const timers = await timersLeft();
	const kept = (heapInUse() - before) / Math.max(1, count - warmUp);

	const seconds = ((Date.now() - started) / 1000).toFixed(0);
	console.log(`\n${count - failures.length} of ${count} trials passed, ${seconds} s`);
	console.log(`memory kept per trial: ${kept.toFixed(0)} bytes; timers left: ${timers}`);
	for (const [kind, times] of kindsOf(failures)) console.log(`${times} times: ${kind}`);
	const isLeaking = count >= DEFAULT_TRIALS && kept > MAX_LEAKED_BYTES;
	if (isLeaking) console.log(`MEMORY LEAK: more than ${MAX_LEAKED_BYTES} bytes per trial`);
	return failures.length === 0 && timers === 0 && !isLeaking;
}

/** Looks for a trial that breaks an invariant of these words, and says which one it is. */
async function runUntil(words: RegExp, count: number, atOnce: number): Promise<boolean> {
	const drawn = draw(count);
	for (let begin = 0; begin < count; begin += atOnce) {
		const failures = await runAll(drawn, begin, Math.min(count, begin + atOnce), atOnce);
		const shown = failures.toSorted((a, b) => a.index - b.index);
		for (const { index, broken } of shown) {
			const message = broken.find((text) => words.test(text));
			if (message === undefined) continue;
			console.log(`Found by seed ${seed}, trial ${index}: ${message}`);
			return true;
		}
	}
	console.log(`Not found in ${count} trials of seed ${seed}`);
	return true;
}

await loadPackage();
const [count, atOnce] = [Number(options.trials), Number(options['at-once'])];
let hasPassed: boolean;
if (options.only !== undefined) hasPassed = await runOne(Number(options.only));
else if (options.until !== undefined)
	hasPassed = await runUntil(new RegExp(options.until), count, atOnce);
else hasPassed = await runMany(count, atOnce);
// What a fault that was found has left open must not keep the process.
process.exit(hasPassed ? 0 : 1);
