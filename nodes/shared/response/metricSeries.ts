import { tryToParseDateTime } from 'n8n-workflow';

import { isTimeZone } from '../utils/dates';
import { asObject, type Json, type JsonObject } from '../utils/json';

/** Luxon's DateTime. It comes from n8n-workflow, which loads luxon anyway: bundling it would slow down the nodes. */
type DateTime = ReturnType<typeof tryToParseDateTime>;

/** Reports by steps are always in Eastern Standard Time, without daylight saving time. */
const EASTERN = 'Etc/GMT+5';

type Unit = 'hours' | 'days' | 'weeks' | 'months';

const UNITS: { readonly [name: string]: Unit } = {
	hours: 'hours',
	hourly: 'hours',
	days: 'days',
	daily: 'days',
	weeks: 'weeks',
	weekly: 'weeks',
	months: 'months',
	monthly: 'months',
};

/**
 * Turns metrics over time into one row per period, oldest first: the start of the period, and a
 * column for each metric. Metrics of a link become rows that begin with the link's ID and URL.
 *
 * Customer.io returns the numbers without their times, which follow from the request:
 * - by steps: the last number belongs to the period that contains `now`. Hours are full hours, days start
 *   at 00:00 EST, weeks on Sunday, months on the first.
 * - in a window: the first number belongs to the period that contains the start of the window, in the
 *   report's time zone. If the window starts within a period, so does the first row.
 *
 * An item without numbers over time is returned unchanged.
 *
 * @param query of the request: `period`, or `res` or `resolution` with `start`, `end` and `tz`
 * @param now milliseconds since 1970 at the time of the response
 * @see https://docs.customer.io/integrations/api/app/#tag/campaigns
 */
export function splitPeriods(
	item: JsonObject,
	query: ReadonlyMap<string, string>,
	now: number,
): JsonObject[] {
	const metric = asObject(item.metric) ?? item;
	const columns = columnsOf(asObject(metric.series) ?? metric);
	const count = Math.max(0, ...columns.map(([, values]) => values.length));
	if (columns.length === 0) return [item];

	const hasResolution = query.has('res') || query.has('resolution');
	const isWindow = hasResolution || (item.res !== undefined && !query.has('period'));
	const starts = isWindow
		? startsInWindow(windowOf(item, query), count, timeZoneOf(query), now)
		: startsUntil(dateTime(now, EASTERN), unitOf(query.get('period')), count);

	return starts.map((start, index) => {
		const row: JsonObject = {
			...linkOf(item),
			...(typeof metric.type === 'string' ? { type: metric.type } : {}),
			period_start: isoOf(start),
			period_start_unix: start.toUnixInteger(),
		};
		for (const [name, values] of columns) {
			// A shorter series lacks its oldest steps, or the end of its window.
			const missing = isWindow ? 0 : count - values.length;
			row[name] = values[index - missing] ?? null;
		}
		return row;
	});
}

function columnsOf(series: JsonObject): Array<readonly [name: string, values: readonly Json[]]> {
	return Object.entries(series).flatMap(([name, values]) =>
		Array.isArray(values) ? [[name, values] as const] : [],
	);
}

function linkOf(item: JsonObject): JsonObject {
	const link = asObject(item.link);
	return link === undefined ? {} : { link_id: link.id ?? null, href: link.href ?? null };
}

interface Window {
	readonly unit: Unit;
	/** Milliseconds since 1970. */
	readonly start: number | undefined;
	readonly end: number | undefined;
}

/** The window as the response states it or, if it does not, as it was requested. */
function windowOf(response: JsonObject, query: ReadonlyMap<string, string>): Window {
	const timestamp = (name: 'start' | 'end') => {
		const seconds = Number(response[name] ?? query.get(name) ?? NaN);
		return Number.isFinite(seconds) ? seconds * 1000 : undefined;
	};
	const unit = query.get('res') ?? query.get('resolution') ?? String(response.res);
	return { unit: unitOf(unit), start: timestamp('start'), end: timestamp('end') };
}

function unitOf(name: string | undefined): Unit {
	return UNITS[name ?? 'days'] ?? 'days';
}

/** UTC if the time zone is missing or unknown: it is checked where it is entered. */
function timeZoneOf(query: ReadonlyMap<string, string>): string {
	const zone = query.get('tz');
	return zone !== undefined && isTimeZone(zone) ? zone : 'UTC';
}

function startsInWindow(
	{ unit, start, end }: Window,
	count: number,
	zone: string,
	now: number,
): DateTime[] {
	if (start === undefined) {
		// A window that ends where a period starts does not contain that period.
		return startsUntil(dateTime((end ?? now) - 1, zone), unit, count);
	}
	const windowStart = dateTime(start, zone);
	return range(count).map((index) =>
		index === 0 ? windowStart : periodStart(windowStart, unit, index),
	);
}

/** The starts of so many periods, the last of which contains `time`. */
function startsUntil(time: DateTime, unit: Unit, count: number): DateTime[] {
	return range(count).map((index) => periodStart(time, unit, index - count + 1));
}

/** The start of the period that is `offset` periods after the one that contains `time`. */
function periodStart(time: DateTime, unit: Unit, offset: number): DateTime {
	// The clock may change by half an hour: hours are counted, not read from the clock.
	if (unit === 'hours') return time.startOf('hour').plus({ hours: offset });
	if (unit === 'months') return dayStart(time.startOf('month').plus({ months: offset }));
	// Weeks of luxon start on Monday, those of the reports on Sunday.
	const daysBack = unit === 'weeks' ? time.weekday % 7 : 0;
	return dayStart(time.minus({ days: daysBack }).plus({ [unit]: offset }));
}

/** The first midnight of the day, or the first moment of a day that has no midnight. */
function dayStart(time: DateTime): DateTime {
	const midnight = time.startOf('day');
	return midnight.getPossibleOffsets()[0] ?? midnight;
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

function dateTime(timestamp: number, zone: string): DateTime {
	return tryToParseDateTime(new Date(timestamp).toISOString()).setZone(zone);
}

/** `2026-11-20T00:00:00-05:00`: it begins with the day that a report in this time zone shows. */
function isoOf(time: DateTime): string {
	const iso = time.startOf('second').toISO({ suppressMilliseconds: true }) ?? '';
	return iso.replace(/\+00:00$/, 'Z');
}
