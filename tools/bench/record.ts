/**
 * Records a run: writes `docs/benchmark.md` and the file that `--compare` reads: `node
 * tools/bench/record.ts [FILE]`, by default the last one.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';

import { RECORDED, RESULTS, type Results } from './results.ts';

function lastRun(): string {
	const last = readdirSync(RESULTS)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.at(-1);
	if (last === undefined) throw new Error('There is no run yet: npm run bench');
	return path.join(RESULTS, last);
}

const [file] = parseArgs({ allowPositionals: true }).positionals;
const results = JSON.parse(readFileSync(file ?? lastRun(), 'utf8')) as Results;
const mark = (kept: boolean | undefined) => (kept === undefined ? '' : kept ? '✓' : '✗');
const recorded = `Recorded on ${results.date.slice(0, 10)}: ${results.machine}; Node.js ${results.node}, n8n-core ${results.n8nCore}; medians of ${results.rounds} rounds.`;

const page = [
	'# Benchmark',
	'',
	recorded,
	'Repeat it with `npm run bench`. Ratios of the same run say more than seconds: another machine is faster or slower for all.',
	'',
	'| measure | must be | is | |',
	'| --- | --- | --- | --- |',
	...results.rows.map(
		({ measure, must, found, kept }) => `| ${measure} | ${must} | ${found} | ${mark(kept)} |`,
	),
	'',
	'- The floor is a node that reads one parameter with an expression and makes one call through the same helper of n8n, and nothing else.',
	"- The routing node has the App node's properties and leaves the request to n8n's declarative engine. That resolves a parameter with an expression again for every property of that name, which matters little for an ID and much for an option.",
	"- The HTTP Request node is n8n's own, in its default settings. It keeps no limit, and n8n's setting for batches would only make it slower.",
	'- The share of a limit is arithmetic: the items divided by the limit, over the seconds without one latency, because the last response comes one latency after its request.',
	'- A row that says its spread is noisy: the rounds are that far apart.',
	'',
];

async function write(file: string, content: string): Promise<void> {
	const config = (await resolveConfig(file)) ?? {};
	writeFileSync(file, await format(content, { ...config, parser: 'markdown' }));
	console.log(`Written to ${file}`);
}

mkdirSync('docs', { recursive: true });
// Without the figures of each round, which nobody compares.
const recordedRows = results.rows.map((row) => ({ ...row, figures: {} }));
writeFileSync(RECORDED, `${JSON.stringify({ ...results, rows: recordedRows }, undefined, '\t')}\n`);
await write('docs/benchmark.md', page.join('\n'));
