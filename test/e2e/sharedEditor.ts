import { after, afterEach } from 'node:test';
import type { TestContext } from 'node:test';

import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';

import { openBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { Editor } from './editor.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';

export interface Opened extends Stage {
	page: Page;
	editor: Editor;
	browser: Browser;
}

let opened: Promise<Opened> | undefined;

async function open(): Promise<Opened> {
	const stage = await setStage({
		say: (line) => console.log(line),
		// Recommended in docs/scaling.md for many events: five times as many per second.
		env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	});
	try {
		const browser = await openBrowser(stage.n8n.url);
		const { page } = browser;
		return { ...stage, page, browser, editor: new Editor(page, stage.n8n.url) };
	} catch (error) {
		await stage.stop();
		throw error;
	}
}

/** All test files run in one process and share one n8n, because n8n starts slowly. */
export async function useEditor(): Promise<Opened> {
	return await (opened ??= open());
}

/** A screenshot at the failure says more than its message. */
afterEach(async (context) => {
	const { name, passed } = context as TestContext;
	if (passed || opened === undefined) return;
	const file = path.join(tmpdir(), `e2e ${name.replace(/[^a-z ]/gi, '').slice(0, 60)}.png`);
	await (await opened).page.screenshot({ path: file });
	console.log(`  screenshot of the failure: ${file}`);
});

after(async () => {
	if (opened === undefined) return;
	const { browser, stop } = await opened;
	await browser.close();
	await stop();
});
