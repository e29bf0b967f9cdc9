import { handleAdminRequest } from './admin.ts';
import type { AdminTarget, Controls, Latency } from './admin.ts';
import type { SandboxResponse } from './response.ts';
import { handleAppRequest } from './app-api.ts';
import { createFaultRegistry } from './faults.ts';
import type { World } from './handler.ts';
import { loadSpecs } from './spec.ts';
import { createLimiter } from './limiter.ts';
import { page } from './page.ts';
import { handlePipelinesRequest } from './pipelines-api.ts';
import { createRouter } from './router.ts';
import { seedState } from './seed/workspace.ts';
import { listen } from './server.ts';
import { handleTrackRequest } from './track-api.ts';
import type { RecordedRequest, SandboxOptions, WebhookEvent } from './types.ts';
import { createWebhookDispatcher } from './webhooks/deliver.ts';

export type { FaultAct, RecordedRequest, SandboxOptions, WebhookEvent } from './types.ts';
export type * from './state.ts';
export { signWebhook } from './webhooks/sign.ts';
export { clicks, metricsFor, opens } from './webhooks/lifecycle.ts';

export interface Sandbox extends Controls {
	/** `http://127.0.0.1:<port>`; the App API and Pipelines share it. */
	readonly url: string;
	readonly appKey: string;
	/** Key of an account in the other region: its requests get 301 "wrong datacenter". */
	readonly otherRegionKey: string;
	readonly writeKey: string;
	readonly signingKey: string;
	/** Site ID and API key of the Track API, which has the same URL. */
	readonly siteId: string;
	readonly trackKey: string;
	/** Sends an event to the webhooks subscribed to it. Throws if the event has no type. */
	emitEvent(event: WebhookEvent): void;
	/**
	 * Resolves when no job is running and no webhook delivery is pending or being retried.
	 * Rejects after `timeoutMs` (default 10,000) and lists what is pending.
	 */
	webhooksSettled(timeoutMs?: number): Promise<void>;
	/** Closes all sockets and timers. */
	stop(): Promise<void>;
}

/** Jobs that run later, so that the response to the request that started them is sent first. */
function createSchedule(): {
	later(ms: number, job: () => void): void;
	pending(): number;
	clear(): void;
} {
	const timers = new Set<NodeJS.Timeout>();
	return {
		later(ms, job) {
			const timer = setTimeout(() => {
				timers.delete(timer);
				job();
			}, ms);
			timers.add(timer);
		},
		pending: () => timers.size,
		clear() {
			for (const timer of timers) clearTimeout(timer);
			timers.clear();
		},
	};
}

/**
 * Starts a Customer.io emulator on loopback: App API, Pipelines, Track API and reporting webhooks.
 * Rejects if the port is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const specs = loadSpecs();
	const router = createRouter(specs);
	const limiter = createLimiter();
	const faults = createFaultRegistry();
	const schedule = createSchedule();
	const seed = options.seed ?? 'workspace';
	const state = seedState(seed);
	const requests: RecordedRequest[] = [];
	const appKey = options.appKey ?? 'sandbox-app-key';
	const otherRegionKey = options.otherRegionKey ?? 'sandbox-other-region-key';
	const writeKey = options.writeKey ?? 'sandbox-write-key';
	const signingKey = options.signingKey ?? 'sandbox-signing-key';
	const siteId = options.siteId ?? 'sandbox-site-id';
	const trackKey = options.trackKey ?? 'sandbox-track-key';
	const keep = options.keepRequests ?? Number.POSITIVE_INFINITY;
	const strictErrors = options.strictErrors ?? false;
	let limitsOn = options.limits ?? true;
	const limits = (): boolean => limitsOn;
	let latency: Latency = { minMs: 0, maxMs: 0 };

	const webhooks = createWebhookDispatcher({
		state,
		spec: specs.webhooks,
		signingKey,
		timeScale: options.webhookTimeScale ?? 0.001,
	});
	let url = '';
	const world: World = {
		state,
		specs,
		get url() {
			return url;
		},
		region: options.region ?? 'us',
		workMs: options.workMs ?? 150,
		emit: (event) => webhooks.emit(event),
		later: (ms, job) => schedule.later(ms, job),
	};
	const pendingWebhooks = (): number => webhooks.pending();

	const target: AdminTarget = {
		requests,
		state,
		fault: (fault) => faults.add(fault),
		clearFaults: () => faults.clear(),
		setLimits(on) {
			limitsOn = on;
		},
		setRate: (rate, actual) => limiter.replace(rate, actual),
		setLatency(next) {
			latency = next;
		},
		reset() {
			schedule.clear();
			webhooks.clear();
			faults.clear();
			limiter.clear();
			requests.length = 0;
			server.restartIds();
			// Keep the object, so that tests can hold a reference to it.
			Object.assign(state, seedState(seed));
		},
		pendingWebhooks,
	};

	/** Set on arrival, so that faults can match an operation and a 401 shows which one was called. */
	function nameOperation(record: RecordedRequest): void {
		if (record.api === 'admin') return;
		try {
			const match = router.match(record.method, record.path);
			record.operation = match.api === 'pipelines' ? match.operation.operation : match.route.key;
		} catch {
			// No route or a malformed escape: `respond` returns the error.
		}
	}

	function respond(
		record: RecordedRequest,
		raw: Buffer,
	): SandboxResponse | Promise<SandboxResponse> {
		if (record.path === '/') {
			const data = Buffer.from(page(state, requests, url));
			return {
				status: 200,
				binary: { contentType: 'text/html; charset=utf-8', data },
				processed: true,
			};
		}
		if (record.api === 'admin') return handleAdminRequest(target, record);
		if (record.api === 'track')
			return handleTrackRequest(
				{ world, router, limiter, limits, siteId, trackKey, strictErrors },
				record,
				raw,
			);
		if (record.api === 'pipelines' && record.method === 'POST') {
			const match = router.match(record.method, record.path);
			if (match.api === 'pipelines')
				return handlePipelinesRequest(
					{ world, limiter, limits, writeKey, strictErrors },
					record,
					raw,
					match.operation,
				);
		}
		return handleAppRequest(
			{ world, router, limiter, limits, appKey, otherRegionKey },
			record,
			raw,
		);
	}

	const server = await listen(options.port ?? 0, {
		apiOf(path) {
			if (path === '/' || path.startsWith('/__sandbox/')) return 'admin';
			if (router.isPipelines(path)) return 'pipelines';
			return router.isTrack(path) ? 'track' : 'app';
		},
		arrived(record) {
			requests.push(record);
			nameOperation(record);
			if (requests.length > keep) requests.splice(0, requests.length - keep);
		},
		actFor: (record) => faults.actFor(record),
		respond,
		latencyMs: () => latency.minMs + Math.random() * (latency.maxMs - latency.minMs),
		completed: (record) => options.onRequest?.(record),
	});
	url = server.url;

	return {
		...target,
		requests,
		url,
		appKey,
		otherRegionKey,
		writeKey,
		signingKey,
		siteId,
		trackKey,
		emitEvent: (event) => webhooks.emit(event),
		async webhooksSettled(timeoutMs = 10_000) {
			const deadline = Date.now() + timeoutMs;
			while (schedule.pending() + webhooks.pending() > 0) {
				if (Date.now() > deadline) {
					const events = state.webhookDeliveries.filter((delivery) => delivery.state === 'pending');
					throw new Error(
						`${webhooks.pending()} webhook deliveries and ${schedule.pending()} jobs ` +
							`still pending after ${timeoutMs} ms: ` +
							JSON.stringify(events.slice(0, 5)),
					);
				}
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
		},
		async stop() {
			schedule.clear();
			webhooks.clear();
			await server.close();
		},
	};
}
