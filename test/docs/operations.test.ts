/** The pages about the operations match the nodes. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { resources as appResources } from '../../nodes/CustomerIoApp/resources/index.ts';
import { resources as pipelinesResources } from '../../nodes/CustomerIoPipelines/resources/index.ts';
import { resources as trackResources } from '../../nodes/CustomerIoTrack/resources/index.ts';
import { namedOperations } from '../../tools/docs/customerIoPages.ts';
import { FOLDER, operationsPages } from '../../tools/docs/operationsPage.ts';

const nodes = [
	{ file: 'app', codex: 'CustomerIoApp', resources: appResources },
	{ file: 'pipelines', codex: 'CustomerIoPipelines', resources: pipelinesResources },
	{ file: 'track', codex: 'CustomerIoTrack', resources: trackResources },
];
const folderUrl = `https://github.com/n8n-nodes-customerio/n8n-nodes-customerio/blob/main/${FOLDER}`;

const inFolder = (file: string) => readFileSync(path.join(FOLDER, file), 'utf8');

/** Returns the first difference only: the whole texts have thousands of lines. */
function firstDifference(file: string, was: string, is: string): string | undefined {
	if (was === is) return undefined;
	const [old, current] = [was.split('\n'), is.split('\n')];
	const at = current.findIndex((line, index) => line !== old[index]);
	const line = at === -1 ? current.length : at;
	return [
		`${file} is stale from line ${line + 1} on: run "npm run docs", and commit what it writes.`,
		`in the file: ${old[line] ?? '(its end)'}`,
		`of the nodes: ${current[line] ?? '(its end)'}`,
	].join('\n');
}

describe(FOLDER, () => {
	let pages = new Map<string, string>();
	beforeAll(async () => {
		pages = await operationsPages();
	});

	test('has the pages that "npm run docs" writes, and no others', () => {
		expect(readdirSync(FOLDER).sort()).toEqual([...pages.keys()].sort());
		const stale = [...pages].map(([file, page]) => firstDifference(file, inFolder(file), page));
		expect(stale.filter((difference) => difference !== undefined)).toEqual([]);
	});

	test('has a page per resource, with a heading per operation', () => {
		for (const { file, resources } of nodes) {
			for (const { displayName, operations } of resources) {
				const page = inFolder(`${file}-${displayName.toLowerCase().replaceAll(' ', '-')}.md`);
				const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
				expect(headings.sort()).toEqual(
					Object.values(operations)
						.map(({ name }) => name)
						.sort(),
				);
			}
		}
	});

	test('is linked from the page of the node: every operation, by its heading', () => {
		for (const { file, resources } of nodes) {
			const links = inFolder(`${file}.md`).match(/\]\([a-z-]+\.md#[a-z-]+\)/g);
			const operations = resources.flatMap(({ operations: all }) => Object.keys(all));
			expect(new Set(links).size).toBe(operations.length);
		}
	});

	test.each([...nodes, { file: 'app-trigger', codex: 'CustomerIoAppTrigger' }])(
		'is where the Docs link of $codex leads',
		({ file, codex }) => {
			const text = readFileSync(`nodes/${codex}/${codex}.node.json`, 'utf8');
			const { resources } = JSON.parse(text) as {
				resources: { primaryDocumentation: Array<{ url: string }> };
			};
			expect(resources.primaryDocumentation).toEqual([{ url: `${folderUrl}/${file}.md` }]);
			expect([...pages.keys()]).toContain(`${file}.md`);
		},
	);

	test('states the rate limit of operations with a special one', () => {
		const limitOf = (route: string) =>
			[...pages.values()]
				.flatMap((page) => page.split('\n'))
				.find((line) => line.startsWith(`\`${route}\``))
				?.split(' · ')[1];
		expect(limitOf('GET /v1/segments')).toBe('10 per second');
		expect(limitOf('POST /v1/send/email')).toBe('100 per second');
		expect(limitOf('POST /v1/campaigns/{broadcast_id}/triggers')).toBe('1 in 10 seconds');
		expect(limitOf('GET /v1/messages/{message_id}/archived_message')).toBe('100 per day');
		expect(limitOf('POST /v1/design_studio/emails/{id}/publish')).toBe('5 per second');
		expect(limitOf('POST /v1/identify')).toBe('3,000 in 3 seconds');
	});

	test('names no operation that does not exist', () => {
		const operations = appResources.flatMap(({ name, operations: resourceOperations }) =>
			Object.keys(resourceOperations).map((value) => `${name}.${value}`),
		);
		expect(namedOperations().filter((name) => !operations.includes(name))).toEqual([]);
	});
});
