import type { Workflow, WorkflowNode } from './rest.ts';

const CREDENTIALS: Record<string, string> = {
	customerIoApp: 'customerIoAppApi',
	customerIoAppTrigger: 'customerIoAppApi',
	customerIoPipelines: 'customerIoPipelinesApi',
	customerIoTrack: 'customerIoTrackApi',
};

/** One of our nodes. */
export function ourNode(
	type: string,
	name: string,
	parameters: Record<string, unknown>,
): WorkflowNode {
	const credential = CREDENTIALS[type] ?? '';
	return {
		name,
		type: `n8n-nodes-customerio.${type}`,
		typeVersion: type === 'customerIoAppTrigger' ? 1.1 : 1,
		parameters,
		// Replaced by the instance's credentials when the workflow is saved.
		credentials: { [credential]: { id: '', name: '' } },
	};
}

/** A node that outputs one item. */
export function itemNode(name: string, item: object): WorkflowNode {
	return {
		name,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: JSON.stringify(item, null, 2), options: {} },
	};
}

/** A node that outputs several items. */
export function itemsNode(name: string, items: object[]): WorkflowNode {
	return {
		name,
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode: `return ${JSON.stringify(items)};` },
	};
}

const START: WorkflowNode = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};

/** A linear workflow, started manually unless the first node is a trigger. */
export function workflowOf(name: string, ...steps: WorkflowNode[]): Workflow {
	const nodes = steps[0]?.type.endsWith('Trigger') === true ? steps : [START, ...steps];
	const links = nodes
		.slice(1)
		.map(({ name: to }, i) => [nodes[i]?.name, { main: [[{ node: to, type: 'main', index: 0 }]] }]);
	return {
		name,
		nodes: nodes.map((node, i) => ({ id: crypto.randomUUID(), position: [220 * i, 0], ...node })),
		connections: Object.fromEntries(links) as object,
		settings: { executionOrder: 'v1' },
	};
}
