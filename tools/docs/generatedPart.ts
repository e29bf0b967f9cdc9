/** The parts of handwritten pages that are generated, each between two comments of its name. */

/**
 * A page with a generated part replaced.
 *
 * @throws Error if the page does not have both comments
 */
export function withGeneratedPart(page: string, name: string, content: string): string {
	const [start, end] = [`<!-- ${name}: npm run docs -->`, `<!-- /${name} -->`];
	const [before, rest] = page.split(start);
	const [, after] = rest?.split(end) ?? [];
	if (before === undefined || after === undefined) throw new Error(`${start} … ${end} is missing`);
	return `${before}${start}\n\n${content.trim()}\n\n${end}${after}`;
}

export const mermaid = (lines: readonly string[]): string =>
	['```mermaid', ...lines, '```'].join('\n');
