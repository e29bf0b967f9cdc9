import fc from 'fast-check';

import {
	batchBody,
	bisectRejected,
	MAX_BATCH_BYTES,
	MAX_CALL_BYTES,
	BatchBuilder,
	type SerializedCall,
} from '../../../nodes/shared/batching/batches.ts';

const bytesOf = (text: string) => Buffer.byteLength(text, 'utf8');

function packed(value: unknown): SerializedCall {
	const text = JSON.stringify(value);
	return { text, bytes: bytesOf(text) };
}

function pack<T extends SerializedCall>(calls: T[], mayShare = (_a: T, _b: T) => true): T[][] {
	const packer = new BatchBuilder<T>(mayShare);
	const batches = calls.flatMap((call) => {
		const complete = packer.add(call);
		return complete === undefined ? [] : [complete];
	});
	const remaining = packer.take();
	return remaining.length === 0 ? batches : [...batches, remaining];
}

/** A call of exactly so many bytes. */
function sized(bytes: number, filler = 'x'): SerializedCall {
	const frame = bytesOf(JSON.stringify({ t: '' }));
	const many = Math.floor((bytes - frame) / bytesOf(filler));
	const text = filler.repeat(many);
	return packed({ t: text + 'x'.repeat(bytes - frame - bytesOf(text)) });
}

/** Fewest batches by trying out all divisions that keep the order, without being greedy. */
function fewestBatches(calls: SerializedCall[]): number {
	const fewest = [0];
	for (let end = 1; end <= calls.length; end += 1) {
		let best = Infinity;
		let bytes = bytesOf('{"batch":[]}') - 1;
		for (let start = end - 1; start >= 0; start -= 1) {
			bytes += (calls[start]?.bytes ?? 0) + 1;
			if (bytes > 500_000) break;
			best = Math.min(best, (fewest[start] ?? Infinity) + 1);
		}
		fewest.push(best);
	}
	return fewest[calls.length] ?? 0;
}

const nearCallLimit = fc
	.tuple(fc.integer({ min: 30_000, max: MAX_CALL_BYTES }), fc.constantFrom('x', 'ä', '漢', '😀'))
	.map(([bytes, filler]) => sized(bytes, filler));

/** Ten of them come near to the limit of a batch. */
const nearTenth = fc.integer({ min: 24_900, max: 25_100 }).map((bytes) => sized(bytes, '👩‍🚀'));

const nested = fc
	.tuple(fc.jsonValue({ maxDepth: 6 }), fc.string({ unit: 'binary' }))
	.map((value) => packed(value));

const someCalls = fc.array(
	fc.oneof(
		nearCallLimit,
		nearTenth,
		nested,
		fc.integer({ min: 8, max: 2000 }).map((n) => sized(n)),
	),
	{ maxLength: 200, size: 'max' },
);

describe('batches', () => {
	it('stay within the limit, keep order, lose and double nothing, and are as few as possible', () => {
		fc.assert(
			fc.property(someCalls, (calls) => {
				const batches = pack(calls);
				expect(batches.flat()).toEqual(calls);
				for (const batch of batches) {
					expect(batch.length).toBeGreaterThan(0);
					const body = batchBody(batch);
					expect(bytesOf(body)).toBeLessThanOrEqual(500_000);
					const { batch: parsed } = JSON.parse(body) as { batch: unknown[] };
					expect(parsed).toEqual(batch.map(({ text }) => JSON.parse(text) as unknown));
				}
				expect(batches.length).toBe(fewestBatches(calls));
			}),
			{ numRuns: 150 },
		);
	});

	it('are filled to the last byte', () => {
		const frame = bytesOf('{"batch":[]}');
		const calls = [...Array.from({ length: 15 }, () => sized(32_000)), sized(19_970)];
		const usedBytes = calls.reduce((sum, { bytes }) => sum + bytes, frame + calls.length - 1);
		const spare = MAX_BATCH_BYTES - usedBytes;
		const last = sized(19_970 + spare);
		expect(pack([...calls.slice(0, -1), last])).toHaveLength(1);
		expect(bytesOf(batchBody([...calls.slice(0, -1), last]))).toBe(500_000);
		expect(pack([...calls.slice(0, -1), sized(last.bytes + 1)])).toHaveLength(2);
	});

	it('count bytes, not characters', () => {
		// 20 × 25,000 bytes is too much for one batch; in characters it would be a quarter.
		expect(pack(Array.from({ length: 20 }, () => sized(25_000, '😀')))).toHaveLength(2);
	});

	it('end where a call may not share the request', () => {
		const calls = ['aab', 'b', 'a'].flatMap((word) =>
			[...word].map((kind) => ({ ...sized(9), kind })),
		);
		const batches = pack(calls, (a, b) => a.kind === b.kind);
		expect(batches.map((batch) => batch.map(({ kind }) => kind).join(''))).toEqual([
			'aa',
			'bb',
			'a',
		]);
	});

	it('of nothing are none', () => {
		expect(pack([])).toEqual([]);
	});
});

describe('the limits', () => {
	it('are the documented ones', () => {
		expect([MAX_CALL_BYTES, MAX_BATCH_BYTES]).toEqual([32 * 1024, 500_000]);
	});
});

describe('a refused batch', () => {
	it('is halved if the message says nothing about positions', () => {
		expect(bisectRejected([1, 2, 3, 4, 5], 'Bad request')).toEqual([
			[1, 2, 3],
			[4, 5],
		]);
		expect(bisectRejected([1, 2], '')).toEqual([[1], [2]]);
	});

	it('is cut around the calls that the message names', () => {
		const message = 'batch[2].userId: is required; batch[3]: must be a JSON object';
		expect(bisectRejected([0, 1, 2, 3, 4], message)).toEqual([[0, 1], [2], [3], [4]]);
		expect(bisectRejected(['a', 'b'], 'batch[0]: bad')).toEqual([['a'], ['b']]);
		expect(bisectRejected([0, 1, 2, 3], 'see batch.1 and /batch/3')).toEqual([[0], [1], [2], [3]]);
	});

	it('becomes smaller whatever the message says, and no call is lost', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer(), { minLength: 2 }),
				fc.array(fc.nat({ max: 30 })),
				(calls, named) => {
					const parts = bisectRejected(calls, named.map((n) => `batch[${n}]: bad`).join('; '));
					expect(parts.flat()).toEqual(calls);
					expect(parts.length).toBeGreaterThan(1);
					for (const part of parts) expect(part.length).toBeGreaterThan(0);
				},
			),
		);
	});
});
