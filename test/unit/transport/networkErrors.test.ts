import { readNetworkError } from '../../../nodes/shared/transport/networkErrors.ts';

/** As n8n and its HTTP client wrap errors: the code is somewhere in the causes. */
const wrapped = (cause: unknown) => Object.assign(new Error('failed'), { cause });

it('finds the code in the causes, and with it whether the request was sent', () => {
	const refused = wrapped(wrapped({ code: 'ECONNREFUSED' }));
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

it('does not know whether a request was sent that was answered too late', () => {
	expect(readNetworkError(wrapped({ code: 'ETIMEDOUT', syscall: 'read' }))).toEqual({
		outcome: { kind: 'noResponse' },
		reason: 'The request timed out',
		cancelled: false,
	});
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
