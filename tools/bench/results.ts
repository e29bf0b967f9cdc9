/** Where a run of the benchmark is written, and what it says. */
import type { Row } from './measure.ts';

/** Not under version control: a recorded run becomes a table in `docs/`. */
export const RESULTS = 'bench-results';

export interface Results {
	readonly date: string;
	readonly machine: string;
	readonly node: string;
	readonly n8nCore: string;
	readonly rounds: number;
	readonly rows: readonly Row[];
}
