/** Starts a workflow in the engine of n8n 1 or 2, whose arguments differ. */
import type {
	INode,
	IPinData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { core } from './core.ts';

type Execution = ReturnType<InstanceType<typeof core.WorkflowExecute>['run']>;

interface Start {
	workflow: Workflow;
	startNode: INode;
	pinData: IPinData;
}

export function startWorkflow(
	additionalData: IWorkflowExecuteAdditionalData,
	mode: WorkflowExecuteMode,
	start: Start,
): Execution {
	const engine = new core.WorkflowExecute(additionalData, mode);
	if (engine.run.length === 1) return engine.run(start);
	// n8n 1 takes positional arguments.
	const run = engine.run.bind(engine) as unknown as (
		workflow: Workflow,
		startNode: INode,
		destinationNode: undefined,
		pinData: IPinData,
	) => Execution;
	return run(start.workflow, start.startNode, undefined, start.pinData);
}
