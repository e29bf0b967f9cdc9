/** How items are packed into requests, and what becomes of each when Customer.io rejects some. */
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { callsOf, jsonOf, located, pairsOf, rows, runTrack } from '../../support/trackNode.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty', workMs: 0, limits: false });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

const upsert = {
	resource: 'person',
	operation: 'upsert',
	person: located('id', '={{ $json.id }}'),
	attributesInput: 'item',
	attributesExcept: 'id',
};

const peopleItems = (count: number, more: (number: number) => object = () => ({})) =>
	Array.from({ length: count }, (_, number) => ({ id: `p${number}`, ...more(number) }));

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

test('10,000 people take as few requests as their size allows', async () => {
	const items = peopleItems(10_000, (number) => ({ name: `Person ${number}`, plan: 'pro' }));
	const result = await runTrack(sandbox, { parameters: upsert, items });
	expect(result.error).toBeUndefined();
	const sizes = sandbox.requests.map(({ body }) => bytesOf(body));
	expect(Math.max(...sizes)).toBeLessThanOrEqual(500_000);
	const total = sandbox.requests.flatMap(callsOf).reduce<number>((sum, call) => {
		return sum + bytesOf(call) + 1;
	}, 0);
	expect(sandbox.requests).toHaveLength(Math.ceil(total / 500_000));
	expect(sandbox.state.people).toHaveLength(10_000);
	expect(jsonOf(result)[9999]).toEqual({ id: 'p9999', success: true });
	expect(pairsOf(result).at(-1)).toEqual({ item: 9999 });
}, 60_000);

test('one bad person among 1,000 fails alone, with the reason and the field, in the same request', async () => {
	const items = peopleItems(1000, (number) => (number === 500 ? { bio: 'x'.repeat(1001) } : {}));
	const result = await runTrack(sandbox, {
		parameters: upsert,
		items,
		onError: 'continueRegularOutput',
	});
	expect(sandbox.requests.map(({ status }) => status)).toEqual([207]);
	const json = jsonOf(result);
	const failed = json.flatMap((entry, index) => (entry.success === true ? [] : [index]));
	expect(failed).toEqual([500]);
	expect(json[500]?.error).toMatch(/cannot be longer than 1000 bytes.*attributes\.bio, invalid/);
	expect(json[500]).toMatchObject({ id: 'p500', httpCode: '400', mayHaveSucceeded: false });
	expect(sandbox.state.people).toHaveLength(999);
});

test('a person whom Customer.io rejects stops the node, which says how many were sent', async () => {
	const items = peopleItems(3, (number) => (number === 1 ? { bio: 'x'.repeat(1001) } : {}));
	const { error } = await runTrack(sandbox, { parameters: upsert, items });
	expect(error?.message).toContain('cannot be longer than 1000 bytes');
	expect(error?.description).toContain('Item 2 of 3 failed. 2 items succeeded');
});

test('a single rejected person has the same reason and field', async () => {
	const { error } = await runTrack(sandbox, {
		parameters: upsert,
		items: peopleItems(1, () => ({ bio: 'x'.repeat(1001) })),
	});
	expect(error?.message).toMatch(/cannot be longer than 1000 bytes.*attributes\.bio, invalid/);
	expect(error).toMatchObject({ httpCode: '400' });
});

test('an item has the code of its own error, if Customer.io gives one', async () => {
	const errors = [
		{ batch_index: 0, message: 'is too long', code: 'too_long' },
		{ batch_index: 2, message: 'is unknown', code: 'unknown_attribute' },
	];
	sandbox.fault({ path: '/api/v2/batch', act: { kind: 'status', status: 207, body: { errors } } });
	const result = await runTrack(sandbox, {
		parameters: upsert,
		items: peopleItems(3),
		onError: 'continueRegularOutput',
	});
	expect(jsonOf(result).map(({ code, httpCode }) => [code, httpCode])).toEqual([
		['too_long', '400'],
		[undefined, undefined],
		['unknown_attribute', '400'],
	]);
});

test('errors without a position fail the whole batch', async () => {
	sandbox.fault({
		path: '/api/v2/batch',
		act: { kind: 'status', status: 207, body: { errors: [{ reason: 'unknown' }] } },
	});
	const result = await runTrack(sandbox, {
		parameters: upsert,
		items: peopleItems(2),
		onError: 'continueRegularOutput',
	});
	expect(jsonOf(result).map(({ error }) => error)).toEqual(['unknown', 'unknown']);
});

test('without batches, each person has a request, in their order', async () => {
	await runTrack(sandbox, {
		parameters: { ...upsert, batchRequests: false },
		items: peopleItems(5),
	});
	expect(sandbox.requests.map(({ path }) => path)).toEqual(Array(5).fill('/api/v2/entity'));
});

test('the same person keeps the order of the items over several batches', async () => {
	const items = Array.from({ length: 2000 }, (_, number) => ({
		id: `p${number % 10}`,
		number,
		text: 'x'.repeat(900),
	}));
	await runTrack(sandbox, { parameters: upsert, items });
	expect(sandbox.requests.length).toBeGreaterThan(3);
	const numbers = sandbox.state.people.map(({ attributes }) => Number(attributes.number));
	expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, at) => 1990 + at));
});

test('people who are created and merged in one item are in two requests', async () => {
	const create = (id: string) => ({ type: 'person', action: 'identify', identifiers: { id } });
	const merge = {
		type: 'person',
		action: 'merge',
		primary: { id: 'a' },
		secondary: { id: 'b' },
	};
	const batch = JSON.stringify([create('a'), create('b'), merge]);
	const result = await runTrack(sandbox, {
		parameters: { resource: 'call', operation: 'sendBatch', batch },
	});
	expect(result.error).toBeUndefined();
	expect(sandbox.requests.map((request) => callsOf(request).length)).toEqual([2, 1]);
	expect(sandbox.state.people.map(({ id }) => id)).toEqual(['a']);
});

test('an event that is retried keeps its ID, so that it happens once', async () => {
	sandbox.fault({
		path: '/api/v2/entity',
		act: { kind: 'resetAfter' },
	});
	const result = await runTrack(sandbox, {
		parameters: {
			resource: 'event',
			operation: 'track',
			person: located('id', '1'),
			name: 'Joined',
			attributes: rows({ plan: 'pro' }),
		},
	});
	expect(result.error).toBeUndefined();
	const ids = sandbox.requests.flatMap(callsOf).map(({ id }) => id);
	expect(ids).toHaveLength(2);
	expect(new Set(ids).size).toBe(1);
	expect(sandbox.state.track.calls.map(({ dropped }) => dropped !== undefined)).toEqual([
		false,
		true,
	]);
});
