/** n8n's Retry On Fail runs the whole node again: nothing is done twice, and only what is known not to have happened is sent. */
import { HarnessCredentials } from '../../tools/engine/credentials.ts';
import { runOver } from '../support/nodeOverServer.ts';
import { startSampleServer, type SampleServer } from '../support/sampleServer.ts';

let server: SampleServer;
beforeAll(async () => {
	server = await startSampleServer(() => ({ status: 200, body: {} }));
});
beforeEach(() => {
	server.requests.length = 0;
	server.reply = () => ({ status: 200, body: {} });
});
afterAll(async () => await server.close());

const create = { resource: 'segment', operation: 'create', name: '={{ $json.name }}' };
const identify = { resource: 'person', operation: 'identify', userId: '={{ $json.name }}' };
const items = ['one', 'two', 'three', 'four'].map((name) => ({ name }));

/** The name that a request creates. */
const nameIn = (body: string) => (JSON.parse(body) as { segment: { name: string } }).segment.name;
const created = () => server.requests.map(({ body }) => nameIn(body));
const count = (names: string[], name: string) => names.filter((other) => other === name).length;

interface Call {
	userId: string;
	messageId: string;
}
const callsOf = (body: string) => {
	const json = JSON.parse(body) as Call & { batch?: Call[] };
	return json.batch ?? [json];
};
const sentCalls = () => server.requests.flatMap(({ body }) => callsOf(body));

/** Rejects the first `times` requests of these names with a status. */
function failFirst(status: number, times: number, ...names: string[]) {
	const seen = new Map<string, number>();
	server.reply = ({ body }) => {
		const name = nameIn(body);
		const number = (seen.get(name) ?? 0) + 1;
		seen.set(name, number);
		if (names.includes(name) && number <= times) return { status, body: { error: 'no' } };
		return { status: 200, body: { segment: { id: 1, name, number } } };
	};
}

describe('O6 the App node', () => {
	it.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'sends each item once, and again only the one that failed (%s)',
		async (onError) => {
			failFirst(400, 1, 'one');
			const { json, result, error } = await runOver(server, 'app', {
				parameters: create,
				items,
				onError,
				retryOnFail: true,
			});
			expect(error).toBeUndefined();
			expect(result.status).toBe('success');
			expect(json.map(({ name }) => name)).toEqual(['one', 'two', 'three', 'four']);
			const names = created();
			expect(count(names, 'one')).toBe(2);
			for (const name of ['two', 'three', 'four']) expect(count(names, name)).toBe(1);
		},
	);

	it('gives the items that succeeded their results again, and says so', async () => {
		failFirst(400, 1, 'four');
		const { json, hints } = await runOver(server, 'app', {
			parameters: create,
			items,
			retryOnFail: true,
		});
		expect(json).toEqual(
			items.map(({ name }) => expect.objectContaining({ name, number: name === 'four' ? 2 : 1 })),
		);
		expect(hints.join()).toMatch(/Retry On Fail: 3 items/);
	});

	it('does not send what may have succeeded, in any of its tries, and says so', async () => {
		failFirst(500, Infinity, 'two');
		const { error, result } = await runOver(server, 'app', {
			parameters: create,
			items,
			retryOnFail: true,
		});
		expect(result.status).toBe('error');
		expect(error?.message).toMatch(/may have succeeded/);
		expect(String(error?.description)).toMatch(/^Retry On Fail did not send it again/);
		expect(String(error?.description).match(/Item 2 of 4 failed/g)).toHaveLength(1);
		// Also of the last try, which sent nothing.
		expect(String(error?.description)).toMatch(/3 items succeeded/);
		expect(count(created(), 'two')).toBe(1);
		expect(count(created(), 'one')).toBe(1);
	});

	it('keeps what may have succeeded as failed, and sends the others, with On Error = Continue', async () => {
		const seen = new Map<string, number>();
		server.reply = ({ body }) => {
			const name = nameIn(body);
			const number = (seen.get(name) ?? 0) + 1;
			seen.set(name, number);
			if (name === 'two') return { status: 500, body: {} };
			// n8n looks at the first item only.
			if (name === 'one' && number < 3) return { status: 422, body: { error: 'not yet' } };
			return { status: 200, body: { segment: { id: 1, name } } };
		};
		const { json } = await runOver(server, 'app', {
			parameters: create,
			items,
			onError: 'continueRegularOutput',
			retryOnFail: true,
		});
		expect(json[0]).toMatchObject({ name: 'one' });
		expect(json[1]).toMatchObject({ mayHaveSucceeded: true, httpCode: '500' });
		expect(String(json[1]?.description)).toMatch(/^Retry On Fail did not send it again/);
		expect(created().sort()).toEqual(['four', 'one', 'one', 'one', 'three', 'two']);
	});

	it('sends a write again that does no harm twice', async () => {
		let number = 0;
		server.reply = () => ({ status: (number += 1) > 4 ? 200 : 500, body: {} });
		const { error } = await runOver(server, 'app', {
			parameters: {
				resource: 'collection',
				operation: 'updateContent',
				collectionId: { __rl: true, mode: 'id', value: '1' },
				rows: '[{"a":1}]',
			},
			retryOnFail: true,
		});
		expect(error).toBeUndefined();
	});

	it('still says that an item may have succeeded when a later try fails for another reason', async () => {
		let number = 0;
		server.reply = () => ({ status: (number += 1) > 4 ? 401 : 500, body: {} });
		const { error } = await runOver(server, 'app', {
			parameters: {
				resource: 'collection',
				operation: 'updateContent',
				collectionId: { __rl: true, mode: 'id', value: '1' },
				rows: '[{"a":1}]',
				options: { maxWait: 1 },
			},
			retryOnFail: true,
		});
		expect(error).toMatchObject({ httpCode: '401', context: { mayHaveSucceeded: true } });
	});

	it('says what an earlier try has sent when a later one cannot begin', async () => {
		failFirst(400, 1, 'four');
		const { getDecrypted } = HarnessCredentials.prototype;
		const read = jest.spyOn(HarnessCredentials.prototype, 'getDecrypted');
		read.mockImplementation(async function (this: HarnessCredentials, ...args) {
			if (server.requests.length > 0) throw new Error('Credential was deleted');
			return await getDecrypted.apply(this, args);
		});
		const { error } = await runOver(server, 'app', {
			parameters: create,
			items,
			retryOnFail: true,
		});
		read.mockRestore();
		expect(error?.message).toMatch(/Credential was deleted/);
		expect(error?.description).toMatch(/In an earlier try, 3 items succeeded\./);
	});

	it('counts what was in flight when the execution was cancelled after a failure', async () => {
		const controller = new AbortController();
		server.reply = ({ body }) => (nameIn(body) === 'four' ? { status: 400, body: {} } : 'hang');
		setTimeout(() => controller.abort(), 500);
		const { error } = await runOver(server, 'app', {
			parameters: create,
			items,
			retryOnFail: true,
			signal: controller.signal,
		});
		expect(created().sort()).toEqual(['four', 'one', 'three', 'two']);
		// Of the last try, which sent nothing.
		expect(error?.description).toMatch(/0 items succeeded, and 2 more may have/);
	});

	it('remembers nothing for the next execution', async () => {
		const run = { parameters: create, items, retryOnFail: true };
		await runOver(server, 'app', run);
		await runOver(server, 'app', run);
		expect(server.requests).toHaveLength(8);
	});

	it('takes a response with a field "error" for no reason to send again', async () => {
		server.reply = () => ({ status: 200, body: { error: 'words', id: 5 } });
		const { json } = await runOver(server, 'app', {
			parameters: {
				resource: 'apiRequest',
				operation: 'send',
				method: 'POST',
				path: '/v1/anything',
			},
			retryOnFail: true,
		});
		expect(json).toEqual([{ error: 'words', id: 5 }]);
		expect(server.requests).toHaveLength(1);
	});
});

describe('O6 the Pipelines node', () => {
	const run = { parameters: identify, items, retryOnFail: true };

	it.each([true, false])(
		'sends the same message IDs in each try (batches: %s)',
		async (batchRequests) => {
			let number = 0;
			server.reply = () => ({ status: (number += 1) === 1 ? 401 : 200, body: { success: true } });
			const { json, error } = await runOver(server, 'pipelines', {
				...run,
				parameters: { ...identify, batchRequests },
			});
			expect(error).toBeUndefined();
			const ids = new Map<string, string>();
			for (const { userId, messageId } of sentCalls()) {
				expect(ids.get(userId) ?? messageId).toBe(messageId);
				ids.set(userId, messageId);
			}
			expect(sentCalls().length).toBeGreaterThan(ids.size - 1);
			expect(new Set(ids.values()).size).toBe(4);
			expect(json.map(({ messageId }) => messageId)).toEqual(
				items.map(({ name }) => ids.get(name)),
			);
		},
	);

	it('sends other message IDs in another execution', async () => {
		await runOver(server, 'pipelines', run);
		await runOver(server, 'pipelines', run);
		expect(new Set(sentCalls().map(({ messageId }) => messageId)).size).toBe(8);
	});

	it('keeps a message ID that was entered', async () => {
		await runOver(server, 'pipelines', {
			...run,
			parameters: { ...identify, additionalFields: { messageId: '=id of {{ $json.name }}' } },
		});
		expect(sentCalls().map(({ messageId }) => messageId)).toEqual(
			items.map(({ name }) => `id of ${name}`),
		);
	});

	it('is not run again for a field "error" of the input', async () => {
		const { json } = await runOver(server, 'pipelines', {
			parameters: { ...identify, options: { includeInputFields: true } },
			items: [{ name: 'a', error: 'of an earlier node' }, { name: 'b' }],
			retryOnFail: true,
		});
		expect(server.requests).toHaveLength(1);
		expect(json).toEqual([
			{ userId: 'a', name: 'a', success: true, messageId: expect.any(String) as unknown },
			{ userId: 'b', name: 'b', success: true, messageId: expect.any(String) as unknown },
		]);
	});

	it('gives those that succeeded their results again', async () => {
		let isFirst = true;
		server.reply = ({ body }) => {
			const isBad = body.includes('"four"') && isFirst;
			if (isBad && callsOf(body).length === 1) isFirst = false;
			return isBad ? { status: 400, body: { error: 'no' } } : { status: 200, body: {} };
		};
		const { json, error, hints } = await runOver(server, 'pipelines', run);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(4);
		expect(hints.join()).toMatch(/Retry On Fail: 3 items/);
		expect(callsOf(server.requests.at(-1)?.body ?? '{}').map(({ userId }) => userId)).toEqual([
			'four',
		]);
	});
});

describe('O6 an item whose place was written by a later item since', () => {
	const upsert = { resource: 'snippet', operation: 'upsert', name: '={{ $json.name }}' };
	const rows = [
		{ name: 'greeting', value: 'old' },
		{ name: 'footer', value: 'other' },
		{ name: 'greeting', value: 'new' },
	];
	const written = () =>
		server.requests.map(({ body }) => (JSON.parse(body) as { value: string }).value);

	it('is not sent again: its value is older', async () => {
		server.reply = ({ body }) => ({
			status: body.includes('old') ? 422 : 200,
			body: body.includes('old') ? { error: 'not now' } : { snippet: JSON.parse(body) as object },
		});
		const { json } = await runOver(server, 'app', {
			parameters: { ...upsert, value: '={{ $json.value }}' },
			items: rows,
			onError: 'continueRegularOutput',
			retryOnFail: true,
		});
		expect(written().sort()).toEqual(['new', 'old', 'other']);
		expect(json[0]).toMatchObject({ httpCode: '422' });
		expect(json[0]?.error).toMatch(/not now/);
		expect(json[0]?.description).toMatch(/item 3 has written to the same place since/);
		expect(json.slice(1)).toMatchObject([{ value: 'other' }, { value: 'new' }]);
	});

	it('is sent again if the other place was another one', async () => {
		let failures = 0;
		server.reply = ({ body }) => {
			if (body.includes('"other"') && (failures += 1) === 1) return { status: 422, body: {} };
			if (body.includes('"old"') && (failures += 1) === 2) return { status: 422, body: {} };
			return { status: 200, body: { snippet: JSON.parse(body) as object } };
		};
		const { json } = await runOver(server, 'app', {
			parameters: { ...upsert, value: '={{ $json.value }}' },
			items: rows.slice(0, 2),
			onError: 'continueRegularOutput',
			retryOnFail: true,
		});
		expect(json).toMatchObject([{ value: 'old' }, { value: 'other' }]);
	});

	it.each([
		['a person', { resource: 'person', operation: 'identify', userId: '7' }, false],
		[
			'an event, which replaces nothing,',
			{ resource: 'event', operation: 'track', userId: '7', event: '={{ $json.value }}' },
			true,
		],
	])('holds for %s of Pipelines', async (_, parameters, isSentAgain) => {
		const isFirst = (body: string) => body.includes('"old"');
		server.reply = ({ body }) => ({ status: isFirst(body) ? 422 : 200, body: {} });
		const { json } = await runOver(server, 'pipelines', {
			parameters: { ...parameters, traitsInput: 'item', batchRequests: false },
			items: [{ value: 'old' }, { value: 'new' }],
			onError: 'continueRegularOutput',
			retryOnFail: true,
		});
		expect(json[1]).toMatchObject({ success: true });
		const times = server.requests.filter(({ body }) => isFirst(body)).length;
		expect(times > 1).toBe(isSentAgain);
	});
});
