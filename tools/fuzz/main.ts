/**
 * The fault suite: `npm run test:faults -- [--trials N] [--seed N] [--only N] [--at-once N]`.
 *
 * Draws random workloads and faults, runs them through the built nodes in the real engine, and
 * judges what was reported by the sandbox's record. The same seed draws the same trials; `--only`
 * repeats one of them and looks for a smaller one that breaks the same.
 */
import { setFlagsFromString } from 'node:v8';
import { parseArgs } from 'node:util';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';

import { loadPackage } from '../engine/harness.ts';
import { pause, runTrial } from './runTrial.ts';
import { trials, type Trial } from './trials.ts';

/** What fits into two minutes on two processors. */
const DEFAULT_TRIALS = 1500;

/** A trial mostly waits, so many run at the same time. */
const AT_ONCE = 32;

/** More than this for each trial is kept and not returned. */
const MAX_BYTES_KEPT = 4000;

const FAILURES_SHOWN = 5;

const options = parseArgs({
	options: {
		trials: { type: 'string', default: String(DEFAULT_TRIALS) },
		seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
		only: { type: 'string' },
		'at-once': { type: 'string', default: String(AT_ONCE) },
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

/** The trials of a seed, as a run of fast-check over them would draw them. */
function draw(count: number): Trial[] {
	const drawn: Trial[] = [];
	const property = fc.property(trials, (trial) => {
		drawn.push(trial);
	});
	fc.assert(property, { seed, numRuns: count });
	return drawn;
}

/** n8n guards its own regular expressions by the clock, which a busy machine overruns. */
const ENGINE_STOOD_STILL = 'Regular expression execution timed out';

async function attempt(trial: Trial, retries = 3): Promise<string[]> {
	try {
		return await runTrial(trial);
	} catch (error) {
		const stoodStill = error instanceof Error && error.message === ENGINE_STOOD_STILL;
		if (stoodStill && retries > 0) return await attempt(trial, retries - 1);
		return [`the trial itself failed: ${error instanceof Error ? error.stack : String(error)}`];
	}
}

/** Runs the trials from `begin` on, up to `end`. */
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
			if (failures.length <= FAILURES_SHOWN) show({ index, trial, broken });
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return failures;
}

function show({ index, trial, broken }: Failure): void {
	console.log(`\nTrial ${index} of seed ${seed} broke:`);
	for (const words of broken) console.log(`  - ${words}`);
	console.log(`  ${JSON.stringify(trial)}`);
	console.log(`  Again: npm run test:faults -- --seed ${seed} --only ${index}`);
}

/** Repeats one trial, and if it breaks again, makes it smaller. */
async function runOne(index: number): Promise<boolean> {
	const property = fc.asyncProperty(trials, async (trial) => {
		const broken = await attempt(trial);
		if (broken.length > 0) throw new Error(broken.join('\n'));
	});
	const details = await fc.check(property, { seed, path: String(index), numRuns: 1 });
	console.log(details.failed ? fc.defaultReportMessage(details) : `Trial ${index} is well.`);
	return !details.failed;
}

/** Waits until no timer is left of the runs: a node that ended must not keep any. */
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
	console.log(`${count} trials, seed ${seed}, ${atOnce} at the same time`);
	const started = Date.now();
	const warmUp = Math.min(300, Math.floor(count / 3));
	const failures = await runAll(drawn, 0, warmUp, atOnce);
	const before = heapInUse();
	failures.push(...(await runAll(drawn, warmUp, count, atOnce)));
	const timers = await timersLeft();
	const kept = (heapInUse() - before) / Math.max(1, count - warmUp);

	const seconds = ((Date.now() - started) / 1000).toFixed(0);
	console.log(`\n${count - failures.length} of ${count} trials well, ${seconds} s`);
	console.log(`memory kept for each trial: ${kept.toFixed(0)} bytes; timers left: ${timers}`);
	const isKept = count >= DEFAULT_TRIALS && kept > MAX_BYTES_KEPT;
	if (isKept) console.log(`MEMORY IS KEPT: more than ${MAX_BYTES_KEPT} bytes for each trial`);
	return failures.length === 0 && timers === 0 && !isKept;
}

await loadPackage();
const isWell =
	options.only === undefined
		? await runMany(Number(options.trials), Number(options['at-once']))
		: await runOne(Number(options.only));
process.exitCode = isWell ? 0 : 1;
