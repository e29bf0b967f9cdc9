import { readNetworkError } from '../../../nodes/shared/transport/networkErrors.ts';

/** Like n8n and its HTTP client, which wrap errors: the code is somewhere in the causes. */
const wrapped = (cause: unknown) => Object.assign(new Error('failed'), { cause });

it('finds the code in the causes, and tells from it whether the request was sent', () => {
	const refusedConnection = wrapped(wrapped({ code: 'ECONNREFUSED' }));
	expect(readNetworkError(refusedConnection)).toEqual({
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
])('detects that nothing was sent to an unreachable host with %s', (_, cause) => {
	expect(readNetworkError(wrapped(wrapped(cause)))).toEqual({
		outcome: { kind: 'notConnected' },
		reason: 'no connection came about in time',
		cancelled: false,
	});
});

it('treats a request that timed out as possibly sent', () => {
	expect(readNetworkError(wrapped({ code: 'ETIMEDOUT', syscall: 'read' }))).toEqual({
		outcome: { kind: 'noResponse' },
		reason: 'There was no answer in time',
		cancelled: false,
	});
});

it('treats a request as sent if there is no code', () => {
	expect(readNetworkError(new Error('strange'))).toEqual({
		outcome: { kind: 'noResponse' },
		reason: 'strange',
		cancelled: false,
	});
});

it('terminates on circular causes', () => {
	const circle: { cause?: unknown } = {};
	circle.cause = circle;
	expect(readNetworkError(circle).outcome.kind).toBe('noResponse');
});
