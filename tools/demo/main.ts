/**
 * The demo: runs the workflows of `examples/` in the real n8n engine, with the built package, against
 * a Customer.io emulator. Exits with 1 if an event or item was lost, duplicated or wrongly accepted.
 *
 * `npm run demo`
 */
import { readFile } from 'node:fs/promises';

import { sampleCredentials } from '../engine/sampleCredentials.ts';
import {
	engineLoadMs,
	loadPackage,
	runWorkflow,
	triggerContexts,
	type RunResult,
} from '../engine/harness.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { checkEmails, checkEvents, checkPeople, type Check } from './checks.ts';
import { withProgress } from './progress.ts';
import { tableOf, type Row } from './table.ts';

interface ExampleWorkflow {
	nodes: Array<{ name: string; type: string; parameters: object; webhookId?: string }>;
}

const example = async (name: string): Promise<ExampleWorkflow> =>
	JSON.parse(await readFile(`examples/${name}.json`, 'utf8')) as ExampleWorkflow;

const rejections = (result: RunResult, node: string): string[] =>
	result
		.items(node)
		.map(({ json }) => json.error)
		.filter((error): error is string => typeof error === 'string');

const waited = (result: RunResult, node: string): number =>
	Number(
		/Waited ([\d.]+) s/.exec(
			result
				.hints(node)
				.map(({ message }) => message)
				.join(),
		)?.[1] ?? 0,
	);

async function main(): Promise<boolean> {
	console.log('\nn8n-nodes-customerio: example workflows in the n8n engine\n');
	const sandbox = await startSandbox();
	const nodes = await loadPackage();
	console.log(
		`  n8n engine loaded in ${(engineLoadMs / 1000).toFixed(1)} s, the built package in ${nodes.loadMs.toFixed(0)} ms; the Customer.io emulator listens on ${sandbox.url}\n`,
	);
	const credentials = sampleCredentials(sandbox);
	const rows: Row[] = [];
	const checks: Check[] = [];

	/** Runs an example and adds its row to the table. */
	const run = async (title: string, name: string, node: string, done: () => number) => {
		const from = sandbox.requests.length;
		const started = Date.now();
		const result = await withProgress(
			title,
			() => `${done()} done, ${sandbox.requests.length - from} requests`,
			async () => await runWorkflow(await example(name), { credentials }),
		);
		if (result.error !== undefined) throw result.error;
		const rejected = rejections(result, node);
		const itemsIn = result.items(node).length;
		rows.push({
			workflow: title,
			itemsIn,
			requests: sandbox.requests.length - from,
			succeeded: itemsIn - rejected.length,
			rejected,
			waited: waited(result, node),
			seconds: (Date.now() - started) / 1000,
		});
		return { result, requests: sandbox.requests.slice(from) };
	};

	const events = await example('email-events-to-rows');
	const eventNode = events.nodes.find(({ name }) => name === 'Email event');
	if (eventNode === undefined) throw new Error('The example has no trigger');
	const trigger = triggerContexts(
		{ ...eventNode, credentials: { customerIoAppApi: credentials.customerIoAppApi } },
		{},
	);
	const listener = await trigger.listen();
	await trigger.activate();

	const contacts = await run(
		'CRM contacts → people',
		'contacts-to-people',
		'Identify people',
		() => sandbox.state.people.filter(({ id }) => id?.startsWith('crm-')).length,
	);
	checks.push(...checkPeople(sandbox, contacts.requests, rows[0]?.itemsIn ?? 0));

	const emailsSent = () =>
		sandbox.state.deliveries.filter(({ source }) => source.kind === 'transactional').length;
	const emails = await run('segment → emails', 'email-to-segment', 'Send receipt', emailsSent);
	const recipients = emails.result.items('Find trial users').map(({ json }) => String(json.email));
	checks.push(...checkEmails(sandbox, recipients));

	const eventIds: string[] = [];
	const eventsStarted = Date.now();
	await withProgress(
		'email events → rows',
		() => `${eventIds.length} of ${sandbox.state.webhookDeliveries.length} events`,
		async () => {
			await sandbox.webhooksSettled(60_000);
			for (const { workflowData } of listener.responses) {
				if (workflowData === undefined) continue;
				const { items } = await runWorkflow(events, {
					credentials,
					pin: { 'Email event': workflowData[0] ?? [] },
					startNode: 'Email event',
				});
				eventIds.push(...items('Row').map(({ json }) => String(json.event_id)));
			}
		},
	);
	const received = listener.responses.length;
	const invalid = await fetch(listener.url, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'x-cio-timestamp': String(Math.floor(Date.now() / 1000)),
			'x-cio-signature': '0'.repeat(64),
		},
		body: '{"event_id":"invalid","object_type":"email","metric":"sent","data":{}}',
	});
	await trigger.delete();
	await listener.close();
	checks.push(...checkEvents(sandbox, eventIds, invalid.status));
	rows.push({
		workflow: 'email events → rows',
		itemsIn: received,
		requests: received,
		succeeded: eventIds.length,
		rejected: [],
		waited: 0,
		seconds: (Date.now() - eventsStarted) / 1000,
	});
	await sandbox.stop();

	console.log(`\n${tableOf(rows)}\n`);
	for (const { promise, kept, figures } of checks) {
		console.log(`  ${kept ? '✓' : '✗ FAILED:'} ${promise} (${figures})`);
	}
	console.log('');
	return checks.every(({ kept }) => kept);
}

process.exitCode = (await main()) ? 0 : 1;
