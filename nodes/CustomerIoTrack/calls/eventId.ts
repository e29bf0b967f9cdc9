/** Crockford's Base32. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 26;

/**
 * A UUID as a ULID: the same 128 bits in another notation, because Customer.io takes only ULIDs.
 *
 * @see https://github.com/ulid/spec
 */
export function ulidOf(uuid: string): string {
	let rest = BigInt(`0x${uuid.replaceAll('-', '')}`);
	let text = '';
	for (let digit = 0; digit < LENGTH; digit += 1) {
		text = (DIGITS[Number(rest % 32n)] ?? '') + text;
		rest /= 32n;
	}
	return text;
}
