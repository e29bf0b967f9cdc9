/**
 * What becomes of a value, by the kind of the field: written from the documentation of the values
 * (docs/values.md), and sharing no code with the nodes.
 */

/** What a field's value means. */
export type Kind =
	| { readonly is: 'text' }
	/** Identifies something. */
	| { readonly is: 'id' }
	/** A text that must have a form, such as an email address. */
	| { readonly is: 'formatted' }
	| {
			readonly is: 'number';
			readonly fraction: boolean;
			readonly asText: boolean;
			readonly min: number;
			readonly max: number;
	  }
	/** `mayBeLeftOut`: off is what the API does without it. */
	| { readonly is: 'boolean'; readonly mayBeLeftOut?: boolean }
	| { readonly is: 'option'; readonly values: readonly string[] | undefined; asNumber: boolean }
	| { readonly is: 'dateTime'; readonly as: 'iso' | 'unixSeconds' }
	/** Several texts. */
	| { readonly is: 'list'; readonly of: 'text' | 'id' | 'integer' | 'uuid' }
	| { readonly is: 'locator'; readonly id: 'integer' | 'text' | 'uuid'; readonly asText: boolean }
	/** Part of JSON or a map with free keys. */
	| { readonly is: 'json' }
	/** A row for text: `any` keeps a list or an object as it is, a map of texts has it as JSON. */
	| { readonly is: 'textRow'; readonly any: boolean }
	/** A value of a condition. */
	| { readonly is: 'condition' };

/** The value that arrives; `undefined` if the field is left out. */
type Sent = { readonly sent: unknown };
/** One of several outcomes is right; `REFUSED` is one of them. */
export type Expected = readonly Sent[];

/** Nothing is sent, and the error names the field. */
export const REFUSED: Sent = { sent: Symbol('refused') };

const LEFT_OUT: Sent = { sent: undefined };
const refused: Expected = [REFUSED];
const sent = (value: unknown): Expected => [{ sent: value }];
/** Whether it is refused depends on rules that the reference does not know. */
const orRefused = (expected: Expected): Expected => [...expected, REFUSED];

const isInvalidDateText = (text: string) => /^Invalid Date(Time)?$/.test(text);

/** A value as JSON has it, or REFUSED if JSON cannot express it. */
function inJson(value: unknown, ancestors: readonly unknown[] = []): unknown {
	if (value === undefined || value === null || typeof value === 'boolean') return value;
	if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : REFUSED;
	if (typeof value === 'string') {
		// JSON can say half of a character; only an ID or a URL must not have it.
		return isInvalidDateText(value) ? REFUSED : value;
	}
	if (typeof value !== 'object' || ancestors.includes(value)) return REFUSED;
	if ('toJSON' in value && typeof value.toJSON === 'function') {
		return (value.toJSON() as unknown) ?? REFUSED;
	}
	const within = [...ancestors, value];
	if (Array.isArray(value)) {
		const entries = value.map((entry) => inJson(entry, within) ?? null);
		return entries.includes(REFUSED) ? REFUSED : entries;
	}
	const entries = Object.entries(value).map(
		([key, entry]) => [key, inJson(entry, within)] as const,
	);
	if (entries.some(([, entry]) => entry === REFUSED)) return REFUSED;
	return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined));
}

const jsonOrRefused = (value: unknown): Expected => {
	const json = inJson(value);
	return json === REFUSED ? refused : sent(json);
};

/** A scalar or a date as text; undefined for anything else. */
function textOf(raw: unknown): string | undefined {
	if (typeof raw === 'string') return inJson(raw) === REFUSED ? undefined : raw;
	if (typeof raw === 'boolean') return String(raw);
	if (typeof raw === 'number') {
		const isExact = Number.isSafeInteger(raw) || !Number.isInteger(raw);
		return Number.isFinite(raw) && isExact ? String(raw) : undefined;
	}
	const json = typeof raw === 'object' && raw !== null && 'toJSON' in raw ? inJson(raw) : undefined;
	return typeof json === 'string' ? json : undefined;
}

function text(raw: unknown): Expected {
	const value = textOf(raw);
	return value === undefined ? refused : sent(value);
}

const NO_IDS = new Set(['undefined', 'null', 'NaN', '[object Object]']);

function id(raw: unknown): Expected {
	if (typeof raw !== 'string' && typeof raw !== 'number') return refused;
	const value = textOf(raw)?.trim();
	if (value === undefined || NO_IDS.has(value) || /\p{Cc}|\p{Cs}/u.test(value)) return refused;
	if (value === '') return [LEFT_OUT, REFUSED];
	if (Buffer.byteLength(value) > 150) return refused;
	// A boolean as text may come from a boolean.
	return /^(true|false)$/i.test(value) ? orRefused(sent(value)) : sent(value);
}

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function number(kind: Kind & { is: 'number' }, raw: unknown): Expected {
	const isText = typeof raw === 'string' && DECIMAL.test(raw.trim());
	const value = typeof raw === 'number' ? raw : isText ? Number(raw) : NaN;
	if (!Number.isFinite(value) || value < kind.min || value > kind.max) return refused;
	if (!kind.fraction && !Number.isInteger(value)) return refused;
	const expected = sent(kind.asText ? String(value + 0) : value + 0);
	// Digits beyond 2^53 may be other than they were written.
	return Number.isInteger(value) && !Number.isSafeInteger(value) ? orRefused(expected) : expected;
}

function boolean(raw: unknown): Expected {
	if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'boolean')
		return refused;
	const value = String(raw).trim().toLowerCase();
	if (value === 'true' || value === '1') return sent(true);
	return value === 'false' || value === '0' ? sent(false) : refused;
}

/** Unix seconds, milliseconds and microseconds from 1973 to 2100, in milliseconds. */
function fromUnix(value: number): number | undefined {
	const units: ReadonlyArray<readonly [from: number, toMilliseconds: number]> = [
		[1e8, 1000],
		[1e11, 1],
		[1e14, 1 / 1000],
	];
	const unit = units.find(([from, factor]) => value >= from && value * factor < 4_102_444_800_000);
	return value === 0 ? 0 : unit === undefined ? undefined : value * unit[1];
}

const ISO =
	/^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?$/;

/** A time without a zone is in UTC here, because the test's workflow is. */
function timestampOf(raw: unknown): number | undefined {
	if (typeof raw === 'number') return fromUnix(raw);
	if (typeof raw === 'object' && raw !== null && 'toJSON' in raw) {
		const json = inJson(raw);
		return typeof json === 'string' ? Date.parse(json) : undefined;
	}
	if (typeof raw !== 'string') return undefined;
	if (/^\d+(\.\d+)?$/.test(raw.trim())) return fromUnix(Number(raw));
	const [, date, time = '00:00', seconds = '00', fraction = '0', zone = 'Z'] =
		ISO.exec(raw.trim()) ?? [];
	if (date === undefined) return undefined;
	const day = new Date(`${date}T00:00:00Z`);
	const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
	return exists
		? Date.parse(`${date}T${time}:${seconds}.${fraction.padEnd(3, '0')}${zone}`)
		: undefined;
}

function dateTime(as: 'iso' | 'unixSeconds', raw: unknown): Expected {
	if (typeof raw === 'string' && raw.trim() === '') return [LEFT_OUT, REFUSED];
	const timestamp = timestampOf(raw);
	if (timestamp === undefined || Number.isNaN(timestamp)) return refused;
	return sent(as === 'iso' ? new Date(timestamp).toISOString() : Math.floor(timestamp / 1000));
}

function parsedList(raw: unknown): unknown[] | undefined {
	if (typeof raw !== 'string' || !raw.trim().startsWith('[')) return undefined;
	try {
		const value: unknown = JSON.parse(raw);
		return Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function list(of: 'text' | 'id' | 'integer' | 'uuid', raw: unknown): Expected {
	const split = typeof raw === 'string' ? raw.split(/[,\n]/) : [raw];
	const entries = Array.isArray(raw) ? raw : (parsedList(raw) ?? split);
	const texts: string[] = [];
	for (const entry of entries.filter((value) => value !== null && value !== undefined)) {
		const value = textOf(entry)?.trim();
		if (value === undefined) return refused;
		if (value === '') continue;
		if (of !== 'text' && id(entry).every((outcome) => outcome === REFUSED)) return refused;
		if (of === 'integer' && !/^\d+$/.test(value)) return refused;
		texts.push(value);
	}
	if (texts.length === 0) return [LEFT_OUT, REFUSED, { sent: [] }];
	if (of === 'uuid') return orRefused(sent(texts));
	const isDoubtful = texts.some((value) => id(value).includes(REFUSED));
	const expected = sent(of === 'integer' ? texts.map(Number) : texts);
	return of !== 'text' && isDoubtful ? orRefused(expected) : expected;
}

function locator(kind: Kind & { is: 'locator' }, raw: unknown): Expected {
	const expected = id(raw);
	const [first] = expected;
	if (kind.id !== 'integer' || first === undefined || typeof first.sent !== 'string') {
		return kind.id === 'uuid' ? orRefused(expected) : expected;
	}
	if (!/^\d+$/.test(first.sent) || !Number.isSafeInteger(Number(first.sent))) return refused;
	return sent(kind.asText ? first.sent : Number(first.sent));
}

function option(kind: Kind & { is: 'option' }, raw: unknown): Expected {
	const value = textOf(raw);
	if (value === undefined) return refused;
	const match = kind.values === undefined ? value : kind.values.find((entry) => entry === value);
	if (match === undefined) {
		const trimmed = kind.values?.find((entry) => entry === value.trim());
		return trimmed === undefined
			? refused
			: orRefused(sent(kind.asNumber ? Number(trimmed) : trimmed));
	}
	return sent(kind.asNumber ? Number(match) : match);
}

function textRow({ any }: Kind & { is: 'textRow' }, raw: unknown): Expected {
	const value = textOf(raw);
	if (value !== undefined) return sent(value);
	const json = inJson(raw);
	return json !== REFUSED && typeof json === 'object'
		? orRefused(sent(any ? json : JSON.stringify(json)))
		: refused;
}

/** What becomes of a value that is neither missing nor empty. */
export function expectedOf(kind: Kind, raw: unknown): Expected {
	switch (kind.is) {
		case 'text':
			return typeof raw === 'boolean' ? refused : text(raw);
		case 'formatted': {
			const value = textOf(raw);
			if (value === undefined) return refused;
			return [REFUSED, value.trim() === '' ? LEFT_OUT : REFUSED, { sent: value.trim() }];
		}
		case 'id':
			return id(raw);
		case 'number':
			return number(kind, raw);
		case 'boolean':
			return boolean(raw).flatMap((outcome) =>
				kind.mayBeLeftOut === true && outcome.sent === false ? [outcome, LEFT_OUT] : [outcome],
			);
		case 'option':
			return option(kind, raw);
		case 'dateTime':
			return dateTime(kind.as, raw);
		case 'list':
			return list(kind.of, raw);
		case 'locator':
			return locator(kind, raw);
		case 'json':
			return jsonOrRefused(raw);
		case 'textRow':
			return textRow(kind, raw);
		case 'condition':
			return raw === null || raw === undefined || typeof raw === 'object' ? refused : text(raw);
	}
}

/** Whether a value is, or may be, left out. */
export const mayBeLeftOut = (expected: Expected): boolean =>
	expected.some(({ sent: value }) => value === undefined);

/** Whether a value is missing, as in an empty cell. */
export const isEmpty = (raw: unknown): boolean => raw === undefined || raw === null || raw === '';
