/** Runs an example in the real engine, with the built package, against an embedded Customer.io. */
import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { sampleCredentials } from '../../tools/engine/sampleCredentials.ts';
import { runWorkflow, workflowPackage, type RunResult } from '../../tools/engine/harness.ts';
import { HarnessNodeTypes } from '../../tools/engine/packages.ts';
import { startSandbox, type Sandbox } from '../../tools/sandbox/sandbox.ts';
import { example, nodeOf, type ExampleWorkflow } from './workflows.ts';

export interface Stage {
	readonly sandbox: Sandbox;
	readonly credentials: Record<string, Record<string, unknown>>;
	/** Runs an example as it is imported: with its pinned rows. */
	run(name: string, options?: StageRun): Promise<RunResult>;
	stop(): Promise<void>;
}

interface StageRun {
	/** The trigger to start from, which has to be pinned; by default the manual one. */
	from?: string;
	/** More pinned rows, for n8n's own nodes, which are not installed here. */
	pin?: Record<string, object[]>;
	/** Used instead of the file. */
	workflow?: ExampleWorkflow;
}

export async function setStage(): Promise<Stage> {
	const sandbox = await startSandbox({ limits: false });
	const credentials = sampleCredentials(sandbox);
	return {
		sandbox,
		credentials,
		run: async (name, { from, pin = {}, workflow = example(name) } = {}) => {
			const result = await runWorkflow(workflow, {
				credentials,
				pin: Object.fromEntries(
					Object.entries(pin).map(([node, rows]) => [
						node,
						rows.map((json) => ({ json }) as INodeExecutionData),
					]),
				),
				...(from === undefined ? {} : { startNode: from }),
			});
			if (result.error !== undefined) throw result.error;
			return result;
		},
		stop: async () => await sandbox.stop(),
	};
}

export const jsonOf = (result: RunResult, node: string) =>
	result.items(node).map(({ json }) => json);

/** Returns the error messages of failed items. */
export const errorsOf = (result: RunResult, node: string): string[] =>
	jsonOf(result, node).flatMap(({ error }) => (typeof error === 'string' ? [error] : []));

/**
 * Returns the parameters of a node that did not run, with expressions resolved for each item that would
 * have reached it.
 */
export async function resolved(
	workflow: ExampleWorkflow,
	name: string,
	result: RunResult,
	previous: string,
): Promise<INodeParameters[]> {
	// n8n removes parameters that a placeholder type does not have.
	const nodes = structuredClone(workflow.nodes) as INode[];
	const instance = new workflowPackage.Workflow({
		id: 'harness',
		nodes,
		connections: workflow.connections,
		active: false,
		nodeTypes: new HarnessNodeTypes(nodes.map(({ type }) => type)),
	});
	// Like n8n: each item is paired with its index in the previous node's output.
	const input = result
		.items(previous)
		.map((item, index) => ({ ...item, pairedItem: { item: index } }));
	const source = { main: [{ previousNode: previous }] };
	await instance.expression.acquireIsolate();
	try {
		return input.map(
			(_, index) =>
				instance.expression.getParameterValue(
					nodeOf(workflow, name).parameters,
					result.run.data,
					0,
					index,
					name,
					input,
					'manual',
					{},
					{ data: { main: [input] }, node: nodeOf(workflow, name) as INode, source },
				) as INodeParameters,
		);
	} finally {
		await instance.expression.releaseIsolate();
	}
}
