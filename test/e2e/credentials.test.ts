import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { useEditor } from './sharedEditor.ts';
import type { Opened } from './sharedEditor.ts';
import { ourNode, workflowOf } from './workflows.ts';

describe('the credential dialog', () => {
	let on: Opened;
	before(async () => {
		on = await useEditor();
	});

	/** Fills the dialog of a new credential, and saves it. Only Track has a site ID. */
	async function create(key: string, siteId?: string): Promise<void> {
		const { editor, page, sandbox } = on;
		// Track has another one, for its lists.
		await editor.byId('node-credentials-select').first().click();
		await page.locator('[data-test-id="node-credentials-select-item-new"]:visible').click();
		if (siteId !== undefined) await editor.parameter('siteId').locator('input').fill(siteId);
		await editor.parameter('apiKey').locator('input').fill(key);
		await editor.choose('region', 'Custom URL');
		await editor.parameter('baseUrl').locator('input').fill(sandbox.url);
		await editor.byId('credential-save-button').click();
	}

	/** Red with a wrong key and a helpful message, green with the right one. */
	async function tryKeys(node: string, key: string, help: RegExp, siteId?: string): Promise<void> {
		const { editor, page } = on;
		const saved = await on.save(workflowOf(`Credential of ${node}`, ourNode(node, 'Ours', {})));
		await editor.open(saved.id);
		await editor.openNode('Ours');
		await create('wrong-key', siteId);
		const dialog = editor.byId('editCredential-modal');
		await dialog
			.getByText(/connect with these settings/)
			.first()
			.waitFor();
		await dialog.getByText('More details').click();
		assert.match(await dialog.innerText(), help);

		await editor.parameter('apiKey').locator('input').fill(key);
		// n8n closes the dialog when the test has passed. While it still shows the last result, it may miss a click.
		for (let tries = 0; tries < 3 && (await dialog.isVisible()); tries += 1) {
			await editor.byId('credential-save-button').click();
			await dialog.waitFor({ state: 'hidden', timeout: 20_000 }).catch(() => {});
		}
		assert.equal(await dialog.isVisible(), false);
		await editor.byId('credential-edit-button').first().click();
		await dialog.getByText('Connection tested successfully').waitFor();
		await page.keyboard.press('Escape');
		await dialog.waitFor({ state: 'hidden' });
	}

	test('App API', async () => {
		await tryKeys('customerIoApp', on.sandbox.appKey, /does not know this App API key/);
	});

	test('Pipelines API', async () => {
		await tryKeys('customerIoPipelines', on.sandbox.writeKey, /does not know this write key/);
	});

	test('Track API', async () => {
		const { siteId, trackKey } = on.sandbox;
		await tryKeys('customerIoTrack', trackKey, /does not know this site ID and API key/, siteId);
	});
});
