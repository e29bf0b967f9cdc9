import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';

import { PROJECT } from './install.ts';

const run = promisify(execFile);
const FOLDER = path.join(PROJECT, 'docs/images');

/** Device pixels per CSS pixel: a README shows a picture at about two thirds of its size. */
export const SCALE = 1.5;

/** n8n's temporary overlays and edge panels. */
const HIDDEN = `
	.el-notification, [data-test-id="floating-nodes"], ::-webkit-scrollbar { display: none !important; }
`;

export interface Frame {
	width: number;
	height: number;
	/** What the picture shows; the whole window if undefined. */
	of?: Locator;
}

/** Takes a light and a dark picture for the README. Returns the sizes of those that were compressed. */
export async function takePictures(page: Page, name: string, frame: Frame): Promise<number[]> {
	await mkdir(FOLDER, { recursive: true });
	const before = page.viewportSize();
	const { width, height, of } = frame;
	const sizes: number[] = [];
	await page.setViewportSize({ width, height });
	// Away from everything that shows a tooltip.
	await page.mouse.move(2, height - 2);
	for (const scheme of ['dark', 'light'] as const) {
		await page.emulateMedia({ colorScheme: scheme });
		await page.waitForFunction(iconsFit, scheme);
		const file = path.join(FOLDER, `${name}-${scheme}.png`);
		const box = await of?.boundingBox();
		// Without the edge, which is transparent.
		const clip = box ? { ...box, x: box.x + 2, width: box.width - 4 } : undefined;
		await page.screenshot({
			path: file,
			animations: 'disabled',
			caret: 'hide',
			style: HIDDEN,
			...(clip === undefined ? {} : { clip }),
		});
		if (await shrink(file)) sizes.push((await stat(file)).size);
	}
	if (before !== null) await page.setViewportSize(before);
	return sizes;
}

/** Runs in the browser: whether our icons are loaded and match the color scheme. */
function iconsFit(scheme: string): boolean {
	const ours = [...document.images].filter(({ src }) => src.includes('n8n-nodes-customerio'));
	return ours.every(
		({ complete, src }) => complete && src.includes('.dark.') === (scheme === 'dark'),
	);
}

/** Compresses to a third of the size with Debian's package. Without it the picture stays unchanged. */
async function shrink(file: string): Promise<boolean> {
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
		return true;
	} catch (error) {
		const { code } = error as { code?: string | number };
		if (code === 'ENOENT') return false;
		// The result would be larger.
		if (code === 98) return true;
		throw error;
	}
}
