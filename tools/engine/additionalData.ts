/** The additional data of an execution that n8n's server provides: URLs, credentials and life-cycle hooks. */
import type {
	ICredentialsHelper,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { core } from './core.ts';

let executions = 0;

export function additionalDataFor(
	credentialsHelper: ICredentialsHelper,
	execution?: { workflow: IWorkflowBase; mode: WorkflowExecuteMode },
): IWorkflowExecuteAdditionalData {
	const unsupported = (what: string) => async () => {
		throw new Error(`The harness has no ${what}`);
	};
	const base = 'http://localhost:5678';
	const executionId = String(++executions);
	const data: IWorkflowExecuteAdditionalData = {
		credentialsHelper,
		externalSecretsProxy: new core.ExternalSecretsProxy(),
		executeWorkflow: unsupported('sub-workflows'),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		startRunnerTask: unsupported('task runners'),
		executionId,
		currentNodeExecutionIndex: 0,
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: `${base}/`,
		formBaseUrl: `${base}/form`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		formTestBaseUrl: `${base}/form-test`,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		mcpBaseUrl: `${base}/mcp`,
		mcpTestBaseUrl: `${base}/mcp-test`,
		variables: {},
		logAiEvent: () => {},
	};
	if (execution !== undefined) {
		const { mode, workflow } = execution;
		data.hooks = new core.ExecutionLifecycleHooks(mode, executionId, workflow);
	}
	return data;
}
