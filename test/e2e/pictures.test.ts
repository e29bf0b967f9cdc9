import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { VIEWPORT } from './browser.ts';
import { useEditor } from './opened.ts';
import type { Opened } from './opened.ts';
import { takePictures } from './pictures.ts';
import { workflowOf } from './workflows.ts';

const MOST_BYTES = 300_000;

describe('pictures of the editor', () => {
	let on: Opened;
	before(async () => {
		on = await useEditor();
	});

	const picture = async (name: string, height = VIEWPORT.height): Promise<void> => {
		await on.editor.closeToasts();
		await on.page.setViewportSize({ ...VIEWPORT, height });
		await on.page.mouse.move(2, height - 2);
		for (const size of await takePictures(on.page, name)) assert.ok(size < MOST_BYTES, `${size}`);
		await on.page.setViewportSize(VIEWPORT);
	};
	const example = (name: string): string => on.examples.get(name)?.id ?? assert.fail(name);

	test('the contacts after a run', async () => {
		await on.editor.open(example('contacts-to-people'));
		await on.editor.run('Identify people');
		await picture('contacts-to-people');
	});

	test('people that a search found, and an email to each', async () => {
		await on.editor.open(example('email-to-segment'));
		await on.editor.run('Send receipt');
		await on.editor.closeToasts();
		await on.editor.openNode('Find trial users');
		await picture('search-people', 1000);
		await on.editor.closeNode();
		await on.editor.openNode('Send receipt');
		await picture('send-email', 1060);
	});

	test('a broadcast to people of a filter', async () => {
		const saved = await on.save(
			workflowOf('Sale in Zürich', 'customerIoApp', 'Trigger broadcast', {
				resource: 'broadcast',
				operation: 'trigger',
				broadcastId: {
					__rl: true,
					mode: 'list',
					value: 14,
					cachedResultName: 'Flash sale push',
				},
				audience: 'recipients',
				recipientsInput: 'fields',
				recipientsMatch: 'and',
				recipients: {
					attributes: [{ field: 'city', operator: 'eq', value: 'Zürich' }],
					segments: [
						{
							membership: 'in',
							segment: {
								__rl: true,
								mode: 'list',
								value: 4,
								cachedResultName: 'Paying customers (dynamic)',
							},
						},
					],
				},
			}),
		);
		await on.editor.open(saved.id);
		await on.editor.openNode('Trigger broadcast');
		await on.editor.runStep();
		await picture('trigger-broadcast', 1200);
	});

	test('the node panel', async () => {
		await on.editor.openNew();
		await on.editor.searchNodes('customer.io');
		await picture('node-panel');
	});
});
