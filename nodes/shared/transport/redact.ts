const HIDDEN = '[hidden]';

/** A shorter key is a placeholder, and removing it would garble texts. */
const MIN_LENGTH = 8;

type Redact = <T>(value: T) => T;

/**
 * A function that removes a key from a value and all that is in it, in the forms in which a server may
 * return it: as it is, escaped, and in Base64 at any position, as in `Basic` authorization.
 */
export function redactor(key: string): Redact {
	if (key.length < MIN_LENGTH) return (value) => value;
	const forms = [
		key,
		encodeURIComponent(key),
		JSON.stringify(key).slice(1, -1),
		...[0, 1, 2].flatMap((offset) => base64At(offset, key)),
	];
	const hide = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, HIDDEN), text);
	const redact = (value: unknown): unknown => {
		if (typeof value === 'string') return hide(value);
		if (Array.isArray(value)) return value.map(redact);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).map(([name, entry]) => [hide(name), redact(entry)]),
		);
	};
	return redact as Redact;
}

/** The Base64 digits that depend on the key alone, after so many other bytes; with both alphabets. */
function base64At(offset: number, key: string): string[] {
	const bytes = Buffer.from(' '.repeat(offset) + key);
	const digits = bytes
		.toString('base64')
		.slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
	return [digits, digits.replaceAll('+', '-').replaceAll('/', '_')];
}
