/**
 * The benchmark: `npm run bench -- [--rounds N] [--only ROW,ROW] [--compare]`.
 *
 * `--only` takes the beginnings of rows' names: `--only pace,cpu-tls`. `--compare` shows the recorded
 * run beside this one. Ratios within the same run, medians of several rounds. Results go to
 * `bench-results/` as JSON; `node tools/bench/record.ts` records the last run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { hasBuiltIn, HOW_TO_INSTALL, loadCandidates } from './candidates.ts';
import {
	cpuBareRows,
	cpuOptionRows,
	cpuRows,
	cpuTlsRows,
	identifyRows,
	trackRows,
} from './cpuRows.ts';
import { getGrowthRows, identifyGrowthRows, invalidRows } from './growthRows.ts';
import type { Row } from './measure.ts';
import { createRow, LATENCIES, readRow, searchRow, sendRow } from './paceRows.ts';
import { readRecorded, RESULTS, table, type Results } from './results.ts';
import { cancelRow, executionsRow, processesRow } from './sharingRows.ts';
import { loadRow, memoryRow } from './sizeRows.ts';

const options = parseArgs({
	options: {
		rounds: { type: 'string', default: '5' },
		only: { type: 'string', default: '' },
		compare: { type: 'boolean', default: false },
	},
}).values;
const rounds = Number(options.rounds);
/** For rows that take long. */
const fewRounds = Math.min(3, rounds);

const byLatency = (name: string, run: (latency: string) => Promise<Row>) =>
	Object.keys(LATENCIES).map((latency): [string, () => Promise<Row[]>] => [
		`${name}-${latency.replaceAll(' s', '').replaceAll(' ', '-')}`,
		async () => [await run(latency)],
	]);

const benchmarks: ReadonlyArray<readonly [name: string, run: () => Promise<Row[]>]> = [
	['cpu-expression', async () => await cpuRows(rounds)],
	['cpu-option', async () => await cpuOptionRows(rounds)],
	['cpu-bare', async () => await cpuBareRows(rounds)],
	['cpu-tls', async () => await cpuTlsRows(rounds)],
	['identify', async () => await identifyRows(rounds)],
	['track', async () => await trackRows(rounds)],
	['growth-identify', async () => await identifyGrowthRows(fewRounds)],
	['growth-get', async () => await getGrowthRows(fewRounds)],
	['growth-invalid', async () => await invalidRows(fewRounds)],
	['memory', async () => [await memoryRow(fewRounds)]],
	['load', async () => [await loadRow()]],
	...byLatency('pace', readRow),
	...byLatency('send', sendRow),
	['search', async () => [await searchRow()]],
	['create', async () => [await createRow()]],
	['executions', async () => [await executionsRow()]],
	['processes-2', async () => [await processesRow(2, { together: 0.95, refused: 0.12 })]],
	['processes-4', async () => [await processesRow(4, { together: 0.93, refused: 0.18 })]],
	['processes-8', async () => [await processesRow(8, { together: 0.9, refused: 0.25 })]],
	['cancel', async () => [await cancelRow()]],
];

function versionOf(name: string): string {
	const require = createRequire(path.resolve('package.json'));
	const { version } = require(`${name}/package.json`) as { version: string };
	return version;
}

const beginnings = options.only.split(',');
const chosen = benchmarks.filter(([name]) => beginnings.some((text) => name.startsWith(text)));
if (chosen.length === 0) {
	throw new Error(`There is no such row. Rows: ${benchmarks.map(([name]) => name).join(', ')}`);
}

await loadCandidates();
if (!hasBuiltIn) console.log(`n8n's own nodes are not installed: ${HOW_TO_INSTALL}.\n`);
const rows: Row[] = [];
for (const [index, [name, run]] of chosen.entries()) {
	console.error(`${index + 1}/${chosen.length} ${name}`);
	rows.push(...(await run()));
}
console.log(table(rows, options.compare ? readRecorded() : undefined));

const [cpu] = cpus();
const results: Results = {
	date: new Date().toISOString(),
	machine: `${cpu?.model ?? 'unknown'}, ${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GB`,
	node: process.version,
	n8nCore: versionOf('n8n-core'),
	rounds,
	rows,
};
mkdirSync(RESULTS, { recursive: true });
const file = path.join(RESULTS, `${results.date.replaceAll(':', '-')}.json`);
writeFileSync(file, `${JSON.stringify(results, undefined, '\t')}\n`);
console.log(`\nWritten to ${file}`);
process.exitCode = rows.every(({ kept }) => kept !== false) ? 0 : 1;
