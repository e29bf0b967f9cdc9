import type { Json } from '../../shared/utils/json';

/** Line breaks would start another header; Customer.io's API accepts ASCII only. */
export function asciiHeaders(value: Json): string | undefined {
	const parsed = typeof value === 'string' ? (JSON.parse(value) as Json) : value;
	const list = Array.isArray(parsed)
		? (parsed as Array<{ name: string; value: string }>)
		: Object.entries(parsed ?? {}).map(([name, entry]) => ({ name, value: String(entry) }));
	const invalid = list.find(
		({ name, value: text }) => !/^[!-9;-~]+$/.test(name) || !/^[ -~]*$/.test(text),
	);
	return invalid === undefined
		? undefined
		: `must be ASCII without line breaks, and without spaces in a name, but has "${invalid.name}: ${invalid.value}"`;
}
