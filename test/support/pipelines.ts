/** Helpers for tests of the Pipelines node: they run it in the engine and read what it sent. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { OnError } from 'n8n-workflow';

import { sampleCredentials } from '../../tools/engine/sampleCredentials.ts';
import { runNode, type RunOptions, type RunResult } from '../../tools/engine/harness.ts';
import type { RecordedRequest, Sandbox } from '../../tools/sandbox/sandbox.ts';

export const nodeName = 'Customer.io Pipelines';

interface Run {
	parameters: object;
	items?: object[];
	onError?: OnError;
	credential?: object;
	options?: RunOptions;
}

export async function runPipelines(sandbox: Sandbox, run: Run): Promise<RunResult> {
	return await runNode(
		{
			type: 'n8n-nodes-customerio.customerIoPipelines',
			parameters: run.parameters,
			credentials: {
				customerIoPipelinesApi: {
					...sampleCredentials(sandbox).customerIoPipelinesApi,
					...run.credential,
				},
			},
			...(run.onError === undefined ? {} : { onError: run.onError }),
		},
		run.items ?? [{}],
		run.options,
	);
}

export const jsonOf = (result: RunResult) => result.items(nodeName).map(({ json }) => json);

export const pairsOf = (result: RunResult) =>
	result.items(nodeName).map(({ pairedItem }) => pairedItem);

type Body = Record<string, unknown>;

/** Returns the calls of a request in order, each with its type; a single endpoint's call has none. */
export function callsOf(request: RecordedRequest | undefined): Body[] {
	const body = request?.body as Body & { batch?: Body[] };
	return request?.path === '/v1/batch' ? (body.batch ?? []) : [body];
}

export const sentCalls = (sandbox: Sandbox) => sandbox.requests.flatMap(callsOf);

/** Returns items for `identify`, which creates the people `p0`, `p1` and so on. */
export const peopleItems = (count: number, more: (number: number) => object = () => ({})) =>
	Array.from({ length: count }, (_, number) => ({ id: `p${number}`, ...more(number) }));

export const identify = {
	resource: 'person',
	operation: 'identify',
	userId: '={{ $json.id }}',
	traitsInput: 'item',
	traitsExcept: 'id',
};

interface Spec {
	operations: Array<{ operation: string; path: string; example: Body }>;
	semanticEvents: Array<{ event: string; example: Body }>;
}

export const spec = JSON.parse(
	readFileSync(path.join('tools', 'sandbox', 'spec', 'pipelines-api.json'), 'utf8'),
) as Spec;
