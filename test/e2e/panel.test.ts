import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { useEditor } from './sharedEditor.ts';
import type { Opened } from './sharedEditor.ts';

interface Described {
	name: string;
	properties: Array<{ name: string; options?: Array<{ value: unknown }> }>;
}

describe('the node panel', () => {
	let on: Opened;
	let described: Map<string, Described>;
	before(async () => {
		on = await useEditor();
		const response = await on.page.request.get(`${on.n8n.url}/types/nodes.json`);
		described = new Map(((await response.json()) as Described[]).map((node) => [node.name, node]));
	});

	const optionsOf = (node: string, parameter: string): number =>
		(described.get(`n8n-nodes-customerio.${node}`)?.properties ?? [])
			.filter(({ name }) => name === parameter)
			.flatMap(({ options = [] }) => options)
			// n8n adds one action to every resource.
			.filter(({ value }) => value !== '__CUSTOM_API_CALL__').length;

	test('finds our nodes by "customer.io", with icon and description', async () => {
		await on.editor.openNew();
		const panel = await on.editor.findOurNodes();
		for (const name of ['Customer.io App', 'Customer.io Pipelines', 'Customer.io Track']) {
			const item = on.editor.panelItem(name);
			await item.waitFor();
			assert.equal(await item.count(), 1, name);
			const icon = await item.locator('img').first().getAttribute('src');
			assert.match(String(icon), /n8n-nodes-customerio.*customerio\.svg/);
			const image = await on.page.request.get(new URL(String(icon), on.n8n.url).href);
			assert.equal(image.headers()['content-type'], 'image/svg+xml');
			const description = item.locator('[data-test-id="node-creator-item-description"]');
			assert.ok((await description.innerText()).length > 20);
		}
		assert.doesNotMatch(
			await panel.innerText(),
			/Customer\.io App Trigger/,
			'merged with its node',
		);
	});

	test('lists every operation and every event below one entry', async () => {
		await on.editor.openNew();
		const panel = await on.editor.findOurNodes();
		await on.editor.panelItem('Customer.io App').click();
		const operations = optionsOf('customerIoApp', 'operation');
		assert.ok(operations > 180, String(operations));
		await panel.getByText(/^Triggers \(\d+\)$/).waitFor();
		// Collapsed while the workflow has no trigger.
		await panel.getByText(`Actions (${operations})`).click();
		for (const action of ['Send transactional email', 'Trigger broadcast', 'Search people'])
			await assert.doesNotReject(panel.getByText(action, { exact: true }).waitFor(), action);
	});

	test('adds the trigger, then an action connected to it', async () => {
		const { editor } = on;
		await editor.openNew();
		const panel = await editor.findOurNodes();
		await editor.panelItem('Customer.io App').click();
		await panel.getByText('On email sent', { exact: true }).click();
		await editor.byId('ndv').waitFor();
		assert.match(await editor.parameter('events').innerText(), /Email Sent/);
		await editor.closeNode();

		await editor.byId('canvas-handle-plus').first().click();
		await editor.findOurNodes();
		await editor.panelItem('Customer.io Pipelines').click();
		await panel.getByText('Identify person', { exact: true }).click();
		await editor.byId('ndv').waitFor();
		await editor.closeNode();
		assert.equal(await editor.byId('canvas-node').count(), 2);
		assert.equal(await editor.byId('edge').count(), 1);
	});

	test('offers the nodes to AI agents as tools', () => {
		assert.ok(described.has('n8n-nodes-customerio.customerIoAppTool'));
		assert.ok(described.has('n8n-nodes-customerio.customerIoPipelinesTool'));
		assert.ok(!described.has('n8n-nodes-customerio.customerIoAppTriggerTool'));
	});
});
