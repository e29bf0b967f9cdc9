/** Unix times are told apart by their size: each unit covers about 1973 to 2100. */
const UNIX_UNITS = [
	{ from: 1e8, to: 4_102_444_800, perMs: 1 / 1000 },
	{ from: 1e11, to: 4_102_444_800_000, perMs: 1 },
	{ from: 1e14, to: 4_102_444_800_000_000, perMs: 1000 },
];

const DAY = 24 * 60 * 60 * 1000;

/** A date with or without a time, as n8n's date picker stores it and sheets show it, and its zone. */
const DATE_TIME =
	/^(\d{4})-(\d\d)-(\d\d)(?:(?:T|\s+)(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(.*))?$/;

/** The zones that `Date.parse` knows; it ignores other words, or takes them for months. */
const ZONE = /^\s*(?:Z|UTC|GMT|[ECMP][SD]T|(?:UTC|GMT)?([+-])(\d\d)(?::?(\d\d))?(?: [A-Z]{3})?)$/i;

const ZONE_HOURS: { readonly [name: string]: number } = {
	EST: -5,
	EDT: -4,
	CST: -6,
	CDT: -5,
	MST: -7,
	MDT: -6,
	PST: -8,
	PDT: -7,
};

/** The largest offset from UTC that is in use. */
const MAX_OFFSET_MINUTES = 14 * 60;

/**
 * The time that a value means, in milliseconds since 1970; undefined if it is not a time.
 *
 * Reads ISO 8601, Unix seconds, milliseconds or microseconds (as a number or digits), `Date` and Luxon
 * objects. A time without a zone is in the workflow's time zone, as everywhere in n8n. Other numbers are
 * rejected: a date without dashes (20261231) or the days of a spreadsheet would be a time in 1970, and
 * what is scheduled for then is sent at once.
 *
 * @param timezone IANA name, e.g. `Europe/Berlin`
 */
export function readTimestamp(value: unknown, timezone: string): number | undefined {
	if (typeof value === 'number') return fromUnix(value);
	if (value instanceof Date) return validOrUndefined(value.getTime());
	if (typeof value === 'object' && value !== null && 'toMillis' in value) {
		return typeof value.toMillis === 'function'
			? validOrUndefined(Number(value.toMillis()))
			: undefined;
	}
	if (typeof value !== 'string') return undefined;

	const text = value.trim();
	if (/^\d+(\.\d+)?$/.test(text)) return fromUnix(Number(text));
	const parts = DATE_TIME.exec(text);
	if (parts === null) return undefined;
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
		.slice(1, 7)
		.map((part: string | undefined) => Number(part ?? 0));
	const milliseconds = Math.floor(Number(`0.${parts[7] ?? 0}`) * 1000);
	const wallClock = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
	// "2026-02-30" would roll over into March, a 13th month into the next year, and so on.
	const rolled = new Date(wallClock);
	if (rolled.getUTCDate() !== day || rolled.getUTCMonth() !== month - 1) return undefined;
	if (minute > 59 || second > 59) return undefined;
	const zone = parts[8] ?? '';
	if (zone.trim() === '') return wallClock - offsetAt(wallClock, timezone);
	const offset = zoneOffset(zone);
	return offset === undefined ? undefined : wallClock - offset;
}

/** A zone's offset from UTC in milliseconds; undefined if it is not one. */
function zoneOffset(zone: string): number | undefined {
	const parts = ZONE.exec(zone);
	if (parts === null) return undefined;
	const [, sign, hours, minutes = '0'] = parts;
	if (hours === undefined) return (ZONE_HOURS[zone.trim().toUpperCase()] ?? 0) * 60 * 60_000;
	const total = Number(hours) * 60 + Number(minutes);
	if (total > MAX_OFFSET_MINUTES || Number(minutes) > 59) return undefined;
	return (sign === '-' ? -total : total) * 60_000;
}

function fromUnix(value: number): number | undefined {
	if (value === 0) return 0;
	const unit = UNIX_UNITS.find(({ from, to }) => value >= from && value < to);
	return unit === undefined ? undefined : value / unit.perMs;
}

function validOrUndefined(milliseconds: number): number | undefined {
	return Number.isNaN(new Date(milliseconds).getTime()) ? undefined : milliseconds;
}

/**
 * How far the zone's clock is ahead of UTC when it shows `wallClock`, in milliseconds. An ambiguous time
 * is the first of the two; a skipped one moves forward with the clock, so that a day without a midnight
 * does not begin on the day before.
 */
function offsetAt(wallClock: number, timezone: string): number {
	const before = offsetOfTimestamp(wallClock - DAY, timezone);
	if (offsetOfTimestamp(wallClock - before, timezone) === before) return before;
	const after = offsetOfTimestamp(wallClock + DAY, timezone);
	return offsetOfTimestamp(wallClock - after, timezone) === after ? after : before;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Cached by zone: creating a format takes longer than anything else here. */
function formatOf(timezone: string): Intl.DateTimeFormat {
	let format = formats.get(timezone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone: timezone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
		formats.set(timezone, format);
	}
	return format;
}

/** Whether this is the IANA name of a time zone. */
export function isTimeZone(name: string): boolean {
	try {
		formatOf(name);
		return true;
	} catch {
		return false;
	}
}

/** What is wrong with the name of a time zone, or `undefined`. */
export function checkTimeZone(value: unknown): string | undefined {
	return isTimeZone(String(value))
		? undefined
		: `must be the IANA name of a time zone, such as Europe/Berlin, but is "${String(value)}"`;
}

function offsetOfTimestamp(timestamp: number, timezone: string): number {
	const part: { [type: string]: number } = {};
	for (const { type, value } of formatOf(timezone).formatToParts(timestamp))
		part[type] = Number(value);
	const shown = Date.UTC(
		part.year ?? 0,
		(part.month ?? 1) - 1,
		part.day,
		part.hour,
		part.minute,
		part.second,
	);
	return shown - Math.floor(timestamp / 1000) * 1000;
}
