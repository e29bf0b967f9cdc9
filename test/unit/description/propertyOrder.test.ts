import { mergeOrders } from '../../../nodes/shared/description/propertyOrder.ts';

/** The rows of one operation, in the order in which the node would show them. */
const orderOf = (sequence: string[], ordered: string[]) =>
	ordered.filter((row) => sequence.includes(row));

describe('inOrderOfAll', () => {
	it('keeps the order that each operation states, wherever shared rows came first', () => {
		const identify = ['userId', 'specifyTraits', 'traits of a person'];
		const upsert = ['objectId', 'specifyTraits', 'traits of an object'];
		const ordered = mergeOrders([identify, upsert]);
		expect(orderOf(identify, ordered)).toEqual(identify);
		expect(orderOf(upsert, ordered)).toEqual(upsert);
	});

	it('names every row once, also in a contradiction', () => {
		const ordered = mergeOrders([
			['a', 'b', 'c'],
			['c', 'a'],
			['d', 'b'],
		]);
		expect([...ordered].sort()).toEqual(['a', 'b', 'c', 'd']);
		expect(orderOf(['a', 'b', 'c'], ordered)).toEqual(['a', 'b', 'c']);
	});
});
