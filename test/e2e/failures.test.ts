import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { Editor } from './editor.ts';
import { takePictures, SCALE } from './pictures.ts';
import { useEditor } from './sharedEditor.ts';
import type { Opened } from './sharedEditor.ts';
import { itemsNode, ourNode, workflowOf } from './workflows.ts';

const people = ['Ada', 'Grace', 'Alan'].map((name) => ({ id: name.toLowerCase(), name }));

describe('what fails', () => {
	let on: Opened;
	let browser: Browser;
	let editor: Editor;
	before(async () => {
		on = await useEditor();
		browser = await openBrowser(on.n8n.url, SCALE);
		editor = new Editor(browser.page, on.n8n.url);
	});
	after(async () => await browser.close());

	test('a broken credential with On Error = Continue: every item has the error', async () => {
		const credential = {
			apiKey: 'of-an-earlier-workspace',
			region: 'custom',
			baseUrl: on.sandbox.url,
		};
		const name = 'Revoked key';
		const id = await on.rest.createCredential('customerIoAppApi', name, credential);
		const node = ourNode('customerIoApp', 'Find person', {
			resource: 'customer',
			operation: 'getAttributes',
			customerId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		});
		const saved = await on.rest.createWorkflow(
			workflowOf('A key that was revoked', itemsNode('People', people), {
				...node,
				credentials: { customerIoAppApi: { id, name } },
				onError: 'continueRegularOutput',
			}),
		);
		await editor.open(saved.id);
		await editor.run('Find person');
		await editor.openNode('Find person');
		await editor.outputShows('3 items');
		await editor.outputShows('Authentication failed');
		await editor.widenOutput(200);
		await takePictures(browser.page, 'broken-credential', {
			width: 1440,
			height: 720,
			of: editor.byId('ndv'),
		});
	});

	test('Retry On Fail with Pipelines: each event is once in Customer.io', async () => {
		const { sandbox } = on;
		const events = () =>
			Object.values(sandbox.state.pipelines.calls).filter(
				({ call }) => (call as { event?: string }).event === 'Seat booked',
			);
		// The first try of n8n: Customer.io takes the batch, and its response is lost, as often as the node retries.
		sandbox.fault({ path: '/v1/batch', times: 5, act: { kind: 'resetAfter' } });
		const node = ourNode('customerIoPipelines', 'Book seat', {
			resource: 'event',
			operation: 'track',
			userId: '={{ $json.id }}',
			event: 'Seat booked',
			options: { maxWait: 5 },
		});
		const saved = await on.save(
			workflowOf('Retry On Fail', itemsNode('People', people), {
				...node,
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 1000,
			}),
		);
		const before = sandbox.requests.length;
		await editor.open(saved.id);
		await editor.run('Book seat');
		const batches = sandbox.requests.slice(before).filter(({ path }) => path === '/v1/batch');
		assert.equal(batches.length, 6);
		assert.equal(new Set(batches.map(({ body }) => JSON.stringify(body))).size, 1);
		assert.deepEqual(
			events().map(({ call, applied }) => [(call as { userId?: string }).userId, applied]),
			people.map(({ id }) => [id, 1]),
		);
	});
});
