/** Results of a benchmark run, and the folder for them. */
import type { Row } from './measure.ts';

/** Not under version control: `readmeTable.ts` turns a run into a table in `docs/`. */
export const RESULTS = 'bench-results';

export interface Results {
	readonly date: string;
	readonly machine: string;
	readonly node: string;
	readonly n8nCore: string;
	readonly rounds: number;
	readonly rows: readonly Row[];
}
