/** Runs the built Customer.io App node in the real engine against a sandbox. */
import type { INodeExecutionData } from 'n8n-workflow';

import { sampleCredentials } from '../../tools/engine/sampleCredentials.ts';
import { runNode, type RunResult } from '../../tools/engine/harness.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../tools/sandbox/sandbox.ts';
import type { RecordedRequest } from '../../tools/sandbox/types.ts';

export interface AppNode {
	readonly sandbox: Sandbox;
	/** Credential data for the sandbox. */
	readonly credentials: { customerIoAppApi: Record<string, unknown> };
	/** Runs an operation over the items (one empty item by default). */
	run(
		parameters: object,
		items?: object[],
		more?: {
			onError?: 'continueRegularOutput' | 'continueErrorOutput';
			signal?: AbortSignal;
			/** In place of what points at the sandbox. */
			credential?: object;
		},
	): Promise<AppRun>;
}

export interface AppRun {
	readonly result: RunResult;
	readonly items: INodeExecutionData[];
	readonly json: Array<Record<string, unknown>>;
	/** Requests of this run, in order. */
	readonly requests: RecordedRequest[];
	/** `POST /v1/segments?limit=1` for each request. */
	readonly routes: string[];
	/** The message and description of the run's error. */
	readonly error: { message: string; description: string } | undefined;
	/** What programs find in that error. */
	readonly context: Record<string, unknown> | undefined;
}

export async function startApp(options: SandboxOptions = {}): Promise<AppNode> {
	const sandbox = await startSandbox({ limits: false, ...options });
	const { customerIoAppApi } = sampleCredentials(sandbox);
	const credentials = { customerIoAppApi };
	return {
		sandbox,
		credentials,
		run: async (parameters, items = [{}], more = {}) => {
			const from = sandbox.requests.length;
			const { signal, credential, ...spec } = more;
			const result = await runNode(
				{
					type: 'n8n-nodes-customerio.customerIoApp',
					parameters,
					credentials: { customerIoAppApi: { ...customerIoAppApi, ...credential } },
					...spec,
				},
				items,
				signal === undefined ? {} : { signal },
			);
			const requests = sandbox.requests.slice(from);
			const output = result.items('Customer.io App');
			const { error } = result;
			return {
				result,
				items: output,
				json: output.map((item) => item.json as Record<string, unknown>),
				requests,
				routes: requests.map(({ method, path, rawQuery }) =>
					[`${method} ${path}`, rawQuery].filter(Boolean).join('?'),
				),
				error:
					error === undefined
						? undefined
						: { message: error.message, description: String(error.description ?? '') },
				context: (error as { context?: Record<string, unknown> } | undefined)?.context,
			};
		},
	};
}

/** Returns a resource locator's value as the editor stores it. */
export const located = (value: unknown, mode = 'id') => ({ __rl: true, mode, value });

/** Returns the input index that each output item is paired with. */
export const pairs = (items: INodeExecutionData[]) =>
	items.map(({ pairedItem }) => (pairedItem as { item: number }).item);

/** Returns an assignment collection's value as the editor stores it. */
export const assigned = (values: Record<string, unknown>) => ({
	assignments: Object.entries(values).map(([name, value]) => ({
		id: name,
		name,
		value,
		type: typeof value,
	})),
});
