import { createHmac } from 'node:crypto';

interface SignatureInput {
	/** Used as UTF-8 bytes. */
	signingKey: string;
	/** The text of `X-CIO-Timestamp`: Unix seconds. */
	timestamp: string | number;
	/** The raw body, exactly as it is sent. */
	body: string | Buffer;
}

/** The `X-CIO-Signature` of a webhook request: lowercase hex HMAC-SHA256 of `v0:<timestamp>:<body>`. */
export function signWebhook({ signingKey, timestamp, body }: SignatureInput): string {
	return createHmac('sha256', signingKey).update(`v0:${timestamp}:`).update(body).digest('hex');
}
