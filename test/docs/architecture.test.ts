import { readFileSync } from 'node:fs';

import { orderOf, reduced } from '../../tools/docs/graph.ts';
import {
	drawing,
	drawnIn,
	findings,
	PAGE,
	readHouse,
	type House,
} from '../../tools/docs/architecture.ts';

const house = readHouse();

/** The house with one import more. */
const withImport = (file: string, target: string): House => ({
	...house,
	imports: new Map(house.imports).set(file, [...(house.imports.get(file) ?? []), target]),
});

describe('the house', () => {
	it('is built as planned', () => expect(findings(house)).toEqual([]));

	it('is drawn as it is', () => {
		// When this fails: npm run docs
		expect(drawnIn(readFileSync(PAGE, 'utf8'))).toBe(drawing(house));
	});

	it.each([
		['nodes/transport/retry.ts', 'nodes/matrix/paging.ts', 'transport must not know matrix'],
		[
			'nodes/matrix/describe.ts',
			'nodes/CustomerIoApp/resources/index.ts',
			'matrix must not know resources',
		],
		[
			'nodes/CustomerIoApp/fields/order.ts',
			'nodes/CustomerIoApp/CustomerIoApp.node.ts',
			'resources must not know entries',
		],
		[
			'nodes/CustomerIoApp/resources/segment.ts',
			'nodes/transport/limits.ts',
			'resources state endpoints, and call nothing',
		],
		[
			'nodes/CustomerIoPipelines/results.ts',
			'nodes/CustomerIoAppTrigger/event.ts',
			'nodes and credentials must not know one another',
		],
	])('%s cannot import %s', (file, target, objection) => {
		expect(findings(withImport(file, target))).toContain(`${file} imports ${target}: ${objection}`);
	});

	it('has no circle of rooms', () => {
		expect(findings(withImport('nodes/matrix/paging.ts', 'nodes/matrix/rowOrder.ts'))).toEqual([
			expect.stringMatching(/^in a circle: .*editor.*answer/),
		]);
	});

	it('asks for the place of a new file', () => {
		expect(findings(withImport('nodes/matrix/extension.ts', 'nodes/matrix/json.ts'))).toEqual([
			'nodes/matrix/extension.ts has no room: add it to one in test/docs/house.ts',
		]);
	});
});

describe('a graph', () => {
	const graph = new Map([
		['a', ['b', 'c', 'd']],
		['b', ['c']],
		['c', ['d']],
		['d', []],
	]);

	it('is ordered from the ground', () => {
		expect(orderOf(graph).order).toEqual(['d', 'c', 'b', 'a']);
		expect(orderOf(new Map(graph).set('d', ['b'])).circle).toEqual(['b', 'c', 'd', 'b']);
	});

	it('is drawn without what a longer way says', () => {
		expect([...reduced(graph).values()]).toEqual([['b'], ['c'], ['d'], []]);
	});
});
