/**
 * The picture of the architecture in CONTRIBUTING.md: the folders of the code, and which imports which at run time.
 *
 * Part of `npm run docs`. With `--check`, it fails if the picture is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cruise, type ICruiseResult } from 'dependency-cruiser';

import { mermaid, withGeneratedPart } from './generatedPart.ts';

const PAGE = 'CONTRIBUTING.md';

/** What a folder is for. */
const PURPOSES: Readonly<Record<string, string>> = {
	credentials: 'keys, region, test request',
	'nodes/CustomerIoApp': 'one request for each item',
	'nodes/CustomerIoPipelines': 'items packed into batches',
	'nodes/CustomerIoTrack': 'batches, segments, single requests',
	'nodes/CustomerIoAppTrigger': 'registers, verifies, receives',
	batching: 'items to calls to batches',
	catalog: 'facts of Customer.io that nodes share',
	description: 'schema to node parameters',
	execution: 'items in, items out',
	fieldTypes: 'how each type is described and read',
	methods: 'lists that the editor loads',
	request: 'one item to one HTTP request',
	response: 'HTTP response to items',
	schema: 'what a resource file is written in',
	transport: 'HTTP client: retries, rate limits, errors',
	utils: 'JSON, dates, errors, expressions',
};

const FOLDERS = '^(credentials|nodes/CustomerIo[^/]+|nodes/shared/[^/]+)/';

type Graph = ReadonlyMap<string, readonly string[]>;

async function importsOfFolders(): Promise<Graph> {
	const { output } = await cruise(['nodes', 'credentials'], {
		collapse: FOLDERS,
		includeOnly: FOLDERS,
		enhancedResolveOptions: { extensions: ['.ts'] },
	});
	const { modules } = output as ICruiseResult;
	const folder = (path: string) => path.replace(/\/$/, '');
	return new Map(
		modules
			.map(({ source, dependencies }): [string, string[]] => [
				folder(source),
				dependencies.map(({ resolved }) => folder(resolved)).sort(),
			])
			.sort(([one], [other]) => one.localeCompare(other)),
	);
}

function isReachable(graph: Graph, from: string, to: string, visited = new Set<string>()): boolean {
	if (visited.has(from)) return false;
	visited.add(from);
	return (graph.get(from) ?? []).some(
		(next) => next === to || isReachable(graph, next, to, visited),
	);
}

/** An arrow that a longer path implies is left out. */
function flowchart(graph: Graph): string[] {
	const id = (folder: string) => folder.split('/').at(-1) ?? folder;
	const isShared = (folder: string) => folder.startsWith('nodes/shared/');
	const box = (folder: string) => {
		const name = isShared(folder) ? id(folder) : folder;
		return `${id(folder)}["<b>${name}</b><br/>${PURPOSES[name] ?? ''}"]`;
	};
	const folders = [...graph.keys()];
	const arrows = [...graph].flatMap(([from, targets]) =>
		targets
			.filter((to) => !targets.some((other) => other !== to && isReachable(graph, other, to)))
			.map((to) => `  ${id(from)} --> ${id(to)}`),
	);
	return [
		'flowchart TD',
		...folders.filter((folder) => !isShared(folder)).map((folder) => `  ${box(folder)}`),
		'  subgraph shared["nodes/shared"]',
		...folders.filter(isShared).map((folder) => `    ${box(folder)}`),
		'  end',
		...arrows,
	];
}

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const page = readFileSync(PAGE, 'utf8');
const picture = mermaid(flowchart(await importsOfFolders()));
const updated = withGeneratedPart(page, 'architecture', picture);
if (values.check !== true) {
	writeFileSync(PAGE, updated);
} else if (updated !== page) {
	console.error(
		`The architecture in ${PAGE} is stale: run "npm run docs", and commit what it writes.`,
	);
	process.exitCode = 1;
}
