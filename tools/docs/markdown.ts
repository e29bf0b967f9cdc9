/** Helpers to write Markdown. */
import { readFileSync } from 'node:fs';
import { format } from 'prettier/standalone';
import * as markdownPlugin from 'prettier/plugins/markdown';

/** Escapes text for Markdown and HTML; HTML links are reduced to their text. */
export function plain(words: string): string {
	return words
		.replace(/<a [^>]*>|<\/a>/g, '')
		.replace(/[\\`*[\]<>~|]/g, '\\$&')
		.replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_');
}

/** The same, with a full stop. */
export function sentence(words: string): string {
	return /[.!?]$/.test(words) ? plain(words) : `${plain(words)}.`;
}

/** A collapsed section. */
export function folded(summary: string, below: readonly string[]): string[] {
	return [`<details><summary>${summary}</summary>`, '', ...below, '', '</details>', ''];
}

/** Escapes text for HTML. */
export function plainHtml(words: string): string {
	return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** A list; entries may have nested lists. */
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
 * Anchors of a page's headings, in document order: GitHub numbers duplicates.
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

/** Formats Markdown like `npm run format`. Uses Prettier's standalone build, which also runs in Jest. */
export async function formatted(markdown: string): Promise<string> {
	const config = JSON.parse(readFileSync('.prettierrc.json', 'utf8')) as object;
	return await format(markdown, { ...config, parser: 'markdown', plugins: [markdownPlugin] });
}
