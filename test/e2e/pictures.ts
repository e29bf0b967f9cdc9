import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';

import { PROJECT } from './install.ts';

const run = promisify(execFile);
const FOLDER = path.join(PROJECT, 'docs/images');

/** Takes a picture of the page in light and in dark, for the README. Says how large they are. */
export async function takePictures(page: Page, name: string): Promise<number[]> {
	await mkdir(FOLDER, { recursive: true });
	const sizes: number[] = [];
	for (const scheme of ['dark', 'light'] as const) {
		await page.emulateMedia({ colorScheme: scheme });
		// Colours fade in.
		await page.waitForTimeout(600);
		const file = path.join(FOLDER, `${name}-${scheme}.png`);
		await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
		await shrink(file);
		sizes.push((await stat(file)).size);
	}
	return sizes;
}

/** A third of the size, with Debian's package; without it the picture stays as it is. */
async function shrink(file: string): Promise<void> {
	try {
		await run('pngquant', [
			'--force',
			'--skip-if-larger',
			'--output',
			file,
			'--strip',
			'128',
			file,
		]);
	} catch (error) {
		const { code } = error as { code?: string | number };
		// 98: it would have become larger.
		if (code !== 'ENOENT' && code !== 98) throw error;
	}
}
