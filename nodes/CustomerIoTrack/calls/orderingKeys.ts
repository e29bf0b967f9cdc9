import type { OrderingKeys } from '../../shared/batching/orderingKeys';
import { asObject, valueAt, type Json, type JsonObject } from '../../shared/utils/json';

/** Attributes by which Customer.io may know a person. */
const IDENTIFYING_ATTRIBUTES = ['id', 'email', 'phone', 'anonymous_id'];

/** The people and objects that a call is about. */
export function orderingKeysOf(call: JsonObject): OrderingKeys {
	const identifiers = asObject(call.identifiers) ?? {};
	const relationships = Array.isArray(call.cio_relationships) ? call.cio_relationships : [];
	const attributes = call.type === 'person' ? (asObject(call.attributes) ?? {}) : {};
	const keys = [
		keyOf(call.type, identifiers),
		...IDENTIFYING_ATTRIBUTES.map((name) => keyOf('person', { [name]: attributes[name] ?? null })),
		...[call.primary, call.secondary].map((person) => keyOf('person', asObject(person) ?? {})),
		...relationships.map((entry) => {
			const related = asObject(valueAt(entry, 'identifiers') as Json) ?? {};
			return keyOf(call.type === 'person' ? 'object' : 'person', related);
		}),
		keyOf('device', { token: valueAt(call, 'device.token') as Json }),
	];
	// A merge connects two people, who may be known by other identifiers.
	const kind =
		call.action === 'merge'
			? undefined
			: `${String(call.type)} ${Object.keys(identifiers).sort().join(' ')}`;
	return { kind, keys: keys.filter((key) => key !== undefined) };
}

/** Email addresses ignore case. Treating two IDs as one person only costs some concurrency. */
function keyOf(type: Json | undefined, identifiers: JsonObject): string | undefined {
	const values = Object.keys(identifiers)
		.sort()
		.map((name) =>
			String(identifiers[name] ?? '')
				.trim()
				.toLowerCase(),
		)
		.filter((value) => value !== '');
	return values.length === 0 ? undefined : [type, ...values].join(' ');
}
