import http from 'node:http';
import https from 'node:https';
import axios, { AxiosError } from 'axios';
import { unixNow } from '../ids.ts';
import type { WebhooksSpec } from '../spec.ts';
import type { ReportingWebhook, WebhookDelivery, WorkspaceState } from '../state.ts';
import type { WebhookEvent } from '../types.ts';
import type { ReadyEvent } from './payload.ts';
import { bodyFor, readyEvent } from './payload.ts';
import { signWebhook } from './sign.ts';

/** First retry delay where no hold applies; doubles up to an hour. The real schedule is not published. */
const FIRST_RETRY_MS = 10_000;
const HOUR_MS = 3_600_000;

interface WebhookDispatcher {
	/** Queues an event for every enabled webhook that subscribed to it. */
	emit(event: WebhookEvent): void;
	/** Events waiting, on the way or being retried. */
	pending(): number;
	/** Drops everything that waits and aborts what is on the way. */
	clear(): void;
}

interface Outcome {
	/** 0 when there was no response. */
	status: number;
	error?: string;
	/** Whether the documented one-hour hold applies. */
	hold: boolean;
}

interface Options {
	state: WorkspaceState;
	spec: WebhooksSpec;
	signingKey: string;
	timeScale: number;
}

/** Connection errors that the spec lists beside the statuses of the one-hour hold. */
const HELD_ERRORS = new Set([
	'ECONNREFUSED',
	'ECONNRESET',
	// What axios calls a response that was cut short.
	AxiosError.ERR_BAD_RESPONSE,
]);

const isHeldError = (code: string): boolean =>
	HELD_ERRORS.has(code) || code.includes('CERT') || code.startsWith('ERR_TLS');

/** One connection for each delivery: the receiver could close a pooled one just as it is used again. */
const agents = {
	httpAgent: new http.Agent({ keepAlive: false }),
	httpsAgent: new https.Agent({ keepAlive: false }),
};

async function post(
	webhook: ReportingWebhook,
	body: string,
	options: Options,
	signal: AbortSignal,
): Promise<Outcome> {
	const { delivery } = options.spec;
	const timestamp = String(unixNow());
	try {
		const { status } = await axios.post(webhook.endpoint, Buffer.from(body), {
			...agents,
			headers: {
				'Content-Type': 'application/json',
				'User-Agent': 'Customer.io Web Hooks 1.0',
				'X-CIO-Timestamp': timestamp,
				'X-CIO-Signature': signWebhook({ signingKey: options.signingKey, timestamp, body }),
			},
			maxRedirects: 0,
			proxy: false,
			responseType: 'arraybuffer',
			signal,
			timeout: delivery.timeoutSeconds * 1000,
			validateStatus: () => true,
		});
		return { status, hold: delivery.oneHourHold.statuses.includes(status) };
	} catch (error) {
		if (!(error instanceof AxiosError)) throw error;
		const { code = '', message } = error;
		return { status: 0, error: message, hold: isHeldError(code) };
	}
}

/** Delivers events one at a time per webhook: a failing one holds up those behind it. */
export function createWebhookDispatcher(options: Options): WebhookDispatcher {
	const { state, spec, timeScale } = options;
	const lifetimeMs = spec.delivery.retry.maxDurationSeconds * 1000 * timeScale;
	/** Last place in each webhook's queue; the next event waits for it. */
	const tails = new Map<number, Promise<void>>();
	let abort = new AbortController();
	let waiting = 0;

	const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
		new Promise((resolve) => {
			const timer = setTimeout(finish, ms);
			function finish(): void {
				clearTimeout(timer);
				signal.removeEventListener('abort', finish);
				resolve();
			}
			signal.addEventListener('abort', finish);
		});

	async function deliver(event: ReadyEvent, record: WebhookDelivery): Promise<void> {
		const { signal } = abort;
		const startedAt = Date.now();
		let delay = FIRST_RETRY_MS;
		while (!signal.aborted) {
			// Looked up each time: the webhook may have been changed, switched off or deleted meanwhile.
			const webhook = state.reportingWebhooks.find((own) => own.id === record.webhookId);
			if (!webhook || webhook.disabled) {
				record.state = 'cancelled';
				return;
			}
			const body = bodyFor(event, webhook.with_content);
			record.attempts++;
			record.body = body;
			const outcome = await post(webhook, body, options, signal);
			if (signal.aborted) return;
			record.status = outcome.status;
			if (outcome.status >= 200 && outcome.status < 300) {
				delete record.error;
				record.state = 'delivered';
				record.deliveredAt = Date.now();
				return;
			}
			record.error = outcome.error ?? `answered ${outcome.status}`;
			const pause = (record.attempts === 1 && outcome.hold ? HOUR_MS : delay) * timeScale;
			delay = Math.min(delay * 2, HOUR_MS);
			if (Date.now() + pause - startedAt > lifetimeMs) {
				record.state = 'gaveUp';
				return;
			}
			await sleep(pause, signal);
		}
	}

	return {
		emit(given) {
			const event = readyEvent(spec, given);
			for (const webhook of state.reportingWebhooks) {
				if (webhook.disabled || !webhook.events.includes(event.event)) continue;
				if (event.repeated && !webhook.full_resolution) continue;
				const record: WebhookDelivery = {
					eventId: event.envelope.event_id,
					webhookId: webhook.id,
					event: event.event,
					attempts: 0,
					state: 'pending',
					status: 0,
					deliveredAt: null,
				};
				state.webhookDeliveries.push(record);
				waiting++;
				const { signal } = abort;
				const turn = (tails.get(webhook.id) ?? Promise.resolve())
					.then(() => (signal.aborted ? undefined : deliver(event, record)))
					.finally(() => {
						if (!signal.aborted) waiting--;
					});
				tails.set(webhook.id, turn);
			}
		},
		pending: () => waiting,
		clear() {
			abort.abort();
			abort = new AbortController();
			tails.clear();
			waiting = 0;
		},
	};
}
