import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { Editor } from './editor.ts';
import { useEditor } from './sharedEditor.ts';
import type { Opened } from './sharedEditor.ts';
import { SCALE, takePictures } from './pictures.ts';
import type { Frame } from './pictures.ts';
import type { WorkflowNode } from './rest.ts';
import { itemNode, ourNode, workflowOf } from './workflows.ts';

const MAX_BYTES = 300_000;

const chosen = (value: unknown, cachedResultName: string) => ({
	__rl: true,
	mode: 'list',
	value,
	cachedResultName,
});
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

describe('pictures of the editor', () => {
	let on: Opened;
	let browser: Browser;
	let editor: Editor;
	before(async () => {
		on = await useEditor();
		browser = await openBrowser(on.n8n.url, SCALE);
		editor = new Editor(browser.page, on.n8n.url);
	});
	after(async () => await browser.close());

	async function picture(name: string, frame: Frame): Promise<void> {
		for (const size of await takePictures(browser.page, name, frame))
			assert.ok(size < MAX_BYTES, `${size}`);
	}

	/** Of the open node only. */
	async function nodePicture(name: string, height: number): Promise<void> {
		await picture(name, { width: 1440, height, of: editor.byId('ndv') });
	}

	/** Runs a workflow and opens its last node. */
	async function openResult(name: string, ...nodes: WorkflowNode[]): Promise<void> {
		const saved = await on.save(workflowOf(name, ...nodes));
		await editor.open(saved.id);
		const last = nodes.at(-1)?.name ?? '';
		await editor.run(last);
		await editor.openNode(last);
	}

	test('the contacts after a run', async () => {
		await editor.open(on.examples.get('contacts-to-people')?.id ?? assert.fail());
		await editor.run('Identify people');
		await picture('contacts-to-people', { width: 1280, height: 640 });
	});

	test('people that a search found', async () => {
		await openResult(
			'Trial users of a city',
			itemNode('Event', { name: 'Open house', city: 'São Paulo' }),
			ourNode('customerIoApp', 'Find trial users', {
				resource: 'customer',
				operation: 'search',
				filterInput: 'fields',
				filterMatch: 'and',
				filter: {
					conditions: [
						{ condition: 'inSegment', segment: chosen(7, 'Trial users (dynamic)') },
						{ condition: 'eq', field: 'city', value: '={{ $json.city }}' },
					],
				},
				returnAll: true,
			}),
		);
		await nodePicture('search-people', 1010);
	});

	test('an email to each', async () => {
		await editor.open(on.examples.get('email-to-segment')?.id ?? assert.fail());
		await editor.run('Send receipt');
		await editor.openNode('Send receipt');
		await nodePicture('send-email', 1010);
	});

	test('a broadcast to people of a filter', async () => {
		await openResult(
			'Sale in a city',
			itemNode('Sale', { city: 'Zürich', discount: '20 %' }),
			ourNode('customerIoApp', 'Trigger broadcast', {
				resource: 'broadcast',
				operation: 'trigger',
				broadcastId: chosen(14, 'Flash sale push'),
				audience: 'recipients',
				recipientsInput: 'fields',
				recipientsMatch: 'and',
				recipients: {
					conditions: [
						{ condition: 'eq', field: 'city', value: '={{ $json.city }}' },
						{ condition: 'inSegment', segment: chosen(4, 'Paying customers (dynamic)') },
					],
				},
			}),
		);
		await nodePicture('trigger-broadcast', 1190);
	});

	test('a Design Studio email, published and waited for', async () => {
		const { sandbox } = on;
		sandbox.state.publishInBackground = true;
		try {
			await openResult(
				'New texts in an email',
				ourNode('customerIoApp', 'Find emails', {
					resource: 'designStudioEmail',
					operation: 'getAll',
					limit: 1,
				}),
				ourNode('customerIoApp', 'Publish', {
					resource: 'designStudioEmail',
					operation: 'publish',
					emailId: byId('={{ $json.id }}'),
					waitForCompletion: 'yes',
				}),
			);
		} finally {
			sandbox.state.publishInBackground = false;
		}
		await editor.outputShows('done');
		await nodePicture('publish-and-wait', 720);
	});

	test('the metrics of a newsletter, a row for each week', async () => {
		const { sandbox } = on;
		const series = {
			sent: [4120, 96, 31, 12, 8, 3],
			opened: [1633, 212, 74, 29, 17, 9],
			clicked: [402, 61, 18, 7, 5, 2],
		};
		sandbox.fault({
			path: '/v1/newsletters/10/metrics',
			act: { kind: 'status', status: 200, body: { metric: { type: 'email', series } } },
		});
		await openResult(
			'Newsletter report',
			ourNode('customerIoApp', 'Newsletters', {
				resource: 'newsletter',
				operation: 'getAll',
				limit: 1,
			}),
			ourNode('customerIoApp', 'Metrics by week', {
				resource: 'newsletterMetric',
				operation: 'get',
				newsletterId: byId('={{ $json.id }}'),
				period: 'weeks',
				steps: 6,
				splitIntoPeriods: true,
			}),
		);
		await editor.outputShows('6 items');
		await editor.widenOutput(200);
		await nodePicture('newsletter-metrics', 870);
	});

	/** A Track node that also has an App credential, for its lists. */
	const trackNode = (name: string, parameters: Record<string, unknown>): WorkflowNode => {
		const node = ourNode('customerIoTrack', name, parameters);
		return {
			...node,
			credentials: { ...node.credentials, customerIoAppApi: { id: '', name: '' } },
		};
	};

	test('a person who is created or updated', async () => {
		await openResult(
			'Contact to person',
			itemNode('Contact', { email: 'ada@example.com', plan: 'pro', since: '2026-03-01' }),
			trackNode('Create or update person', {
				resource: 'person',
				operation: 'upsert',
				person: { __rl: true, mode: 'email', value: '={{ $json.email }}' },
				attributes: {
					assignments: [
						{ id: '1', name: 'plan', value: '={{ $json.plan }}', type: 'string' },
						{ id: '2', name: 'first_name', value: 'Ada', type: 'string' },
					],
				},
				additionalFields: { createdAt: '={{ $json.since }}' },
			}),
		);
		await nodePicture('track-person', 1010);
	});

	test('two people who are merged', async () => {
		await openResult(
			'Duplicate',
			itemNode('Pair', { keep: '1', merge: 'person2@example.com' }),
			trackNode('Merge people', {
				resource: 'person',
				operation: 'merge',
				primary: byId('={{ $json.keep }}'),
				secondary: { __rl: true, mode: 'email', value: '={{ $json.merge }}' },
			}),
		);
		await nodePicture('track-merge', 870);
	});

	test('people who join a segment', async () => {
		await openResult(
			'List to segment',
			itemNode('Contact', { email: 'person3@example.com' }),
			trackNode('Add to segment', {
				resource: 'segment',
				operation: 'addCustomers',
				segmentId: chosen(14, 'Nobody yet (manual)'),
				person: { __rl: true, mode: 'email', value: '={{ $json.email }}' },
				options: { checkMembership: true },
			}),
		);
		await nodePicture('track-segment', 870);
	});

	test('a form that is submitted', async () => {
		await openResult(
			'Newsletter form',
			itemNode('Form', { Email: 'zoe@example.com', Name: 'Zoë', Age: 36 }),
			trackNode('Submit form', {
				resource: 'form',
				operation: 'submit',
				formId: 'newsletter',
				person: { __rl: true, mode: 'email', value: '={{ $json.Email }}' },
				formFieldsInput: 'fields',
				formFields: {
					assignments: [
						{ id: '1', name: 'first_name', value: '={{ $json.Name }}', type: 'string' },
						{ id: '2', name: 'age', value: '={{ $json.Age }}', type: 'string' },
					],
				},
			}),
		);
		await nodePicture('track-form', 870);
	});

	test('the node panel', async () => {
		await editor.openNew();
		await editor.findOurNodes();
		await picture('node-panel', { width: 960, height: 600 });
	});
});
