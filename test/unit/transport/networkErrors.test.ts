import { UnexpectedError, UserError } from 'n8n-workflow';

import { readNetworkError } from '../../../nodes/shared/transport/networkErrors.ts';

/** As n8n and its HTTP client wrap errors: the code is somewhere in the causes. */
const wrapped = (cause: unknown) => Object.assign(new Error('failed'), { cause });
const kindOf = (cause: unknown) => readNetworkError(wrapped(wrapped(cause))).outcome.kind;

it('finds the code in the causes, and with it whether the request was sent', () => {
	const refused = wrapped(wrapped({ code: 'ECONNREFUSED', syscall: 'connect' }));
	expect(readNetworkError(refused)).toEqual({
		outcome: { kind: 'notConnected' },
		reason: 'the connection was refused',
		cancelled: false,
	});
});

it.each([
	['one address', { code: 'ETIMEDOUT', syscall: 'connect' }],
	[
		'several addresses',
		{ code: 'ETIMEDOUT', errors: [1, 2].map(() => ({ code: 'ETIMEDOUT', syscall: 'connect' })) },
	],
	[
		'one address, by n8n 1',
		{ httpCode: 'ETIMEDOUT', messages: ['connect ETIMEDOUT 10.0.0.1:443'] },
	],
])('knows that nothing was sent to a host of %s that lets nobody connect', (_, cause) => {
	expect(readNetworkError(wrapped(wrapped(cause)))).toEqual({
		outcome: { kind: 'notConnected' },
		reason: 'the connection timed out',
		cancelled: false,
	});
});

const codes = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EADDRNOTAVAIL'];

describe.each(codes)('O3 %s', (code) => {
	it('of a connection means that nothing was sent', () => {
		expect(kindOf({ code, syscall: 'connect' })).toBe('notConnected');
		expect(kindOf({ httpCode: code, messages: [`connect ${code} 10.0.0.1:443`] })).toBe(
			'notConnected',
		);
	});

	it.each(['read', 'write', 'shutdown'])('of a %s leaves open what became of it', (syscall) => {
		expect(kindOf({ code, syscall })).toBe('noResponse');
		expect(kindOf({ httpCode: code, messages: [`${syscall} ${code}`] })).toBe('noResponse');
	});
});

it.each([
	['a DNS lookup that failed', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }],
	['a DNS server that is busy', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }],
	['a DNS query that timed out', { code: 'ETIMEOUT', syscall: 'queryA' }],
	[
		'a DNS lookup that failed, by n8n 1',
		{ httpCode: 'ENOTFOUND', messages: ['getaddrinfo ENOTFOUND a.example'] },
	],
	['all addresses refused, by n8n 1', { httpCode: 'ECONNREFUSED', messages: [] }],
	['a local address that is taken', { code: 'EADDRINUSE', syscall: 'bind' }],
	...[
		'CERT_HAS_EXPIRED',
		'CERT_NOT_YET_VALID',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'ERR_TLS_CERT_ALTNAME_INVALID',
		'HOSTNAME_MISMATCH',
		'INVALID_CA',
	].map((code): [string, object] => [`a certificate: ${code}`, { code }]),
])('O3 knows that nothing was sent: %s', (_, cause) => {
	expect(kindOf(cause)).toBe('notConnected');
});

it.each([
	['a time-out of a read', { code: 'ETIMEDOUT', syscall: 'read' }],
	['a connection that was reset', { code: 'ECONNRESET', syscall: 'read' }],
	['a pipe that broke', { code: 'EPIPE', syscall: 'write' }],
	// Under TLS 1.3 a server sends these when it has read the request already.
	['a TLS alert', { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }],
	['a TLS alert', { code: 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE' }],
	['a TLS alert', { code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' }],
	['a TLS protocol error', { code: 'EPROTO', syscall: 'write' }],
	['a server that broke off', { code: 'ERR_BAD_RESPONSE' }],
	['a timeout of the HTTP client', { code: 'ECONNABORTED' }],
])('O3 does not know whether the request arrived: %s', (_, cause) => {
	expect(kindOf(cause)).toBe('noResponse');
});

it('does not know whether a request was sent that was answered too late', () => {
	expect(readNetworkError(wrapped({ code: 'ETIMEDOUT', syscall: 'read' }))).toEqual({
		outcome: { kind: 'noResponse' },
		reason: 'The request timed out',
		cancelled: false,
	});
});

it('O4 knows what n8n did not send, and how n8n says to fix it', () => {
	const blocked = new UserError('The request was blocked', { description: 'Ask your admin' });
	expect(readNetworkError(wrapped(wrapped(blocked)))).toEqual({
		outcome: { kind: 'notSendable' },
		reason: 'The request was blocked',
		howToFix: 'Ask your admin',
		cancelled: false,
	});
	expect(kindOf(new UnexpectedError('Cannot determine the host'))).toBe('notSendable');
});

it.each([
	'ERR_INVALID_URL',
	'ERR_INVALID_CHAR',
	'ERR_UNESCAPED_CHARACTERS',
	'ERR_INVALID_PROTOCOL',
])('O4 knows that Node.js did not send an invalid request: %s', (code) => {
	expect(kindOf({ code })).toBe('notSendable');
	expect(kindOf({ httpCode: code })).toBe('notSendable');
});

it('takes a request for sent when there is no code', () => {
	expect(readNetworkError(new Error('strange'))).toEqual({
		outcome: { kind: 'noResponse' },
		reason: 'strange',
		cancelled: false,
	});
});

it('ends with causes in a circle', () => {
	const circle: { cause?: unknown } = {};
	circle.cause = circle;
	expect(readNetworkError(circle).outcome.kind).toBe('noResponse');
});
