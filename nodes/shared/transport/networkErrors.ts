import { UnexpectedError, UserError } from 'n8n-workflow';

import type { Outcome } from './retryPolicy';

/** What an exception of n8n's HTTP helper means for the request. */
export interface NetworkError {
	readonly outcome: Extract<Outcome, { kind: 'notConnected' | 'notSendable' | 'noResponse' }>;
	readonly reason: string;
	/** How to fix it, in n8n's words. */
	readonly howToFix?: string | undefined;
	readonly cancelled: boolean;
}

type ErrorLink = { readonly [key: string]: unknown };

/** System calls that come before anything of the request is sent. `query…` are those of a DNS resolver. */
const BEFORE_SENDING = /^(connect|bind|getaddrinfo|lookup|query[A-Z]\w*)$/;

/**
 * Codes of a connection that was never made, for errors that do not name their system call: all
 * addresses of a host failed, and n8n 1 keeps only the code.
 */
const CONNECT_CODES = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
]);

/**
 * The server's certificate is not trusted: codes of Node.js and of OpenSSL's verification. The request
 * follows only after it. Alerts (`ERR_SSL_…`) are not among them: under TLS 1.3 a server can send one
 * after it has read the request.
 *
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const UNTRUSTED_CERTIFICATE =
	/^(ERR_TLS_CERT_ALTNAME_INVALID|(CERT|CRL|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED)_\w+|ERROR_IN_C\w+_FIELD|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/;

/** Node.js or the HTTP client does not accept the request: an invalid URL, header or option. */
const INVALID_REQUEST =
	/^ERR_(INVALID_(URL|CHAR|PROTOCOL|HTTP_TOKEN|ARG_\w+)|UNESCAPED_CHARACTERS|SOCKET_BAD_PORT|BAD_OPTION\w*|NOT_SUPPORT|HTTP_INVALID_HEADER_VALUE)$/;

const REASONS: { readonly [code: string]: string } = {
	ECONNABORTED: 'The request timed out',
	ETIMEDOUT: 'The request timed out',
	ECONNRESET: 'The connection was closed before a response arrived',
	EPIPE: 'The connection was closed before a response arrived',
	ERR_BAD_RESPONSE: 'The response was cut short',
	ECONNREFUSED: 'the connection was refused',
	ENOTFOUND: 'the host name is not known',
	EAI_AGAIN: 'the DNS lookup failed',
};

/**
 * Reads an exception of n8n's HTTP helper. n8n wraps the cause once or twice, depending on its version,
 * so the code is looked for along the chain of causes.
 */
export function readNetworkError(error: unknown): NetworkError {
	const chain = causes(error);
	const code = chain.flatMap((link) => [link.code, link.httpCode]).find(isCode);
	const cancelled = code === 'ERR_CANCELED' || code === 'ABORT_ERR';
	const refusal = chain.find(isRefusalOfN8n);
	if (refusal !== undefined || INVALID_REQUEST.test(code ?? '')) {
		const { description } = refusal ?? {};
		return {
			outcome: { kind: 'notSendable' },
			reason: refusal === undefined ? reasonOf(error, undefined) : String(refusal.message),
			howToFix: typeof description === 'string' ? description : undefined,
			cancelled,
		};
	}
	const isConnected = !failedBeforeSending(code, chain.map(syscallOf).find(isText));
	return {
		outcome: { kind: isConnected ? 'noResponse' : 'notConnected' },
		reason:
			!isConnected && code === 'ETIMEDOUT' ? 'the connection timed out' : reasonOf(error, code),
		cancelled,
	};
}

function failedBeforeSending(code = '', syscall: string | undefined): boolean {
	if (UNTRUSTED_CERTIFICATE.test(code)) return true;
	return syscall === undefined ? CONNECT_CODES.has(code) : BEFORE_SENDING.test(syscall);
}

/** An error and what caused it. */
function causes(error: unknown): ErrorLink[] {
	const chain: ErrorLink[] = [];
	let current = error;
	while (chain.length < 5 && typeof current === 'object' && current !== null) {
		const link = current as ErrorLink;
		chain.push(link);
		// The errors of all addresses of a host come as one, which has the code of the first.
		current = link.cause ?? (Array.isArray(link.errors) ? link.errors[0] : undefined);
	}
	return chain;
}

/** n8n blocks the address, such as one of its own network. Its other errors derive from `NodeError`. */
function isRefusalOfN8n(link: ErrorLink): boolean {
	return link instanceof UserError || link instanceof UnexpectedError;
}

/** Node.js names the system call; of that, n8n 1 keeps only the text "connect ETIMEDOUT 192.0.2.1:443". */
function syscallOf({ syscall, messages }: ErrorLink): string | undefined {
	if (typeof syscall === 'string') return syscall;
	return [messages]
		.flat()
		.map((message) => /^(\w+) E[A-Z_]+\b/.exec(String(message))?.[1])
		.find(isText);
}

function isText(value: string | undefined): value is string {
	return value !== undefined;
}

function isCode(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Z]/.test(value);
}

function reasonOf(error: unknown, code: string | undefined): string {
	if (code !== undefined && REASONS[code] !== undefined) return REASONS[code];
	const message = error instanceof Error ? error.message : String(error);
	return code === undefined ? message : `${message}, ${code}`;
}
