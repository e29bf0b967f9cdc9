import { answerAdmin } from './admin.ts';
import type { AdminTarget, Controls } from './admin.ts';
import type { Answer } from './answer.ts';
import { answerApp } from './app-api.ts';
import { createFaultBook } from './faults.ts';
import type { World } from './handler.ts';
import { loadLedgers } from './spec.ts';
import { createLimiter } from './limiter.ts';
import { answerPipelines } from './pipelines-api.ts';
import { createRouter } from './router.ts';
import { seedState } from './seed/workspace.ts';
import { listen } from './server.ts';
import type { RecordedRequest, SandboxOptions, WebhookEvent } from './types.ts';
import { createCourier } from './webhooks/deliver.ts';

export type { Fault, FaultAct, RecordedRequest, SandboxOptions, WebhookEvent } from './types.ts';
export type * from './state.ts';
export { signWebhook } from './webhooks/sign.ts';
export { clicks, metricsFor, opens } from './webhooks/lifecycle.ts';

export interface Sandbox extends Controls {
	/** `http://127.0.0.1:<port>`; the App API and Pipelines share it. */
	readonly url: string;
	readonly appKey: string;
	readonly writeKey: string;
	readonly signingKey: string;
	/** Sends an event to the webhooks that subscribed to it. Throws when it does not say what happened. */
	emitEvent(event: WebhookEvent): void;
	/**
	 * Resolves when no work is started and no webhook delivery is pending or being retried.
	 * Rejects after `timeoutMs` (default 10,000) with what is still pending.
	 */
	webhooksSettled(timeoutMs?: number): Promise<void>;
	/** Closes all sockets and timers. */
	stop(): Promise<void>;
}

/** Work that runs a little later, so that the answer to the request that started it goes out first. */
function createSchedule(): {
	later(ms: number, work: () => void): void;
	pending(): number;
	clear(): void;
} {
	const timers = new Set<NodeJS.Timeout>();
	return {
		later(ms, work) {
			const timer = setTimeout(() => {
				timers.delete(timer);
				work();
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
 * Starts an embedded Customer.io on loopback: App API, Pipelines and reporting webhooks.
 * Rejects when the wanted port is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const ledgers = loadLedgers();
	const router = createRouter(ledgers);
	const limiter = createLimiter();
	const faults = createFaultBook();
	const schedule = createSchedule();
	const seed = options.seed ?? 'workspace';
	const state = seedState(seed);
	const requests: RecordedRequest[] = [];
	const appKey = options.appKey ?? 'sandbox-app-key';
	const writeKey = options.writeKey ?? 'sandbox-write-key';
	const signingKey = options.signingKey ?? 'sandbox-signing-key';
	const keep = options.keepRequests ?? Number.POSITIVE_INFINITY;
	let limitsOn = options.limits ?? true;
	const limits = (): boolean => limitsOn;

	const courier = createCourier({
		state,
		ledger: ledgers.webhooks,
		signingKey,
		timeScale: options.webhookTimeScale ?? 0.001,
	});
	let url = '';
	const world: World = {
		state,
		ledgers,
		get url() {
			return url;
		},
		workMs: options.workMs ?? 150,
		emit: (event) => courier.emit(event),
		later: (ms, work) => schedule.later(ms, work),
	};
	const pendingWebhooks = (): number => courier.pending();

	const target: AdminTarget = {
		requests,
		state,
		fault: (fault) => faults.add(fault),
		clearFaults: () => faults.clear(),
		setLimits(on) {
			limitsOn = on;
		},
		reset() {
			schedule.clear();
			courier.clear();
			faults.clear();
			limiter.clear();
			requests.length = 0;
			server.restartIds();
			// The object stays the same, so that a test may keep its reference.
			Object.assign(state, seedState(seed));
		},
		pendingWebhooks,
	};

	/** Named on arrival, so that a fault can be aimed at an operation and a 401 shows what was wanted. */
	function nameOperation(record: RecordedRequest): void {
		if (record.api === 'admin') return;
		try {
			const match = router.match(record.method, record.path);
			record.operation = match.api === 'app' ? match.route.key : match.operation.operation;
		} catch {
			// No route, or a broken escape: refused when it is answered.
		}
	}

	function answer(record: RecordedRequest, raw: Buffer): Answer | Promise<Answer> {
		if (record.api === 'admin') return answerAdmin(target, record);
		if (record.api === 'pipelines' && record.method === 'POST') {
			const match = router.match(record.method, record.path);
			if (match.api === 'pipelines')
				return answerPipelines({ world, limiter, limits, writeKey }, record, raw, match.operation);
		}
		return answerApp({ world, router, limiter, limits, appKey }, record, raw);
	}

	const server = await listen(options.port ?? 0, {
		apiOf: (path) =>
			path.startsWith('/__sandbox/') ? 'admin' : router.isPipelines(path) ? 'pipelines' : 'app',
		arrived(record) {
			requests.push(record);
			nameOperation(record);
			if (requests.length > keep) requests.splice(0, requests.length - keep);
		},
		strike: (record) => faults.strike(record),
		answer,
		answered: (record) => options.onRequest?.(record),
	});
	url = server.url;

	return {
		...target,
		requests,
		url,
		appKey,
		writeKey,
		signingKey,
		emitEvent: (event) => courier.emit(event),
		async webhooksSettled(timeoutMs = 10_000) {
			const deadline = Date.now() + timeoutMs;
			while (schedule.pending() + courier.pending() > 0) {
				if (Date.now() > deadline) {
					const events = state.webhookDeliveries.filter((own) => own.state === 'pending');
					throw new Error(
						`${courier.pending()} webhook deliveries and ${schedule.pending()} pieces of work ` +
							`still pending after ${timeoutMs} ms: ` +
							JSON.stringify(events.slice(0, 5)),
					);
				}
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
		},
		async stop() {
			schedule.clear();
			courier.clear();
			await server.close();
		},
	};
}
