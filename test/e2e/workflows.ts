import type { Workflow } from './rest.ts';

const CREDENTIALS: Record<string, string> = {
	customerIoApp: 'customerIoAppApi',
	customerIoAppTrigger: 'customerIoAppApi',
	customerIoPipelines: 'customerIoPipelinesApi',
};

/** A workflow of a manual start and one of our nodes. */
export function workflowOf(
	name: string,
	nodeType: string,
	nodeName: string,
	parameters: Record<string, unknown>,
): Workflow {
	const credential = CREDENTIALS[nodeType] ?? '';
	return {
		name,
		nodes: [
			{
				id: crypto.randomUUID(),
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: crypto.randomUUID(),
				name: nodeName,
				type: `n8n-nodes-customerio.${nodeType}`,
				typeVersion: 1,
				position: [220, 0],
				parameters,
				// Replaced by the ones of the instance when it is saved.
				credentials: { [credential]: { id: '', name: '' } },
			},
		],
		connections: { Start: { main: [[{ node: nodeName, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
