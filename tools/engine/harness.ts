/**
 * Runs nodes and workflows in the real n8n engine (n8n-core) with the built package.
 *
 * - `runNode`: runs one node with input items. `runWorkflow`: runs an importable workflow JSON.
 * - `listSearch`, `loadOptions`: the lists in the editor. `testCredential`: the result in the credential dialog.
 * - `triggerContexts`: registration, removal and requests of a webhook trigger.
 */
import type {
	ExecutionError,
	IConnections,
	ILoadOptionsFunctions,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodePropertyOptions,
	INodeType,
	IPinData,
	IRun,
	IWorkflowSettings,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { additionalDataFor } from './additionalData.ts';
import { core, workflowPackage } from './core.ts';
import { HarnessCredentials, type CredentialStore } from './credentials.ts';
import { ensurePackageOf, HarnessNodeTypes } from './packages.ts';
import { nodeFrom, savedWorkflow, type NodeSpec } from './workflowSpec.ts';
import { startWorkflow } from './start.ts';

export { engineLoadMs, engineVersion, onN8n1, workflowPackage } from './core.ts';
export { testCredential, type CredentialData } from './credentials.ts';
export { loadPackage, type LoadedPackage } from './packages.ts';
export { type NodeSpec } from './workflowSpec.ts';
export { triggerContexts, type TriggerContexts } from './trigger.ts';

export interface RunResult {
	status: 'success' | 'error' | 'canceled';
	/** The output of a node over all its runs. With continueErrorOutput, errors are in the last output. */
	items(nodeName: string, output?: number): INodeExecutionData[];
	/** The error of the run, but not failures that a node returned as items. */
	error?: ExecutionError;
	hints(nodeName: string): NodeExecutionHint[];
	run: IRun;
}

export interface RunOptions {
	signal?: AbortSignal;
	mode?: WorkflowExecuteMode;
	/** Gives the node the items themselves, as n8n does, and not clones, which take time. */
	sharesItems?: boolean;
}

/** The node that feeds the items of `runNode`, for expressions such as `$('Start').item`. */
const startNodeName = 'Start';

/** Runs one node. An input with a `json` object is used as an n8n item, any other object as the JSON of an item. */
export async function runNode(
	spec: Omit<NodeSpec, 'name'> & { name?: string },
	inputItems: Array<INodeExecutionData | object>,
	options: RunOptions = {},
): Promise<RunResult> {
	await ensurePackageOf(spec.type);
	const nodeTypes = new HarnessNodeTypes();
	const { description } = nodeTypes.getByNameAndVersion(spec.type, spec.typeVersion);
	const node = nodeFrom({ name: description.displayName, ...spec }, description);
	const start: INode = {
		id: 'start',
		name: startNodeName,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return await execute(
		{
			nodes: [start, node],
			connections: {
				[start.name]: { main: [[{ node: node.name, type: 'main', index: 0 }]] },
			},
		},
		{
			...options,
			credentials: spec.credentials ?? {},
			pin: { [start.name]: inputItems.map((input) => toItem(input, options.sharesItems)) },
		},
	);
}

function toItem(input: INodeExecutionData | object, isShared = false): INodeExecutionData {
	const isItem = 'json' in input && typeof input.json === 'object' && input.json !== null;
	const item = (isItem ? input : { json: input }) as INodeExecutionData;
	return isShared ? item : structuredClone(item);
}

export interface WorkflowRunOptions extends RunOptions {
	credentials: CredentialStore;
	/** Output of nodes that are not run, e.g. of node types that the harness lacks. */
	pin?: Record<string, INodeExecutionData[]>;
	/** The node to start from. Default: the manual trigger, otherwise the first trigger. */
	startNode?: string;
}

/** Runs an importable workflow JSON. Nodes get the credentials that their types declare; the names in the file are ignored. */
export async function runWorkflow(
	workflowJson: object,
	options: WorkflowRunOptions,
): Promise<RunResult> {
	const json = structuredClone(workflowJson) as WorkflowJson;
	for (const { type } of json.nodes) await ensurePackageOf(type);
	return await execute(json, options);
}

interface WorkflowJson {
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	pinData?: IPinData;
}

async function execute(json: WorkflowJson, options: WorkflowRunOptions): Promise<RunResult> {
	const { mode = 'manual', signal, credentials } = options;
	const pinData: IPinData = { ...json.pinData, ...options.pin };
	const nodeTypes = new HarnessNodeTypes(
		json.nodes.filter(({ name, disabled }) => disabled || name in pinData).map(({ type }) => type),
	);
	const nodes = json.nodes.map((node) => withCredentials(node, nodeTypes, credentials));
	const { name = 'Harness', connections, settings } = json;
	const workflowData = savedWorkflow(name, nodes, connections, settings);
	const workflow = new workflowPackage.Workflow({ ...workflowData, nodeTypes, pinData });
	const additionalData = additionalDataFor(new HarnessCredentials(credentials), {
		workflow: workflowData,
		mode,
	});

	const execution = startWorkflow(additionalData, mode, {
		workflow,
		startNode: startOf(nodes, nodeTypes, options.startNode),
		pinData,
	});
	const cancel = () => execution.cancel();
	if (signal?.aborted === true) cancel();
	signal?.addEventListener('abort', cancel, { once: true });
	try {
		return resultOf(await execution);
	} finally {
		signal?.removeEventListener('abort', cancel);
	}
}

function withCredentials(
	node: INode,
	nodeTypes: HarnessNodeTypes,
	credentials: CredentialStore,
): INode {
	if (!nodeTypes.has(node.type)) return node;
	const { description } = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const chosen = (description.credentials ?? [])
		.filter(({ name }) => name in credentials)
		.map(({ name }) => [name, { id: name, name }] as const);
	if (chosen.length === 0) return node;
	return { ...node, credentials: { ...node.credentials, ...Object.fromEntries(chosen) } };
}

function startOf(nodes: INode[], nodeTypes: HarnessNodeTypes, name?: string): INode {
	const enabled = nodes.filter(({ disabled }) => disabled !== true);
	const start =
		name !== undefined
			? enabled.find((node) => node.name === name)
			: (enabled.find(({ type }) => type === 'n8n-nodes-base.manualTrigger') ??
				enabled.find(({ type, typeVersion }) =>
					nodeTypes.getByNameAndVersion(type, typeVersion).description.group.includes('trigger'),
				));
	if (start === undefined)
		throw new Error(`The workflow has no ${name ?? 'trigger'} to start from`);
	return start;
}

function resultOf(run: IRun): RunResult {
	const { status } = run;
	if (status !== 'success' && status !== 'error' && status !== 'canceled') {
		throw new Error(`The run ended as "${status}"`);
	}
	const { error, runData } = run.data.resultData;
	const tasks = (nodeName: string) => runData[nodeName] ?? [];
	const result: RunResult = {
		status,
		items: (nodeName, output = 0) =>
			tasks(nodeName).flatMap((task) => task.data?.main?.[output] ?? []),
		hints: (nodeName) => tasks(nodeName).flatMap((task) => task.hints ?? []),
		run,
	};
	if (error !== undefined) result.error = error as ExecutionError;
	return result;
}

export interface ListParams {
	parameters?: object;
	credentials: CredentialStore;
	filter?: string;
	paginationToken?: string;
	/** Path of the parameter, as the editor sends it: `parameters.filters.actionId`. */
	path?: string;
}

/** Loads the list of a resource locator, as the editor does. */
export async function listSearch(
	nodeType: string,
	method: string,
	params: ListParams,
): Promise<INodeListSearchResult> {
	return await withLoadOptionsContext(nodeType, params, async (context, type) => {
		const search = type.methods?.listSearch?.[method];
		if (search === undefined) throw new Error(`${nodeType} has no list search "${method}"`);
		return await search.call(context, params.filter, params.paginationToken);
	});
}

/** Loads the list of an options parameter, as the editor does. */
export async function loadOptions(
	nodeType: string,
	method: string,
	params: Omit<ListParams, 'filter' | 'paginationToken'>,
): Promise<INodePropertyOptions[]> {
	return await withLoadOptionsContext(nodeType, params, async (context, type) => {
		const load = type.methods?.loadOptions?.[method];
		if (load === undefined) throw new Error(`${nodeType} has no options "${method}"`);
		return await load.call(context);
	});
}

async function withLoadOptionsContext<T>(
	type: string,
	{ parameters = {}, credentials, path = '' }: ListParams,
	run: (context: ILoadOptionsFunctions, type: INodeType) => Promise<T>,
): Promise<T> {
	await ensurePackageOf(type);
	const nodeTypes = new HarnessNodeTypes();
	const nodeType = nodeTypes.getByNameAndVersion(type);
	const node = nodeFrom({ name: 'List', type, parameters, credentials }, nodeType.description);
	const workflow = new workflowPackage.Workflow({
		id: 'harness',
		name: 'Harness',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
	});
	const additionalData = additionalDataFor(new HarnessCredentials(credentials));
	// The editor sends the parameters with their defaults; credentials with displayOptions depend on them.
	additionalData.currentNodeParameters =
		workflowPackage.NodeHelpers.getNodeParameters(
			nodeType.description.properties,
			node.parameters,
			true,
			false,
			node,
			nodeType.description,
		) ?? {};
	await workflow.expression.acquireIsolate();
	try {
		// In the engine's context class the workflow's name is optional; in the interface it is required.
		const context = new core.LoadOptionsContext(workflow, node, additionalData, path);
		return await run(context as ILoadOptionsFunctions, nodeType);
	} finally {
		await workflow.expression.releaseIsolate();
	}
}
