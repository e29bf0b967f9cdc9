import { isObject } from '../../tools/sandbox/types.ts';

/** Whether two JSON values are equal. Jest's toEqual fails here because the engine's objects come from another realm. */
export function isEqual(a: unknown, b: unknown): boolean {
	if (Array.isArray(a) && Array.isArray(b)) {
		return a.length === b.length && a.every((entry, n) => isEqual(entry, b[n]));
	}
	if (isObject(a) && isObject(b)) {
		const keys = Object.keys(a);
		return (
			keys.length === Object.keys(b).length &&
			keys.every((key) => key in b && isEqual(a[key], b[key]))
		);
	}
	return a === b;
}
