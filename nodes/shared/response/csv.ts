import { parse } from 'csv-parse/sync';

import type { JsonObject } from '../utils/json';

const OPTIONS = {
	bom: true,
	record_delimiter: ['\r\n', '\n', '\r'],
	relax_column_count: true,
	relax_quotes: true,
	skip_empty_lines: true,
};

/**
 * The records of a CSV text, without its byte order mark and empty lines. Lines end with CRLF, LF or
 * CR. Quotes in the wrong place count as characters of their field.
 *
 * @throws CsvError if the text is not CSV
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function parseCsv(text: string): string[][] {
	try {
		return parse(text, OPTIONS);
	} catch {
		// A text that was cut within quotes still has records.
		return parse(`${text}"`, OPTIONS);
	}
}

/**
 * The records as objects, with the first record as keys. A key that occurs again gets a number; an
 * empty key, or a field beyond the keys, is named after its column.
 */
export function csvItems(text: string): JsonObject[] {
	const [header = [], ...records] = parseCsv(text);
	const keys = uniqueKeys(header);
	return records.map((record) =>
		Object.fromEntries(
			Array.from({ length: Math.max(keys.length, record.length) }, (_, index) => [
				keys[index] ?? `column_${index + 1}`,
				record[index] ?? '',
			]),
		),
	);
}

/** Continues each name's numbers where they ended: thousands of equal names take linear time. */
function uniqueKeys(header: readonly string[]): string[] {
	const used = new Set<string>();
	const nextNumbers = new Map<string, number>();
	return header.map((text, index) => {
		const name = text === '' ? `column_${index + 1}` : text;
		let key = name;
		let number = nextNumbers.get(name) ?? 2;
		while (used.has(key)) {
			key = `${name}_${number}`;
			number += 1;
		}
		nextNumbers.set(name, number);
		used.add(key);
		return key;
	});
}
