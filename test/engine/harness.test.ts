import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';

import { listSearch, loadOptions, runNode, runWorkflow } from '../../tools/engine/harness.ts';
import { bearer, directory, server, setSampleStage, type } from '../support/sampleStage.ts';

setSampleStage();

const json = (items: INodeExecutionData[]) => items.map((item) => item.json);
const pairs = (items: INodeExecutionData[]) => items.map((item) => item.pairedItem);

describe('runNode', () => {
	test('resolves expressions per item, sends real requests, and keeps pairedItem', async () => {
		const result = await runNode(
			{ type, parameters: { value: '={{ $json.name.toUpperCase() }}' }, credentials: bearer() },
			[{ name: 'ada' }, { name: 'grace' }],
		);
		expect(result.error).toBeUndefined();
		expect(result.status).toBe('success');
		expect(server.requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
			{ value: 'ADA' },
			{ value: 'GRACE' },
		]);
		expect(json(result.items('Sample'))).toEqual([
			{ value: 'ADA' },
			{ value: 'ADA', again: true },
			{ value: 'GRACE' },
			{ value: 'GRACE', again: true },
		]);
		expect(pairs(result.items('Sample'))).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 1 },
			{ item: 1 },
		]);
		expect(result.hints('Sample')).toEqual([{ message: 'Sent 4' }]);
	});

	test('applies a bearer credential with its defaults, in header and query', async () => {
		await runNode({ type, credentials: bearer() }, [{}]);
		expect(server.requests[0]?.headers.authorization).toBe('Bearer secret');
		expect(server.requests[0]?.path).toBe('/items?from=n8n');
	});

	test('applies basic authentication with an empty password', async () => {
		await runNode(
			{
				type,
				parameters: { authentication: 'basic' },
				credentials: { sampleBasicApi: { key: 'write-key', url: server.url } },
			},
			[{}],
		);
		const { authorization } = server.requests[0]?.headers ?? {};
		expect(authorization).toBe(`Basic ${Buffer.from('write-key:').toString('base64')}`);
	});

	const values = [{ v: 'a' }, { v: 'fail' }, { v: 'c' }];

	test('stops on an error, which is the error of the run', async () => {
		const result = await runNode(
			{ type, parameters: { value: '={{ $json.v }}' }, credentials: bearer() },
			values,
		);
		expect(result.status).toBe('error');
		expect(result.error).toMatchObject({
			message: 'Item 1 failed',
			description: 'Do not',
			context: { itemIndex: 1 },
		});
		expect(server.requests).toHaveLength(1);
		expect(result.items('Sample')).toEqual([]);
	});

	test('an API error arrives as NodeApiError with the status', async () => {
		server.reply = () => ({ status: 400, body: { errors: [{ detail: 'no such item' }] } });
		const result = await runNode({ type, credentials: bearer() }, [{}]);
		expect(result.error).toMatchObject({ name: 'NodeApiError', httpCode: '400' });
	});

	test('continueRegularOutput keeps failed items in the regular output', async () => {
		const result = await runNode(
			{
				type,
				parameters: { value: '={{ $json.v }}' },
				credentials: bearer(),
				onError: 'continueRegularOutput',
			},
			values,
		);
		expect(result.status).toBe('success');
		expect(json(result.items('Sample'))).toContainEqual({ error: 'Item 1 failed' });
		expect(pairs(result.items('Sample'))).toEqual([0, 0, 1, 2, 2].map((item) => ({ item })));
	});

	test('continueErrorOutput sends failed items to the second output', async () => {
		const result = await runNode(
			{
				type,
				parameters: { value: '={{ $json.v }}' },
				credentials: bearer(),
				onError: 'continueErrorOutput',
			},
			values,
		);
		expect(json(result.items('Sample', 0))).toHaveLength(4);
		expect(json(result.items('Sample', 1))).toEqual([{ v: 'fail', error: 'Item 1 failed' }]);
	});

	test('binary data goes in and comes out', async () => {
		const result = await runNode(
			{ type, parameters: { operation: 'binary' }, credentials: bearer() },
			[
				{
					json: {},
					binary: {
						data: { data: Buffer.from('héllo').toString('base64'), mimeType: 'text/plain' },
					},
				},
			],
		);
		const [item] = result.items('Sample');
		expect(item?.json).toEqual({ size: 6 });
		expect(item?.binary?.data).toMatchObject({ fileName: 'up.txt', mimeType: 'text/plain' });
		expect(Buffer.from(item?.binary?.data?.data ?? '', 'base64').toString()).toBe('HÉLLO');
	});

	test('a cancel signal aborts the request in flight and ends the run as canceled', async () => {
		server.reply = () => 'hang';
		const abort = new AbortController();
		const running = runNode({ type, credentials: bearer() }, [{}, {}], { signal: abort.signal });
		while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		abort.abort();
		const result = await running;
		expect(result.status).toBe('canceled');
		expect(server.requests).toHaveLength(1);
	});

	test('two runs at once do not share credentials', async () => {
		const run = async (key: string) =>
			await runNode({ type, credentials: { sampleBearerApi: { key, url: server.url } } }, [{}]);
		await Promise.all(['one', 'two'].map(run));
		expect(server.requests.map(({ headers }) => headers.authorization).sort()).toEqual([
			'Bearer one',
			'Bearer two',
		]);
	});
});

describe('runWorkflow', () => {
	const main = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });

	test('reads a CSV file with quotes, line breaks and UTF-8, and pairs back to its rows', async () => {
		const file = path.join(directory, 'people.csv');
		writeFileSync(
			file,
			'\uFEFFemail,name,note\r\nada@example.com,"Lovelace, Ada","says ""hi""\nand Zoë"\r\ng@example.com,Grace,\r\n',
		);
		const at = (x: number): [number, number] => [x, 0];
		const nodes = [
			{ name: 'Go', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
			{ name: 'Note', type: 'n8n-nodes-base.stickyNote', parameters: { content: 'hello' } },
			{ name: 'File', type: 'n8n-nodes-base.readWriteFile', parameters: { fileSelector: file } },
			{ name: 'Rows', type: 'n8n-nodes-base.extractFromFile', parameters: {} },
			{
				name: 'Send',
				type,
				parameters: { value: '={{ $json.name }} {{ $("Rows").item.json.note }}' },
				credentials: { sampleBearerApi: { id: 'x', name: 'someone elses' } },
			},
			{ name: 'Unknown', type: 'n8n-nodes-base.set', parameters: {} },
		].map((node, index) => ({ id: node.name, typeVersion: 1, position: at(index), ...node }));
		const result = await runWorkflow(
			{
				name: 'CSV',
				nodes,
				connections: {
					Go: main('File'),
					File: main('Rows'),
					Rows: main('Send'),
					Send: main('Unknown'),
				},
			},
			{ credentials: bearer(), pin: { Unknown: [{ json: { pinned: true } }] } },
		);
		expect(result.error).toBeUndefined();
		expect(json(result.items('Rows'))).toEqual([
			{ email: 'ada@example.com', name: 'Lovelace, Ada', note: 'says "hi"\nand Zoë' },
			{ email: 'g@example.com', name: 'Grace' },
		]);
		expect(server.requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
			{ value: 'Lovelace, Ada says "hi"\nand Zoë' },
			{ value: 'Grace ' },
		]);
		expect(json(result.items('Unknown'))).toEqual([{ pinned: true }]);
	});

	test('names a node type that is neither installed nor pinned', async () => {
		const nodes = [
			{
				id: '1',
				name: 'X',
				type: 'n8n-nodes-base.set',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
		];
		await expect(runWorkflow({ nodes, connections: {} }, { credentials: {} })).rejects.toThrow(
			'n8n-nodes-base.set',
		);
	});
});

describe('lists', () => {
	test('list search gets filter, token, parameters and credential', async () => {
		server.reply = () => ({ status: 200, body: ['one', 'two'] });
		const search = await listSearch(type, 'find', {
			credentials: bearer(),
			parameters: { value: 'k' },
			filter: 'o',
			paginationToken: 'p1',
		});
		expect(search).toEqual({
			results: [
				{ name: 'one', value: 'one' },
				{ name: 'two', value: 'two' },
			],
			paginationToken: 'next',
		});
		expect(server.requests[0]?.path).toBe('/list?filter=o&start=p1&kind=k&from=n8n');
		expect(server.requests[0]?.headers.authorization).toBe('Bearer secret');
	});

	test('load options sees the parameters', async () => {
		const list = await loadOptions(type, 'all', {
			credentials: bearer(),
			parameters: { value: 'v' },
		});
		expect(list).toEqual([{ name: 'v', value: 1 }]);
	});
});
