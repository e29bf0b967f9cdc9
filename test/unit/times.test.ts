import { readMoment } from '../../nodes/matrix/times.ts';

const iso = (value: unknown, zone = 'UTC') => {
	const moment = readMoment(value, zone);
	return moment === undefined ? undefined : new Date(moment).toISOString();
};

describe('readMoment', () => {
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

	it.each([
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
	])('says that %j is no date', (value) => {
		expect(iso(value)).toBeUndefined();
	});
});
