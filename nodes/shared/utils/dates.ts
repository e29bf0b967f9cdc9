/** Digits of Unix seconds today; 13 are milliseconds, as `Date.now()` gives them. */
const MILLISECONDS_FROM = 100_000_000_000;

/**
 * Smaller numbers are a date without dashes (20261231) or the days of a spreadsheet, not a moment of
 * the 1970s: what is sent then is sent at once. 0 is the beginning of time.
 */
const SECONDS_FROM = 100_000_000;

const DAY = 24 * 60 * 60 * 1000;

/** A date with or without a time, as n8n's date picker stores it and sheets show it, and what follows. */
const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)(?:(?:T|\s+)(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?(.*))?$/;

/** Nothing else behind a time says which zone it is in: `Date.parse` takes the server's for the rest. */
const ZONE = /^\s*(?:Z|[A-Z]{3}|(?:UTC|GMT)?[+-]\d\d(?::?\d\d)?(?: [A-Z]{3})?)$/i;

/**
 * The moment that a person's value means, as milliseconds since 1970, or nothing if it is no date.
 *
 * Reads ISO 8601, Unix seconds or milliseconds (number or digits), `Date` and Luxon objects. A time
 * without a zone is in the workflow's time zone, as everywhere in n8n.
 *
 * @param timezone IANA name, e.g. `Europe/Berlin`
 */
export function readTimestamp(value: unknown, timezone: string): number | undefined {
	if (typeof value === 'number') return fromUnix(value);
	if (value instanceof Date) return orNothing(value.getTime());
	if (typeof value === 'object' && value !== null && 'toMillis' in value) {
		return typeof value.toMillis === 'function' ? orNothing(Number(value.toMillis())) : undefined;
	}
	if (typeof value !== 'string') return undefined;

	const written = value.trim();
	if (/^\d+(\.\d+)?$/.test(written)) return fromUnix(Number(written));
	const parts = WRITTEN.exec(written);
	if (parts === null) return undefined;
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
		.slice(1, 7)
		.map((part: string | undefined) => Number(part ?? 0));
	const wallClock = Date.UTC(year, month - 1, day, hour, minute, second);
	// "2026-02-30" would roll over into March, a 13th month into the next year, and so on.
	const rolled = new Date(wallClock);
	if (rolled.getUTCDate() !== day || rolled.getUTCMonth() !== month - 1) return undefined;
	if (minute > 59 || second > 59) return undefined;
	const zone = parts[7] ?? '';
	if (zone !== '') return ZONE.test(zone) ? orNothing(Date.parse(written)) : undefined;
	return wallClock - offsetAt(wallClock, timezone);
}

function fromUnix(value: number): number | undefined {
	if (!Number.isFinite(value) || (value !== 0 && value < SECONDS_FROM)) return undefined;
	return orNothing(value >= MILLISECONDS_FROM ? value : value * 1000);
}

function orNothing(milliseconds: number): number | undefined {
	return Number.isNaN(new Date(milliseconds).getTime()) ? undefined : milliseconds;
}

/**
 * How far the zone's clock is ahead of UTC when it shows `wallClock`, in milliseconds. Of a time that
 * comes twice it is the first, and one that is left out is as much later as the clock was put forward:
 * a day that has no midnight must not begin on the day before.
 */
function offsetAt(wallClock: number, timezone: string): number {
	const before = offsetOfTimestamp(wallClock - DAY, timezone);
	if (offsetOfTimestamp(wallClock - before, timezone) === before) return before;
	const after = offsetOfTimestamp(wallClock + DAY, timezone);
	return offsetOfTimestamp(wallClock - after, timezone) === after ? after : before;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once for each zone: that takes longer than all else about a time. */
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

function offsetOfTimestamp(moment: number, timezone: string): number {
	const part: { [type: string]: number } = {};
	for (const { type, value } of formatOf(timezone).formatToParts(moment))
		part[type] = Number(value);
	const shown = Date.UTC(
		part.year ?? 0,
		(part.month ?? 1) - 1,
		part.day,
		part.hour,
		part.minute,
		part.second,
	);
	return shown - Math.floor(moment / 1000) * 1000;
}
