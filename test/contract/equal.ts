import { isObject } from '../../tools/sandbox/types.ts';

/** Whether two JSON values are the same. The engine's objects are of another realm than the test's. */
export function isEqual(one: unknown, other: unknown): boolean {
	if (Array.isArray(one) && Array.isArray(other)) {
		return one.length === other.length && one.every((entry, n) => isEqual(entry, other[n]));
	}
	if (isObject(one) && isObject(other)) {
		const keys = Object.keys(one);
		return (
			keys.length === Object.keys(other).length &&
			keys.every((key) => key in other && isEqual(one[key], other[key]))
		);
	}
	return one === other;
}
