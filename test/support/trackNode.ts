/** Helpers for tests of the Track node: they run it in the engine and read what it sent. */
import type { OnError } from 'n8n-workflow';

import { sampleCredentials } from '../../tools/engine/sampleCredentials.ts';
import { runNode, type RunResult } from '../../tools/engine/harness.ts';
import type { RecordedRequest, Sandbox } from '../../tools/sandbox/sandbox.ts';

const nodeName = 'Customer.io Track';

interface Run {
	parameters: object;
	items?: object[];
	onError?: OnError;
	/** Also chosen in the node, for its lists. */
	withAppCredential?: boolean;
}

export async function runTrack(sandbox: Sandbox, run: Run): Promise<RunResult> {
	const { customerIoAppApi, customerIoTrackApi } = sampleCredentials(sandbox);
	return await runNode(
		{
			type: 'n8n-nodes-customerio.customerIoTrack',
			parameters: run.parameters,
			credentials: {
				customerIoTrackApi,
				...(run.withAppCredential === true ? { customerIoAppApi } : {}),
			},
			...(run.onError === undefined ? {} : { onError: run.onError }),
		},
		run.items ?? [{}],
	);
}

export const jsonOf = (result: RunResult) => result.items(nodeName).map(({ json }) => json);

export const pairsOf = (result: RunResult) =>
	result.items(nodeName).map(({ pairedItem }) => pairedItem);

type Body = Record<string, unknown>;

/** The v2 calls of a request, in order. */
export function callsOf({ path, body }: RecordedRequest): Body[] {
	const content = body as Body & { batch?: Body[] };
	return path === '/api/v2/batch' ? (content.batch ?? []) : [content];
}

/** A value of an identifier or a resource locator. */
export const located = (mode: string, value: unknown) => ({ __rl: true, mode, value });

/** The rows of an assignment collection. */
export const rows = (values: object) => ({
	assignments: Object.entries(values).map(([name, value], number) => ({
		id: String(number),
		name,
		value: value as unknown,
		type: Array.isArray(value) ? 'array' : typeof value,
	})),
});
