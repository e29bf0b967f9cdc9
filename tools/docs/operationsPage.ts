/** `docs/operations.md`: all operations and events of the nodes, generated from their schema. */
import { resources as appResources } from '../../nodes/CustomerIoApp/resources/index.ts';
import { resources as pipelinesResources } from '../../nodes/CustomerIoPipelines/resources/index.ts';
import { resources as trackResources } from '../../nodes/CustomerIoTrack/resources/index.ts';
import { parseRoute } from '../../nodes/shared/schema/placement.ts';
import { sortedByName } from '../../nodes/shared/utils/casing.ts';
import type { Operation, Resource } from '../../nodes/shared/schema/operation.ts';
import { limitFor } from '../../nodes/shared/transport/rateLimits.ts';
import { commonFields, commonText, optionsText } from './commonText.ts';
import { appPage, pipelinesPage, TRACK_REFERENCE } from './customerIoPages.ts';
import { Anchors, formatted, plain, table } from './markdown.ts';
import { isAnyRoute, operationText, type Around } from './operationText.ts';
import { eventGroups, triggerText } from './triggerText.ts';

export const PAGE = 'docs/operations.md';

interface Node {
	readonly name: string;
	readonly about: string;
	readonly resources: readonly Resource[];
	readonly credential: Parameters<typeof limitFor>[0];
	readonly pageOf: (resource: Resource, value: string, operation: Operation) => string;
}

const NODES: readonly Node[] = [
	{
		name: 'Customer.io Pipelines',
		about: 'Writes people, events, objects, relationships and devices.',
		resources: pipelinesResources,
		credential: 'customerIoPipelinesApi',
		pageOf: (_resource, _value, operation) => pipelinesPage(commandOf(operation)),
	},
	{
		name: 'Customer.io App',
		about: 'Sends messages, and works with everything of the App API.',
		resources: appResources,
		credential: 'customerIoAppApi',
		pageOf: ({ name }, value) => appPage(name, value),
	},
	{
		name: 'Customer.io Track',
		about:
			'Adds people to segments, merges people, submits forms, and writes people, events and objects.',
		resources: trackResources,
		credential: 'customerIoTrackApi',
		pageOf: () => TRACK_REFERENCE,
	},
];

const TITLE = 'Operations';
const TRIGGER = 'Customer.io App Trigger';
const COMMON = 'Fields of every call';

/** The page as it should be in the repository. */
export async function operationsPage(): Promise<string> {
	// Anchors depend on the preceding headings, so contents and text are generated together.
	const anchors = new Anchors();
	anchors.of(TITLE);
	const parts = [...NODES.map((node) => nodePart(node, anchors)), triggerPart(anchors)];
	const operations = NODES.flatMap(({ resources }) => resources.flatMap(operationsOf));
	const events = eventGroups.flatMap((group) => group.events);
	const lines = [
		'<!-- Made of what the nodes state, by `npm run docs`. -->',
		'',
		`# ${TITLE}`,
		'',
		`All ${operations.length} operations and ${events.length} events of the four nodes, by the names that the editor shows. Click an operation to see its fields, what it gives, and Customer.io's limit, which the node keeps. Operations with the same limit share it.`,
		'',
		...parts.flatMap(({ contents }) => contents),
		...parts.flatMap(({ text }) => text),
	];
	return await formatted(lines.join('\n'));
}

interface Part {
	readonly contents: string[];
	readonly text: string[];
}

function nodePart(node: Node, anchors: Anchors): Part {
	const resources = sortedByName(node.resources);
	const common = commonFields(resources);
	const nodeLink = link(node.name, anchors);
	const commonLink = common.length === 0 ? '' : link(COMMON, anchors);
	const contents = resources.map((resource) => [
		link(resource.displayName, anchors),
		plain(resource.description ?? ''),
		String(Object.keys(resource.operations).length),
	]);
	return {
		contents: [
			`${nodeLink}: ${node.about}`,
			'',
			...table(['resource', 'what it is', 'operations'], contents),
		],
		text: [
			`## ${node.name}`,
			'',
			...optionsText(resources),
			...(common.length === 0 ? [] : [`### ${COMMON}`, '', ...commonText(common)]),
			...resources.flatMap((resource) => [
				`### ${resource.displayName}`,
				'',
				...(resource.description === undefined ? [] : [`${plain(resource.description)}.`, '']),
				...operationsOf(resource).flatMap(([value, operation]) =>
					operationText(operation, {
						limit: limitWords(node, operation),
						page: node.pageOf(resource, value, operation),
						common: { fields: new Set(common.map(({ key }) => key)), link: commonLink },
					} satisfies Around),
				),
			]),
		],
	};
}

function triggerPart(anchors: Anchors): Part {
	const nodeLink = link(TRIGGER, anchors);
	const contents = eventGroups.map(({ title, events }) => [
		link(title, anchors),
		String(events.length),
	]);
	return {
		contents: [
			`${nodeLink}: Starts a workflow for reporting events.`,
			'',
			...table(['events', 'number'], contents),
		],
		text: [`## ${TRIGGER}`, '', ...triggerText()],
	};
}

function link(heading: string, anchors: Anchors): string {
	return `[${heading}](#${anchors.of(heading)})`;
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
