/** Reads the example workflows. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode, INodeExecutionData, INodeParameters, IWorkflowBase } from 'n8n-workflow';

export type ExampleNode = Omit<INode, 'position'> & { position: number[] };

export interface ExampleWorkflow {
	name: string;
	nodes: ExampleNode[];
	connections: IWorkflowBase['connections'];
	settings?: object;
	pinData?: Record<string, INodeExecutionData[]>;
}

const folder = 'examples';

export const exampleNames = readdirSync(folder)
	.filter((name) => name.endsWith('.json'))
	.map((name) => path.basename(name, '.json'))
	.sort();

export const textOf = (name: string): string =>
	readFileSync(path.join(folder, `${name}.json`), 'utf8');

/** Reads the file on every call, so that a test may change the result. */
export const example = (name: string): ExampleWorkflow =>
	JSON.parse(textOf(name)) as ExampleWorkflow;

export function nodeOf(workflow: ExampleWorkflow, name: string): ExampleNode {
	const node = workflow.nodes.find((candidate) => candidate.name === name);
	if (node === undefined) throw new Error(`"${workflow.name}" has no node "${name}"`);
	return node;
}

export const parametersOf = (workflow: ExampleWorkflow, name: string): INodeParameters =>
	nodeOf(workflow, name).parameters;

export const isOurs = ({ type }: { type: string }): boolean =>
	type.startsWith('n8n-nodes-customerio.');

/** `customerIoApp` of `n8n-nodes-customerio.customerIoApp`. */
export const shortType = ({ type }: { type: string }): string =>
	type.slice(type.lastIndexOf('.') + 1);
