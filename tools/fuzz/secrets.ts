/** Looks for a key in what n8n shows and stores. */
import { inspect } from 'node:util';

/** The parts of the Base64 of `Basic` authorization that depend on the key alone. */
const base64Of = (key: string) => Buffer.from(`${key}:`).toString('base64').slice(0, 40);

/** Where in a value, its hidden properties included, a key is, in the forms in which a server could return it. */
export function secretIn(value: unknown, key: string): string | undefined {
	const text = inspect(value, {
		depth: Infinity,
		showHidden: true,
		maxStringLength: null,
		maxArrayLength: null,
		breakLength: Infinity,
	});
	for (const form of [key, base64Of(key)]) {
		const at = text.indexOf(form);
		if (at >= 0) return text.slice(Math.max(0, at - 80), at + 10);
	}
	return undefined;
}
