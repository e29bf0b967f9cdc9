import type { Outcome } from './retry';

/** Codes of Node.js that mean that no connection came about, so nothing was sent. */
const BEFORE_SENDING = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
	'ERR_INVALID_URL',
]);

/** Codes of OpenSSL about the other side's certificate: the request follows only after it is trusted. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS_/;

/**
 * What an exception of n8n's HTTP helper means for the request. n8n wraps the cause once or twice,
 * depending on its version, so the code is looked for along the chain of causes.
 */
export function readNetworkError(error: unknown): {
	readonly outcome: Extract<Outcome, { kind: 'notSent' | 'lost' }>;
	readonly reason: string;
	readonly cancelled: boolean;
} {
	const code = findCode(error);
	const sent = !(BEFORE_SENDING.has(code ?? '') || CERTIFICATE.test(code ?? ''));
	return {
		outcome: { kind: sent ? 'lost' : 'notSent' },
		reason: reasonOf(error, code),
		cancelled: code === 'ERR_CANCELED' || code === 'ABORT_ERR',
	};
}

function findCode(error: unknown): string | undefined {
	let current: unknown = error;
	for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
		const { code, httpCode, cause } = current as { [key: string]: unknown };
		for (const one of [code, httpCode]) {
			if (typeof one === 'string' && /^[A-Z]/.test(one)) return one;
		}
		current = cause;
	}
	return undefined;
}

const REASONS: { readonly [code: string]: string } = {
	ECONNABORTED: 'There was no answer in time',
	ETIMEDOUT: 'There was no answer in time',
	ECONNRESET: 'The connection was cut before the answer',
	EPIPE: 'The connection was cut before the answer',
	ERR_BAD_RESPONSE: 'The answer was cut short',
	ECONNREFUSED: 'the connection was refused',
	ENOTFOUND: 'the host name is not known',
	EAI_AGAIN: 'the host name could not be looked up',
};

function reasonOf(error: unknown, code: string | undefined): string {
	if (code !== undefined && REASONS[code] !== undefined) return REASONS[code];
	const message = error instanceof Error ? error.message : String(error);
	return code === undefined ? message : `${message}, ${code}`;
}
