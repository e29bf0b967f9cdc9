/** The faults of the service and of what lies before it, generated at random. */
import fc from 'fast-check';

import type { SocketFault } from './network.ts';

/** The body of an error response. `echo…`: the request's Authorization header and key come back in it. */
export type BodyKind =
	| 'none'
	| 'html'
	| 'errors'
	| 'meta'
	| 'error'
	| 'message'
	| 'detail'
	| 'text'
	| 'echoHeaders'
	| 'echoText'
	| 'echoKey';

/** What is wrong with a later page of a list. */
export type PageFault =
	| 'repeatedCursor'
	| 'circle'
	| 'firstPageAgain'
	| 'noBody'
	| 'null'
	| 'emptyObject'
	| 'errors'
	| 'keyMissing'
	| 'emptyPage'
	| 'endsEarly';

/** A readable description of a fault. */
export type FaultPlan = {
	/** Number of requests that it affects. */
	times: number;
	/** Affect only every nth request. */
	every: number;
} & (
	| { what: 'rateLimited'; retryAfter: 'none' | 'zero' | 'second' | 'date' | 'nonsense' | 'long' }
	/** `processed`: Customer.io did what was asked, and only its response is wrong. */
	| { what: 'status'; status: number; body: BodyKind; processed: boolean }
	| { what: 'redirect'; status: number; wrongRegion: boolean }
	| { what: 'notJson'; body: string; processed: boolean }
	/** The connection is not made. */
	| ({ what: 'connect' } & SocketFault)
	/** The connection breaks after the request was sent. */
	| ({ what: 'broken'; processed: boolean } & SocketFault)
	| { what: 'reset'; processed: boolean }
	| { what: 'truncate'; declareFull: boolean }
	| { what: 'late'; ms: number }
	| { what: 'trickle'; part: 'head' | 'body'; ms: number; endless: boolean }
	| { what: 'page'; fault: PageFault }
);

/** Longer than the shortest timeout that a user can set. */
const LATE_MS = 1300;

const MAX_HITS = 6;
const hits = {
	times: fc.integer({ min: 1, max: MAX_HITS }),
	every: fc.integer({ min: 1, max: 3 }),
};

/** Statuses after which nothing was done, whatever the request. */
const NEVER_PROCESSED = new Set([425, 501, 505, 511, 521, 523, 525, 526]);

const BODIES = [
	'none',
	'html',
	'errors',
	'meta',
	'error',
	'message',
	'detail',
	'text',
	'echoHeaders',
	'echoText',
	'echoKey',
] as const satisfies readonly BodyKind[];

const before = (code: string, syscall?: string): SocketFault =>
	syscall === undefined ? { code } : { code, syscall };

const CONNECT_FAULTS: readonly SocketFault[] = [
	...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'].map((code) =>
		before(code, 'connect'),
	),
	...['ENOTFOUND', 'EAI_AGAIN'].map((code) => before(code, 'getaddrinfo')),
	{ code: 'ECONNREFUSED', syscall: 'connect', aggregate: true },
	// The handshake of TLS.
	...['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'].map(
		(code) => before(code),
	),
];

const BROKEN_FAULTS: readonly SocketFault[] = [
	...['ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED'].map((code) =>
		before(code, 'read'),
	),
	...['EPIPE', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED'].map((code) => before(code, 'write')),
	// Alerts of TLS after the handshake.
	...['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC'].map(
		(code) => before(code),
	),
];

const PAGE_FAULTS = [
	'repeatedCursor',
	'circle',
	'firstPageAgain',
	'noBody',
	'null',
	'emptyObject',
	'errors',
	'keyMissing',
	'emptyPage',
	'endsEarly',
] as const satisfies readonly PageFault[];

const is = <const Text extends string>(text: Text) => fc.constant(text);

const status = (statuses: fc.Arbitrary<number>, processed: fc.Arbitrary<boolean>) =>
	fc
		.record({
			what: is('status'),
			status: statuses,
			body: fc.constantFrom(...BODIES),
			processed,
			...hits,
		})
		.map((plan) => ({ ...plan, processed: plan.processed && !NEVER_PROCESSED.has(plan.status) }));

const serverError = fc.oneof(
	fc.constantFrom(500, 502, 503, 504),
	fc.integer({ min: 500, max: 599 }),
	fc.constantFrom(408, 425, 520, 521, 522, 523, 524, 525, 526, 529, 530),
);
const clientError = fc.constantFrom(400, 401, 403, 409, 413, 418, 422, 451);

/** The faults of one request. */
export const requestFault: fc.Arbitrary<FaultPlan> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			what: is('rateLimited'),
			retryAfter: fc.constantFrom(
				...(['none', 'zero', 'second', 'date', 'nonsense', 'long'] as const),
			),
			...hits,
		}),
	},
	{ weight: 4, arbitrary: status(serverError, fc.boolean()) },
	{ weight: 2, arbitrary: status(clientError, fc.constant(false)) },
	{
		weight: 1,
		arbitrary: fc.record({
			what: is('redirect'),
			status: fc.constantFrom(301, 302, 303, 307, 308),
			wrongRegion: fc.boolean(),
			...hits,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			what: is('notJson'),
			body: fc.constantFrom('<html><body>Please sign in</body></html>', '{"segment":{"id":', 'OK'),
			processed: fc.boolean(),
			...hits,
		}),
	},
	{
		weight: 2,
		arbitrary: fc
			.record({ what: is('connect'), fault: fc.constantFrom(...CONNECT_FAULTS), ...hits })
			.map(({ fault, ...plan }) => ({ ...plan, ...fault })),
	},
	{
		weight: 3,
		arbitrary: fc
			.record({
				what: is('broken'),
				fault: fc.constantFrom(...BROKEN_FAULTS),
				processed: fc.boolean(),
				...hits,
			})
			.map(({ fault, ...plan }) => ({ ...plan, ...fault })),
	},
	{ weight: 2, arbitrary: fc.record({ what: is('reset'), processed: fc.boolean(), ...hits }) },
	{
		weight: 2,
		arbitrary: fc.record({ what: is('truncate'), declareFull: fc.boolean(), ...hits }),
	},
	{
		weight: 1,
		arbitrary: fc.record({ what: is('late'), ms: fc.constantFrom(30, LATE_MS), ...hits }),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			what: is('trickle'),
			part: fc.constantFrom(...(['head', 'body'] as const)),
			ms: fc.constantFrom(5, 40, 200),
			endless: fc.nat(2).map((n) => n === 2),
			...hits,
		}),
	},
);

/** A fault of later pages, sometimes of all of them: without end, if the node takes what it gets. */
export const pageFault: fc.Arbitrary<FaultPlan> = fc
	.record({ what: is('page'), fault: fc.constantFrom(...PAGE_FAULTS), ...hits })
	.map((plan) => (plan.times === MAX_HITS ? { ...plan, times: 100_000, every: 1 } : plan));

/** Whether a response may come later than a timeout of one second. */
export function isSlow(plan: FaultPlan): boolean {
	return plan.what === 'trickle' || (plan.what === 'late' && plan.ms === LATE_MS);
}

/** What an error response says, for an invariant that the node passes it on. */
export const WORDS = 'the reason is 4711';

/** The text of an error response, as its content type the JSON or HTML that it is. */
export function errorText(kind: BodyKind, authorization: string): string {
	const key = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
	switch (kind) {
		case 'none':
			return '';
		case 'html':
			return `<html><head><title>${WORDS}</title></head></html>`;
		case 'errors':
			return JSON.stringify({ errors: [{ detail: WORDS }] });
		case 'meta':
			return JSON.stringify({ meta: { errors: [WORDS] } });
		case 'error':
		case 'message':
		case 'detail':
			return JSON.stringify({ [kind]: WORDS });
		case 'text':
			return WORDS;
		case 'echoHeaders':
			return JSON.stringify({ error: WORDS, headers: { authorization } });
		case 'echoText':
			return `${WORDS}: ${authorization}`;
		case 'echoKey': {
			const bare = authorization.startsWith('Basic ')
				? key.split(':').findLast((part) => part !== '')
				: authorization.replace(/^Bearer /, '');
			return JSON.stringify({ errors: [{ detail: `${WORDS}, unknown key ${bare}` }] });
		}
	}
}

/** The headers of a 429. */
export function retryAfterHeaders(
	kind: Extract<FaultPlan, { what: 'rateLimited' }>['retryAfter'],
): Record<string, string> {
	switch (kind) {
		case 'none':
			return {};
		case 'zero':
			return { 'Retry-After': '0' };
		case 'second':
			return { 'Retry-After': '1' };
		case 'date':
			return { 'Retry-After': new Date(Date.now() + 1500).toUTCString() };
		case 'nonsense':
			return { 'Retry-After': 'soon' };
		case 'long':
			return { 'Retry-After': '3600' };
	}
}
