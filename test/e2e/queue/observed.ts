import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { signWebhook } from '../../../tools/sandbox/sandbox.ts';
import type { RecordedRequest, Sandbox } from '../../../tools/sandbox/sandbox.ts';
import type { N8nProcess } from '../n8nProcess.ts';
import type { Stage } from '../stage.ts';

/** Waits until a condition holds. @throws Error that names the condition */
export async function until(
	condition: string,
	holds: () => boolean | Promise<boolean>,
	timeoutMs = 120_000,
): Promise<void> {
	const deadline = Date.now() + timeoutMs;
	while (!(await holds())) {
		if (Date.now() > deadline) throw new Error(`${condition}: not within ${timeoutMs / 1000} s`);
		await sleep(200);
	}
}

/** Returns the most requests within any second, by arrival in milliseconds. */
export function busiestSecond(arrivals: readonly number[]): number {
	const sorted = [...arrivals].sort((a, b) => a - b);
	let first = 0;
	let max = 0;
	sorted.forEach((at, i) => {
		while (at - (sorted[first] ?? at) >= 1000) first += 1;
		max = Math.max(max, i - first + 1);
	});
	return max;
}

/** Returns the requests per second from the first to the last. */
export function paceOf(requests: readonly RecordedRequest[]): number {
	const times = requests.map(({ receivedAt }) => receivedAt);
	return (requests.length - 1) / ((Math.max(...times) - Math.min(...times)) / 1000);
}

/** Returns a check whether a value has not changed for `ms`; call it repeatedly. */
export function stillFor(ms: number, readValue: () => Promise<unknown>): () => Promise<boolean> {
	let last: string | undefined;
	let since = Date.now();
	return async () => {
		const now = JSON.stringify(await readValue());
		if (now !== last) since = Date.now();
		last = now;
		return Date.now() - since >= ms;
	};
}

/** Activates a workflow with our trigger and resolves with the URL that is registered in Customer.io. */
export async function activateTrigger(
	{ rest, sandbox }: Stage,
	workflowId: string,
): Promise<string> {
	await until('the one before is gone', () => sandbox.state.reportingWebhooks.length === 0);
	await rest.activate(workflowId);
	await until('registered at Customer.io', () => sandbox.state.reportingWebhooks.length === 1);
	// n8n serves the workflow a moment after its registration.
	await sleep(1000);
	return sandbox.state.reportingWebhooks[0]?.endpoint ?? '';
}

/** Sends `count` signed events at once and resolves with the milliseconds until the last response. */
async function sendAtOnce(sandbox: Sandbox, url: string, count: number): Promise<number> {
	const started = Date.now();
	await Promise.all(
		Array.from({ length: count }, async (_, i) => {
			const timestamp = String(Math.floor(Date.now() / 1000));
			const email = `person${i}@example.com`;
			const body = JSON.stringify({
				event_id: randomUUID(),
				object_type: 'email',
				metric: 'opened',
				timestamp: Number(timestamp),
				data: { recipient: email, identifiers: { id: String(i), email, cio_id: null } },
			});
			const response = await fetch(url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-cio-timestamp': timestamp,
					'x-cio-signature': signWebhook({ signingKey: sandbox.signingKey, timestamp, body }),
				},
				body,
			});
			await response.text();
			assert.equal(response.status, 200);
		}),
	);
	return Date.now() - started;
}

/**
 * Sends bursts of 50 events to a workflow that does nothing with them. Each must run.
 *
 * @param receiver the process that receives them
 * @param say called with the measurements of each burst
 */
export async function sendBursts(
	stage: Stage,
	receiver: N8nProcess,
	bursts: number,
	say: (line: string) => void,
): Promise<void> {
	const count = 50;
	const id = stage.examples.get('email-events-to-rows')?.id ?? assert.fail();
	const url = await activateTrigger(stage, id);
	for (let burst = 1; burst <= bursts; burst++) {
		const cpu = receiver.cpuMs();
		const last = await sendAtOnce(stage.sandbox, url, count);
		const succeeded = async (): Promise<number> =>
			(await stage.rest.executions(id, 'success', 1)).count;
		await until('all ran', async () => (await succeeded()) === count * burst);
		const each = ((receiver.cpuMs() - cpu) / count).toFixed(0);
		say(
			`${count} events at once: the last response after ${(last / 1000).toFixed(1)} s; ${each} ms of CPU per event in the process that receives them`,
		);
	}
	await stage.rest.deactivate(id);
}

/** n8n serializes run data as an array in which every string is an index into that array. */
export function readRunData(text: string): unknown {
	const places = JSON.parse(text) as unknown[];
	const resolve = (value: unknown): unknown => (typeof value === 'string' ? at(value) : value);
	const at = (place: string): unknown => {
		const value = places[Number(place)];
		if (Array.isArray(value)) return value.map(resolve);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolve(entry)]));
	};
	return at('0');
}
