import fc from 'fast-check';

import { pipelinesFormat } from '../../../nodes/CustomerIoPipelines/calls/batchFormat.ts';
import { MAX_CALL_BYTES } from '../../../nodes/CustomerIoPipelines/calls/prepareCalls.ts';
import {
	BatchBuilder,
	batchBody,
	bisectRejected,
} from '../../../nodes/shared/batching/batchBuilder.ts';
import type { SerializedCall } from '../../../nodes/shared/batching/batchFormat.ts';

const { layout } = pipelinesFormat;

const bytesOf = (text: string) => Buffer.byteLength(text, 'utf8');

function serialized(value: unknown): SerializedCall {
	const text = JSON.stringify(value);
	return { text, bytes: bytesOf(text) };
}

function pack<T extends SerializedCall>(calls: T[], canBatch = (_a: T, _b: T) => true): T[][] {
	const builder = new BatchBuilder<T>(layout, canBatch);
	const batches = calls.flatMap((call) => {
		const complete = builder.add(call);
		return complete === undefined ? [] : [complete];
	});
	const rest = builder.take();
	return rest.length === 0 ? batches : [...batches, rest];
}

/** A call of exactly that size. */
function sized(bytes: number, filler = 'x'): SerializedCall {
	const frame = bytesOf(JSON.stringify({ t: '' }));
	const many = Math.floor((bytes - frame) / bytesOf(filler));
	const text = filler.repeat(many);
	return serialized({ t: text + 'x'.repeat(bytes - frame - bytesOf(text)) });
}

/** The minimum number of batches, found by trying all divisions that keep the order. */
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

/** Twenty of them are close to the limit of a batch. */
const nearTenth = fc.integer({ min: 24_900, max: 25_100 }).map((bytes) => sized(bytes, '👩‍🚀'));

const nested = fc
	.tuple(fc.jsonValue({ maxDepth: 6 }), fc.string({ unit: 'binary' }))
	.map((value) => serialized(value));

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
	it('stay within the limit, keep the order, lose and duplicate nothing, and are as few as possible', () => {
		fc.assert(
			fc.property(someCalls, (calls) => {
				const batches = pack(calls);
				expect(batches.flat()).toEqual(calls);
				for (const batch of batches) {
					expect(batch.length).toBeGreaterThan(0);
					const body = batchBody(layout, batch);
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
		const used = calls.reduce((sum, { bytes }) => sum + bytes, frame + calls.length - 1);
		const spare = layout.maxBytes - used;
		const last = sized(19_970 + spare);
		expect(pack([...calls.slice(0, -1), last])).toHaveLength(1);
		expect(bytesOf(batchBody(layout, [...calls.slice(0, -1), last]))).toBe(500_000);
		expect(pack([...calls.slice(0, -1), sized(last.bytes + 1)])).toHaveLength(2);
	});

	it('count bytes, not characters', () => {
		// 20 × 25,000 bytes is too much for one batch; in characters it would be half of one.
		expect(pack(Array.from({ length: 20 }, () => sized(25_000, '😀')))).toHaveLength(2);
	});

	it('end where a call cannot share the request', () => {
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

	it('are empty without calls', () => {
		expect(pack([])).toEqual([]);
	});
});

describe('the limits', () => {
	it('are the documented ones', () => {
		expect([MAX_CALL_BYTES, layout.maxBytes]).toEqual([32 * 1024, 500_000]);
	});
});

describe('a rejected batch', () => {
	it('is halved if the message says nothing about positions', () => {
		expect(bisectRejected([1, 2, 3, 4, 5], 'Bad request')).toEqual([
			[1, 2, 3],
			[4, 5],
		]);
		expect(bisectRejected([1, 2], '')).toEqual([[1], [2]]);
	});

	it('is split around the calls that the message names', () => {
		const message = 'batch[2].userId: is required; batch[3]: must be a JSON object';
		expect(bisectRejected([0, 1, 2, 3, 4], message)).toEqual([[0, 1], [2], [3], [4]]);
		expect(bisectRejected(['a', 'b'], 'batch[0]: bad')).toEqual([['a'], ['b']]);
		expect(bisectRejected([0, 1, 2, 3], 'see batch.1 and /batch/3')).toEqual([[0], [1], [2], [3]]);
	});

	it('gets smaller whatever the message says, and loses no call', () => {
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
