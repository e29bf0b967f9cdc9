/**
 * What lies between a node and the sandbox: it passes requests on, and fails as a trial says, before or after Customer.io
 * has processed them.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { errorText, retryAfterHeaders, type FaultPlan } from './faults.ts';
import { failClientOf, watchPort } from './network.ts';
import { withPageFault, type FirstPage } from './pages.ts';
import { pause } from './pause.ts';

/** A request of the node. */
export interface GatewayRequest {
	readonly method: string;
	/** Path without the query. */
	readonly path: string;
	readonly body: unknown;
	readonly plan: FaultPlan | undefined;
	/** Status of the response, once it was sent. */
	status?: number;
}

export interface Gateway {
	readonly url: string;
	readonly requests: readonly GatewayRequest[];
	/** Number of requests that followed a redirect. */
	readonly followed: number;
	/** Number of requests whose handling has not ended. */
	readonly pending: number;
	/** Ends all faults. */
	clearFaults(): void;
	setFaults(plans: readonly FaultPlan[]): void;
	close(): Promise<void>;
}

interface GatewayOptions {
	/** Most entries of a page, whatever the node asks for. */
	readonly pageSize?: number | undefined;
	/** Called when a request has arrived, and when it has been processed. */
	readonly onEvent?: () => void;
}

interface Upstream {
	readonly status: number;
	readonly headers: http.IncomingHttpHeaders;
	readonly body: Buffer;
}

/** Where redirects lead: nothing may follow them, because the key would go along. */
const ELSEWHERE = '/elsewhere';

const CHUNKS = 8;

export async function startGateway(
	sandboxUrl: string,
	plans: readonly FaultPlan[],
	{ pageSize, onEvent }: GatewayOptions = {},
): Promise<Gateway> {
	const agent = new http.Agent({ keepAlive: true });
	const requests: GatewayRequest[] = [];
	const firstPages = new Map<string, FirstPage>();
	let counters = countersOf(plans);
	let followed = 0;
	let pending = 0;
	let url = '';

	/** The plan for the next request or connection of its kind. */
	function nextPlan(applies: (plan: FaultPlan) => boolean): FaultPlan | undefined {
		for (const counter of counters) {
			if (counter.left <= 0 || !applies(counter.plan)) continue;
			counter.seen += 1;
			if (counter.seen % counter.plan.every !== 0) continue;
			counter.left -= 1;
			return counter.plan;
		}
		return undefined;
	}

	async function handle(request: http.IncomingMessage, response: http.ServerResponse) {
		const body = await readAll(request);
		const { method = 'GET', url: target = '/', headers } = request;
		const address = new URL(target, url);
		if (address.pathname.startsWith(ELSEWHERE)) followed += 1;
		const isLaterPage = ['start', 'offset', 'page'].some((name) => {
			const value = address.searchParams.get(name);
			return value !== null && value !== '0' && !(name === 'page' && value === '1');
		});
		const plan = nextPlan(({ what }) => what !== 'connect' && (what !== 'page' || isLaterPage));
		const text = body.toString();
		const record: GatewayRequest = {
			method,
			path: address.pathname,
			body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text,
			plan,
		};
		requests.push(record);
		onEvent?.();
		if (pageSize !== undefined && method !== 'DELETE' && address.searchParams.has('limit')) {
			address.searchParams.set('limit', String(pageSize));
		}
		const forward = async () => {
			const upstream = await send(
				new URL(address.pathname + address.search, sandboxUrl),
				{ method, headers: { ...headers, host: new URL(sandboxUrl).host }, agent },
				body,
			);
			onEvent?.();
			if (!isLaterPage) firstPages.set(address.pathname, firstPageOf(upstream));
			return upstream;
		};
		response.on('finish', () => {
			record.status = response.statusCode;
		});
		await respond(plan, { request, response, forward, firstPages, address });
	}

	const server = http.createServer((request, response) => {
		pending += 1;
		handle(request, response)
			.catch((error: unknown) => {
				// The client has closed the connection.
				if (!response.destroyed) response.destroy(error instanceof Error ? error : undefined);
			})
			.finally(() => {
				pending -= 1;
			});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	url = `http://127.0.0.1:${port}`;
	const unwatch = watchPort(port, () => {
		const plan = nextPlan(({ what }) => what === 'connect');
		return plan?.what === 'connect' ? plan : undefined;
	});
	return {
		url,
		requests,
		get followed() {
			return followed;
		},
		get pending() {
			return pending;
		},
		clearFaults() {
			counters = [];
		},
		setFaults(next) {
			counters = countersOf(next);
		},
		async close() {
			unwatch();
			agent.destroy();
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
}

const countersOf = (plans: readonly FaultPlan[]) =>
	plans.map((plan) => ({ plan, seen: 0, left: plan.times }));

async function readAll(message: http.IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks);
}

async function send(target: URL, options: http.RequestOptions, body: Buffer): Promise<Upstream> {
	return await new Promise((resolve, reject) => {
		const request = http.request(target, options, (message) => {
			readAll(message).then(
				(read) =>
					resolve({ status: message.statusCode ?? 0, headers: message.headers, body: read }),
				reject,
			);
		});
		request.on('error', reject);
		request.end(body);
	});
}

function firstPageOf({ status, body }: Upstream): FirstPage {
	try {
		return { status, body: JSON.parse(body.toString()) as unknown };
	} catch {
		return { status, body: undefined };
	}
}

interface Exchange {
	readonly request: http.IncomingMessage;
	readonly response: http.ServerResponse;
	readonly forward: () => Promise<Upstream>;
	readonly firstPages: ReadonlyMap<string, FirstPage>;
	readonly address: URL;
}

async function respond(plan: FaultPlan | undefined, exchange: Exchange): Promise<void> {
	const { request, response, forward, address } = exchange;
	const { authorization = '' } = request.headers;
	if (plan === undefined) return pass(response, await forward());
	if ('processed' in plan && plan.processed) await forward();
	switch (plan.what) {
		case 'rateLimited':
			response.writeHead(429, retryAfterHeaders(plan.retryAfter)).end('{}');
			return;
		case 'status':
			response.writeHead(plan.status).end(errorText(plan.body, authorization));
			return;
		case 'redirect': {
			const location = new URL(ELSEWHERE + address.pathname, `http://${request.headers.host}`);
			location.searchParams.set('key', authorization);
			response
				.writeHead(plan.status, { location: location.href })
				.end(plan.wrongRegion ? '{"meta":{"error":"wrong datacenter"}}' : '');
			return;
		}
		case 'notJson':
			response.writeHead(200).end(plan.body);
			return;
		case 'broken':
			failClientOf(request.socket, plan);
			return;
		case 'reset':
			request.socket.resetAndDestroy();
			return;
		case 'truncate':
			return truncate(response, await forward(), plan.declareFull);
		case 'late':
			await pause(plan.ms);
			return pass(response, await forward());
		case 'trickle':
			return await trickle(exchange, await forward(), plan);
		case 'page':
			return pass(response, pageWith(plan.fault, await forward(), exchange));
		case 'connect':
			return pass(response, await forward());
	}
}

function headersOf({ headers }: Upstream, length: number): Record<string, string> {
	const names = ['content-type', 'retry-after'];
	return {
		...Object.fromEntries(
			names.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
		),
		'content-length': String(length),
	};
}

function pass(response: http.ServerResponse, upstream: Upstream): void {
	response.writeHead(upstream.status, headersOf(upstream, upstream.body.length));
	response.end(upstream.body);
}

function truncate(response: http.ServerResponse, upstream: Upstream, declareFull: boolean): void {
	const half = upstream.body.subarray(0, Math.floor(upstream.body.length / 2));
	const declared = declareFull ? upstream.body.length : half.length;
	response.writeHead(upstream.status, headersOf(upstream, declared));
	if (declareFull) response.write(half, () => response.destroy());
	else response.end(half);
}

async function trickle(
	{ request: { socket }, response }: Exchange,
	upstream: Upstream,
	plan: Extract<FaultPlan, { what: 'trickle' }>,
): Promise<void> {
	const count = plan.endless ? Infinity : CHUNKS;
	const { status, body } = upstream;
	if (plan.part === 'head') {
		socket.write(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n`);
		for (let index = 0; index < count && socket.writable; index += 1) {
			socket.write(`x-more: ${index}\r\n`);
			await pause(plan.ms);
		}
		const headers = Object.entries(headersOf(upstream, body.length));
		socket.write(headers.map(([name, value]) => `${name}: ${value}\r\n`).join(''));
		socket.write('connection: close\r\n\r\n');
		socket.end(body);
		return;
	}
	response.writeHead(status, { 'content-type': 'application/json' });
	for (let index = 0; index < count && !response.destroyed; index += 1) {
		// White space may surround JSON.
		response.write(' ');
		await pause(plan.ms);
	}
	response.end(body);
}

function pageWith(
	fault: Extract<FaultPlan, { what: 'page' }>['fault'],
	upstream: Upstream,
	{ address, firstPages }: Exchange,
): Upstream {
	if (upstream.status !== 200) return upstream;
	const page = JSON.parse(upstream.body.toString()) as Record<string, unknown>;
	const cursor = address.searchParams.get('start');
	const { status, body } = withPageFault(fault, page, cursor, firstPages.get(address.pathname));
	return {
		...upstream,
		status,
		body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
	};
}
