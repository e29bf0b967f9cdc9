/**
 * An agent for tests: the real engine turns the nodes connected to it into tools, and it calls
 * them with arguments that the test chooses instead of a model.
 */
import type {
	IConnections,
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
} from 'n8n-workflow';

import { additionalDataFor } from '../../tools/engine/additionalData.ts';
import { HarnessCredentials, type CredentialStore } from '../../tools/engine/credentials.ts';
import { loadPackage, workflowPackage } from '../../tools/engine/harness.ts';
import { HarnessNodeTypes } from '../../tools/engine/packages.ts';
import { savedWorkflow } from '../../tools/engine/workflowSpec.ts';
import { startWorkflow } from '../../tools/engine/start.ts';
import { ourDescription } from './nodeTypes.ts';
import { isOurs, nodeOf, shortType, type ExampleNode, type ExampleWorkflow } from './workflows.ts';

const toolType = 'n8n-nodes-customerio.customerIoAppTool';

/** A tool as a model sees it. */
interface Tool {
	name: string;
	description: string;
	schema: { shape: Record<string, { description?: string }> };
	invoke(args: object): Promise<string>;
}

export interface Call {
	tool: string;
	args: object;
}

interface AgentRun {
	/** Descriptions of each tool and its arguments, as a model gets them. */
	tools: Record<string, { description: string; args: Record<string, string | undefined> }>;
	/** Parsed JSON result of each call. */
	results: unknown[];
	error?: Error;
}

/** Runs a workflow of an agent and its tools. The tools are real, everything else is stubbed. */
export async function runAgent(
	workflow: ExampleWorkflow,
	agentName: string,
	calls: Call[],
	credentials: CredentialStore,
): Promise<AgentRun> {
	const { nodeTypes: built } = await loadPackage();
	const description = await ourDescription(shortType({ type: toolType }));
	const app = built.customerIoApp as INodeType;
	// Like n8n: the same code behind another description.
	const customerIoTool = Object.assign(Object.create(app) as INodeType, { description });
	const told: AgentRun['tools'] = {};
	const results: unknown[] = [];
	const agent = agentType(async (tools) => {
		for (const tool of tools) {
			const args = Object.entries(tool.schema.shape);
			told[tool.name] = {
				description: tool.description,
				args: Object.fromEntries(args.map(([name, type]) => [name, type.description])),
			};
		}
		for (const call of calls) {
			const tool = tools.find(({ name }) => name === call.tool);
			if (tool === undefined) throw new Error(`The agent has no tool "${call.tool}"`);
			results.push(JSON.parse(await tool.invoke(call.args)));
		}
	});

	const { type: agentTypeName } = nodeOf(workflow, agentName);
	const others = new HarnessNodeTypes(workflow.nodes.map(({ type }) => type));
	const typeOf = (type: string): INodeType =>
		type === toolType
			? customerIoTool
			: type === agentTypeName
				? agent
				: others.getByNameAndVersion(type);
	const nodeTypes: INodeTypes = {
		getByName: typeOf,
		getByNameAndVersion: typeOf,
		getKnownTypes: () => ({}),
	};

	// Model and memory nodes are left out: the agent above needs neither.
	const nodes = (workflow.nodes as INode[])
		.filter((node) => isOurs(node) || node.name === agentName || node.name in pinned(workflow))
		.map((node) => withCredentials(structuredClone(node), credentials));
	const names = nodes.map(({ name }) => name);
	const connections = Object.fromEntries(
		Object.entries(workflow.connections).filter(([from]) => names.includes(from)),
	);
	const data = savedWorkflow(workflow.name, nodes, connections as IConnections);
	const pinData = pinned(workflow);
	const instance = new workflowPackage.Workflow({ ...data, nodeTypes, pinData });
	const start = nodes.find(({ name }) => name in pinData);
	if (start === undefined) throw new Error('The agent has no pinned question');
	const { data: run } = await startWorkflow(
		additionalDataFor(new HarnessCredentials(credentials), { workflow: data, mode: 'manual' }),
		'manual',
		{ workflow: instance, startNode: start, pinData },
	);
	const { error } = run.resultData;
	return { tools: told, results, ...(error === undefined ? {} : { error }) };
}

const pinned = (workflow: ExampleWorkflow): Record<string, INodeExecutionData[]> =>
	workflow.pinData ?? {};

function withCredentials(node: INode, credentials: CredentialStore): INode {
	const types = Object.keys((node as ExampleNode).credentials ?? {});
	const credentialTypes = types.filter((type) => type in credentials);
	const references = Object.fromEntries(
		credentialTypes.map((type) => [type, { id: type, name: type }]),
	);
	return { ...node, credentials: references };
}

function agentType(use: (tools: Tool[]) => Promise<void>): INodeType {
	return {
		description: {
			displayName: 'Agent',
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Agent' },
			inputs: ['main', { type: 'ai_tool', displayName: 'Tool' }],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			await use((await this.getInputConnectionData('ai_tool', 0)) as Tool[]);
			return [[{ json: {} as IDataObject }]];
		},
	};
}
