/** Builds nodes and workflows from short specs. */
import type {
	IConnections,
	INode,
	INodeParameters,
	INodeTypeDescription,
	IWorkflowBase,
	IWorkflowSettings,
	OnError,
} from 'n8n-workflow';
import type { CredentialStore } from './credentials.ts';

export interface NodeSpec {
	name: string;
	/** Full type name, e.g. `n8n-nodes-customerio.customerIoApp`. */
	type: string;
	parameters?: object;
	/** Data by credential type. */
	credentials?: CredentialStore;
	onError?: OnError;
	/** n8n runs the node again if it fails: up to three times. */
	retryOnFail?: boolean;
	typeVersion?: number;
}

export function nodeFrom(spec: NodeSpec, description: INodeTypeDescription): INode {
	const { version } = description;
	const node: INode = {
		id: 'node',
		name: spec.name,
		type: spec.type,
		typeVersion: spec.typeVersion ?? (Array.isArray(version) ? Math.max(...version) : version),
		position: [200, 0],
		parameters: structuredClone(spec.parameters ?? {}) as INodeParameters,
	};
	if (spec.onError !== undefined) node.onError = spec.onError;
	if (spec.retryOnFail === true) Object.assign(node, { retryOnFail: true, waitBetweenTries: 1 });
	if (spec.credentials !== undefined) {
		node.credentials = Object.fromEntries(
			Object.keys(spec.credentials).map((type) => [type, { id: type, name: type }]),
		);
	}
	return node;
}

/** A workflow as n8n stores it. */
export function savedWorkflow(
	name: string,
	nodes: INode[],
	connections: IConnections,
	settings: IWorkflowSettings = {},
): IWorkflowBase {
	return {
		id: 'harness',
		name,
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes,
		connections,
		settings: { executionOrder: 'v1', ...settings },
	};
}
