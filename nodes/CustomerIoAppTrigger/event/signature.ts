import { createHmac, timingSafeEqual } from 'node:crypto';

import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { appApi } from '../../shared/transport/apis';

/** Headers in Node.js form: lower-case names. */
interface Headers {
	readonly [name: string]: string | readonly string[] | undefined;
}

type VerificationResult =
	{ readonly valid: true } | { readonly valid: false; readonly reason: string };

const SIGNATURE = 'x-cio-signature';
const TIMESTAMP = 'x-cio-timestamp';

/** Default for the difference between the sender's clock and ours, transmission included. */
export const TOLERANCE_MS = 5 * 60 * 1000;

/** The credential's signing key, without the white space of copying; empty if there is none. */
export async function signingKeyOf(context: IHookFunctions | IWebhookFunctions): Promise<string> {
	const { webhookSigningSecret } = await context.getCredentials(appApi.credential);
	return typeof webhookSigningSecret === 'string' ? webhookSigningSecret.trim() : '';
}

/**
 * The signature that Customer.io sends as `X-CIO-Signature`: the hex HMAC-SHA256 of
 * `v0:<X-CIO-Timestamp>:<body>` under the signing key.
 *
 * @param body the bytes as they are sent
 * @param timestamp Unix seconds, as written in `X-CIO-Timestamp`
 */
export function sign(body: string | Uint8Array, timestamp: string, signingKey: string): string {
	return digest(body, timestamp, signingKey).toString('hex');
}

/**
 * Whether the sender of a request has the signing key and signed the request recently.
 *
 * @param body the bytes as received: JSON that is parsed and serialized again has another signature
 * @param now the receiver's clock, in milliseconds
 * @param toleranceMs how far the timestamp may be before or after `now`
 */
export function verify(
	body: Uint8Array,
	headers: Headers,
	signingKey: string,
	now: number,
	toleranceMs: number = TOLERANCE_MS,
): VerificationResult {
	// HMAC accepts an empty key, which everybody has.
	if (signingKey === '') return invalid('there is no signing key');
	const signature = single(headers[SIGNATURE]);
	const timestamp = single(headers[TIMESTAMP]);
	// Node.js joins repeated headers with a comma, which neither pattern allows. Upper-case digits mean
	// the same 32 bytes, and rejecting a valid event holds up the sender's queue for an hour.
	if (signature === undefined || !/^[0-9a-fA-F]{64}$/.test(signature)) {
		return invalid('X-CIO-Signature is missing, or not one SHA-256 in hex');
	}
	if (timestamp === undefined || !/^[0-9]{1,12}$/.test(timestamp)) {
		return invalid('X-CIO-Timestamp is missing, or not one Unix time in seconds');
	}
	if (Math.abs(now - Number(timestamp) * 1000) > toleranceMs) {
		return invalid('X-CIO-Timestamp is too far from now');
	}
	const received = Buffer.from(signature, 'hex');
	const expected = digest(body, timestamp, signingKey);
	return timingSafeEqual(received, expected)
		? { valid: true }
		: invalid('the signature does not match');
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
