import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import {
	callsOf,
	identify,
	jsonOf,
	pairsOf,
	peopleItems,
	runPipelines,
	sentCalls,
	nodeName,
} from '../../support/pipelines.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

const bytesOf = (text: string) => Buffer.byteLength(text, 'utf8');
/** Delays all responses, and returns the maximum number of requests in flight. */
function maxInFlight(ms: number): () => number {
	let most = 0;
	sandbox.fault({
		times: Infinity,
		act: { kind: 'delay', ms },
		match: () => {
			const open = sandbox.requests.filter(({ status }) => status === 0).length;
			most = Math.max(most, open);
			return true;
		},
	});
	return () => most;
}

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

describe('10,000 people of about 600 bytes', () => {
	it('take no more requests than their size needs, and all arrive', async () => {
		const count = 10_000;
		const items = peopleItems(count, (number) => ({
			name: `Zoë Müller ${number}`,
			notes: '漢字 😀 '.repeat(33 + (number % 13)),
		}));
		const result = await runPipelines(sandbox, { parameters: identify, items });
		expect(result.error).toBeUndefined();

		const bytes = sandbox.requests.map(({ bodyText }) => bytesOf(bodyText));
		const needed = Math.ceil(bytes.reduce((sum, size) => sum + size, 0) / 500_000);
		process.stdout.write(
			`${count} items, ${Math.round(bytesOf(JSON.stringify(sentCalls(sandbox))) / count)} bytes each: ${bytes.length} requests, ${needed} needed\n`,
		);
		expect(Math.max(...bytes)).toBeLessThanOrEqual(500_000);
		expect(bytes.length / needed).toBeLessThanOrEqual(1.02);

		const people = new Map(sandbox.state.people.map((person) => [person.id, person.attributes]));
		expect(people.size).toBe(count);
		for (const { id, ...traits } of items) expect(people.get(id)).toEqual(traits);
		expect(sandbox.state.people).toHaveLength(count);
		const calls = Object.values(sandbox.state.pipelines.calls);
		expect(calls.filter(({ received }) => received !== 1)).toEqual([]);
		expect(pairsOf(result)).toEqual(numbers(count).map((item) => ({ item })));
		const sent = new Map(calls.map(({ messageId, call }) => [messageId, call.userId]));
		expect(jsonOf(result).map(({ messageId }) => sent.get(String(messageId)))).toEqual(
			items.map(({ id }) => id),
		);
	}, 120_000);
});

describe('several batches', () => {
	const large = (number: number) => ({ number, notes: 'x'.repeat(20_000) });

	it('are in flight at the same time if they are about different people', async () => {
		const most = maxInFlight(500);
		await runPipelines(sandbox, { parameters: identify, items: peopleItems(500, large) });
		expect(sandbox.requests.length).toBe(21);
		expect(most()).toBeGreaterThan(4);
		expect(most()).toBeLessThanOrEqual(16);
		sandbox.clearFaults();
	});

	it('keep the order of one person even if the first of them fails', async () => {
		sandbox.fault({ times: 2, act: { kind: 'status', status: 503 } });
		sandbox.fault({ times: 3, every: 2, act: { kind: 'delay', ms: 200 } });
		const items = peopleItems(100, large).map((item, number) => ({
			...item,
			id: number % 10 === 0 ? 'same' : item.id,
		}));
		const result = await runPipelines(sandbox, { parameters: identify, items });
		expect(result.error).toBeUndefined();
		const person = sandbox.state.people.find(({ id }) => id === 'same');
		expect(person?.attributes.number).toBe(90);
		const processed = sandbox.requests.filter((request) => request.processed);
		const order = processed.flatMap(({ body }) =>
			(body as { batch: Array<{ userId: string; traits: { number: number } }> }).batch
				.filter(({ userId }) => userId === 'same')
				.map(({ traits }) => traits.number),
		);
		expect(order).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
	});
});

describe('batching turned off', () => {
	it('sends each item in its own request and keeps the order of one person', async () => {
		const items = numbers(30).map((number) => ({
			id: number % 3 === 0 ? 'same' : `p${number}`,
			number,
		}));
		sandbox.fault({ times: 5, every: 2, act: { kind: 'delay', ms: 50 } });
		const parameters = { ...identify, batchRequests: false };
		const result = await runPipelines(sandbox, { parameters, items });
		expect(result.error).toBeUndefined();
		expect(new Set(sandbox.requests.map(({ path }) => path))).toEqual(new Set(['/v1/identify']));
		expect(sandbox.requests).toHaveLength(30);
		const same = sentCalls(sandbox).filter(({ userId }) => userId === 'same');
		expect(same.map(({ traits }) => (traits as { number: number }).number)).toEqual(
			numbers(10).map((n) => n * 3),
		);
	});

	it('deletes several objects at the same time', async () => {
		const most = maxInFlight(50);
		const result = await runPipelines(sandbox, {
			parameters: {
				resource: 'object',
				operation: 'delete',
				objectId: '={{ $json.id }}',
				batchRequests: false,
			},
			items: peopleItems(20),
		});
		sandbox.clearFaults();
		expect(result.error).toBeUndefined();
		expect(sandbox.requests).toHaveLength(20);
		expect(most()).toBeGreaterThan(1);
	});
});

describe('strict mode turned off', () => {
	it('leaves out the header and warns', async () => {
		const parameters = { ...identify, options: { strictMode: false } };
		const result = await runPipelines(sandbox, { parameters, items: peopleItems(2) });
		expect(sandbox.requests[0]?.headers['x-strict-mode']).toBeUndefined();
		expect(result.hints(nodeName)).toEqual([
			expect.objectContaining({
				type: 'warning',
				message: expect.stringContaining('Strict mode is off') as string,
			}),
		]);
	});

	it('applies only to the items for which it is turned off', async () => {
		const result = await runPipelines(sandbox, {
			parameters: { ...identify, options: { strictMode: '={{ $json.strict }}' } },
			items: [true, true, false, 'false', '', true].map((strict, number) => ({
				id: `p${number}`,
				strict,
			})),
		});
		expect(
			sandbox.requests.map((request) => [
				request.headers['x-strict-mode'],
				callsOf(request).map(({ userId }) => userId),
			]),
		).toEqual([
			['1', ['p0', 'p1']],
			[undefined, ['p2', 'p3']],
			['1', ['p4', 'p5']],
		]);
		expect(result.hints(nodeName)).toHaveLength(1);
	});

	it('is not the default', async () => {
		const result = await runPipelines(sandbox, { parameters: identify, items: peopleItems(2) });
		expect(sandbox.requests[0]?.headers['x-strict-mode']).toBe('1');
		expect(result.hints(nodeName)).toEqual([]);
	});
});

describe('options by expression', () => {
	it('are those of each item: calls with other options go in another request', async () => {
		sandbox.fault({ times: Infinity, act: { kind: 'status', status: 503 } });
		const result = await runPipelines(sandbox, {
			parameters: { ...identify, options: { maxWait: '={{ $json.wait }}' } },
			items: [0, 0, 1].map((wait, number) => ({ id: `p${number}`, wait })),
			onError: 'continueRegularOutput',
		});
		sandbox.clearFaults();
		expect(jsonOf(result).filter(({ error }) => error !== undefined)).toHaveLength(3);
		const sent = sandbox.requests.map((request) => callsOf(request).map(({ userId }) => userId));
		expect(sent.filter((ids) => ids.includes('p0'))).toEqual([['p0', 'p1']]);
		expect(sent.filter((ids) => ids.includes('p2')).length).toBeGreaterThan(1);
	});
});

describe('one Message ID for several items', () => {
	it('gives a warning: Customer.io keeps only one of the calls', async () => {
		const parameters = { ...identify, additionalFields: { messageId: '={{ $json.key }}' } };
		const hintsWith = async (...keys: string[]) => {
			const items = keys.map((key, number) => ({ id: `p${number}`, key }));
			return (await runPipelines(sandbox, { parameters, items })).hints(nodeName);
		};
		expect(await hintsWith('k', 'k', 'k')).toEqual([
			expect.objectContaining({
				type: 'warning',
				message: expect.stringMatching(/^2 calls have the same Message ID/) as unknown,
			}),
		]);
		expect(await hintsWith('k', 'l', 'm')).toEqual([]);
		expect(await hintsWith('', '', '')).toEqual([]);
	});
});
