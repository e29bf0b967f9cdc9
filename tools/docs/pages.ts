/** Reads the pages of this project for tests. */
import { readFileSync } from 'node:fs';

export const readPage = (page: string): string => readFileSync(page, 'utf8');

/** The contents of a page's fenced blocks in one language. */
export function blocks(markdown: string, language: string): string[] {
	const fenced = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
	return [...markdown.matchAll(fenced)].map(([, content = '']) => content);
}

/** The part of a page under a second-level heading, up to the next one. */
export function section(markdown: string, heading: string): string {
	const [, after] = markdown.split(`\n## ${heading}\n`);
	if (after === undefined) throw new Error(`There is no section "${heading}"`);
	return after.split('\n## ')[0] ?? '';
}
