/** Runs the built node of a trial in the real engine, with a gateway and a sandbox for it alone. */
import { randomUUID } from 'node:crypto';

import type { CredentialData, CredentialStore } from '../engine/credentials.ts';
import { runWorkflow, type RunResult } from '../engine/harness.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { startGateway, type Gateway } from './gateway.ts';
import { judge } from './judge.ts';
import { NODE_NAME } from './observation.ts';
import { pause } from './pause.ts';
import { SITE_ID } from './secrets.ts';
import { hasLateEffects, type NodeTrial } from './trials.ts';
import type { Workload } from './workload.ts';
import { workloads } from './workloads.ts';

/** A process that runs many trials concurrently on a busy machine stalls at times. */
const SLACK_MS = 20_000;

/** Far more than any trial needs: each of 12 items reads 20 pages with 5 attempts. */
const MAX_REQUESTS = 2000;

/**
 * Runs a trial.
 *
 * @returns a message per broken invariant; empty if the trial passed
 */
export async function runNodeTrial(trial: NodeTrial): Promise<string[]> {
	const workload = workloads[trial.workload];
	if (workload === undefined) throw new Error(`There is no workload "${trial.workload}"`);
	const key = `key-${randomUUID()}`;
	const sandbox = await startSandbox({
		limits: trial.limits,
		appKey: key,
		writeKey: key,
		siteId: SITE_ID,
		trackKey: key,
	});
	const controller = new AbortController();
	let events = 0;
	let endless = false;
	const stop = () => {
		endless = true;
		controller.abort();
	};
	const { cancel } = trial;
	const gateway = await startGateway(sandbox.url, trial.faults, {
		pageSize: workload.pageSize,
		onEvent: () => {
			events += 1;
			if (cancel?.at === 'event' && events === cancel.count) controller.abort();
			if (events > MAX_REQUESTS) stop();
		},
	});
	const timers = [setTimeout(stop, limitMs(trial, workload))];
	if (cancel?.at === 'ms') timers.push(setTimeout(() => controller.abort(), cancel.ms));
	try {
		const markers = trial.items.map((_, index) => `i${index}`);
		workload.prepare?.(sandbox, trial.items.length);
		sandbox.fault({
			times: Infinity,
			match: ({ api, bodyText }) => api === 'pipelines' && bodyText.includes('poison'),
			act: { kind: 'status', status: 400, body: { meta: { errors: ['poison'] } } },
		});
		const result = await run(trial, workload, gateway, { key, markers, signal: controller.signal });
		for (const timer of timers) clearTimeout(timer);
		// Requests sent before a timeout or a cancellation may still arrive. In many short pauses, because in a busy process a
		// long one may end before the connections get their turn.
		for (let turn = 0; turn < (cancel === undefined ? 3 : 20); turn += 1) await pause(20);
		const sent = gateway.requests.length;
		// Requests in progress may take effect after the node stopped waiting for them.
		const deadline = Date.now() + 15_000;
		while (gateway.pending > 0 && Date.now() < deadline) await pause(10);
		// Longer than the shortest delay before a retry.
		if (cancel !== undefined) await pause(600);
		const sentAfterEnd = hasLateEffects(trial) ? 0 : gateway.requests.length - sent;
		const unanswered = gateway.pending;
		const observed = { trial, workload, sandbox, gateway, result, key, markers };
		return judge({ ...observed, endless, sentAfterEnd, unanswered });
	} finally {
		for (const timer of timers) clearTimeout(timer);
		await gateway.close();
		await sandbox.stop();
	}
}

/**
 * Items that write the same entity run one after the other, each for up to Max Wait plus the timeout of its last attempt,
 * and a batch may be halved until it has one call.
 */
function limitMs(
	{ items, maxWait, timeout, tries }: NodeTrial,
	{ waitSeconds = 0 }: Workload,
): number {
	const attempts = 2 * items.length * tries;
	// A long timeout is not used up: nothing is slow then.
	const seconds = maxWait + waitSeconds + (timeout === 1 ? 1 : 0);
	return 1000 * attempts * seconds + SLACK_MS;
}

async function run(
	trial: NodeTrial,
	workload: Workload,
	{ url }: Gateway,
	{ key, markers, signal }: { key: string; markers: string[]; signal: AbortSignal },
): Promise<RunResult> {
	const { maxWait, timeout, onError, setup, tries } = trial;
	const limitOptions = trial.limits ? {} : { requestsPerSecond: 0 };
	const node = {
		id: 'node',
		name: NODE_NAME,
		type: `n8n-nodes-customerio.${workload.node}`,
		// The trial is about what the node does, not about its versions.
		typeVersion: 1,
		position: [200, 0] as [number, number],
		parameters: {
			...workload.parameters,
			...operationOf(setup),
			options: { maxWait, timeout, ...limitOptions, ...workload.options },
		},
		onError: onError === 'stop' ? ('stopWorkflow' as const) : onError,
		...(tries > 1 ? { retryOnFail: true, maxTries: tries, waitBetweenTries: 1 } : {}),
	};
	const hasKeyOfItem = setup === 'keyOfItem' || setup === 'failingKeyOfItem';
	const items = trial.items.map(({ bad }, index) => ({
		...workload.item(markers[index] ?? '', bad && !hasKeyOfItem, index),
		...(hasKeyOfItem ? { other: bad } : {}),
	}));
	const start = {
		id: 'start',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return await runWorkflow(
		{
			nodes: [start, node],
			connections: { Start: { main: [[{ node: NODE_NAME, type: 'main', index: 0 }]] } },
		},
		{
			credentials: credentialsOf(setup, `${workload.node}Api`, { url, key }),
			pin: { Start: items.map((json) => ({ json: structuredClone(json) })) },
			signal,
		},
	);
}

/** An expression that fails in the real n8n too: it names a node that the workflow does not have. */
const FAILING = '$("Missing").item.json.value';

function operationOf(setup: NodeTrial['setup']): object {
	if (setup === 'unknownOperation') return { operation: 'doesNotExist' };
	if (setup === 'failingResource') return { resource: `={{ ${FAILING} }}` };
	return setup === 'failingOperation' ? { operation: `={{ ${FAILING} }}` } : {};
}

function credentialsOf(
	setup: NodeTrial['setup'],
	type: string,
	{ url, key }: { url: string; key: string },
): CredentialStore {
	// Only Track has a site ID.
	const good = { region: 'custom', baseUrl: url, siteId: SITE_ID, apiKey: key };
	const store = (credential: CredentialData, readable = Infinity): CredentialStore => {
		let reads = 0;
		return Object.defineProperty({}, type, {
			enumerable: true,
			get: () => {
				reads += 1;
				return reads > readable ? undefined : credential;
			},
		}) as CredentialStore;
	};
	switch (setup) {
		case 'noCredential':
			return {};
		case 'credentialDeleted':
			return store(good, 0);
		case 'credentialVanishes':
			return store(good, 1);
		case 'noBaseUrl':
			return store({ ...good, baseUrl: 'proxy.example.com' });
		case 'unknownRegion':
			return store({ ...good, region: 'mars' });
		case 'failingCredential':
			return store({ ...good, apiKey: `={{ ${FAILING} }}` });
		case 'keyOfItem':
			return store({ ...good, apiKey: `={{ $json.other ? "another-key" : "${key}" }}` });
		case 'failingKeyOfItem':
			return store({ ...good, apiKey: `={{ $json.other ? ${FAILING} : "${key}" }}` });
		default:
			return store(good);
	}
}
