import type { IExecuteFunctions } from 'n8n-workflow';

import { readParameter } from '../../../nodes/shared/execution/nodeParameters.ts';

const items: Array<{ name?: unknown }> = [
	{},
	{ name: 'Ada' },
	{ name: 'Grace' },
	{ name: null },
	{ name: ['Mary'] },
	{},
];

/** A context whose expressions return what `resolve` returns, and the items that were resolved. */
function contextWith(raw: unknown, resolve: (itemIndex: number) => unknown) {
	const resolved: number[] = [];
	const context = {
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (
			_name: string,
			itemIndex: number,
			_fallback: unknown,
			options: { rawExpressions?: boolean },
		) => {
			if (options.rawExpressions === true) return raw;
			resolved.push(itemIndex);
			return resolve(itemIndex);
		},
	} as unknown as IExecuteFunctions;
	const values = () => items.map((_, index) => readParameter(context, 'name', index, undefined));
	return { values, resolved };
}

describe('a parameter of many items', () => {
	it('is resolved by n8n until an item proves that it is a field of the item, and for lists', () => {
		const { values, resolved } = contextWith('={{ $json.name }}', (index) => items[index]?.name);
		expect(values()).toEqual([undefined, 'Ada', 'Grace', null, ['Mary'], undefined]);
		expect(resolved).toEqual([0, 1, 4]);
	});

	it('is always resolved by n8n if that differs from the field of the item', () => {
		const { values, resolved } = contextWith('={{ $json.name }}', (index) => `pinned ${index}`);
		expect(values()).toEqual([0, 1, 2, 3, 4, 5].map((index) => `pinned ${index}`));
		expect(resolved).toEqual([0, 1, 2, 3, 4, 5]);
	});

	it('is read once without an expression', () => {
		const { values, resolved } = contextWith({ rows: ['Ada'] }, () => 'never');
		const [first, second] = values();
		expect(first).toEqual({ rows: ['Ada'] });
		expect(second).toBe(first);
		expect(resolved).toEqual([]);
	});
});
