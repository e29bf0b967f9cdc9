import type { Outcome } from './retryPolicy';

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
	readonly outcome: Extract<Outcome, { kind: 'notConnected' | 'noResponse' }>;
	readonly reason: string;
	readonly cancelled: boolean;
} {
	const chain = causes(error);
	const code = chain.flatMap(({ code, httpCode }) => [code, httpCode]).find(isCode);
	const connecting = chain.some(isOfConnecting);
	const sent = !(connecting || BEFORE_SENDING.has(code ?? '') || CERTIFICATE.test(code ?? ''));
	return {
		outcome: { kind: sent ? 'noResponse' : 'notConnected' },
		reason:
			connecting && code === 'ETIMEDOUT'
				? 'no connection came about in time'
				: reasonOf(error, code),
		cancelled: code === 'ERR_CANCELED' || code === 'ABORT_ERR',
	};
}

/** An error and what caused it, as far as it goes. */
function causes(error: unknown): Array<{ readonly [key: string]: unknown }> {
	const chain: Array<{ readonly [key: string]: unknown }> = [];
	let current = error;
	while (chain.length < 5 && typeof current === 'object' && current !== null) {
		const link = current as { readonly [key: string]: unknown };
		chain.push(link);
		// The errors of all addresses of a host come as one, which has the code of the first.
		current = link.cause ?? (Array.isArray(link.errors) ? link.errors[0] : undefined);
	}
	return chain;
}

/** Node.js names the system call; of that, n8n 1 keeps only the words "connect ETIMEDOUT 192.0.2.1:443". */
function isOfConnecting({ syscall, messages }: { readonly [key: string]: unknown }): boolean {
	return syscall === 'connect' || [messages].flat().some((one) => /^connect E/.test(String(one)));
}

function isCode(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Z]/.test(value);
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
