import { isTimeZone, offsetAt, offsetOfTimestamp } from '../utils/dates';
import type { Json, JsonObject } from '../utils/json';

/** The reports by steps are always in Eastern Standard Time, which has no summer time. */
const EASTERN = 'Etc/GMT+5';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const DAYS_OF_WEEK = 7;

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
 * Turns metrics over time into one row per period, oldest first: when the period starts, and a
 * column for each metric. Metrics of a link become rows with the link's ID and address in front.
 *
 * Customer.io gives the numbers without their times, so the times follow from what was asked:
 * - by steps: the last number belongs to the period that `now` is in. Hours are full hours, days start
 *   at 00:00 EST, weeks on Sunday, months on the first.
 * - in a window: the first number belongs to the period that the window starts in, in the report's
 *   time zone; a window that starts within a period makes that row start with the window.
 *
 * What holds no numbers over time is given back as it is.
 *
 * @param query what was asked: `period`, or `res` or `resolution` with `start`, `end` and `tz`
 * @param now milliseconds since 1970 when the answer came
 * @see https://docs.customer.io/integrations/api/app/#tag/campaigns
 */
export function splitPeriods(
	thing: JsonObject,
	query: ReadonlyMap<string, string>,
	now: number,
): JsonObject[] {
	const metric = asObject(thing.metric) ?? thing;
	const columns = columnsOf(asObject(metric.series) ?? metric);
	const count = Math.max(0, ...columns.map(([, values]) => values.length));
	if (columns.length === 0) return [thing];

	const asked = query.has('res') || query.has('resolution');
	const byWindow = asked || (thing.res !== undefined && !query.has('period'));
	const zone = byWindow ? knownZone(query.get('tz')) : EASTERN;
	const starts = byWindow
		? startsInWindow(windowOf(thing, query), count, zone, now)
		: startsBySteps(unitOf(query.get('period')), count, now);

	return starts.map((start, index) => {
		const row: JsonObject = {
			...linkOf(thing),
			...(typeof metric.type === 'string' ? { type: metric.type } : {}),
			period_start: isoInZone(start, zone),
			period_start_unix: Math.floor(start / 1000),
		};
		for (const [name, values] of columns) {
			// A shorter series lacks its oldest steps, or the end of its window.
			const missing = byWindow ? 0 : count - values.length;
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

function linkOf(thing: JsonObject): JsonObject {
	const link = asObject(thing.link);
	return link === undefined ? {} : { link_id: link.id ?? null, href: link.href ?? null };
}

interface Window {
	readonly unit: Unit;
	/** Milliseconds since 1970. */
	readonly start: number | undefined;
	readonly end: number | undefined;
}

/** The window as the answer says it or, where it does not, as it was asked for. */
function windowOf(answer: JsonObject, query: ReadonlyMap<string, string>): Window {
	const moment = (name: 'start' | 'end') => {
		const seconds = Number(answer[name] ?? query.get(name) ?? NaN);
		return Number.isFinite(seconds) ? seconds * 1000 : undefined;
	};
	const unit = query.get('res') ?? query.get('resolution') ?? String(answer.res);
	return { unit: unitOf(unit), start: moment('start'), end: moment('end') };
}

function unitOf(name: string | undefined): Unit {
	return UNITS[name ?? 'days'] ?? 'days';
}

function startsBySteps(unit: Unit, count: number, now: number): number[] {
	const current = startOf(unit, now, EASTERN);
	return range(count).map((index) => after(unit, current, index - count + 1, EASTERN));
}

function startsInWindow(
	{ unit, start, end }: Window,
	count: number,
	zone: string,
	now: number,
): number[] {
	if (start === undefined) {
		// A window that ends on a border does not reach into the next period.
		const last = startOf(unit, (end ?? now) - 1, zone);
		return range(count).map((index) => after(unit, last, index - count + 1, zone));
	}
	const first = startOf(unit, start, zone);
	return range(count).map((index) => Math.max(start, after(unit, first, index, zone)));
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** When the period that a moment is in began, by the clock of a time zone. */
function startOf(unit: Unit, moment: number, zone: string): number {
	const clock = moment + offsetOfTimestamp(moment, zone);
	if (unit === 'hours') return moment - modulo(clock, HOUR);
	const day = clock - modulo(clock, DAY);
	const date = new Date(day);
	if (unit === 'weeks') return onClock(day - date.getUTCDay() * DAY, zone);
	if (unit === 'months') {
		return onClock(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1), zone);
	}
	return onClock(day, zone);
}

/** The start of the period `count` periods after another, before it if negative. */
function after(unit: Unit, start: number, count: number, zone: string): number {
	// Hours go on through a change of the clock; the others follow the calendar.
	if (unit === 'hours') return start + count * HOUR;
	const clock = start + offsetOfTimestamp(start, zone);
	if (unit === 'months') {
		const date = new Date(clock);
		return onClock(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1), zone);
	}
	// A day without a midnight begins later; the days from there on do not.
	const midnight = clock - modulo(clock, DAY);
	return onClock(midnight + count * DAY * (unit === 'weeks' ? DAYS_OF_WEEK : 1), zone);
}

function onClock(clock: number, zone: string): number {
	return clock - offsetAt(clock, zone);
}

/** `2026-11-20T00:00:00-05:00`: the day that a report in this zone shows stands in front. */
function isoInZone(moment: number, zone: string): string {
	const offset = offsetOfTimestamp(moment, zone);
	const clock = new Date(moment + offset).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
	if (offset === 0) return `${clock}Z`;
	const minutes = Math.abs(offset) / 60_000;
	const digits = (value: number) => String(Math.floor(value)).padStart(2, '0');
	return `${clock}${offset < 0 ? '-' : '+'}${digits(minutes / 60)}:${digits(minutes % 60)}`;
}

/** UTC where the time zone is left out or not one: it is checked where it is entered. */
function knownZone(zone: string | undefined): string {
	return zone !== undefined && isTimeZone(zone) ? zone : 'UTC';
}

function modulo(value: number, by: number): number {
	return ((value % by) + by) % by;
}

function asObject(value: Json | undefined): JsonObject | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}
