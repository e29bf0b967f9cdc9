/**
 * The node types that the examples use: our built ones, and n8n's.
 *
 * n8n's own nodes are hundreds of megabytes and not a dependency of the tests. This file lists
 * their versions and credentials; where `npm run n8n` has installed the
 * real n8n, `realDescriptions` returns the rest.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { loadPackage } from '../../tools/engine/harness.ts';

interface KnownType {
	/** As in n8n 2.40. */
	readonly versions: readonly number[];
	readonly credentials?: readonly string[];
	/** Whether the node fetches or receives the workflow's input. */
	readonly source?: boolean;
}

export const n8nTypes: Readonly<Record<string, KnownType>> = {
	'n8n-nodes-base.aggregate': { versions: [1] },
	'n8n-nodes-base.awsS3': { versions: [1, 2], credentials: ['aws'] },
	'n8n-nodes-base.emailSend': { versions: [1, 2, 2.1], credentials: ['smtp'] },
	'n8n-nodes-base.extractFromFile': { versions: [1, 1.1] },
	'n8n-nodes-base.formTrigger': { versions: [1, 2, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6], source: true },
	'n8n-nodes-base.googleSheets': {
		versions: [1, 2, 3, 4, 4.1, 4.2, 4.3, 4.4, 4.5, 4.6, 4.7],
		credentials: ['googleApi', 'googleSheetsOAuth2Api'],
		source: true,
	},
	'n8n-nodes-base.hubspot': {
		versions: [1, 2, 2.1, 2.2],
		credentials: ['hubspotApi', 'hubspotAppToken', 'hubspotOAuth2Api'],
		source: true,
	},
	'n8n-nodes-base.manualTrigger': { versions: [1] },
	'n8n-nodes-base.noOp': { versions: [1] },
	'n8n-nodes-base.pipedrive': {
		versions: [1, 2],
		credentials: ['pipedriveApi', 'pipedriveOAuth2Api'],
		source: true,
	},
	'n8n-nodes-base.pipedriveTrigger': {
		versions: [1, 1.1],
		credentials: ['pipedriveApi', 'pipedriveOAuth2Api'],
		source: true,
	},
	'n8n-nodes-base.postgres': {
		versions: [1, 2, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7],
		credentials: ['postgres'],
		source: true,
	},
	'n8n-nodes-base.quickChart': { versions: [1] },
	'n8n-nodes-base.readWriteFile': { versions: [1, 1.1] },
	'n8n-nodes-base.salesforce': {
		versions: [1, 1.1],
		credentials: ['salesforceJwtApi', 'salesforceOAuth2Api'],
		source: true,
	},
	'n8n-nodes-base.scheduleTrigger': { versions: [1, 1.1, 1.2, 1.3, 1.4] },
	'n8n-nodes-base.shopifyTrigger': {
		versions: [1],
		credentials: ['shopifyAccessTokenApi', 'shopifyApi', 'shopifyOAuth2Api'],
		source: true,
	},
	'n8n-nodes-base.slack': {
		versions: [1, 2, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7],
		credentials: ['slackApi', 'slackOAuth2Api'],
	},
	'n8n-nodes-base.stickyNote': { versions: [1] },
	'n8n-nodes-base.switch': { versions: [1, 2, 3, 3.1, 3.2, 3.3, 3.4] },
	'@n8n/n8n-nodes-langchain.agent': {
		versions: [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.1, 2.2, 3, 3.1],
	},
	'@n8n/n8n-nodes-langchain.chatTrigger': {
		versions: [1, 1.1, 1.2, 1.3, 1.4, 1.5],
		source: true,
	},
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': {
		versions: [1, 1.1, 1.2, 1.3],
		credentials: ['openAiApi'],
	},
	'@n8n/n8n-nodes-langchain.memoryBufferWindow': { versions: [1, 1.1, 1.2, 1.3, 1.4] },
};

const installed = path.join('test', 'e2e', 'node_modules');

const realTypes = new Map<string, INodeTypeDescription[]>();
for (const name of ['n8n-nodes-base', '@n8n/n8n-nodes-langchain']) {
	const file = path.join(installed, name, 'dist', 'types', 'nodes.json');
	if (!existsSync(file)) continue;
	realTypes.set(name, JSON.parse(readFileSync(file, 'utf8')) as INodeTypeDescription[]);
}

/** Whether the real n8n is installed. */
export const realN8nIsHere = realTypes.size === 2;

/** Returns all versions of a node type of the real n8n. */
export function realDescriptions(type: string): INodeTypeDescription[] {
	const dot = type.lastIndexOf('.');
	const types = realTypes.get(type.slice(0, dot)) ?? [];
	return types.filter(({ name }) => name === type.slice(dot + 1));
}

export const versionsOf = ({ version }: INodeTypeDescription): number[] => [version].flat();

/** What n8n adds to a node that is usable as a tool. */
const toolProperties: INodeProperties[] = [
	{
		displayName: 'Tool Description',
		name: 'descriptionType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Set Automatically', value: 'auto' },
			{ name: 'Set Manually', value: 'manual' },
		],
		default: 'auto',
	},
	{
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { descriptionType: ['manual'] } },
	},
];

/** Returns one of our nodes as n8n shows it, or as the tool that n8n derives from it. */
export async function ourDescription(shortType: string): Promise<INodeTypeDescription> {
	const { descriptions } = await loadPackage();
	const description = descriptions.find(({ name }) => name === shortType);
	if (description !== undefined) return description;
	const node = descriptions.find(
		({ name, usableAsTool }) => usableAsTool !== undefined && `${name}Tool` === shortType,
	);
	if (node === undefined) throw new Error(`The package has no node "${shortType}"`);
	return {
		...node,
		name: shortType,
		inputs: [],
		outputs: ['ai_tool'],
		properties: [...toolProperties, ...node.properties],
	};
}
