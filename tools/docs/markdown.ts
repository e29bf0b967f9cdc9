/** Small pieces of Markdown. */
import { readFileSync } from 'node:fs';
import { format } from 'prettier/standalone';
import * as markdownPlugin from 'prettier/plugins/markdown';

/** Plain words that Markdown and HTML leave as they are; links of HTML keep their words alone. */
export function plain(words: string): string {
	return words
		.replace(/<a [^>]*>|<\/a>/g, '')
		.replace(/[\\`*[\]<>~|]/g, '\\$&')
		.replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_');
}

/** The same as a whole sentence. */
export function sentence(words: string): string {
	return /[.!?]$/.test(words) ? plain(words) : `${plain(words)}.`;
}

/** What is seen when the line is clicked. */
export function folded(summary: string, below: readonly string[]): string[] {
	return [`<details><summary>${summary}</summary>`, '', ...below, '', '</details>', ''];
}

/** The same for a place where HTML is read and Markdown is not. */
export function plainHtml(words: string): string {
	return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** A list; an entry may have a list of its own below it. */
export type Bullets = ReadonlyArray<string | { readonly head: string; readonly below: Bullets }>;

export function bullets(entries: Bullets, depth = 0): string[] {
	const indent = '  '.repeat(depth);
	return entries.flatMap((entry) =>
		typeof entry === 'string'
			? [`${indent}- ${entry}`]
			: [`${indent}- ${entry.head}`, ...bullets(entry.below, depth + 1)],
	);
}

export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

/**
 * Anchors of a page's headings, asked for in their order: GitHub numbers those that repeat.
 */
export class Anchors {
	private readonly counts = new Map<string, number>();

	of(heading: string): string {
		const anchor = heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
			.replace(/ /g, '-');
		const before = this.counts.get(anchor) ?? 0;
		this.counts.set(anchor, before + 1);
		return before === 0 ? anchor : `${anchor}-${before}`;
	}
}

/** As `npm run format` would leave it. Its standalone build is the one that runs in Jest, too. */
export async function formatted(markdown: string): Promise<string> {
	const config = JSON.parse(readFileSync('.prettierrc.json', 'utf8')) as object;
	return await format(markdown, { ...config, parser: 'markdown', plugins: [markdownPlugin] });
}
