/**
 * How many events per second the trigger takes, with verification, against n8n's plain Webhook node.
 *
 * Both are called and start their run in the same process and engine, in rounds that alternate, so that whatever
 * slows the machine down slows both. `node test/bench/triggerThroughput.ts`, after `npm run build`; the Webhook node
 * comes with the n8n of the end-to-end tests (`node test/e2e/install.ts`).
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

import { loadPackage, runWorkflow, triggerContexts } from '../engine/harness.ts';
import { signWebhook } from '../sandbox/sandbox.ts';
import { fixed, median } from './measure.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 41);
const EVENTS = Number(process.env.EVENTS ?? 100);
const WARM_UP_EVENTS = 1000;
const MUST = 0.95;
const SIGNING_KEY = 'a key for measuring';
const BASE_PACKAGE = path.resolve('test/e2e/node_modules/n8n-nodes-base');
const WEBHOOK_NODE = 'dist/nodes/Webhook/Webhook.node.js';

/** A package with only this one node: n8n's loader would read all of n8n-nodes-base for 15 s. */
async function addPlainWebhook(): Promise<string> {
	const directory = await mkdtemp(path.join(tmpdir(), 'webhook-node-'));
	try {
		await symlink(path.join(BASE_PACKAGE, 'dist'), path.join(directory, 'dist'));
		const name = 'n8n-nodes-base';
		await writeFile(
			path.join(directory, 'package.json'),
			JSON.stringify({ name, version: '0.0.0', n8n: { nodes: [WEBHOOK_NODE] } }),
		);
		await loadPackage(directory);
		return `${name}.webhook`;
	} finally {
		await rm(directory, { recursive: true });
	}
}

interface Contender {
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly parameters: object;
	readonly credentials: Record<string, Record<string, unknown>>;
}

/** Takes an event as n8n's webhook server does, and starts the run that follows. */
function taker({ name, type, typeVersion, parameters, credentials }: Contender) {
	const node = triggerContexts({ type, typeVersion, parameters, credentials });
	const workflow = {
		nodes: [
			{ id: '1', name: 'Trigger', type, typeVersion, position: [0, 0], parameters },
			{
				id: '2',
				name: 'NoOp',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [200, 0],
				parameters: {},
			},
		],
		connections: { Trigger: { main: [[{ node: 'NoOp', type: 'main', index: 0 }]] } },
	};
	return async (request: ReturnType<typeof nextEvent>) => {
		const answer = await node.webhook(request);
		const [items] = answer.workflowData ?? [];
		if (answer.httpStatus !== 200 || items === undefined) {
			throw answer.error ?? new Error(`${name} answered ${answer.httpStatus}`);
		}
		const pin: Record<string, INodeExecutionData[]> = { Trigger: items };
		const run = await runWorkflow(workflow, { credentials, pin, mode: 'trigger' });
		if (run.items('NoOp').length !== 1) throw new Error(`${name} started no run`);
	};
}

let lastEvent = 0;

function nextEvent() {
	lastEvent += 1;
	const rawBody = JSON.stringify({
		event_id: `01J${String(lastEvent).padStart(23, '0')}`,
		object_type: 'email',
		metric: 'opened',
		timestamp: 1_700_000_000 + lastEvent,
		data: {
			customer_id: '42',
			delivery_id: 'ZAIAAVTJVG0QcCok0-0ZKj6yiQ==',
			identifiers: { id: '42', email: 'ada@example.com', cio_id: 'd9c106000001' },
			action_id: 96,
			campaign_id: 5,
			journey_id: '01GW20GXAAXBKZD8J96M8FNV3R',
			parent_action_id: 1,
			trigger_event_id: '21E4C3CT6YDC7Y4N7FE1GWWABC',
			subject: 'Thanks for joining!',
			recipient: 'ada@example.com',
			prefetched: false,
		},
	});
	const timestamp = String(Math.floor(Date.now() / 1000));
	const signature = signWebhook({ signingKey: SIGNING_KEY, timestamp, body: rawBody });
	return {
		rawBody,
		headers: {
			'content-type': 'application/json',
			'x-cio-timestamp': timestamp,
			'x-cio-signature': signature,
		},
	};
}

type Take = ReturnType<typeof taker>;

/**
 * Seconds of processor time for as many events: on a machine that does other things as well, the time on the clock
 * says more about these. The events are made, and signed, before.
 */
async function secondsFor(take: Take, count: number): Promise<number> {
	const requests = Array.from({ length: count }, nextEvent);
	const before = process.cpuUsage();
	for (const request of requests) await take(request);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6;
}

async function main(): Promise<void> {
	if (!existsSync(path.join(BASE_PACKAGE, WEBHOOK_NODE))) {
		console.log('Skipped: n8n-nodes-base is not installed (node test/e2e/install.ts installs it)');
		return;
	}
	const { name } = await loadPackage();
	const ours = taker({
		name: 'the trigger',
		type: `${name}.customerIoAppTrigger`,
		typeVersion: 1,
		parameters: { events: ['email_*'], requireSignature: true },
		credentials: { customerIoAppApi: { apiKey: 'unused', webhookSigningSecret: SIGNING_KEY } },
	});
	const plain = taker({
		name: 'the Webhook node',
		type: await addPlainWebhook(),
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path: 'events', options: {} },
		credentials: {},
	});
	await secondsFor(ours, WARM_UP_EVENTS);
	await secondsFor(plain, WARM_UP_EVENTS);

	const seconds: { ours: number[]; plain: number[] } = { ours: [], plain: [] };
	for (let round = 0; round < ROUNDS; round += 1) {
		// Whoever comes second finds the garbage of the first.
		const order = round % 2 === 0 ? (['ours', 'plain'] as const) : (['plain', 'ours'] as const);
		for (const who of order) {
			seconds[who].push(await secondsFor(who === 'ours' ? ours : plain, EVENTS));
		}
	}
	const rate = (of: readonly number[]) => EVENTS / median(of);
	const ratio = median(seconds.ours.map((own, round) => (seconds.plain[round] ?? NaN) / own));
	console.log(
		`trigger with verification: ${fixed(rate(seconds.ours), 0)} events/s, ` +
			`Webhook node: ${fixed(rate(seconds.plain), 0)} events/s ` +
			`(medians of ${ROUNDS} rounds of ${EVENTS} events, each with its run)`,
	);
	console.log(`ratio ${fixed(ratio)} (median of the rounds), must be at least ${MUST}`);
	if (!(ratio >= MUST)) process.exitCode = 1;
}

await main();
