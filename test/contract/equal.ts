import { isObject } from '../../tools/sandbox/types.ts';

/** Whether two JSON values are the same. The engine's objects are of another realm than the test's. */
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
