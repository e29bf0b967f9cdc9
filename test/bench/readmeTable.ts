/**
 * Makes `docs/benchmark.md` of a recorded run: `node test/bench/readmeTable.ts [file]`, by default
 * of the last one.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

import { RESULTS, type Results } from './results.ts';

function lastRun(): string {
	const last = readdirSync(RESULTS)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.at(-1);
	if (last === undefined) throw new Error('There is no run yet: npm run bench');
	return path.join(RESULTS, last);
}

const results = JSON.parse(readFileSync(process.argv[2] ?? lastRun(), 'utf8')) as Results;
const mark = (kept: boolean | undefined) => (kept === undefined ? '' : kept ? '✓' : '✗');
const lines = [
	'# Benchmark',
	'',
	`Recorded on ${results.date.slice(0, 10)}: ${results.machine}; Node.js ${results.node}, n8n-core ${results.n8nCore}; medians of ${results.rounds} rounds.`,
	'Repeat it with `npm run bench`. Ratios of the same run say more than seconds: another machine is faster or slower for all.',
	'',
	'| measure | must be | is | |',
	'| --- | --- | --- | --- |',
	...results.rows.map(
		({ measure, must, found, kept }) => `| ${measure} | ${must} | ${found} | ${mark(kept)} |`,
	),
	'',
	'- The floor is a node that reads one parameter with an expression and makes one call through the same helper of n8n, and nothing else.',
	"- The routing node has the App node's property rows and leaves the request to n8n's declarative engine.",
	"- The HTTP Request node is n8n's own, in its default settings. It keeps no limit: of 300 items at 10 per second it loses most.",
	"- The limit's pace is arithmetic: items divided by the documented limit.",
	'',
];
const target = 'docs/benchmark.md';
const config = (await resolveConfig(target)) ?? {};
mkdirSync('docs', { recursive: true });
writeFileSync(target, await format(lines.join('\n'), { ...config, parser: 'markdown' }));
console.log(`Written to ${target}`);
