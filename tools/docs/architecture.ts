/**
 * The house in one picture, made from the code's own imports.
 *
 * `npm run docs` draws it anew in CONTRIBUTING.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { readSources } from './sources.ts';
import { orderOf, reduced, type Graph } from './graph.ts';

export const PAGE = 'CONTRIBUTING.md';

/** From the top of the house to its ground: an import goes down or stays on its floor. */
const FLOORS = {
	entries: 'What n8n loads',
	resources: 'What an endpoint is: data',
	matrix: 'What is read from that data: nodes/matrix',
	transport: 'The only way to Customer.io',
} as const;
type Floor = keyof typeof FLOORS;
const floorNames = Object.keys(FLOORS) as Floor[];

interface Room {
	readonly name: string;
	readonly floor: Floor;
	readonly title: string;
	readonly says: string;
	readonly files: RegExp;
}

/** A room of `nodes/matrix`: one step on the way of an item, as a few of the files there. */
const step = (name: string, title: string, says: string, files: string): Room => ({
	name,
	floor: 'matrix',
	title,
	says,
	files: new RegExp(`^nodes/matrix/(${files.split(' ').join('|')})\\.ts$`),
});

/** A file belongs to the first room that it fits. */
const ROOMS: readonly Room[] = [
	{
		name: 'credentials',
		floor: 'entries',
		title: 'credentials/',
		says: 'keys, region, test',
		files: /^credentials\//,
	},
	{
		name: 'appResources',
		floor: 'resources',
		title: 'CustomerIoApp/resources',
		says: 'with fields and follow-ups',
		files: /^nodes\/CustomerIoApp\/((resources|fields)\/|followUps\.ts)/,
	},
	{
		name: 'pipelinesResources',
		floor: 'resources',
		title: 'CustomerIoPipelines/resources',
		says: 'with fields',
		files: /^nodes\/CustomerIoPipelines\/(resources|fields)\//,
	},
	{
		name: 'triggerEvents',
		floor: 'resources',
		title: 'CustomerIoAppTrigger/events.ts',
		says: 'what can be reported',
		files: /^nodes\/CustomerIoAppTrigger\/events\.ts$/,
	},
	{
		name: 'app',
		floor: 'entries',
		title: 'CustomerIoApp',
		says: 'an operation for each item',
		files: /^nodes\/CustomerIoApp\//,
	},
	{
		name: 'pipelines',
		floor: 'entries',
		title: 'CustomerIoPipelines',
		says: 'items packed into batches',
		files: /^nodes\/CustomerIoPipelines\//,
	},
	{
		name: 'trigger',
		floor: 'entries',
		title: 'CustomerIoAppTrigger',
		says: 'registers, verifies, receives',
		files: /^nodes\/CustomerIoAppTrigger\//,
	},
	step(
		'run',
		'Run',
		'every item: in order, paired, failed or not',
		'runItems runOperation lanes hints',
	),
	step(
		'request',
		'Request',
		'method, path, query and body of one item',
		'buildRequest customRequest upload checks',
	),
	step(
		'editor',
		'Editor',
		'what a person sees, and where it stands',
		'describe describeField layout rowOrder rowText mergeCollections blocks options',
	),
	step('lists', 'Lists', 'that the editor fills by a request', 'listSearch optionLists'),
	step(
		'fields',
		'Fields',
		'from what was entered to what is sent',
		'nodeInput parameters itemText readField readPairs filter filterRows rows ways locatorRows parseJson',
	),
	step(
		'answer',
		'Answer',
		'items out of answers, pages, files and waiting',
		'readAnswer paging series csv files waiting',
	),
	step(
		'vocabulary',
		'Vocabulary',
		'the words of the matrix, and what everybody uses',
		'vocabulary fields outputs outputSettings grammars addresses json request itemInput followUp inputError itemErrors names paths bytes times',
	),
	{
		name: 'transport',
		floor: 'transport',
		title: 'nodes/transport',
		says: 'limits, repeats, errors',
		files: /^nodes\/transport\//,
	},
];

export interface House {
	/** The files that a file imports. */
	readonly imports: Graph;
	/** Those of them that are there at run time: an import of nothing but types is none. */
	readonly used: Graph;
}

/** Reads `nodes/` and `credentials/`. */
export function readHouse(): House {
	const own = [...readSources().values()].filter(({ path }) => /^(nodes|credentials)\//.test(path));
	const graph = (withTypes: boolean): Graph =>
		new Map(
			own.map(({ path, imports }) => [
				path,
				imports.filter(({ typeOnly }) => withTypes || !typeOnly).map(({ from }) => from),
			]),
		);
	return { imports: graph(true), used: graph(false) };
}

const roomOf = (file: string): Room | undefined => ROOMS.find(({ files }) => files.test(file));

/** What an import must not do; nothing for one that keeps to the plan. */
function objection(from: Room, to: Room): string | undefined {
	if (floorNames.indexOf(to.floor) < floorNames.indexOf(from.floor)) {
		return `${from.floor} must not know ${to.floor}`;
	}
	if (from !== to && from.floor === 'entries' && to.floor === 'entries') {
		return 'nodes and credentials must not know one another';
	}
	if (from.floor === 'resources' && to.floor === 'transport') {
		return 'resources state endpoints, and call nothing';
	}
	return undefined;
}

/** Everything in the imports that is not as the house is planned. */
export function findings({ imports }: House): string[] {
	const found: string[] = [];
	for (const [file, targets] of imports) {
		const from = roomOf(file);
		if (from === undefined) found.push(`${file} has no room: add it to one in test/docs/house.ts`);
		for (const target of targets) {
			const to = roomOf(target);
			const against = from === undefined || to === undefined ? undefined : objection(from, to);
			if (against !== undefined) found.push(`${file} imports ${target}: ${against}`);
		}
	}
	for (const room of ROOMS) {
		if (![...imports.keys()].some((file) => roomOf(file) === room)) {
			found.push(`${room.name} has no files`);
		}
	}
	const { circle } = orderOf(roomGraph(imports));
	if (circle !== undefined) found.push(`in a circle: ${circle.join(' → ')}`);
	return found;
}

/** Which room imports which. */
function roomGraph(imports: Graph): Graph {
	const names = ROOMS.map(({ name }) => name);
	const graph = new Map(names.map((name) => [name, new Set<string>()]));
	for (const [file, targets] of imports) {
		const from = roomOf(file)?.name ?? '';
		for (const target of targets) {
			const to = roomOf(target)?.name ?? '';
			if (from !== to) graph.get(from)?.add(to);
		}
	}
	// In the order of the rooms, whatever that of the imports is.
	return new Map(
		[...graph].map(([room, targets]) => [room, names.filter((name) => targets.has(name))]),
	);
}

/**
 * The house as a Mermaid diagram of what is used at run time. An arrow that a longer way says already
 * is left out, except to the transport.
 */
export function drawing({ used }: House): string {
	const lines = ['flowchart TD'];
	for (const floor of floorNames) {
		lines.push(`  subgraph ${floor}Floor["${FLOORS[floor]}"]`);
		for (const { name, title, says } of ROOMS.filter((room) => room.floor === floor)) {
			lines.push(`    ${name}["${title}<br/>${says}"]`);
		}
		lines.push('  end');
	}
	const all = roomGraph(used);
	const few = reduced(all);
	for (const [from, targets] of all) {
		for (const to of targets) {
			if (to === 'transport' || few.get(from)?.includes(to)) lines.push(`  ${from} --> ${to}`);
		}
	}
	return `${lines.join('\n')}\n`;
}

const DRAWING = /(?<=```mermaid\n)[^`]*(?=```)/;

/** The diagram that a page has. */
export const drawnIn = (page: string): string | undefined => DRAWING.exec(page)?.[0];

if (process.argv[1]?.endsWith('house.ts')) {
	const page = readFileSync(PAGE, 'utf8');
	writeFileSync(
		PAGE,
		page.replace(DRAWING, () => drawing(readHouse())),
	);
}
