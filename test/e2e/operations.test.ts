import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { useEditor } from './sharedEditor.ts';
import type { Opened } from './sharedEditor.ts';
import { ourNode, workflowOf } from './workflows.ts';

describe('an operation in the editor', () => {
	let on: Opened;
	before(async () => {
		on = await useEditor();
	});

	async function openStep(name: string, parameters: Record<string, unknown>): Promise<void> {
		const saved = await on.save(workflowOf(name, ourNode('customerIoApp', 'Ours', parameters)));
		await on.editor.open(saved.id);
		await on.editor.openNode('Ours');
	}

	test('a list opens and filters, and the chosen entry is requested', async () => {
		const { editor, sandbox } = on;
		await openStep('Get one segment', { resource: 'segment', operation: 'get' });
		const entries = await editor.openList('segmentId');
		await editor.expectCount(entries, sandbox.state.segments.length);
		await editor.searchList('caf');
		await editor.expectCount(entries, 1);
		await entries.first().click();
		await editor.runStep();
		await editor.outputShows('Café regulars');
	});

	test('a list of several pages loads more on scrolling, and its search covers all pages', async () => {
		const { editor, sandbox } = on;
		const newsletters = (sandbox.state.stored.newsletter ??= []);
		const seeded = [...newsletters];
		// The sandbox gives 50 at a time.
		for (let i = 1; i <= 120; i++)
			newsletters.push({ ...newsletters[0], id: 5000 + i, name: `Issue ${i}` });
		try {
			await openStep('Get one newsletter', { resource: 'newsletter', operation: 'get' });
			const entries = await editor.openList('newsletterId');
			assert.ok((await entries.count()) < newsletters.length);
			await editor.scrollTo(entries, newsletters.length);
			await editor.searchList('issue 119');
			await editor.expectCount(entries, 1);
			await entries.first().click();
			await editor.runStep();
			await editor.outputShows('Issue 119');
		} finally {
			sandbox.state.stored.newsletter = seeded;
		}
	});

	test('the output pane shows items', async () => {
		const { editor, sandbox } = on;
		await openStep('Get segments', { resource: 'segment', operation: 'getAll', returnAll: true });
		await editor.runStep();
		await editor.outputShows(`${sandbox.state.segments.length} items`);
		for (const { name } of sandbox.state.segments) await editor.outputShows(name);
	});

	test('an error shows what happened and how to fix it', async () => {
		const { editor } = on;
		await openStep('Get nobody', {
			resource: 'customer',
			operation: 'getAttributes',
			customerId: { __rl: true, mode: 'email', value: 'nobody@example.com' },
		});
		await editor.runStep();
		const message = await editor.byId('node-error-message').innerText();
		const description = await editor.byId('node-error-description').innerText();
		assert.match(message, /nobody@example\.com/);
		assert.match(description, /Check the ID/);
	});

	test('the examples run unchanged', async () => {
		const { editor, examples, sandbox } = on;
		const contacts = examples.get('contacts-to-people');
		const emails = examples.get('email-to-segment');
		assert.ok(contacts && emails);
		await editor.open(contacts.id);
		await editor.run('Identify people');
		const people = sandbox.state.people.filter(({ id }) => id?.startsWith('crm-'));
		assert.equal(people.length, 999, 'one of the 1,000 is too large');
		await editor.open(emails.id);
		await editor.run('Send receipt');
	});
});
