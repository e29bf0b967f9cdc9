/** A finished workflow of the demo, as a row of the table. */
export interface Row {
	workflow: string;
	itemsIn: number;
	requests: number;
	succeeded: number;
	/** The reason for each rejected item. */
	rejected: string[];
	/** Seconds that the node waited for the rate limit. */
	waited: number;
	seconds: number;
}

const COLUMNS: ReadonlyArray<readonly [title: string, value: (row: Row) => string | number]> = [
	['items in', (row) => row.itemsIn],
	['requests', (row) => row.requests],
	['succeeded', (row) => row.succeeded],
	['rejected', (row) => row.rejected.length],
	['waited for limit', (row) => `${row.waited.toFixed(1)} s`],
	['time', (row) => `${row.seconds.toFixed(1)} s`],
];

/** The rows as text with aligned columns, followed by the reasons for rejected items. */
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
		row.rejected.map((reason) => `  rejected in "${row.workflow}": ${reason}`),
	);
	return [...lines, ...(reasons.length > 0 ? ['', ...reasons] : [])].join('\n');
}
