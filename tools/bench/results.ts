/** Results of a benchmark run, and where they are kept. */
import { existsSync, readFileSync } from 'node:fs';

import type { Row } from './measure.ts';

/** Not under version control: `record.ts` records a run. */
export const RESULTS = 'bench-results';

/** The recorded run. */
export const RECORDED = 'tools/bench/recorded.json';

export interface Results {
	readonly date: string;
	readonly machine: string;
	readonly node: string;
	readonly n8nCore: string;
	readonly rounds: number;
	readonly rows: readonly Row[];
}

export function readRecorded(): Results {
	if (!existsSync(RECORDED)) {
		throw new Error('No run is recorded: run the benchmark, then node tools/bench/record.ts');
	}
	return JSON.parse(readFileSync(RECORDED, 'utf8')) as Results;
}

const MARKS = { true: '✓', false: '✗', undefined: '–' };

/** All rows as text, with the recorded run's results if there is one to compare with. */
export function table(rows: readonly Row[], recorded?: Results): string {
	const lines = rows.map(({ measure, must, found, kept }) => {
		const before = recorded?.rows.find((row) => row.measure === measure);
		return [
			`${MARKS[`${kept}`]} ${measure}`,
			`    must be  ${must}`,
			`    is       ${found}`,
			...(recorded === undefined ? [] : [`    recorded ${before?.found ?? 'nothing'}`]),
		].join('\n');
	});
	const from =
		recorded === undefined ? [] : [`Recorded on ${recorded.date} on ${recorded.machine}`];
	return [...lines, ...from].join('\n');
}
