/**
 * Draws the workflows of `examples/` as pictures for its page: `npm run docs`. They are made of the
 * workflows themselves, so that a picture cannot show what a workflow no longer does.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const EXAMPLES = 'examples';
export const IMAGES = path.join(EXAMPLES, 'images');

interface WorkflowNode {
	readonly name: string;
	readonly type: string;
	readonly position: readonly [number, number];
}

interface Workflow {
	readonly nodes: readonly WorkflowNode[];
	readonly connections: {
		readonly [from: string]: {
			readonly [kind: string]: ReadonlyArray<ReadonlyArray<{ readonly node: string }> | null>;
		};
	};
}

const BOX = { width: 188, height: 58 };
const MARGIN = 12;

/** The editor's grid has room for labels under the icons; here they stand in the boxes. */
const SCALE = { x: 1.4, y: 0.42 };

const STYLE = `
	text { font: 600 13px system-ui, sans-serif; fill: #1f2430; text-anchor: middle }
	.kind { font-weight: 400; font-size: 11px; fill: #5c6470 }
	rect { fill: #fff; stroke: #c3c9d1 }
	.own { fill: #eef4ff; stroke: #4c7dd9; stroke-width: 1.5 }
	path { fill: none; stroke: #98a1ad; stroke-width: 1.5 }
	.sub { stroke-dasharray: 4 3 }
	@media (prefers-color-scheme: dark) {
		text { fill: #e6e9ee }
		.kind { fill: #a0a8b4 }
		rect { fill: #1d222b; stroke: #444c58 }
		.own { fill: #1c2a45; stroke: #6b96e8 }
	}`;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** `n8n-nodes-base.googleSheets` → `Google Sheets`; our own as the node panel names them. */
function kindOf(type: string): string {
	const name = type.split('.').at(-1) ?? type;
	const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/^lm /, '');
	return words
		.replace(/^./, (letter) => letter.toUpperCase())
		.replace(/^Customer Io/, 'Customer.io')
		.replace('Open Ai', 'OpenAI')
		.replace('Aws S3', 'AWS S3');
}

/** The picture of a workflow as SVG. */
function picture(workflow: Workflow): string {
	const nodes = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
	const left = Math.min(...nodes.map(({ position: [x] }) => x));
	const top = Math.min(...nodes.map(({ position: [, y] }) => y));
	const places = new Map(
		nodes.map(({ name, position: [x, y] }) => [
			name,
			{ x: MARGIN + (x - left) * SCALE.x, y: MARGIN + (y - top) * SCALE.y },
		]),
	);
	const place = (name: string) => {
		const found = places.get(name);
		if (found === undefined) throw new Error(`A connection names "${name}", which is no node`);
		return found;
	};
	const width = Math.max(...[...places.values()].map(({ x }) => x)) + BOX.width + MARGIN;
	const height = Math.max(...[...places.values()].map(({ y }) => y)) + BOX.height + MARGIN;

	const lines = Object.entries(workflow.connections).flatMap(([from, kinds]) =>
		Object.entries(kinds).flatMap(([kind, outputs]) =>
			outputs.flatMap((targets) =>
				(targets ?? []).map(({ node }) => line(kind, place(from), place(node))),
			),
		),
	);
	const boxes = nodes.map(({ name, type }) => {
		const { x, y } = place(name);
		const isOwn = type.startsWith('n8n-nodes-customerio.');
		const middle = x + BOX.width / 2;
		return [
			`<rect${isOwn ? ' class="own"' : ''} x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="8"/>`,
			`<text x="${middle}" y="${y + 26}">${escaped(name)}</text>`,
			`<text class="kind" x="${middle}" y="${y + 43}">${escaped(kindOf(type))}</text>`,
		].join('\n');
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
		`<style>${STYLE}\n</style>`,
		...lines,
		...boxes,
		'</svg>\n',
	].join('\n');
}

interface Place {
	readonly x: number;
	readonly y: number;
}

/** Items flow from left to right; what a node is given to work with comes from below. */
function line(kind: string, from: Place, to: Place): string {
	if (kind !== 'main') {
		const [x1, y1] = [from.x + BOX.width / 2, from.y];
		const [x2, y2] = [to.x + BOX.width / 2, to.y + BOX.height];
		return `<path class="sub" d="M${x1} ${y1}C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2} ${x2} ${y2}"/>`;
	}
	const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
	const [x2, y2] = [to.x, to.y + BOX.height / 2];
	const bend = (x1 + x2) / 2;
	return `<path d="M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}"/>`;
}

/** Each example's picture, by the path of its file. */
export function pictures(): Map<string, string> {
	const files = readdirSync(EXAMPLES).filter((file) => file.endsWith('.json'));
	return new Map(
		files.map((file) => {
			const workflow = JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8')) as Workflow;
			return [path.join(IMAGES, file.replace(/json$/, 'svg')), picture(workflow)];
		}),
	);
}

if (import.meta.main) {
	mkdirSync(IMAGES, { recursive: true });
	for (const [file, svg] of pictures()) writeFileSync(file, svg);
	console.log(`Written to ${IMAGES}`);
}
