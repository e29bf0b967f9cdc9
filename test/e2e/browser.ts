import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';

import { OWNER } from './rest.ts';

/** Where distributions install it. `CHROMIUM` sets another path. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Stops the browser's own requests to the internet. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// Also the editor's: tests behave the same with and without internet.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/** Wide enough for a whole node view. */
const VIEWPORT = { width: 1440, height: 900 };

/** For a busy machine. */
const PATIENCE_MS = 60_000;

export interface Browser {
	page: Page;
	/** URLs outside this machine that the editor requested. */
	outside: string[];
	close(): Promise<void>;
}

function chromiumPath(): string {
	const executable = [process.env.CHROMIUM, ...CHROMIUM].find(
		(file) => file !== undefined && existsSync(file),
	);
	if (executable === undefined)
		throw new Error(
			`No Chromium in ${CHROMIUM.join(', ')}. On Debian: apt-get install chromium. Elsewhere: CHROMIUM=<path>.`,
		);
	return executable;
}

/**
 * Starts a browser with a fresh profile, logged in to n8n.
 * @param scale device pixels per CSS pixel
 */
export async function openBrowser(url: string, scale = 1): Promise<Browser> {
	const profile = await mkdtemp(path.join(tmpdir(), 'n8n-customerio-chromium-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: chromiumPath(),
		headless: true,
		args: FLAGS,
		viewport: VIEWPORT,
		deviceScaleFactor: scale,
		colorScheme: 'light',
	});
	const outside: string[] = [];
	context.on('request', (request) => {
		const { protocol, hostname } = new URL(request.url());
		if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname))
			outside.push(request.url());
	});
	const page = context.pages()[0] ?? (await context.newPage());
	page.setDefaultTimeout(PATIENCE_MS);
	page.setDefaultNavigationTimeout(PATIENCE_MS);
	const close = async (): Promise<void> => {
		await context.close();
		await rm(profile, { recursive: true, force: true, maxRetries: 5 });
	};
	try {
		await page.goto(`${url}/signin`);
		await page.getByLabel('Email').fill(OWNER.email);
		await page.getByLabel('Password').fill(OWNER.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL(/\/home\//);
	} catch (error) {
		await close();
		throw error;
	}
	return { page, outside, close };
}
