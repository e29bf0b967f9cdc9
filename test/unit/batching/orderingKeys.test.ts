import { orderingKeysOf } from '../../../nodes/CustomerIoPipelines/calls/orderingKeys.ts';
import { BatchOrderingKeys } from '../../../nodes/shared/batching/orderingKeys.ts';
import type { JsonObject } from '../../../nodes/shared/utils/json.ts';

const batch = (...calls: JsonObject[]) =>
	new BatchOrderingKeys(calls.map((call) => ({ orderingKeys: orderingKeysOf(call) })));

function areIndependent(a: BatchOrderingKeys, b: BatchOrderingKeys): boolean {
	expect(b.isIndependentOf(a)).toBe(a.isIndependentOf(b));
	return a.isIndependentOf(b);
}

describe('two batches', () => {
	it('may be in flight at the same time if they are about different people', () => {
		expect(areIndependent(batch({ userId: '1' }, { userId: '2' }), batch({ userId: '3' }))).toBe(
			true,
		);
		expect(areIndependent(batch({ userId: 'a@x.org' }), batch({ userId: 'b@x.org' }))).toBe(true);
		expect(
			areIndependent(batch({ traits: { email: 'a@x.org' } }), batch({ userId: 'b@x.org' })),
		).toBe(true);
		expect(areIndependent(batch({ anonymousId: 'a' }), batch({ anonymousId: 'b' }))).toBe(true);
		expect(areIndependent(batch({ groupId: 'a' }), batch({ groupId: 'b' }))).toBe(true);
		expect(areIndependent(batch(objectDeleted('a')), batch(objectDeleted('b')))).toBe(true);
		expect(areIndependent(batch(objectDeleted('a')), batch({ groupId: 'b' }))).toBe(true);
	});

	it.each<[string, JsonObject, JsonObject]>([
		['the same person', { userId: '1' }, { userId: '1' }],
		['one person in another case', { userId: 'A@x.org' }, { userId: 'a@X.org' }],
		['an address as ID and as trait', { userId: 'a@x.org' }, { traits: { email: 'a@x.org' } }],
		['two IDs with one address', id('1', 'a@x.org'), id('2', 'a@x.org')],
		['an ID and an address, which may be one person', { userId: '1' }, { userId: 'a@x.org' }],
		['an ID and a Customer.io ID', { userId: '1' }, { userId: 'cio_1' }],
		['an ID and an anonymous person', { userId: '1' }, { anonymousId: 'a' }],
		['the same object', { userId: '1', groupId: 'o' }, { userId: '2', groupId: 'o' }],
		[
			'an object and its deletion',
			{ groupId: 'o' },
			{ anonymousId: 'x', properties: { objectId: 'o' } },
		],
		['one device of two people', device('1', 't'), device('2', 't')],
		['a merge', { userId: '1', previousId: '9' }, { userId: '2' }],
		['an object and its deletion', { groupId: 'o' }, objectDeleted('o')],
		['a relationship and the end of its object', { userId: '1', groupId: 'o' }, objectDeleted('o')],
		['a deletion and a person whose relationship it ends', objectDeleted('o'), { userId: '1' }],
	])('keep their order: %s', (_, first, second) => {
		expect(areIndependent(batch(first), batch(second))).toBe(false);
	});

	it('keep their order if one of them names people by several kinds of identifiers', () => {
		expect(
			areIndependent(batch({ userId: '1' }, { userId: 'a@x.org' }), batch({ userId: '2' })),
		).toBe(false);
	});
});

function id(userId: string, email: string): JsonObject {
	return { userId, traits: { email } };
}

function device(userId: string, token: string): JsonObject {
	return { userId, context: { device: { token } } };
}

function objectDeleted(objectId: string): JsonObject {
	return { event: 'Object Deleted', anonymousId: 'value-not-used', properties: { objectId } };
}
