/** What CRMs, sheets, models and formulas give in place of the value that a user has in mind. */
import fc from 'fast-check';

/** How Luxon's `DateTime` looks to the nodes, which n8n gives for `$now`. */
class LuxonDateTime {
	constructor(private readonly milliseconds: number) {}
	get isValid(): boolean {
		return !Number.isNaN(this.milliseconds);
	}
	toMillis(): number {
		return this.milliseconds;
	}
	toJSON(): string | null {
		return this.isValid ? new Date(this.milliseconds).toISOString() : null;
	}
	toString(): string {
		return this.toJSON() ?? 'Invalid DateTime';
	}
}

const circular: Record<string, unknown> = { name: 'x' };
circular.self = circular;

const NOON = Date.UTC(2026, 0, 1, 12);

/** Each is a public report or a close relative of one. */
export const KNOWN_VALUES: readonly unknown[] = [
	// What JSON cannot express.
	NaN,
	Infinity,
	-Infinity,
	new Date(NaN),
	new LuxonDateTime(NaN),
	'Invalid DateTime',
	'Invalid Date',
	10n,
	() => 1,
	circular,
	{ price: NaN },
	{ a: { b: [{ c: Infinity }] } },
	[NaN],
	[[new Date(NaN)]],
	{ at: 'Invalid DateTime' },
	// Dates and what looks like them.
	new Date(NOON),
	new LuxonDateTime(NOON),
	'2026-01-01',
	'2026-01-01T12:00:00Z',
	'2026-01-01T12:00:00.123+02:00',
	'2026-01-01 10:00:00.123',
	'2026-01-01 10:00 MAY',
	'2026-01-01T10:00:00+25:00',
	'2026-02-30',
	1_685_923_200,
	1_685_923_200_123,
	1_685_923_200_123_456,
	99_999_999_999,
	20_261_231,
	46_000,
	// Booleans, and what means one.
	true,
	false,
	'true',
	'FALSE',
	'TRUE',
	'0',
	'1',
	'yes',
	// White space of any kind.
	' ',
	'\t',
	'\u00a0',
	'7 ',
	' ada@example.com',
	'ada@example.com\n',
	'\u2003x\u00a0',
	'\r\nx\t',
	'a b',
	'a\tb',
	// Broken and unusual text.
	'x\u0000y',
	'\ud83d',
	'x\udc00y',
	{ note: '\ud83d' },
	'Zoë 漢字 👩‍🚀',
	'n/a',
	'undefined',
	'null',
	'NaN',
	'[object Object]',
	'1e400',
	'x'.repeat(150),
	'x'.repeat(151),
	'ä'.repeat(100),
	// Lists.
	[],
	['1', '2'],
	[1, 2],
	['a@example.com', null, ''],
	[true],
	[{ id: 1 }],
	'["1","2"]',
	'[1, 2]',
	'["a, b"]',
	'[]',
	'1, 2',
	'1\n2',
	'[1,',
	// Objects.
	{},
	{ id: 1 },
	{ a: null, b: '', c: [null] },
	'{"a": 1}',
	// Numbers.
	0,
	-0,
	1,
	7,
	-1,
	1.5,
	1e21,
	1e-7,
	Number.MAX_VALUE,
	Number.MIN_VALUE,
	2 ** 53,
	2 ** 53 + 2,
	'90071992547409931',
	'7',
	'1.5',
	'0x10',
	'1,5',
	// Nothing.
	'',
	null,
	undefined,
];

const anyText = fc
	.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 32, max: 126 })), {
		maxLength: 12,
	})
	.map((units) => String.fromCharCode(...units));

const space = fc.constantFrom('', ' ', '\t', '\n', '\r\n', '\u00a0', '\u2003', '\ufeff');

const paddedText = fc
	.tuple(space, fc.string({ maxLength: 8 }), space)
	.map((parts) => parts.join(''));

const scalar = fc.oneof(
	anyText,
	paddedText,
	fc.double(),
	fc.integer(),
	fc.boolean(),
	fc.constantFrom(null, new Date(NaN), NaN, Infinity, 'Invalid DateTime'),
);

const nested = fc.letrec((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		{ arbitrary: scalar, weight: 3 },
		{ arbitrary: fc.array(tie('value'), { maxLength: 3 }), weight: 1 },
		{
			arbitrary: fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), tie('value'), {
				maxKeys: 3,
				noNullPrototype: true,
			}),
			weight: 1,
		},
	),
})).value;

/** Random values: texts of any code units, padded texts, all numbers, and any of them at some depth. */
export const randomValue: fc.Arbitrary<unknown> = fc.oneof(scalar, nested);

/** A value for a message. */
export function label(value: unknown): string {
	if (value instanceof Date || value instanceof LuxonDateTime) {
		return `${value.constructor.name}(${String(value.toJSON())})`;
	}
	if (typeof value !== 'object' || value === null) {
		const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
		return text.length > 60 ? `${text.slice(0, 57)}…` : text;
	}
	if (value === circular) return 'an object that contains itself';
	const text = JSON.stringify(value, (_, entry: unknown) =>
		typeof entry === 'number' && !Number.isFinite(entry) ? String(entry) : entry,
	);
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
