/** What keeps the code readable: short files, nothing exported that nobody uses, imports without circles. */
import { readFileSync } from 'node:fs';

import { orderOf } from '../../tools/docs/graph.ts';
import { readSources, sourceOf, type Source } from '../../tools/docs/sources.ts';

const MAX_LINES = 400;

/** What n8n loads, by the names of the sources. */
const { n8n } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
};
const entries = [...n8n.nodes, ...n8n.credentials].map((file) =>
	file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
);

const sources = readSources();

function tooLong(all: ReadonlyMap<string, Source>): string[] {
	return [...all.values()]
		.filter(({ lines }) => lines > MAX_LINES)
		.map(({ path, lines }) => `${path} has ${lines} lines`);
}

function deadExports(all: ReadonlyMap<string, Source>): string[] {
	const used = new Set(
		[...all.values()].flatMap(({ imports }) => imports.map(({ from, name }) => `${from} ${name}`)),
	);
	return (
		[...all.values()]
			// What n8n loads is used, and the end-to-end tests are a project of their own.
			.filter(({ path }) => !entries.includes(path) && !path.startsWith('test/e2e/'))
			.filter(({ path }) => !used.has(`${path} *`))
			.flatMap(({ path, exports }) => exports.map((name) => `${path} ${name}`))
			.filter((name) => !used.has(name))
	);
}

function circle(all: ReadonlyMap<string, Source>): string | undefined {
	const graph = new Map(
		[...all.values()].map(({ path, imports }) => [path, imports.map(({ from }) => from)]),
	);
	return orderOf(graph).circle?.join(' → ');
}

it('has no file of more than 400 lines', () => expect(tooLong(sources)).toEqual([]));
it('has no export that nothing imports', () => expect(deadExports(sources)).toEqual([]));
it('has no circle of imports', () => expect(circle(sources)).toBeUndefined());

describe('the rules', () => {
	const house = (files: { [path: string]: string }) =>
		new Map(Object.entries(files).map(([path, text]) => [path, sourceOf(path, text)]));

	it('count lines', () => {
		const all = house({ 'nodes/a.ts': '//\n'.repeat(400), 'nodes/b.ts': '//\n'.repeat(401) });
		expect(tooLong(all)).toEqual(['nodes/b.ts has 401 lines']);
	});

	it('see every way to export and to import', () => {
		const all = house({
			'nodes/a.ts': [
				'export const one = 1, two = 2;',
				'export const { three, inner: [four] } = given;',
				'export async function five() {}',
				'export interface Six {}',
				'const seven = 7, own = 8;',
				'export { seven, own as eight };',
				'export default class {}',
				'export type Nine = 9;',
			].join('\n'),
			'nodes/b.ts': "import { one as uno } from './a'; export { three } from './a';",
			'test/c.ts':
				"import d, { type Six } from '../nodes/a.ts'; import { three } from '../nodes/b.ts';",
			'test/d.ts':
				"await import('./e.ts'); let x: typeof import('./f.ts'); import * as g from './g.ts';",
			'test/e.ts': 'export const e = 1;',
			'test/f.ts': 'export const f = 1;',
			'test/g.ts': 'export const g = 1;',
		});
		expect(deadExports(all)).toEqual(
			['two', 'four', 'five', 'seven', 'eight', 'Nine'].map((name) => `nodes/a.ts ${name}`),
		);
	});

	it('know what n8n loads', () => {
		const all = house({ [entries[0] ?? '']: 'export class Node {}' });
		expect(deadExports(all)).toEqual([]);
	});

	it('see circles, also of types', () => {
		const all = house({
			'nodes/a.ts': "import './b';",
			'nodes/b.ts': "import type { C } from './c/c';",
			'nodes/c/c.ts': "export { b } from '../b';",
		});
		expect(circle(all)).toBe('nodes/b.ts → nodes/c/c.ts → nodes/b.ts');
	});
});
