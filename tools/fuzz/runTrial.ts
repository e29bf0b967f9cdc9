/** Runs one trial: the built node in the real engine, against a separate sandbox with faults. */
import { sampleCredentials } from '../engine/sampleCredentials.ts';
import { runNode, type RunResult } from '../engine/harness.ts';
import { startSandbox, type Fault, type FaultAct, type Sandbox } from '../sandbox/sandbox.ts';
import { judge } from './judge.ts';
import { NODE_NAME } from './observation.ts';
import type { FaultPlan, Trial } from './trials.ts';
import { workloads, type Workload } from './workloads.ts';

/**
 * Runs a trial.
 *
 * @returns a message per broken invariant; empty if the trial passed
 */
export async function runTrial(trial: Trial): Promise<string[]> {
	const workload = workloads[trial.workload];
	if (workload === undefined) throw new Error(`There is no workload "${trial.workload}"`);
	let completed = 0;
	const sandbox = await startSandbox({
		limits: trial.limits,
		onRequest: () => {
			completed += 1;
		},
	});
	try {
		const markers = trial.items.map((_, index) => `i${index}`);
		workload.prepare?.(sandbox, trial.items.length);
		// Added first, because the first matching fault is applied.
		sandbox.fault({
			times: Infinity,
			match: ({ api, bodyText }) => api === 'pipelines' && bodyText.includes('poison'),
			act: { kind: 'status', status: 400, body: { meta: { errors: ['poison'] } } },
		});
		for (const plan of trial.faults) sandbox.fault(faultOf(plan));
		const { result, ms } = await run(trial, workload, sandbox, markers);
		// Requests sent before a timeout or a cancellation may still arrive.
		await pause(50);
		const sent = sandbox.requests.length;
		// Requests in progress may take effect after the node stopped waiting for them.
		const deadline = Date.now() + 15_000;
		while (completed < sandbox.requests.length && Date.now() < deadline) await pause(10);
		// Longer than the shortest delay before a retry.
		if (trial.cancelAfter !== undefined) await pause(600);
		const sentAfterEnd = sandbox.requests.length - sent;
		const unanswered = sandbox.requests.length - completed;
		return judge({ trial, workload, sandbox, result, markers, ms, sentAfterEnd, unanswered });
	} finally {
		await sandbox.stop();
	}
}

async function run(
	trial: Trial,
	workload: Workload,
	sandbox: Sandbox,
	markers: string[],
): Promise<{ result: RunResult; ms: number }> {
	const { maxWait, timeout, onError, cancelAfter } = trial;
	const controller = new AbortController();
	const credentialType = `${workload.node}Api` as const;
	const options = { maxWait, timeout, ...(trial.limits ? {} : { requestsPerSecond: 0 }) };
	const timer =
		cancelAfter === undefined ? undefined : setTimeout(() => controller.abort(), cancelAfter);
	const started = Date.now();
	const result = await runNode(
		{
			name: NODE_NAME,
			type: `n8n-nodes-customerio.${workload.node}`,
			parameters: { ...workload.parameters, options },
			credentials: { [credentialType]: sampleCredentials(sandbox)[credentialType] },
			...(onError === 'stop' ? {} : { onError }),
		},
		trial.items.map(({ bad }, index) => workload.item(markers[index] ?? '', bad, index)),
		{ signal: controller.signal },
	);
	clearTimeout(timer);
	return { result, ms: Date.now() - started };
}

export const pause = async (ms: number) => {
	await new Promise((resolve) => setTimeout(resolve, ms));
};

function faultOf(plan: FaultPlan): Fault {
	return { times: plan.times, every: plan.every, act: actOf(plan) };
}

function actOf(plan: FaultPlan): FaultAct {
	switch (plan.what) {
		case 'rateLimited':
			return { kind: 'status', status: 429, body: {}, headers: retryAfter(plan.retryAfter) };
		case 'down':
			return { kind: 'status', status: plan.status, ...downBody(plan.body) };
		case 'rejected':
			return { kind: 'status', status: plan.status, body: { meta: { error: 'rejected' } } };
		case 'notJson':
			return { kind: 'status', status: 200, rawBody: plan.body };
		case 'truncateDeclared':
			return { kind: 'truncate', declareFull: true };
		case 'late':
			return { kind: 'delay', ms: plan.ms };
		case 'trickle':
			return { kind: 'trickle', ms: plan.ms };
		case 'resetBefore':
		case 'resetAfter':
		case 'truncate':
			return { kind: plan.what };
	}
}

function downBody(kind: 'html' | 'json' | 'none'): { body?: unknown; rawBody?: string } {
	if (kind === 'html') return { rawBody: '<html><h1>502 Bad Gateway</h1></html>' };
	return kind === 'json' ? { body: { errors: [{ detail: 'maintenance' }] } } : {};
}

function retryAfter(
	kind: Extract<FaultPlan, { what: 'rateLimited' }>['retryAfter'],
): Record<string, string> {
	switch (kind) {
		case 'none':
			return {};
		case 'zero':
			return { 'Retry-After': '0' };
		case 'second':
			return { 'Retry-After': '1' };
		case 'date':
			return { 'Retry-After': new Date(Date.now() + 1500).toUTCString() };
		case 'nonsense':
			return { 'Retry-After': 'soon' };
		case 'long':
			return { 'Retry-After': '3600' };
	}
}
