/**
 * The diagrams of `examples/README.md`, made of the workflows themselves: part of `npm run docs`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { mermaid, withGeneratedPart } from './generatedPart.ts';

export const PAGE = 'examples/README.md';

interface Workflow {
	readonly nodes: ReadonlyArray<{ readonly name: string; readonly type: string }>;
	readonly connections: {
		readonly [from: string]: {
			readonly [type: string]: ReadonlyArray<ReadonlyArray<{ readonly node: string }> | null>;
		};
	};
}

/** Solid arrows carry items; a dotted one gives a node what it works with. Customer.io nodes have a thick border. */
function flowchart({ nodes, connections }: Workflow): string[] {
	const ids = new Map(nodes.map(({ name }, index) => [name, `n${index}`]));
	const boxes = nodes
		.filter(({ type }) => !type.endsWith('.stickyNote'))
		.map(({ name, type }) => {
			const mark = type.startsWith('n8n-nodes-customerio.') ? ':::customerIo' : '';
			return `  ${ids.get(name)}["${name.replaceAll('"', '#quot;')}"]${mark}`;
		});
	const arrows = Object.entries(connections).flatMap(([from, outputs]) =>
		Object.entries(outputs).flatMap(([type, targets]) =>
			targets.flatMap((target) =>
				(target ?? []).map(
					({ node }) => `  ${ids.get(from)} ${type === 'main' ? '-->' : '-.->'} ${ids.get(node)}`,
				),
			),
		),
	);
	return ['flowchart LR', ...boxes, ...arrows, '  classDef customerIo stroke-width:3px'];
}

/** The page with a diagram for each row of its table, in the same order. */
export function withDiagrams(page: string): string {
	const rows = page.matchAll(/^\| \[[^\]]+\]\(([^)]+\.json)\) *\| (.+?) *\|/gm);
	const diagrams = [...rows].map(([, file = '', purpose = '']) => {
		const workflow = JSON.parse(readFileSync(path.join('examples', file), 'utf8')) as Workflow;
		return `**${purpose}** ([${file}](${file}))\n\n${mermaid(flowchart(workflow))}`;
	});
	return withGeneratedPart(page, 'diagrams', diagrams.join('\n\n'));
}

if (import.meta.main) writeFileSync(PAGE, withDiagrams(readFileSync(PAGE, 'utf8')));
