/** "Add an endpoint in ten lines" from CONTRIBUTING.md, run in n8n's engine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { located, pairs } from '../support/appNode.ts';
import { loadPackage, runNode, type LoadedPackage } from '../../tools/engine/harness.ts';
import { startSampleServer, type SampleServer } from '../support/sampleServer.ts';
import { offeredOperations, optionsOf, propertiesOf } from '../../tools/docs/nodeProperties.ts';
import { blocks, readPage, section } from '../../tools/docs/pages.ts';
import { build, copyWith } from './workedExample.ts';

const example = section(readPage('CONTRIBUTING.md'), 'Add an endpoint');
const [entry = ''] = blocks(example, 'ts');
const [request = ''] = blocks(example, 'http');
const [response = ''] = blocks(example, 'json');

const folders: string[] = [];
function copied(text: string): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'worked-example-'));
	folders.push(folder);
	copyWith(text, folder);
	return folder;
}

let server: SampleServer;
let built: LoadedPackage;

beforeAll(async () => {
	const folder = copied(entry);
	await build(folder);
	built = await loadPackage(folder);
	server = await startSampleServer(() => ({ status: 200, body: JSON.parse(response) as object }));
}, 120_000);

afterAll(async () => {
	await server.close();
	for (const folder of folders) rmSync(folder, { recursive: true });
});

const parameters = {
	resource: 'segment',
	operation: 'getHistory',
	segmentId: located('={{ $json.segment }}'),
	limit: 2,
	filters: { timeZone: 'Europe/Vienna' },
};

it('has no more than ten lines', () => {
	expect(entry.trim().split('\n').length).toBeLessThanOrEqual(10);
});

it('is offered in the editor', () => {
	const description = built.descriptions.find(({ name }) => name === 'customerIoApp');
	if (description === undefined) throw new Error('The node was not loaded');
	const { properties } = description;
	expect(offeredOperations(properties)).toContain('segment.getHistory');
	const names = propertiesOf(properties, 'segment', 'getHistory').flatMap((row) => [
		row.displayName,
		...(row.type === 'collection' ? optionsOf(row).map(({ name }) => name) : []),
	]);
	expect(names).toEqual(
		expect.arrayContaining(['Segment', 'Return All', 'Limit', 'Filters', 'timeZone']),
	);
});

it('sends what the page says, and makes an item of each entry', async () => {
	const result = await runNode(
		{
			type: 'n8n-nodes-customerio.customerIoApp',
			parameters,
			credentials: { customerIoAppApi: { apiKey: 'key', region: 'custom', baseUrl: server.url } },
		},
		[{ segment: 7 }],
	);
	expect(result.error).toBeUndefined();
	expect(server.requests.map(({ method, path: target }) => `${method} ${target}\n`)).toEqual([
		request,
	]);
	expect(server.requests[0]?.headers.authorization).toBe('Bearer key');
	const items = result.items('Customer.io App');
	expect(items.map(({ json }) => json)).toEqual((JSON.parse(response) as { days: unknown }).days);
	expect(pairs(items)).toEqual([0, 0]);
});

it('fails to compile when a path parameter has no field', async () => {
	await expect(build(copied(entry.replace('segmentId, ', '')))).rejects.toThrow(
		/pathNeedsField.*"segment_id"|"segment_id".*pathNeedsField/,
	);
}, 120_000);
