import type { JsonObject } from '../utils/json';

/**
 * The records of a CSV text.
 *
 * Fields may be in quotes, and then hold commas, line breaks and doubled quotes. Lines end with CRLF,
 * LF or CR; an empty line is no record. A quote inside an unquoted field is an ordinary character.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function parseCsv(text: string): string[][] {
	const records: string[][] = [];
	let record: string[] = [];
	// A byte order mark is no part of the first name.
	let at = text.startsWith('\uFEFF') ? 1 : 0;
	while (at < text.length) {
		const { value, next } = text[at] === '"' ? quoted(text, at) : plain(text, at);
		const end = text[next];
		record.push(value);
		at = next + 1;
		if (end === ',') {
			// A comma at the very end is followed by one more, empty field.
			if (at < text.length) continue;
			record.push('');
		}
		if (end === '\r' && text[at] === '\n') at += 1;
		if (record.length > 1 || record[0] !== '' || text[next - 1] === '"') records.push(record);
		record = [];
	}
	return records;
}

const FIELD_END = /[,\r\n]/g;

function plain(text: string, start: number): { value: string; next: number } {
	FIELD_END.lastIndex = start;
	const next = FIELD_END.exec(text)?.index ?? text.length;
	return { value: text.slice(start, next), next };
}

function quoted(text: string, start: number): { value: string; next: number } {
	let value = '';
	let from = start + 1;
	for (;;) {
		const quote = text.indexOf('"', from);
		// A text that ends within quotes was cut: what is there still counts.
		if (quote === -1) return { value: value + text.slice(from), next: text.length };
		value += text.slice(from, quote);
		if (text[quote + 1] !== '"') {
			const rest = plain(text, quote + 1);
			return { value: value + rest.value, next: rest.next };
		}
		value += '"';
		from = quote + 2;
	}
}

/**
 * The records as objects, named by the first one. A name that comes again gets a number; a field
 * beyond the names is called by its column.
 */
export function csvItems(text: string): JsonObject[] {
	const [head = [], ...records] = parseCsv(text);
	const names = uniqueNames(head);
	return records.map((record) =>
		Object.fromEntries(
			Array.from({ length: Math.max(names.length, record.length) }, (_, index) => [
				names[index] ?? `column_${index + 1}`,
				record[index] ?? '',
			]),
		),
	);
}

function uniqueNames(head: readonly string[]): string[] {
	const used = new Set<string>();
	return head.map((name, index) => {
		const wanted = name === '' ? `column_${index + 1}` : name;
		let unique = wanted;
		for (let number = 2; used.has(unique); number += 1) unique = `${wanted}_${number}`;
		used.add(unique);
		return unique;
	});
}
