import { readTimestamp } from '../../../nodes/shared/utils/dates.ts';

const iso = (value: unknown, zone = 'UTC') => {
	const timestamp = readTimestamp(value, zone);
	return timestamp === undefined ? undefined : new Date(timestamp).toISOString();
};

describe('readTimestamp', () => {
	it.each([
		['2026-12-31T18:00:00Z', '2026-12-31T18:00:00.000Z'],
		['2026-12-31T18:00:00+02:00', '2026-12-31T16:00:00.000Z'],
		['2026-12-31T18:00:00.250Z', '2026-12-31T18:00:00.250Z'],
		['2026-12-31', '2026-12-31T00:00:00.000Z'],
		['2026-12-31 18:00', '2026-12-31T18:00:00.000Z'],
		[1_798_740_000, '2026-12-31T18:00:00.000Z'],
		['1798740000', '2026-12-31T18:00:00.000Z'],
		[1_798_740_000_000, '2026-12-31T18:00:00.000Z'],
		[0, '1970-01-01T00:00:00.000Z'],
		[new Date('2026-12-31T18:00:00Z'), '2026-12-31T18:00:00.000Z'],
		[{ toMillis: () => 1_798_740_000_000 }, '2026-12-31T18:00:00.000Z'],
	])('reads %j', (value, expected) => {
		expect(iso(value)).toBe(expected);
	});

	it("reads a time without a zone in the workflow's zone, in summer and winter", () => {
		expect(iso('2026-12-31T18:00:00', 'Europe/Berlin')).toBe('2026-12-31T17:00:00.000Z');
		expect(iso('2026-07-31T18:00:00', 'Europe/Berlin')).toBe('2026-07-31T16:00:00.000Z');
		expect(iso('2026-07-31T18:00:00', 'America/New_York')).toBe('2026-07-31T22:00:00.000Z');
		expect(iso('2026-03-29T03:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
	});

	it("reads what Google Sheets shows in the workflow's zone, and a zone in any usual form", () => {
		expect(iso('2026-12-31 9:05:00', 'Asia/Tokyo')).toBe('2026-12-31T00:05:00.000Z');
		expect(iso('2026-12-31  18:00', 'Asia/Tokyo')).toBe('2026-12-31T09:00:00.000Z');
		for (const zone of ['Z', '+00', '+0000', '+00:00', ' +0000', ' UTC', ' +0000 UTC', ' GMT'])
			expect(iso(`2026-12-31 18:00:00${zone}`, 'Asia/Tokyo')).toBe('2026-12-31T18:00:00.000Z');
	});

	it('moves forward in the gap of a clock change, and uses the first of two equal times', () => {
		expect(iso('2026-03-08T02:30:00', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
		expect(iso('2026-03-29T02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
		expect(iso('2026-11-01T01:30:00', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
		expect(iso('2026-10-25T02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
	});

	it.each([
		20_261_231,
		'20261231',
		46_387,
		'2026-12-31 06:00 PM',
		'2026-12-31 18:00 (evening)',
		'2026-12-31 10:75',
		'2026-02-30T10:00:00Z',
		'tomorrow',
		'',
		'May',
		'1.2.2026',
		'2026-13-01',
		'2026-02-30',
		'2026-12-31T25:00Zx',
		{},
		[],
		true,
		NaN,
		-5,
	])('reports that %j is not a date', (value) => {
		expect(iso(value)).toBeUndefined();
	});
});
