/** Why a value cannot be sent, and where in it. */
export interface Unsendable {
	/** `address.lines[0]`; empty if it is the value itself. */
	readonly path: string;
	readonly problem: string;
}

/** What n8n makes of an invalid date inside an object, and what JavaScript writes for one. */
const INVALID_DATES = new Set(['Invalid DateTime', 'Invalid Date']);

/**
 * Finds what JSON cannot express, at any depth: it would be sent as `null`, or as text that means
 * something else, and change a person or an audience.
 *
 * Numbers must be finite and dates valid; functions, symbols, BigInts and values that contain
 * themselves are rejected. `undefined` is left out of JSON and is no problem.
 */
export function findUnsendable(value: unknown): Unsendable | undefined {
	return find(value, []);
}

function find(value: unknown, ancestors: readonly object[]): Unsendable | undefined {
	switch (typeof value) {
		case 'string':
			return INVALID_DATES.has(value) ? unsendable('is an invalid date') : undefined;
		case 'number':
			return Number.isFinite(value)
				? undefined
				: unsendable(`is ${value}, which is not a number that can be sent`);
		case 'bigint':
			return unsendable('is a BigInt, which JSON cannot express: pass it as text');
		case 'function':
		case 'symbol':
			return unsendable(`is a ${typeof value}, which JSON cannot express`);
		case 'object':
			return value === null ? undefined : findInObject(value, ancestors);
		default:
			return undefined;
	}
}

function findInObject(value: object, ancestors: readonly object[]): Unsendable | undefined {
	if (ancestors.includes(value)) {
		return unsendable('contains itself (circular), so it cannot be written as JSON');
	}
	if ('toJSON' in value && typeof value.toJSON === 'function') {
		// Invalid Dates serialize to null, invalid Luxon DateTimes too.
		const json: unknown = value.toJSON();
		return json === null ? unsendable('is an invalid date') : find(json, ancestors);
	}
	const within = [...ancestors, value];
	if (Array.isArray(value)) {
		for (const [index, entry] of value.entries()) {
			const found = find(entry, within);
			if (found !== undefined) return inside(`[${index}]`, found);
		}
		return undefined;
	}
	for (const key of Object.keys(value)) {
		const found = find((value as { [key: string]: unknown })[key], within);
		if (found !== undefined) return inside(key, found);
	}
	return undefined;
}

function unsendable(problem: string): Unsendable {
	return { path: '', problem };
}

function inside(step: string, { path, problem }: Unsendable): Unsendable {
	const separator = path === '' || path.startsWith('[') ? '' : '.';
	return { path: `${step}${separator}${path}`, problem };
}
