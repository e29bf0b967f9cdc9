import { splitPeriods } from '../../../nodes/shared/response/metricSeries.ts';
import { isTimeZone } from '../../../nodes/shared/utils/dates.ts';

const queryOf = (query: Record<string, string>) => new Map(Object.entries(query));
const at = (iso: string) => Date.parse(iso);
const seconds = (iso: string) => at(iso) / 1000;

/** Saturday, 21 November 2026, 02:30 in EST. */
const NOW = at('2026-11-21T07:30:00Z');

const metric = (length: number) => ({
	series: { sent: Array.from({ length }, (_, index) => index) },
});
const starts = (rows: ReadonlyArray<{ [key: string]: unknown }>) =>
	rows.map(({ period_start: start }) => start);

describe('metrics by steps', () => {
	it('returns one row per day, the last of them today, in EST', () => {
		const rows = splitPeriods(
			{ series: { sent: [5, 0, 7], opened: [1, 0, 2] } },
			queryOf({ period: 'days', steps: '3' }),
			NOW,
		);
		expect(rows).toEqual([
			{
				period_start: '2026-11-19T00:00:00-05:00',
				period_start_unix: seconds('2026-11-19T05:00:00Z'),
				sent: 5,
				opened: 1,
			},
			{
				period_start: '2026-11-20T00:00:00-05:00',
				period_start_unix: seconds('2026-11-20T05:00:00Z'),
				sent: 0,
				opened: 0,
			},
			{
				period_start: '2026-11-21T00:00:00-05:00',
				period_start_unix: seconds('2026-11-21T05:00:00Z'),
				sent: 7,
				opened: 2,
			},
		]);
	});

	it.each([
		['hours', 2, ['2026-11-21T01:00:00-05:00', '2026-11-21T02:00:00-05:00']],
		['weeks', 2, ['2026-11-08T00:00:00-05:00', '2026-11-15T00:00:00-05:00']],
		[
			'months',
			3,
			[9, 10, 11].map((month) => `2026-${String(month).padStart(2, '0')}-01T00:00:00-05:00`),
		],
	])('counts %s back from now', (period, count, expected) => {
		expect(starts(splitPeriods(metric(count), queryOf({ period }), NOW))).toEqual(expected);
	});

	it('is still yesterday in EST before 05:00 UTC', () => {
		const early = at('2026-11-21T04:59:59Z');
		expect(starts(splitPeriods(metric(1), queryOf({}), early))).toEqual([
			'2026-11-20T00:00:00-05:00',
		]);
		expect(starts(splitPeriods(metric(1), queryOf({}), early + 1000))).toEqual([
			'2026-11-21T00:00:00-05:00',
		]);
	});

	it('ignores daylight saving time and counts months across years', () => {
		const july = at('2026-07-02T04:30:00Z');
		expect(starts(splitPeriods(metric(1), queryOf({ period: 'days' }), july))).toEqual([
			'2026-07-01T00:00:00-05:00',
		]);
		const january = at('2027-01-15T12:00:00Z');
		expect(starts(splitPeriods(metric(2), queryOf({ period: 'months' }), january))).toEqual([
			'2026-12-01T00:00:00-05:00',
			'2027-01-01T00:00:00-05:00',
		]);
	});

	it('aligns the end of a shorter series', () => {
		const rows = splitPeriods({ series: { sent: [1, 2, 3], opened: [9] } }, queryOf({}), NOW);
		expect(rows.map(({ opened }) => opened)).toEqual([null, null, 9]);
	});
});

describe('metrics in a window', () => {
	const window = (from: string, to: string, more: Record<string, string>) =>
		queryOf({ start: String(seconds(from)), end: String(seconds(to)), ...more });

	it('starts with the window, in its time zone', () => {
		const rows = splitPeriods(
			{ metric: metric(3) },
			window('2026-11-17T23:00:00Z', '2026-11-20T23:00:00Z', { res: 'days', tz: 'Europe/Berlin' }),
			NOW,
		);
		expect(starts(rows)).toEqual([
			'2026-11-18T00:00:00+01:00',
			'2026-11-19T00:00:00+01:00',
			'2026-11-20T00:00:00+01:00',
		]);
		expect(rows.map(({ sent }) => sent)).toEqual([0, 1, 2]);
	});

	it('starts within a period if the window does', () => {
		const query = window('2026-11-18T10:30:00Z', '2026-11-20T00:00:00Z', {
			res: 'daily',
			tz: 'UTC',
		});
		expect(starts(splitPeriods(metric(2), query, NOW))).toEqual([
			'2026-11-18T10:30:00Z',
			'2026-11-19T00:00:00Z',
		]);
	});

	it('keeps midnight across a clock change, and counts every hour', () => {
		const days = window('2026-10-23T22:00:00Z', '2026-10-26T23:00:00Z', {
			res: 'days',
			tz: 'Europe/Berlin',
		});
		expect(starts(splitPeriods(metric(3), days, NOW))).toEqual([
			'2026-10-24T00:00:00+02:00',
			'2026-10-25T00:00:00+02:00',
			'2026-10-26T00:00:00+01:00',
		]);
		const hours = window('2026-10-25T00:00:00Z', '2026-10-25T03:00:00Z', {
			res: 'hours',
			tz: 'Europe/Berlin',
		});
		expect(starts(splitPeriods(metric(3), hours, NOW))).toEqual([
			'2026-10-25T02:00:00+02:00',
			'2026-10-25T02:00:00+01:00',
			'2026-10-25T03:00:00+01:00',
		]);
	});

	it('dates a day without midnight correctly', () => {
		const days = window('2026-09-06T04:00:00Z', '2026-09-08T03:00:00Z', {
			res: 'days',
			tz: 'America/Santiago',
		});
		expect(starts(splitPeriods(metric(2), days, NOW))).toEqual([
			'2026-09-06T01:00:00-03:00',
			'2026-09-07T00:00:00-03:00',
		]);
		const around = window('2026-09-05T04:00:00Z', '2026-09-08T03:00:00Z', {
			res: 'days',
			tz: 'America/Santiago',
		});
		expect(starts(splitPeriods(metric(3), around, NOW))).toEqual([
			'2026-09-05T00:00:00-04:00',
			'2026-09-06T01:00:00-03:00',
			'2026-09-07T00:00:00-03:00',
		]);
	});

	it('uses the window in the response if it has one', () => {
		const response = { metric: metric(2), start: seconds('2026-11-02T00:00:00Z'), res: 'weeks' };
		expect(starts(splitPeriods(response, queryOf({ version: '2' }), NOW))).toEqual([
			'2026-11-02T00:00:00Z',
			'2026-11-08T00:00:00Z',
		]);
	});

	it('counts back from the end if the start is unknown; an end on a boundary is not a period', () => {
		const until = (iso: string) => queryOf({ res: 'days', tz: 'UTC', end: String(seconds(iso)) });
		expect(starts(splitPeriods(metric(2), until('2026-11-20T00:00:00Z'), NOW))).toEqual([
			'2026-11-18T00:00:00Z',
			'2026-11-19T00:00:00Z',
		]);
		expect(starts(splitPeriods(metric(1), queryOf({ res: 'days', tz: 'UTC' }), NOW))).toEqual([
			'2026-11-21T00:00:00Z',
		]);
	});

	it('returns journey metrics without a series', () => {
		const query = window('2026-11-01T00:00:00Z', '2026-11-03T00:00:00Z', { resolution: 'daily' });
		expect(splitPeriods({ started: [4, 5], converted: [1, 0], total: 9 }, query, NOW)).toEqual([
			expect.objectContaining({ period_start: '2026-11-01T00:00:00Z', started: 4, converted: 1 }),
			{
				period_start: '2026-11-02T00:00:00Z',
				period_start_unix: seconds('2026-11-02T00:00:00Z'),
				started: 5,
				converted: 0,
			},
		]);
	});

	it('writes half-hour offsets, and uses UTC for an invalid zone', () => {
		const query = (tz: string) =>
			window('2026-11-19T18:30:00Z', '2026-11-20T18:30:00Z', { res: 'days', tz });
		expect(starts(splitPeriods(metric(1), query('Asia/Kolkata'), NOW))).toEqual([
			'2026-11-20T00:00:00+05:30',
		]);
		expect(starts(splitPeriods(metric(1), query('Mars/Base'), NOW))).toEqual([
			'2026-11-19T18:30:00Z',
		]);
	});
});

describe('data next to the numbers', () => {
	it('puts the link in front of each period', () => {
		const link = {
			link: { id: 7, href: 'https://example.com' },
			metric: { series: { clicked: [3, 1] } },
		};
		expect(splitPeriods(link, queryOf({ period: 'days' }), NOW)).toEqual([
			expect.objectContaining({ link_id: 7, href: 'https://example.com', clicked: 3 }),
			expect.objectContaining({ link_id: 7, href: 'https://example.com', clicked: 1 }),
		]);
	});

	it('keeps the channel and omits totals', () => {
		const [row] = splitPeriods({ type: 'email', sent: 9, series: { sent: [9] } }, queryOf({}), NOW);
		expect(row).toMatchObject({ type: 'email', sent: 9 });
		expect(Object.keys(row ?? {})).toEqual(['type', 'period_start', 'period_start_unix', 'sent']);
	});

	it('returns data without series unchanged, and no row for empty series', () => {
		expect(splitPeriods({ metric: {} }, queryOf({}), NOW)).toEqual([{ metric: {} }]);
		expect(splitPeriods({ series: { sent: [] } }, queryOf({}), NOW)).toEqual([]);
	});
});

test('time zones', () => {
	expect(['UTC', 'Europe/Berlin', 'Asia/Kolkata'].every(isTimeZone)).toBe(true);
	expect(['', 'Mars/Base', 'CET+1x'].some(isTimeZone)).toBe(false);
});
