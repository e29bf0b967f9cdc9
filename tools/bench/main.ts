/**
 * The benchmark: `npm run bench -- [--rounds N] [--only cpu,pace,memory,load]`.
 *
 * Ratios within the same run, medians of several rounds. Results go to `bench-results/` as JSON;
 * `node tools/bench/readmeTable.ts` writes a table of the last run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { hasBuiltIn, HOW_TO_INSTALL, loadCandidates } from './candidates.ts';
import { cpuRows } from './cpuRows.ts';
import type { Row } from './measure.ts';
import { paceRows } from './paceRows.ts';
import { RESULTS, type Results } from './results.ts';
import { loadRow, memoryRow } from './sizeRows.ts';

const options = parseArgs({
	options: {
		rounds: { type: 'string', default: '5' },
		only: { type: 'string', default: 'cpu,memory,load,pace' },
	},
}).values;
const rounds = Number(options.rounds);

const parts: { readonly [name: string]: () => Promise<Row[]> } = {
	cpu: async () => await cpuRows(rounds),
	pace: async () => await paceRows(),
	memory: async () => [await memoryRow(Math.min(3, rounds))],
	load: async () => [await loadRow()],
};

function versionOf(name: string): string {
	const require = createRequire(path.resolve('package.json'));
	const { version } = require(`${name}/package.json`) as { version: string };
	return version;
}

function show({ measure, must, found, kept }: Row): void {
	const mark = kept === undefined ? '–' : kept ? '✓' : '✗';
	console.log(`${mark} ${measure}\n    must be ${must}\n    is      ${found}`);
}

await loadCandidates();
if (!hasBuiltIn) console.log(`n8n's own nodes are not installed: ${HOW_TO_INSTALL}.\n`);
const rows: Row[] = [];
for (const part of options.only.split(',')) {
	const partRows = await parts[part]?.();
	if (partRows === undefined) throw new Error(`There is no part "${part}"`);
	partRows.forEach(show);
	rows.push(...partRows);
}

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
