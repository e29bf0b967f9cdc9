/** Runs a built node in the real engine against a server whose responses the test decides. */
import type { OnError } from 'n8n-workflow';

import { runNode, type RunResult } from '../../tools/engine/harness.ts';
import type { SampleServer } from './sampleServer.ts';

export const NODES = {
	app: { type: 'n8n-nodes-customerio.customerIoApp', credential: 'customerIoAppApi' },
	pipelines: {
		type: 'n8n-nodes-customerio.customerIoPipelines',
		credential: 'customerIoPipelinesApi',
	},
	track: { type: 'n8n-nodes-customerio.customerIoTrack', credential: 'customerIoTrackApi' },
} as const;

interface Run {
	parameters: object;
	items?: object[];
	onError?: OnError;
	retryOnFail?: boolean;
	/** Over what points at the server; `null` for a node without a credential. */
	credential?: object | null;
	signal?: AbortSignal;
}

export interface NodeRun {
	result: RunResult;
	/** The JSON of the regular output. */
	json: Array<Record<string, unknown>>;
	/** The JSON of the error output. */
	errors: Array<Record<string, unknown>>;
	error: { message: string; description?: unknown } | undefined;
	hints: string[];
}

export async function runOver(
	server: SampleServer,
	node: keyof typeof NODES,
	{ credential, items = [{}], signal, ...spec }: Run,
): Promise<NodeRun> {
	const { type, credential: name } = NODES[node];
	const data = {
		region: 'custom',
		baseUrl: server.url,
		apiKey: 'sample-key',
		// Only Track has one.
		siteId: 'site',
		...credential,
	};
	const result = await runNode(
		{
			name: 'Node',
			type,
			...spec,
			...(credential === null ? {} : { credentials: { [name]: data } }),
		},
		items,
		signal === undefined ? {} : { signal },
	);
	const json = (output: number) =>
		result.items('Node', output).map((item) => item.json as Record<string, unknown>);
	return {
		result,
		json: json(0),
		errors: json(1),
		error: result.error as NodeRun['error'],
		hints: result.hints('Node').map(({ message }) => message),
	};
}
