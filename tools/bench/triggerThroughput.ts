/**
 * Events per second of the trigger, with verification, compared with n8n's Webhook node.
 *
 * Both get the same events over HTTP, one after the other as Customer.io sends them, and each event starts an execution.
 * Both run in the same process and engine, in alternating rounds, so that a slow machine slows down both. A second
 * figure is measured without HTTP. `node tools/bench/triggerThroughput.ts`, after `npm run build`; the Webhook
 * node comes with the n8n of the end-to-end tests (`node test/e2e/install.ts`).
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { Agent, createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

import type { INodeExecutionData } from 'n8n-workflow';

import { loadPackage, runWorkflow, triggerContexts } from '../engine/harness.ts';
import { signWebhook } from '../sandbox/sandbox.ts';
import { fixed, median } from './measure.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 31);
/** Linux counts CPU time in steps of a few milliseconds, so a round must take far longer. */
const EVENTS = Number(process.env.EVENTS ?? 400);
const WARM_UP_EVENTS = 4000;
const MUST = 0.95;
const SIGNING_KEY = 'a key for measuring';
const BASE_PACKAGE = path.resolve('test/e2e/node_modules/n8n-nodes-base');
const WEBHOOK_NODE = 'dist/nodes/Webhook/Webhook.node.js';

/** A package with only this node: n8n's loader would take 15 s for all of n8n-nodes-base. */
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

interface Candidate {
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly parameters: object;
	readonly credentials: Record<string, Record<string, unknown>>;
}

/** Handles an event like n8n's webhook server, then runs the workflow. */
function eventHandler({ name, type, typeVersion, parameters, credentials }: Candidate) {
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
	return async (request: Parameters<Take>[0]) => {
		const response = await node.webhook(request);
		const [items] = response.workflowData ?? [];
		if (response.httpStatus !== 200 || items === undefined) {
			throw response.error ?? new Error(`${name} returned ${response.httpStatus}`);
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

type Sent = ReturnType<typeof nextEvent>;
type Take = (request: { rawBody: string | Buffer; headers: IncomingHttpHeaders }) => Promise<void>;
type Deliver = (events: readonly Sent[]) => Promise<void>;

function directly(take: Take): Deliver {
	return async (events) => {
		for (const event of events) await take(event);
	};
}

/** Events are sent from a separate thread, whose CPU time is not measured. */
async function overHttp(take: Take, sender: Worker): Promise<{ deliver: Deliver; close(): void }> {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			take({ rawBody: Buffer.concat(chunks), headers: request.headers }).then(
				() => response.end('{"message":"Workflow was started"}'),
				(error: unknown) => response.writeHead(500).end(String(error)),
			);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		deliver: async (events) => {
			const failure = await new Promise<string>((resolve) => {
				sender.once('message', resolve);
				sender.postMessage({ port, events });
			});
			if (failure !== '') throw new Error(failure);
		},
		close: () => {
			server.close();
			server.closeAllConnections();
		},
	};
}

/** The sender's thread: posts an empty string to the parent, or the error message. */
function send(): void {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const post = async (port: number, { rawBody, headers }: Sent) =>
		await new Promise<void>((resolve, reject) => {
			const length = { 'content-length': Buffer.byteLength(rawBody) };
			const options = { port, agent, method: 'POST', headers: { ...headers, ...length } };
			httpRequest(options, (response) => {
				response.resume().on('end', () => {
					if (response.statusCode === 200) resolve();
					else reject(new Error(`returned ${response.statusCode}`));
				});
			})
				.on('error', reject)
				.end(rawBody);
		});
	const postAll = async (port: number, events: readonly Sent[]) => {
		for (const event of events) await post(port, event);
	};
	parentPort?.on('message', ({ port, events }: { port: number; events: readonly Sent[] }) => {
		postAll(port, events).then(
			() => parentPort?.postMessage(''),
			(error: unknown) => parentPort?.postMessage(String(error)),
		);
	});
}

/**
 * CPU seconds of this thread for `count` events: on a busy machine, wall time depends on other processes. The events
 * are created and signed before the measurement.
 */
async function secondsFor(deliver: Deliver, count: number): Promise<number> {
	const events = Array.from({ length: count }, nextEvent);
	const before = process.threadCpuUsage();
	await deliver(events);
	const { user, system } = process.threadCpuUsage(before);
	return (user + system) / 1e6;
}

async function compared(how: string, ours: Deliver, plain: Deliver): Promise<number> {
	await secondsFor(ours, WARM_UP_EVENTS);
	await secondsFor(plain, WARM_UP_EVENTS);
	const seconds: { ours: number[]; plain: number[] } = { ours: [], plain: [] };
	for (let round = 0; round < ROUNDS; round += 1) {
		// Alternate, because the second one also collects the garbage of the first.
		const order = round % 2 === 0 ? (['ours', 'plain'] as const) : (['plain', 'ours'] as const);
		for (const who of order) {
			seconds[who].push(await secondsFor(who === 'ours' ? ours : plain, EVENTS));
		}
	}
	const rate = (of: readonly number[]) => fixed(EVENTS / median(of), 0);
	const ratio = median(seconds.ours.map((value, round) => (seconds.plain[round] ?? NaN) / value));
	console.log(
		`${how}: trigger with verification ${rate(seconds.ours)} events/s, ` +
			`Webhook node ${rate(seconds.plain)} events/s, ratio ${fixed(ratio)} ` +
			`(medians of ${ROUNDS} rounds of ${EVENTS} events, each with its run)`,
	);
	return ratio;
}

async function main(): Promise<void> {
	if (!existsSync(path.join(BASE_PACKAGE, WEBHOOK_NODE))) {
		console.log('Skipped: n8n-nodes-base is not installed (node test/e2e/install.ts installs it)');
		return;
	}
	const { name } = await loadPackage();
	const ours = eventHandler({
		name: 'the trigger',
		type: `${name}.customerIoAppTrigger`,
		typeVersion: 1.1,
		parameters: { events: ['email_*'], requireSignature: true },
		credentials: { customerIoAppApi: { apiKey: 'unused', webhookSigningSecret: SIGNING_KEY } },
	});
	const plain = eventHandler({
		name: 'the Webhook node',
		type: await addPlainWebhook(),
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path: 'events', options: {} },
		credentials: {},
	});
	const sender = new Worker(new URL(import.meta.url));
	const servers = [await overHttp(ours, sender), await overHttp(plain, sender)] as const;
	const ratio = await compared('over HTTP', servers[0].deliver, servers[1].deliver);
	for (const server of servers) server.close();
	await sender.terminate();
	await compared('without HTTP', directly(ours), directly(plain));
	console.log(`over HTTP the ratio must be at least ${MUST}: ${ratio >= MUST ? 'kept' : 'missed'}`);
	if (!(ratio >= MUST)) process.exitCode = 1;
}

if (isMainThread) await main();
else send();
