import { mergeOrders } from '../../../nodes/shared/description/propertyOrder.ts';

/** Returns the properties of one operation in the order in which the node shows them. */
const orderOf = (sequence: string[], ordered: string[]) =>
	ordered.filter((row) => sequence.includes(row));

describe('mergeOrders', () => {
	it("keeps each operation's order, wherever shared properties came first", () => {
		const identify = ['userId', 'specifyTraits', 'traits of a person'];
		const upsert = ['objectId', 'specifyTraits', 'traits of an object'];
		const ordered = mergeOrders([identify, upsert]);
		expect(orderOf(identify, ordered)).toEqual(identify);
		expect(orderOf(upsert, ordered)).toEqual(upsert);
	});

	it('lists every property once, even if the orders contradict', () => {
		const ordered = mergeOrders([
			['a', 'b', 'c'],
			['c', 'a'],
			['d', 'b'],
		]);
		expect([...ordered].sort()).toEqual(['a', 'b', 'c', 'd']);
		expect(orderOf(['a', 'b', 'c'], ordered)).toEqual(['a', 'b', 'c']);
	});
});
