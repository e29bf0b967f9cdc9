import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { identify, jsonOf, pairsOf, peopleItems, runPipelines } from '../../support/pipelines.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

const onError = 'continueRegularOutput';
const notes = 'x'.repeat(20_000);

/** Rejects every request that contains the word, without saying where. */
function rejectWith(word: string, text = 'The request is malformed') {
	sandbox.fault({
		times: Infinity,
		match: ({ bodyText }) => bodyText.includes(word),
		act: { kind: 'status', status: 400, body: { meta: { errors: [text] } } },
	});
}

const calls = () => Object.values(sandbox.state.pipelines.calls);

/** Each of these people is stored by one call, and nobody else is stored. */
function expectStoredOnce(ids: string[]) {
	expect(
		calls()
			.map(({ call }) => call.userId)
			.sort(),
	).toEqual([...ids].sort());
	expect(sandbox.state.people.map(({ id }) => id).sort()).toEqual([...ids].sort());
	expect(sandbox.state.pipelines.dropped).toEqual([]);
}

describe('a batch that is rejected for one call', () => {
	it('is split until that call is alone; the others are sent once', async () => {
		rejectWith('poison');
		const items = peopleItems(100, (number) => (number === 37 ? { trait: 'poison' } : {}));
		const result = await runPipelines(sandbox, { parameters: identify, items, onError });
		expect(result.status).toBe('success');
		const json = jsonOf(result);
		expect(json[37]).toMatchObject({
			error: 'The request is malformed',
			httpCode: '400',
			mayHaveSucceeded: false,
		});
		expect(json.filter(({ success }) => success === true)).toHaveLength(99);
		expect(pairsOf(result)).toEqual(items.map((_, item) => ({ item })));
		expectStoredOnce(items.map(({ id }) => id).filter((id) => id !== 'p37'));
		expect(calls().every(({ received }) => received === 1)).toBe(true);
		// Two requests for each halving, and one for the whole.
		expect(sandbox.requests.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(100)) + 1);
		const order = sandbox.requests.filter(({ processed }) => processed).flatMap(idsOf);
		expect(order).toEqual(items.map(({ id }) => id).filter((id) => id !== 'p37'));
	});

	it('does not send the last part whole if all others succeeded', async () => {
		rejectWith('poison');
		const items = peopleItems(128, (number) => (number === 127 ? { trait: 'poison' } : {}));
		await runPipelines(sandbox, { parameters: identify, items, onError });
		// The whole, the first half of each of seven halvings, and the bad call.
		expect(sandbox.requests).toHaveLength(9);
	});

	it('is not taken apart without end where everything is rejected', async () => {
		sandbox.fault({
			times: Infinity,
			act: { kind: 'status', status: 400, body: { meta: { errors: ['unknown source'] } } },
		});
		const items = peopleItems(3000, () => ({ bio: 'x'.repeat(500) }));
		const result = await runPipelines(sandbox, { parameters: identify, items, onError });
		const json = jsonOf(result);
		expect(json).toHaveLength(3000);
		expect(json.every(({ error }) => error === 'unknown source')).toBe(true);
		expect(json[0]?.description).not.toContain('not tried one by one');
		expect(json[2999]?.description).toMatch(
			/rejected \d+ requests in a row, so \d+ calls were not/,
		);
		expect(sandbox.requests.length).toBeLessThan(100);
	});

	it('is taken apart although many are rejected, as long as some are accepted', async () => {
		rejectWith('poison');
		const items = peopleItems(400, (number) => (number % 4 === 0 ? { trait: 'poison' } : {}));
		const result = await runPipelines(sandbox, { parameters: identify, items, onError });
		expect(jsonOf(result).filter(({ success }) => success === true)).toHaveLength(300);
		expect(calls()).toHaveLength(300);
	});

	it('keeps the message IDs of its calls', async () => {
		rejectWith('poison');
		const items = peopleItems(8, (number) => (number === 3 ? { trait: 'poison' } : {}));
		await runPipelines(sandbox, { parameters: identify, items, onError });
		const ids = new Map<unknown, unknown>();
		for (const { body } of sandbox.requests) {
			const { batch } = body as { batch?: object[] };
			for (const { userId, messageId } of (batch ?? [body]) as Array<Record<string, string>>) {
				expect(ids.get(userId) ?? messageId).toBe(messageId);
				ids.set(userId, messageId);
			}
		}
		expect(ids.size).toBe(8);
	});

	it('finds several bad calls, next to each other and at the ends', async () => {
		rejectWith('poison');
		const bad = new Set([0, 1, 17, 18, 19, 63]);
		const items = peopleItems(64, (number) => (bad.has(number) ? { trait: 'poison' } : {}));
		const result = await runPipelines(sandbox, { parameters: identify, items, onError });
		const failed = jsonOf(result).flatMap(({ error }, number) =>
			error === undefined ? [] : number,
		);
		expect(failed).toEqual([...bad]);
		expectStoredOnce(items.filter((_, number) => !bad.has(number)).map(({ id }) => id));
	});

	it('needs few requests where Customer.io names the call', async () => {
		const items = peopleItems(100, (number) =>
			number === 37 ? { cio_subscription_preferences: 5 } : {},
		);
		const result = await runPipelines(sandbox, { parameters: identify, items, onError });
		expect(jsonOf(result)[37]?.error).toContain(
			'traits.cio_subscription_preferences: must be object',
		);
		expectStoredOnce(items.map(({ id }) => id).filter((id) => id !== 'p37'));
		expect(sandbox.requests).toHaveLength(4);
	});

	it('finds the call also where Customer.io names a wrong one', async () => {
		rejectWith('poison', 'batch[5] is malformed');
		const items = peopleItems(20, (number) => (number === 6 ? { trait: 'poison' } : {}));
		const result = await runPipelines(sandbox, { parameters: identify, items, onError });
		const failed = jsonOf(result).flatMap(({ error }, number) =>
			error === undefined ? [] : number,
		);
		expect(failed).toEqual([6]);
		expectStoredOnce(items.map(({ id }) => id).filter((id) => id !== 'p6'));
	});

	it('stops after that call with On Error = Stop, and says how many succeeded', async () => {
		rejectWith('poison');
		const items = peopleItems(100, (number) => (number === 37 ? { trait: 'poison' } : {}));
		const result = await runPipelines(sandbox, { parameters: identify, items });
		expect(result.status).toBe('error');
		expect(result.error?.message).toBe('The request is malformed');
		expect(result.error).toMatchObject({ context: { itemIndex: 37 } });
		expect(String((result.error as { description?: unknown }).description)).toContain(
			'Item 38 of 100 failed. 37 items succeeded',
		);
		expectStoredOnce(items.slice(0, 37).map(({ id }) => id));
	});

	it('counts an item of which only some calls succeeded', async () => {
		const batch = (id: string, count: number) => ({
			calls: peopleItems(count).map(({ id: number }) => ({
				type: 'identify',
				userId: `${id}-${number}`,
				traits: { notes },
			})),
		});
		// 30 calls of this size exceed one batch: the rest waits for the next one.
		const result = await runPipelines(sandbox, {
			parameters: { resource: 'call', operation: 'sendBatch', batch: '={{ $json.calls }}' },
			items: [batch('whole', 5), batch('partly', 30), { calls: [] }],
		});
		const partialCalls = calls().filter(({ call }) => String(call.userId).startsWith('partly'));
		expect(partialCalls.length).toBeGreaterThan(0);
		expect(partialCalls.length).toBeLessThan(30);
		expect(String((result.error as { description?: unknown }).description)).toContain(
			'Item 3 of 3 failed. 1 item succeeded, and 1 more may have.',
		);
	});

	it('is the fault of one call of a prepared batch: that item fails and names it', async () => {
		rejectWith('poison');
		const batch = (...ids: string[]) => ({
			calls: ids.map((userId) => ({ type: 'identify', userId })),
		});
		const result = await runPipelines(sandbox, {
			parameters: { resource: 'call', operation: 'sendBatch', batch: '={{ $json.calls }}' },
			items: [batch('a', 'b'), batch('c', 'poison', 'd'), batch('e')],
			onError,
		});
		expect(jsonOf(result)).toEqual([
			expect.objectContaining({ success: true }),
			expect.objectContaining({
				error: 'Call 2 of 3: The request is malformed; 2 of the 3 calls of this item succeeded',
				mayHaveSucceeded: true,
			}),
			expect.objectContaining({ success: true }),
		]);
		expectStoredOnce(['a', 'b', 'c', 'd', 'e']);
	});

	it('is the fault of one call of a prepared batch: the error that stops the node says how many calls succeeded', async () => {
		rejectWith('poison');
		const calls = ['c', 'poison', 'd'].map((userId) => ({ type: 'identify', userId }));
		const result = await runPipelines(sandbox, {
			parameters: { resource: 'call', operation: 'sendBatch', batch: '={{ $json.calls }}' },
			items: [{ calls }],
		});
		expect(result.error).toMatchObject({
			message: 'Call 2 of 3: The request is malformed',
			description: expect.stringMatching(/^1 of the 3 calls of this item succeeded\b/) as unknown,
		});
		expectStoredOnce(['c']);
	});

	it('is named by its place in a prepared batch, also where calls share a message ID', async () => {
		const common = { type: 'identify', messageId: 'same' };
		const result = await runPipelines(sandbox, {
			parameters: { resource: 'call', operation: 'sendBatch', batch: '={{ $json.calls }}' },
			items: [
				{
					calls: [
						{ ...common, userId: 'a' },
						{ ...common, userId: 'b', traits: { cio_subscription_preferences: 5 } },
					],
				},
			],
			onError,
		});
		expect(jsonOf(result)).toEqual([
			expect.objectContaining({
				error: expect.stringMatching(
					/^Call 2 of 2: .*cio_subscription_preferences.*; 1 of the 2 calls .* succeeded/,
				) as unknown,
				mayHaveSucceeded: true,
			}),
		]);
	});
});

describe('a failing service', () => {
	const items = peopleItems(200, (number) =>
		number % 50 === 7 ? { notes, cio_subscription_preferences: 5 } : { notes },
	);
	const good = items.filter((_, number) => number % 50 !== 7).map(({ id }) => id);

	async function expectAllGood() {
		const result = await runPipelines(sandbox, { parameters: identify, items, onError });
		expect(result.status).toBe('success');
		expectStoredOnce(good);
		expect(calls().every(({ applied }) => applied === 1)).toBe(true);
		const json = jsonOf(result);
		expect(json).toHaveLength(items.length);
		for (const [number, output] of json.entries()) {
			if (number % 50 === 7) expect(output.error).toContain('traits.cio_subscription_preferences');
			else {
				expect(output).toEqual({
					userId: `p${number}`,
					success: true,
					messageId: expect.any(String) as unknown,
				});
			}
		}
		expect(pairsOf(result)).toEqual(items.map((_, item) => ({ item })));
	}

	it('that returns 500 every third time loses and duplicates nothing', async () => {
		sandbox.fault({ every: 3, times: Infinity, act: { kind: 'status', status: 500 } });
		await expectAllGood();
		expect(sandbox.requests.filter(({ status }) => status === 500).length).toBeGreaterThan(3);
	}, 60_000);

	it('that closes connections before and after processing loses and duplicates nothing', async () => {
		sandbox.fault({ every: 4, times: 4, act: { kind: 'resetBefore' } });
		sandbox.fault({ every: 3, times: 4, act: { kind: 'resetAfter' } });
		sandbox.fault({ path: '/v1/batch', every: 5, times: 2, act: { kind: 'truncate' } });
		await expectAllGood();
		expect(calls().some(({ received }) => received > 1)).toBe(true);
	}, 60_000);

	it('that asks to wait gets its retry after that time', async () => {
		sandbox.fault({
			times: 2,
			act: { kind: 'status', status: 429, headers: { 'Retry-After': '1' } },
		});
		await expectAllGood();
	}, 60_000);

	it('that stays down fails each item of a batch', async () => {
		sandbox.fault({ times: Infinity, act: { kind: 'status', status: 503 } });
		const result = await runPipelines(sandbox, {
			parameters: { ...identify, options: { maxWait: 1 } },
			items: peopleItems(3),
			onError,
		});
		expect(jsonOf(result).map(({ error }) => error)).toEqual(
			Array(3).fill(
				'Customer.io Pipelines API is unavailable (HTTP 503) (the request may have succeeded)',
			),
		);
		expectStoredOnce([]);
	}, 60_000);

	it('that rejects the key fails every item, after one request for a batch', async () => {
		const result = await runPipelines(sandbox, {
			parameters: identify,
			items: peopleItems(3),
			credential: { apiKey: 'wrong' },
			onError,
		});
		for (const { error } of jsonOf(result)) expect(error).toContain('rejected the API key');
		expect(sandbox.requests).toHaveLength(1);
	});
});

describe('a cancelled execution', () => {
	it('sends nothing more', async () => {
		const controller = new AbortController();
		sandbox.fault({
			times: Infinity,
			act: { kind: 'delay', ms: 300 },
			match: () => {
				setTimeout(() => controller.abort(), 50);
				return true;
			},
		});
		const result = await runPipelines(sandbox, {
			parameters: identify,
			items: peopleItems(400, () => ({ notes })),
			options: { signal: controller.signal },
		});
		expect(result.status).toBe('canceled');
		// What was in flight may still arrive.
		await new Promise((resolve) => setTimeout(resolve, 100));
		const sentBefore = sandbox.requests.length;
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(sandbox.requests).toHaveLength(sentBefore);
		expect(sentBefore).toBeLessThanOrEqual(16);
	});
});

function idsOf({ body }: { body: unknown }): unknown[] {
	const { batch } = body as { batch?: Array<{ userId: string }> };
	return (batch ?? [body as { userId: string }]).map(({ userId }) => userId);
}
