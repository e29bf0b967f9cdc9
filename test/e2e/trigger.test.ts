import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { useEditor } from './sharedEditor.ts';
import type { Opened } from './sharedEditor.ts';
import { ourNode, workflowOf } from './workflows.ts';

/** Before and after a crash. Fewer are faster: `E2E_EVENTS=100`. */
const EVENTS = Number(process.env.E2E_EVENTS ?? 1000);
/** As many at once as Customer.io might send in a burst. */
const BURST = 50;
const PATIENCE_MS = 120_000 + 500 * EVENTS;

describe('the trigger', () => {
	let on: Opened;
	let workflowId: string;
	before(async () => {
		on = await useEditor();
		workflowId = on.examples.get('email-events-to-rows')?.id ?? assert.fail();
	});

	/** Reports events from the sandbox; resolves with the seconds until all are acknowledged. */
	async function report(count: number): Promise<number> {
		const started = Date.now();
		for (let reported = 0; reported < count; reported += BURST) {
			for (let i = reported; i < Math.min(count, reported + BURST); i++) {
				on.sandbox.emitEvent({
					event: 'email_opened',
					event_id: randomUUID(),
					data: { recipient: `person${i}@example.com`, identifiers: { id: String(i) } },
				});
			}
			await on.sandbox.webhooksSettled(PATIENCE_MS);
		}
		return (Date.now() - started) / 1000;
	}

	const countOf = async (status?: string): Promise<number> =>
		(await on.rest.executions(workflowId, status, 1)).count;

	/** Waits until `count` have ended, and a moment longer to detect extra ones. */
	async function expectExecutions(expected: number, crashed = 0): Promise<void> {
		const deadline = Date.now() + PATIENCE_MS;
		while ((await countOf('success')) < expected - crashed && Date.now() < deadline)
			await sleep(500);
		await sleep(1000);
		assert.equal(await countOf(), expected);
		assert.equal(await countOf('success'), expected - crashed);
	}

	const webhooks = (): string[] =>
		on.sandbox.state.reportingWebhooks.map(({ endpoint }) => endpoint);

	/** n8n responds before it has (de)activated a workflow. */
	async function expectWebhooks(count: number): Promise<void> {
		const deadline = Date.now() + PATIENCE_MS;
		while (webhooks().length !== count && Date.now() < deadline) await sleep(200);
		assert.equal(webhooks().length, count);
	}

	test('a sample event shows the item before the first real one', async () => {
		const { editor } = on;
		const trigger = ourNode('customerIoAppTrigger', 'Email event', {
			events: ['email_opened'],
			options: { sampleEvent: 'email' },
		});
		const saved = await on.save(workflowOf('Sample of an event', trigger));
		await editor.open(saved.id);
		await editor.openNode('Email event');
		await editor.byId('trigger-execute-button').click();
		await editor.outputShows('1 item');
		for (const text of ['email_opened', 'sample@example.com', 'true'])
			await editor.outputShows(text);
		await expectWebhooks(0);
	});

	test('a filter shows the chosen campaigns and lists the others', async () => {
		const { editor } = on;
		const trigger = ourNode('customerIoAppTrigger', 'Email event', {
			events: ['email_opened'],
			filters: { campaigns: ['5'] },
		});
		const saved = await on.save(workflowOf('Filter of a trigger', trigger));
		await editor.open(saved.id);
		await editor.openNode('Email event');
		await editor.parameter('campaigns').getByText('Welcome (running)').waitFor();
		await editor.parameter('campaigns').click();
		await editor.page.getByText('Abandoned cart (running)').waitFor();
	});

	test('published in the editor: one webhook at Customer.io, one execution per event', async (t) => {
		await on.editor.open(workflowId);
		assert.match(await on.editor.publish(), /Customer\.io now sends the chosen events/);
		await expectWebhooks(1);
		assert.ok(webhooks()[0]?.startsWith(on.n8n.url));
		const seconds = await report(EVENTS);
		await expectExecutions(EVENTS);
		t.diagnostic(`${EVENTS} events acknowledged in ${seconds.toFixed(1)} s`);
	});

	test('an event with a wrong signature starts nothing', async () => {
		const [endpoint = ''] = webhooks();
		const response = await fetch(endpoint, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'x-cio-timestamp': String(Math.floor(Date.now() / 1000)),
				'x-cio-signature': '0'.repeat(64),
			},
			body: '{"event_id":"invalid","object_type":"email","metric":"opened","data":{}}',
		});
		assert.equal(response.status, 401);
		await expectExecutions(EVENTS);
	});

	test('after a crash: still one webhook, and every event runs', async (t) => {
		const before = webhooks();
		await on.n8n.kill();
		// Customer.io keeps unacknowledged events and retries.
		const waiting = report(BURST);
		const ms = await on.n8n.start();
		await waiting;
		const seconds = await report(EVENTS - BURST);
		// n8n 2.40 accepts events during startup, then marks their executions as crashed.
		const crashed = await countOf('crashed');
		assert.ok(crashed <= BURST, `${crashed} crashed`);
		await expectExecutions(2 * EVENTS, crashed);
		assert.deepEqual(webhooks(), before);
		t.diagnostic(
			`n8n back after ${(ms / 1000).toFixed(1)} s; the rest acknowledged in ${seconds.toFixed(1)} s; ${crashed} marked crashed by n8n`,
		);
	});

	test('restarted while the App API answers 503: still one webhook, and every event runs', async (t) => {
		const before = webhooks();
		const crashedBefore = await countOf('crashed');
		on.sandbox.fault({
			path: '/v1/reporting_webhooks*',
			times: Infinity,
			act: { kind: 'status', status: 503 },
		});
		await on.n8n.stop();
		const waiting = report(BURST);
		const ms = await on.n8n.start();
		await waiting;
		assert.deepEqual(webhooks(), before);
		const crashed = await countOf('crashed');
		await expectExecutions(2 * EVENTS + BURST, crashed);
		on.sandbox.clearFaults();
		t.diagnostic(
			`n8n back after ${(ms / 1000).toFixed(1)} s; ${crashed - crashedBefore} marked crashed by n8n`,
		);
	});

	test('unpublished in the editor: no webhook is left', async () => {
		await on.editor.open(workflowId);
		await on.editor.unpublish();
		await expectWebhooks(0);
	});
});
