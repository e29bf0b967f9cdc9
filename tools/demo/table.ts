/** One finished workflow of the demo, as a row of its table. */
export interface Row {
	workflow: string;
	itemsIn: number;
	requests: number;
	succeeded: number;
	/** Reasons for items that were refused, one each. */
	rejected: string[];
	/** Seconds that the node waited for a limit. */
	waited: number;
	seconds: number;
}

const COLUMNS: ReadonlyArray<readonly [title: string, value: (row: Row) => string | number]> = [
	['items in', (row) => row.itemsIn],
	['requests', (row) => row.requests],
	['carried out', (row) => row.succeeded],
	['refused', (row) => row.rejected.length],
	['waited for limit', (row) => `${row.waited.toFixed(1)} s`],
	['time', (row) => `${row.seconds.toFixed(1)} s`],
];

/** The rows as text with aligned columns, and below it why items were refused. */
export function tableOf(rows: readonly Row[]): string {
	const cells = [
		['workflow', ...COLUMNS.map(([title]) => title)],
		...rows.map((row) => [row.workflow, ...COLUMNS.map(([, value]) => String(value(row)))]),
	];
	const widths = cells[0]?.map((_, column) =>
		Math.max(...cells.map((row) => row[column]?.length ?? 0)),
	);
	const lines = cells.map((row) =>
		row
			.map((cell, column) => {
				const width = widths?.[column] ?? 0;
				return column === 0 ? cell.padEnd(width) : cell.padStart(width);
			})
			.join('   '),
	);
	lines.splice(1, 0, '─'.repeat(lines[0]?.length ?? 0));
	const reasons = rows.flatMap((row) =>
		row.rejected.map((reason) => `  refused in "${row.workflow}": ${reason}`),
	);
	return [...lines, ...(reasons.length > 0 ? ['', ...reasons] : [])].join('\n');
}
