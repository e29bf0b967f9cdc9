import { randomBytes } from 'node:crypto';

/** Crockford's Base32. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

/**
 * A new ULID: the time in milliseconds, and 80 random bits.
 *
 * @see https://github.com/ulid/spec
 */
export function newEventId(): string {
	let time = Date.now();
	let text = '';
	for (let digit = 0; digit < TIME_DIGITS; digit += 1) {
		text = (DIGITS[time % DIGITS.length] ?? '') + text;
		time = Math.floor(time / DIGITS.length);
	}
	for (const byte of randomBytes(RANDOM_DIGITS)) text += DIGITS[byte % DIGITS.length] ?? '';
	return text;
}
