import http from 'node:http';
import https from 'node:https';
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
	/** 0 when there was no answer. */
	status: number;
	error?: string;
	/** Whether the documented one-hour hold applies. */
	hold: boolean;
}

interface Options {
	state: WorkspaceState;
	ledger: WebhooksSpec;
	signingKey: string;
	timeScale: number;
}

/** Connection errors that the ledger lists beside the statuses of the one-hour hold. */
const HELD_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET']);

const isHeldError = (code: string): boolean =>
	HELD_ERRORS.has(code) || code.includes('CERT') || code.startsWith('ERR_TLS');

function post(
	webhook: ReportingWebhook,
	body: string,
	options: Options,
	signal: AbortSignal,
): Promise<Outcome> {
	const { ledger } = options;
	const timestamp = String(unixNow());
	return new Promise((resolve) => {
		const url = new URL(webhook.endpoint);
		const request = (url.protocol === 'https:' ? https : http).request(url, {
			method: 'POST',
			signal,
			// One connection each: a pooled one could be closed by the receiver just as it is reused.
			agent: false,
			headers: {
				'Content-Type': 'application/json',
				'Content-Length': Buffer.byteLength(body),
				'User-Agent': 'Customer.io Web Hooks 1.0',
				'X-CIO-Timestamp': timestamp,
				'X-CIO-Signature': signWebhook({ signingKey: options.signingKey, timestamp, body }),
			},
		});
		const timer = setTimeout(() => {
			request.destroy(new Error('no answer within the timeout'));
		}, ledger.delivery.timeoutSeconds * 1000);
		const done = (outcome: Outcome): void => {
			clearTimeout(timer);
			resolve(outcome);
		};
		request.on('response', (response) => {
			response.resume();
			const status = response.statusCode ?? 0;
			const hold = ledger.delivery.oneHourHold.statuses.includes(status);
			response.on('end', () => done({ status, hold }));
			response.on('error', (error) => done({ status, error: error.message, hold: true }));
		});
		request.on('error', (error: NodeJS.ErrnoException) =>
			done({ status: 0, error: error.message, hold: isHeldError(error.code ?? '') }),
		);
		request.end(body);
	});
}

/** Delivers events one at a time per webhook: a failing one holds up those behind it. */
export function createWebhookDispatcher(options: Options): WebhookDispatcher {
	const { state, ledger, timeScale } = options;
	const lifetimeMs = ledger.delivery.retry.maxDurationSeconds * 1000 * timeScale;
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
			const event = readyEvent(ledger, given);
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
