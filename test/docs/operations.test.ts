/** The page about the operations matches the nodes. */
import { readFileSync } from 'node:fs';

import { resources as appResources } from '../../nodes/CustomerIoApp/resources/index.ts';
import { resources as pipelinesResources } from '../../nodes/CustomerIoPipelines/resources/index.ts';
import { resources as trackResources } from '../../nodes/CustomerIoTrack/resources/index.ts';
import { namedOperations } from '../../tools/docs/customerIoPages.ts';
import { operationsPage, PAGE } from '../../tools/docs/operationsPage.ts';

const resources = [...appResources, ...pipelinesResources, ...trackResources];

/** Returns the first difference only: the whole texts have thousands of lines. */
function firstDifference(was: string, is: string): string | undefined {
	if (was === is) return undefined;
	const [old, current] = [was.split('\n'), is.split('\n')];
	const at = current.findIndex((line, index) => line !== old[index]);
	const line = at === -1 ? current.length : at;
	return [
		`${PAGE} is stale from line ${line + 1} on: run "npm run docs", and commit what it writes.`,
		`in the file: ${old[line] ?? '(its end)'}`,
		`of the nodes: ${current[line] ?? '(its end)'}`,
	].join('\n');
}

describe(PAGE, () => {
	let page = '';
	beforeAll(async () => {
		page = await operationsPage();
	});

	test('is what "npm run docs" writes', () => {
		expect(firstDifference(readFileSync(PAGE, 'utf8'), page)).toBeUndefined();
	});

	test('has every operation of every resource, under its heading', () => {
		const missing = resources.flatMap(({ displayName, operations }) => {
			const texts = page.split('\n### ').filter((part) => part.startsWith(`${displayName}\n`));
			return Object.values(operations)
				.filter(({ name }) => !texts.some((text) => text.includes(`<summary><b>${name}</b>: `)))
				.map(({ name }) => `${displayName} > ${name}`);
		});
		expect(missing).toEqual([]);
		expect(page.match(/<summary><b>/g)).toHaveLength(
			resources.flatMap(({ operations }) => Object.keys(operations)).length,
		);
	});

	test('states the rate limit of operations with a special one', () => {
		const limitOf = (route: string) =>
			page
				.split('\n')
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
