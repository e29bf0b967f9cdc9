/** Runs either node over one item, for what holds for both of them. */
import type { INodeExecutionData } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../tools/sandbox/sandbox.ts';
import { startApp, type AppNode } from './appNode.ts';
import { jsonOf, runPipelines, sentCalls } from './pipelines.ts';

export interface Outcome {
	/** The message of the item's error, or of the run's. */
	readonly error: string | undefined;
	/** Requests for App, calls for Pipelines. */
	readonly sent: ReadonlyArray<Record<string, unknown>>;
	readonly json: ReadonlyArray<Record<string, unknown>>;
	readonly hints: readonly string[];
}

export type Item = INodeExecutionData | object;

export interface BothNodes {
	readonly sandbox: Sandbox;
	readonly app: AppNode;
	readonly pipelines: Sandbox;
	/** `sent` are the bodies of the requests; those without one give `{ route }`. */
	runApp(parameters: object, ...items: Item[]): Promise<Outcome>;
	runPipelines(parameters: object, ...items: Item[]): Promise<Outcome>;
	stop(): Promise<void>;
}

export async function startBothNodes(): Promise<BothNodes> {
	const app = await startApp();
	const pipelines = await startSandbox({ seed: 'workspace', limits: false });
	return {
		sandbox: app.sandbox,
		app,
		pipelines,
		async runApp(parameters, ...items) {
			const { error, requests, routes, json, result } = await app.run(
				parameters,
				items.length === 0 ? [{}] : items,
			);
			return {
				error: error?.message,
				sent: requests.map(({ body }, index) =>
					typeof body === 'object' && body !== null
						? (body as Record<string, unknown>)
						: { route: routes[index] },
				),
				json,
				hints: result.hints('Customer.io App').map(({ message }) => message),
			};
		},
		async runPipelines(parameters, ...items) {
			pipelines.requests.length = 0;
			const result = await runPipelines(pipelines, {
				parameters,
				items: items.length === 0 ? [{}] : items,
				onError: 'continueRegularOutput',
			});
			const json = jsonOf(result) as Array<Record<string, unknown>>;
			const failed = json.find(({ error }) => error !== undefined)?.error;
			return {
				error: typeof failed === 'string' ? failed : result.error?.message,
				sent: sentCalls(pipelines),
				json,
				hints: result.hints('Customer.io Pipelines').map(({ message }) => message),
			};
		},
		async stop() {
			await app.sandbox.stop();
			await pipelines.stop();
		},
	};
}
