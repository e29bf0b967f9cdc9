/** `docs/operations/`: all operations and events of the nodes, generated from their schema. */
import { resources as appResources } from '../../nodes/CustomerIoApp/resources/index.ts';
import { resources as pipelinesResources } from '../../nodes/CustomerIoPipelines/resources/index.ts';
import { resources as trackResources } from '../../nodes/CustomerIoTrack/resources/index.ts';
import { parseRoute } from '../../nodes/shared/schema/placement.ts';
import { sortedByName } from '../../nodes/shared/utils/casing.ts';
import type { Operation, Resource } from '../../nodes/shared/schema/operation.ts';
import { limitFor } from '../../nodes/shared/transport/rateLimits.ts';
import { commonFields, commonText, optionsText } from './commonText.ts';
import { appPage, pipelinesPage, TRACK_REFERENCE } from './customerIoPages.ts';
import { Anchors, bullets, formatted, plain, table } from './markdown.ts';
import { isAnyRoute, operationText, type Around } from './operationText.ts';
import { eventGroups, triggerText } from './triggerText.ts';

/** The folder of the pages. It has generated files only. */
export const FOLDER = 'docs/operations';

interface Node {
	/** What the names of its pages start with. */
	readonly file: string;
	readonly name: string;
	readonly about: string;
	readonly resources: readonly Resource[];
	readonly credential: Parameters<typeof limitFor>[0];
	readonly pageOf: (resource: Resource, value: string, operation: Operation) => string;
}

const NODES: readonly Node[] = [
	{
		file: 'pipelines',
		name: 'Customer.io Pipelines',
		about: 'Writes people, events, objects, relationships and devices.',
		resources: pipelinesResources,
		credential: 'customerIoPipelinesApi',
		pageOf: (_resource, _value, operation) => pipelinesPage(commandOf(operation)),
	},
	{
		file: 'app',
		name: 'Customer.io App',
		about: 'Sends messages, and works with everything of the App API.',
		resources: appResources,
		credential: 'customerIoAppApi',
		pageOf: ({ name }, value) => appPage(name, value),
	},
	{
		file: 'track',
		name: 'Customer.io Track',
		about:
			'Adds people to segments, merges people, submits forms, and writes people, events and objects.',
		resources: trackResources,
		credential: 'customerIoTrackApi',
		pageOf: () => TRACK_REFERENCE,
	},
];

const TRIGGER = { file: 'app-trigger.md', name: 'Customer.io App Trigger' };
const COMMON = 'Fields of every call';

/** The pages as they should be in the repository, by file name. */
export async function operationsPages(): Promise<Map<string, string>> {
	const pages: Array<[file: string, lines: string[]]> = [
		['README.md', indexPage()],
		...NODES.flatMap((node): Array<[string, string[]]> => [
			[nodeFile(node), nodePage(node)],
			...node.resources.map((resource): [string, string[]] => [
				resourceFile(node, resource),
				resourcePage(node, resource),
			]),
		]),
		[TRIGGER.file, triggerPage()],
	];
	const texts = pages.map(async ([file, lines]): Promise<[string, string]> => {
		const made = '<!-- Made of what the nodes state, by `npm run docs`. -->';
		return [file, await formatted([made, '', ...lines].join('\n'))];
	});
	return new Map(await Promise.all(texts));
}

function indexPage(): string[] {
	const operations = NODES.flatMap(({ resources }) => resources.flatMap(operationsOf));
	const events = eventGroups.flatMap((group) => group.events);
	return [
		'# Operations',
		'',
		`All ${operations.length} operations and ${events.length} events of the four nodes, by the names that the editor shows. The page of a resource has the fields of each operation, what it gives, and Customer.io's limit, which the node keeps. Operations with the same limit share it.`,
		'',
		...NODES.flatMap((node) => [
			`## ${node.name}`,
			'',
			`${node.about} [All operations and options of the node](${nodeFile(node)}).`,
			'',
			...table(
				['resource', 'what it is', 'operations'],
				sortedByName(node.resources).map((resource) => [
					`[${plain(resource.displayName)}](${resourceFile(node, resource)})`,
					plain(resource.description ?? ''),
					String(Object.keys(resource.operations).length),
				]),
			),
		]),
		`## ${TRIGGER.name}`,
		'',
		`Starts a workflow for reporting events. [All settings of the node](${TRIGGER.file}).`,
		'',
		...table(
			['events', 'number'],
			eventGroups.map(({ title, events: { length } }) => [
				`[${title}](${TRIGGER.file}#${new Anchors().of(title)})`,
				String(length),
			]),
		),
	];
}

/** What all resources of a node share, and its operations. */
function nodePage(node: Node): string[] {
	const common = commonFields(node.resources);
	return [
		`# ${node.name}`,
		'',
		`${node.about} [Operations of the other nodes](README.md).`,
		'',
		...optionsText(node.resources),
		...(common.length === 0 ? [] : [`## ${COMMON}`, '', ...commonText(common)]),
		'## Operations',
		'',
		...bullets(
			sortedByName(node.resources).map(
				(resource) =>
					`[${plain(resource.displayName)}](${resourceFile(node, resource)}): ${operationLinks(node, resource)}`,
			),
		),
	];
}

/** "[Create](app-asset.md#create), [Delete](app-asset.md#delete)" */
function operationLinks(node: Node, resource: Resource): string {
	const anchors = new Anchors();
	anchors.of(resourceTitle(node, resource));
	return operationsOf(resource)
		.map(([, { name }]) => `[${plain(name)}](${resourceFile(node, resource)}#${anchors.of(name)})`)
		.join(', ');
}

function resourcePage(node: Node, resource: Resource): string[] {
	const common = {
		fields: new Set(commonFields(node.resources).map(({ key }) => key)),
		link: `[${COMMON}](${nodeFile(node)}#${new Anchors().of(COMMON)})`,
	};
	return [
		`# ${plain(resourceTitle(node, resource))}`,
		'',
		...(resource.description === undefined ? [] : [`${plain(resource.description)}.`, '']),
		`[${node.name}](${nodeFile(node)}) has the options of all operations.`,
		'',
		...operationsOf(resource).flatMap(([value, operation]) =>
			operationText(operation, {
				limit: limitWords(node, operation),
				page: node.pageOf(resource, value, operation),
				common,
			} satisfies Around),
		),
	];
}

function triggerPage(): string[] {
	return [
		`# ${TRIGGER.name}`,
		'',
		'Starts a workflow for reporting events. [Operations of the other nodes](README.md).',
		'',
		...triggerText(),
	];
}

function nodeFile({ file }: Node): string {
	return `${file}.md`;
}

function resourceFile({ file }: Node, { displayName }: Resource): string {
	return `${file}-${new Anchors().of(displayName)}.md`;
}

function resourceTitle({ name }: Node, { displayName }: Resource): string {
	return `${name}: ${displayName}`;
}

/** In alphabetical order, like the editor. */
function operationsOf(resource: Resource): Array<[value: string, operation: Operation]> {
	const named = Object.entries(resource.operations).map(([value, operation]) => ({
		name: operation.name,
		entry: [value, operation] as [string, Operation],
	}));
	return sortedByName(named).map(({ entry }) => entry);
}

/** "10 per second", "1 in 10 seconds". */
function limitWords({ credential }: Node, operation: Operation): string {
	if (isAnyRoute(operation.route)) return 'the limit of the route';
	const { method, path } = parseRoute(operation);
	const { requests, perMs } = limitFor(credential, method, path);
	const count = requests.toLocaleString('en-US');
	const seconds = perMs / 1000;
	if (seconds === 1) return `${count} per second`;
	return seconds === 24 * 60 * 60 ? `${count} per day` : `${count} in ${seconds} seconds`;
}

/** The reserved event that a Pipelines operation tracks. */
function commandOf({ fields }: Operation): string | undefined {
	const event = fields.find(({ type, name }) => type === 'constant' && name === 'event');
	return event?.type === 'constant' ? String(event.value) : undefined;
}
