/** Verification: the spec's test vectors, and 100,000 generated requests, valid and invalid. */
import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { sign, TOLERANCE_MS, verify } from '../../../nodes/CustomerIoAppTrigger/event/signature.ts';
import webhooksSpec from '../../../tools/sandbox/spec/reporting-webhooks.json' with { type: 'json' };

const KEY = 'a signing key';
const NOW = 1_700_000_000_000;

function check(
	body: string | Uint8Array,
	headers: Record<string, string | string[] | undefined>,
	key = KEY,
	now = NOW,
): boolean {
	return verify(typeof body === 'string' ? Buffer.from(body) : body, headers, key, now).valid;
}

const headersFor = (body: string | Uint8Array, at: number, key = KEY) => {
	const timestamp = String(at);
	return { 'x-cio-timestamp': timestamp, 'x-cio-signature': sign(body, timestamp, key) };
};

describe('the spec’s test vectors', () => {
	test.each(webhooksSpec.signature.testVectors)('$name: $valid', (vector) => {
		const { body, timestamp, signature, signingKey, valid } = vector;
		const headers = { 'x-cio-timestamp': timestamp, 'x-cio-signature': signature };
		expect(check(body, headers, signingKey, Number(timestamp) * 1000)).toBe(valid);
		if (valid) expect(sign(body, timestamp, signingKey)).toBe(signature);
	});
});

describe('time', () => {
	const seconds = NOW / 1000;
	test.each([
		[0, true],
		[-300, true],
		[300, true],
		[-301, false],
		[301, false],
	])('%d s from now: %s', (offset, valid) => {
		expect(check('{}', headersFor('{}', seconds + offset))).toBe(valid);
	});

	test('the window can be another one', () => {
		const headers = headersFor('{}', seconds - 3600);
		expect(verify(Buffer.from('{}'), headers, KEY, NOW, 3_600_000).valid).toBe(true);
		expect(verify(Buffer.from('{}'), headers, KEY, NOW, 3_599_999).valid).toBe(false);
	});
});

describe('headers', () => {
	const good = headersFor('{}', NOW / 1000);
	const { 'x-cio-signature': signature, 'x-cio-timestamp': timestamp } = good;
	test.each<[string, Record<string, string | string[] | undefined>]>([
		['none', {}],
		['no signature', { 'x-cio-timestamp': timestamp }],
		['no time', { 'x-cio-signature': signature }],
		['signature twice', { ...good, 'x-cio-signature': `${signature}, ${signature}` }],
		['time twice', { ...good, 'x-cio-timestamp': `${timestamp}, ${timestamp}` }],
		['signature as a list', { ...good, 'x-cio-signature': [signature] }],
		['empty signature', { ...good, 'x-cio-signature': '' }],
		['a digit more', { ...good, 'x-cio-signature': `${signature}0` }],
		['not hex', { ...good, 'x-cio-signature': 'z'.repeat(64) }],
		['time with a sign', { ...good, 'x-cio-timestamp': `+${timestamp}` }],
		['time with a fraction', { ...good, 'x-cio-timestamp': `${timestamp}.0` }],
		['time with a line end', { ...good, 'x-cio-timestamp': `${timestamp}\n` }],
		['time in milliseconds', { ...good, 'x-cio-timestamp': `${timestamp}000` }],
	])('%s: invalid', (_, headers) => {
		expect(check('{}', headers)).toBe(false);
	});

	test('upper-case digits are the same signature', () => {
		expect(check('{}', { ...good, 'x-cio-signature': signature.toUpperCase() })).toBe(true);
	});

	test('an empty key verifies nothing, not even what is signed with it', () => {
		expect(check('{}', headersFor('{}', NOW / 1000, ''), '')).toBe(false);
	});
});

/** Changes to a valid request; each but the first two makes it invalid. */
const treatments = [
	'none',
	'upperCase',
	'alterByte',
	'addByte',
	'cut',
	'otherKey',
	'otherTime',
	'stale',
	'future',
	'noSignature',
	'noTimestamp',
	'doubledSignature',
	'doubledTimestamp',
	'bodyOnly',
	'randomSignature',
] as const;
type Treatment = (typeof treatments)[number];

interface Request {
	body: Buffer;
	key: string;
	headers: Record<string, string | undefined>;
}

function treat(request: Request, treatment: Treatment, n: number, now: number): Request {
	const { body, headers, key } = request;
	const { 'x-cio-signature': signature = '', 'x-cio-timestamp': timestamp = '' } = headers;
	const set = (change: Record<string, string | undefined>) => ({
		...request,
		headers: { ...headers, ...change },
	});
	const at = (seconds: number) => ({ ...request, headers: headersFor(body, seconds, key) });
	const nowSeconds = Math.floor(now / 1000);
	switch (treatment) {
		case 'none':
			return request;
		case 'upperCase':
			return set({ 'x-cio-signature': signature.toUpperCase() });
		case 'alterByte': {
			const altered = Buffer.from(body.length === 0 ? [n % 256] : body);
			if (body.length > 0)
				altered[n % body.length] = (altered[n % body.length] ?? 0) ^ (1 + (n % 255));
			return { ...request, body: altered };
		}
		case 'addByte':
			return { ...request, body: Buffer.concat([body, Buffer.from([0x20])]) };
		case 'cut':
			return body.length === 0
				? set({ 'x-cio-signature': undefined })
				: { ...request, body: body.subarray(0, n % body.length) };
		case 'otherKey':
			return { ...request, headers: headersFor(body, Number(timestamp), `${key}.`) };
		case 'otherTime':
			return set({ 'x-cio-timestamp': String(Number(timestamp) + 1) });
		case 'stale':
			return at(nowSeconds - 302 - n);
		case 'future':
			return at(nowSeconds + 302 + n);
		case 'noSignature':
			return set({ 'x-cio-signature': undefined });
		case 'noTimestamp':
			return set({ 'x-cio-timestamp': undefined });
		case 'doubledSignature':
			return set({ 'x-cio-signature': `${signature}, ${signature}` });
		case 'doubledTimestamp':
			return set({ 'x-cio-timestamp': `${timestamp}, ${timestamp}` });
		case 'bodyOnly':
			return set({ 'x-cio-signature': createHmac('sha256', key).update(body).digest('hex') });
		case 'randomSignature':
			return set({ 'x-cio-signature': (n + 1).toString(16).padStart(64, '0') });
	}
}

const json = fc.oneof(
	fc.json(),
	fc
		.tuple(fc.json(), fc.constantFrom(' ', '\t', '\n', '\r\n', '\u00a0', '\u2028', '\ufeff'))
		.map(([text, space]) => `${space}${text}${space}${space}`),
	fc.string({ unit: 'binary', maxLength: 60 }).map((subject) => JSON.stringify({ subject })),
);
const bodies = fc.oneof(
	json.map((text) => Buffer.from(text)),
	fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
	fc.constant(Buffer.alloc(0)),
	// Bytes that are not UTF-8.
	fc.constantFrom(
		Buffer.from([0xff, 0xfe]),
		Buffer.from([0xc3, 0x28]),
		Buffer.from('{"a":"\ud800"}'),
	),
	json.map((text) => gzipSync(text, { level: 1 })),
);
const requests = fc.record({
	body: bodies,
	key: fc.oneof(
		fc.string({ minLength: 1, maxLength: 64 }),
		fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
	),
	now: fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 }),
	/** Inside the window on both sides, even after rounding to seconds. */
	age: fc.integer({ min: -(TOLERANCE_MS / 1000) + 1, max: TOLERANCE_MS / 1000 - 1 }),
	treatment: fc.constantFrom(...treatments),
	n: fc.nat({ max: 100_000 }),
});

test('100,000 generated requests: no invalid one accepted, no valid one rejected, no crash', () => {
	const times: number[] = [];
	let validCount = 0;
	fc.assert(
		fc.property(requests, ({ body, key, now, age, treatment, n }) => {
			const timestamp = Math.floor(now / 1000) - age;
			const request = treat(
				{ body, key, headers: headersFor(body, timestamp, key) },
				treatment,
				n,
				now,
			);
			const started = performance.now();
			const verdict = verify(request.body, request.headers, request.key, now);
			times.push(performance.now() - started);
			const expected = treatment === 'none' || treatment === 'upperCase';
			if (expected) validCount += 1;
			return verdict.valid === expected;
		}),
		{ numRuns: 100_000 },
	);
	times.sort((a, b) => a - b);
	const p99 = times[Math.floor(times.length * 0.99)] ?? Infinity;
	console.log(
		`signature: ${times.length} requests, ${validCount} of them valid; p99 ${(p99 * 1000).toFixed(0)} µs`,
	);
	expect(p99).toBeLessThan(100);
}, 120_000);
