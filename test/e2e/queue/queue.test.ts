import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';

import {
	activateTrigger,
	busiestSecond,
	paceOf,
	readRunData,
	sendBursts,
	stillFor,
	until,
} from './observed.ts';
import { CONCURRENCY, startCluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { repliesWorkflow, segmentsWorkflow } from './workflows.ts';

/** Customer.io's documented limit, per second. */
const LIMIT = 10;
const EVENTS = Number(process.env.QUEUE_EVENTS ?? 200);
const SLOW_MS = 5000;

interface Items {
	resultData: {
		runData: {
			[node: string]: Array<{ data: { main: Array<Array<{ json: { name?: string } }>> } }>;
		};
	};
}

describe('queue mode: one main, one webhook processor, two workers', () => {
	let on: Cluster;
	before(async () => {
		on = await startCluster({}, (line) => console.log(line));
	});
	after(async () => await on?.stop());

	/** Workflows that the current test activated. */
	const active: string[] = [];
	afterEach(async () => {
		on.sandbox.clearFaults();
		for (const id of active.splice(0)) await on.rest.deactivate(id);
	});

	const countOf = async (workflowId: string, status?: string): Promise<number> =>
		(await on.rest.executions(workflowId, status, 1)).count;

	const outputNames = async (executionId: string): Promise<Array<string | undefined>> => {
		const { data } = await on.rest.call<{ data: string }>('GET', `/executions/${executionId}`);
		const { runData } = (readRunData(data) as Items).resultData;
		return (runData['Create segment']?.[0]?.data.main[0] ?? []).map(({ json }) => json.name);
	};

	/** Starts executions that create segments, all at once, and checks what a user relies on. */
	async function createSegments(
		executions: number,
		itemsEach: number,
		options: object,
	): Promise<string> {
		const path = randomUUID();
		const { id } = await on.save(segmentsWorkflow(path, options));
		active.push(id);
		await on.rest.activate(id);
		const names = Array.from({ length: executions }, (_, execution) =>
			Array.from({ length: itemsEach }, (_unused, item) => `${path} ${execution}-${item}`),
		);
		const from = on.sandbox.requests.length;
		await until('the webhook responds', async () => (await start([])).status === 200);
		await Promise.all(names.map(async (group) => assert.equal((await start(group)).status, 200)));
		const started = async (): Promise<number> => await countOf(id);
		const ended = async (): Promise<number> =>
			(await countOf(id, 'success')) + (await countOf(id, 'error'));
		await until(
			'all executions ended',
			async () => (await started()) > executions && (await ended()) === (await started()),
			240_000,
		);
		assert.equal(await countOf(id, 'error'), 0);

		const created = on.sandbox.state.segments.filter(({ name }) => name.startsWith(path));
		const expected = names.flat().sort();
		assert.deepEqual(created.map(({ name }) => name).sort(), expected);
		const { results } = await on.rest.executions(id, 'success', 2 * executions);
		const outputs = await Promise.all(results.map(async (result) => await outputNames(result.id)));
		const complete = names.map((group) => group.join());
		assert.deepEqual(
			outputs
				.map((group) => group.join())
				.filter((group) => group !== '')
				.sort(),
			complete.sort(),
		);

		const requests = on.sandbox.requests
			.slice(from)
			.filter((request) => request.operation === 'segment.create');
		const accepted = requests.filter(({ status }) => status === 200);
		const rateLimited = requests.filter(({ status }) => status === 429).length;
		assert.equal(accepted.length, expected.length);
		assert.equal(accepted.length + rateLimited, requests.length);
		const busiest = busiestSecond(accepted.map(({ receivedAt }) => receivedAt));
		// Arrivals are recorded a moment before the rate limit counts them.
		assert.ok(busiest <= LIMIT + 1, `${busiest} accepted within a second`);
		// A process that does not slow down after a 429 gets many more.
		assert.ok(rateLimited <= accepted.length / 4, `${rateLimited} rate limited`);
		return `${executions} executions, ${accepted.length} requests, ${paceOf(accepted).toFixed(1)} accepted per second, at most ${busiest} within any, ${rateLimited} rate limited and retried`;

		async function start(group: string[]): Promise<Response> {
			const response = await fetch(`${on.webhook.url}/webhook/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ names: group }),
			});
			await response.text();
			return response;
		}
	}

	test('50 executions at once with one key: within the rate limit, no failures, no duplicates', async (t) => {
		t.diagnostic(await createSegments(50, 8, {}));
	});

	test('a fixed share of the limit for each worker', async (t) => {
		t.diagnostic(await createSegments(20, 8, { requestsPerSecond: LIMIT / 2 }));
	});

	/** Reports events that lead to one email each, and stops and restarts a worker while both are busy. */
	async function sendEmails(takeDown: () => Promise<void>) {
		const { sandbox } = on;
		const { id } = await on.save(repliesWorkflow());
		active.push(id);
		await activateTrigger(on, id);
		const tag = randomUUID().slice(0, 8);
		const people = Array.from({ length: EVENTS }, (_, i) => `${tag}-${i}@example.com`);
		const sentTo = (): string[] =>
			sandbox.state.deliveries
				.map(({ recipient }) => recipient)
				.filter((recipient) => recipient.startsWith(tag));
		// Slow enough that both workers are busy and executions wait when one stops. Of the executions it runs
		// then, some have sent their email and some have not.
		for (const path of ['/v1/segments/7', '/v1/send/email'])
			sandbox.fault({ path, every: 2, times: Infinity, act: { kind: 'delay', ms: SLOW_MS } });
		const from = sandbox.state.webhookDeliveries.length;
		for (const email of people) {
			sandbox.emitEvent({
				event: 'sms_replied',
				event_id: randomUUID(),
				data: { recipient: '+15550100', identifiers: { id: email, email } },
			});
		}
		const deliveries = sandbox.state.webhookDeliveries.slice(from);
		const delivered = (): number => deliveries.filter(({ state }) => state === 'delivered').length;
		await until('half of the events are acknowledged', () => delivered() >= EVENTS / 2);
		assert.ok(sentTo().length < EVENTS / 2 - 2 * CONCURRENCY, 'executions wait for a worker');
		await takeDown();
		sandbox.clearFaults();
		const back = on.workers[0]?.start();
		await sandbox.webhooksSettled(120_000);
		await back;
		assert.equal(delivered(), EVENTS);
		// Executions of a killed worker can stay unfinished forever.
		await until('nothing waits', async () => (await unfinished(id)).length <= CONCURRENCY);
		await until(
			'running executions have ended',
			stillFor(SLOW_MS, async () => await unfinished(id)),
		);
		return { id, people, sent: sentTo };
	}

	const unfinished = async (id: string): Promise<string[]> =>
		(
			await Promise.all(
				['new', 'running'].map(async (status) => (await on.rest.executions(id, status)).results),
			)
		)
			.flat()
			.map((execution) => execution.id);

	test('a worker killed while busy: no event is lost, no email is sent twice', async (t) => {
		const { id, people, sent } = await sendEmails(async () => await on.workers[0]?.kill());
		const stuck = await unfinished(id);
		for (const execution of stuck) await on.rest.call('POST', `/executions/${execution}/stop`);
		const success = await countOf(id, 'success');
		const broken = (
			await Promise.all(
				['crashed', 'canceled', 'error'].map(
					async (status) => (await on.rest.executions(id, status)).results,
				),
			)
		).flat();
		assert.equal(success + broken.length, EVENTS);
		assert.ok(broken.length <= CONCURRENCY, `${broken.length} did not succeed`);
		const sentBefore = new Set(sent());

		// As a user would: check Customer.io, and retry what was not sent.
		let retried = 0;
		for (const execution of broken) {
			const { data } = await on.rest.call<{ data: string }>('GET', `/executions/${execution.id}`);
			const email = people.find((person) => data.includes(`"${person}"`));
			assert.ok(email, `execution ${execution.id} has lost its event`);
			if (sentBefore.has(email)) continue;
			await on.rest.call('POST', `/executions/${execution.id}/retry`, { loadWorkflow: false });
			retried += 1;
		}
		await until('everybody has an email', () => new Set(sent()).size === EVENTS);
		assert.deepEqual(sent().sort(), people.sort());
		t.diagnostic(
			`${EVENTS} events acknowledged, ${success} executions succeeded; of the ${broken.length} that the dead worker was running (${broken.length - stuck.length} marked as crashed, ${stuck.length} stopped by hand) ${broken.length - retried} had sent their email, ${retried} sent it when retried`,
		);
	});

	test('a worker stopped while busy: nothing fails', async (t) => {
		const { id, people, sent } = await sendEmails(async () => await on.workers[0]?.stop());
		assert.equal(await countOf(id, 'success'), EVENTS);
		assert.deepEqual(sent().sort(), people.sort());
		t.diagnostic(`${EVENTS} events acknowledged, ${EVENTS} emails`);
	});

	test('bursts of events', async (t) => {
		await sendBursts(on, on.webhook, 3, (line) => t.diagnostic(line));
	});
});
