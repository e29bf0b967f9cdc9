import { createHmac, timingSafeEqual } from 'node:crypto';

/** Headers as Node.js hands them over: lower-case names. */
interface Headers {
	readonly [name: string]: string | readonly string[] | undefined;
}

type VerificationResult =
	{ readonly valid: true } | { readonly valid: false; readonly reason: string };

const SIGNATURE = 'x-cio-signature';
const TIMESTAMP = 'x-cio-timestamp';

/** How far the sender's clock, or the network, may be off. */
export const TOLERANCE_MS = 5 * 60 * 1000;

/**
 * The signature that Customer.io sends as `X-CIO-Signature`: the hex HMAC-SHA256 of
 * `v0:<X-CIO-Timestamp>:<body>` under the signing key.
 *
 * @param body the bytes as they are sent
 * @param timestamp Unix seconds, as they stand in `X-CIO-Timestamp`
 */
export function sign(body: string | Uint8Array, timestamp: string, signingKey: string): string {
	return digest(body, timestamp, signingKey).toString('hex');
}

/**
 * Whether a request comes from somebody who has the signing key, and was sent lately.
 *
 * @param body the bytes as they came: JSON that was read and written again has another signature
 * @param now the receiver's clock, in milliseconds
 * @param toleranceMs how old, or ahead of `now`, the request may be
 */
export function verify(
	body: Uint8Array,
	headers: Headers,
	signingKey: string,
	now: number,
	toleranceMs: number = TOLERANCE_MS,
): VerificationResult {
	// HMAC takes an empty key, which everybody has.
	if (signingKey === '') return invalid('there is no signing key');
	const signature = single(headers[SIGNATURE]);
	const timestamp = single(headers[TIMESTAMP]);
	// Node.js joins a header that came twice with a comma, so that it has no valid form either.
	// Upper-case digits are taken: they mean the same 32 bytes, and these still have to be right,
	// while refusing a genuine event holds up the sender's queue for an hour.
	if (signature === undefined || !/^[0-9a-fA-F]{64}$/.test(signature)) {
		return invalid('X-CIO-Signature is missing, or not one SHA-256 in hex');
	}
	if (timestamp === undefined || !/^[0-9]{1,12}$/.test(timestamp)) {
		return invalid('X-CIO-Timestamp is missing, or not one Unix time in seconds');
	}
	if (Math.abs(now - Number(timestamp) * 1000) > toleranceMs) {
		return invalid('X-CIO-Timestamp is too far from now');
	}
	const sent = Buffer.from(signature, 'hex');
	const own = digest(body, timestamp, signingKey);
	return timingSafeEqual(sent, own) ? { valid: true } : invalid('the signature is another one');
}

function digest(body: string | Uint8Array, timestamp: string, signingKey: string): Buffer {
	return createHmac('sha256', signingKey).update(`v0:${timestamp}:`).update(body).digest();
}

function single(header: string | readonly string[] | undefined): string | undefined {
	return typeof header === 'string' ? header : undefined;
}

function invalid(reason: string): VerificationResult {
	return { valid: false, reason };
}
