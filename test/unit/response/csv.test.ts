import fc from 'fast-check';

import { csvItems, parseCsv } from '../../../nodes/shared/response/csv.ts';

const written = (records: string[][], end: string) =>
	records
		.map((record) => record.map((field) => `"${field.replace(/"/g, '""')}"`).join(','))
		.join(end);

describe('parseCsv', () => {
	it.each<[string, string[][]]>([
		['', []],
		['a', [['a']]],
		[
			'a,b\r\n1,2\r\n',
			[
				['a', 'b'],
				['1', '2'],
			],
		],
		[
			'a,b\n1,2',
			[
				['a', 'b'],
				['1', '2'],
			],
		],
		['a\r1\r', [['a'], ['1']]],
		[
			'a,\n,b',
			[
				['a', ''],
				['', 'b'],
			],
		],
		['a,', [['a', '']]],
		[',', [['', '']]],
		['a\n\nb', [['a'], ['b']]],
		['""', [['']]],
		['a\n""\nb', [['a'], [''], ['b']]],
		['"a,b","c\r\nd","e""f"', [['a,b', 'c\r\nd', 'e"f']]],
		['a"b,c', [['a"b', 'c']]],
		['"a" ,b', [['"a" ', 'b']]],
		['"cut', [['cut']]],
		['\uFEFFa,b', [['a', 'b']]],
		['ä,☕', [['ä', '☕']]],
	])('%j', (text, records) => {
		expect(parseCsv(text)).toEqual(records);
	});

	it('parses whatever is written in quotes', () => {
		fc.assert(
			fc.property(
				fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), { minLength: 1 }),
				fc.constantFrom('\r\n', '\n', '\r'),
				(records, end) => {
					expect(parseCsv(written(records, end))).toEqual(records);
				},
			),
		);
	});

	it('is fast enough for large exports', () => {
		const line = `${Array.from({ length: 20 }, (_, n) => (n % 3 ? `value ${n}` : `"a ""b"", ${n}"`)).join(',')}\r\n`;
		const text = line.repeat(50_000);
		const start = performance.now();
		expect(parseCsv(text)).toHaveLength(50_000);
		expect(performance.now() - start).toBeLessThan(5000);
	});
});

describe('csvItems', () => {
	it('names the fields, whatever the header', () => {
		expect(csvItems('a,a,,__proto__\r\n1,2,3,4,5\r\n6\r\n')).toEqual([
			Object.fromEntries([
				['a', '1'],
				['a_2', '2'],
				['column_3', '3'],
				['__proto__', '4'],
				['column_5', '5'],
			]),
			Object.fromEntries([
				['a', '6'],
				['a_2', ''],
				['column_3', ''],
				['__proto__', ''],
			]),
		]);
	});

	it('numbers thousands of equal names', () => {
		const [item] = csvItems(`${'a,'.repeat(20_000)}a_7\n1`);
		expect(Object.keys(item ?? {}).slice(-3)).toEqual(['a_19999', 'a_20000', 'a_7_2']);
	});

	it('has no items without records', () => {
		expect(csvItems('a,b\r\n')).toEqual([]);
		expect(csvItems('')).toEqual([]);
	});
});
