/** Valid requests built from the API spec: the smallest one, and one per body variant. */
import type { Field, Operation, Variant } from './spec.ts';
import type { JsonObject } from './types.ts';

/** Any UUID; where the spec has an example ID, stores know that one instead. */
const UUID = '123e4567-e89b-42d3-a456-426614174000';

const SEEDED_MESSAGE = 44;

/** A valid value for the field. */
export function sampleValue(field: Field): unknown {
	if (field.enum?.[0] !== undefined && field.type !== 'array') return field.enum[0];
	if (field.grammar !== undefined) {
		if (field.grammar.endsWith('.object'))
			return { object_attribute: { field: 'plan', operator: 'exists', type_id: 1 } };
		return { and: [{ segment: { id: 4 } }] };
	}
	switch (field.type.split('|')[0]) {
		case 'integer':
			// The only body field that must refer to an existing entity.
			if (field.name === 'transactional_message_id') return SEEDED_MESSAGE;
			return Math.max(field.min ?? 0, field.format === 'unix-timestamp' ? 1_719_849_600 : 12);
		case 'boolean':
			return true;
		case 'array': {
			const entry = field.fields ? sampleBody(field.fields, true) : undefined;
			return [entry ?? field.enum?.[0] ?? (field.items === 'object' ? { a: 1 } : 'text')];
		}
		case 'object': {
			const variant = field.oneOf?.[0] ?? field.anyOf?.at(-1);
			if (variant) return sampleBody(variant.fields);
			return field.fields ? sampleBody(field.fields) : { key: 'value' };
		}
		default:
			if (field.format === 'url') return 'https://example.com/x.csv';
			if (field.format === 'uuid') return UUID;
			if (field.format === 'json') return '{"a":1}';
			return /^(to|email)$/.test(field.name) ? 'person1@example.com' : 'text';
	}
}

/** The required fields; with `first`, the first optional one if none is required. */
function sampleBody(fields: Field[], first = false): JsonObject {
	const required = fields.filter((field) => field.required);
	const chosen = required.length === 0 && first ? fields.slice(0, 1) : required;
	return Object.fromEntries(chosen.map((field) => [field.name, sampleValue(field)]));
}

interface MinimalRequest {
	label: string;
	path: string;
	/** Absent for no body; multipart operations are built by the test. */
	body?: unknown;
}

function pathOf(operation: Operation, ids: Record<string, string>): string {
	const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
		const field = operation.parameters.find((p) => p.in === 'path' && p.name === name);
		return encodeURIComponent(ids[name] ?? String(sampleValue(field ?? { name, type: 'string' })));
	});
	const query = operation.parameters
		.filter((field) => field.in === 'query' && field.required)
		.map((field) => `${field.name}=${encodeURIComponent(String(sampleValue(field)))}`)
		.join('&');
	return query === '' ? path : `${path}?${query}`;
}

/**
 * Valid requests for one operation: the spec's example, and the required fields of each variant.
 * @param ids values for path parameters that must refer to existing entities
 */
export function minimalRequests(
	operation: Operation,
	ids: Record<string, string> = {},
): MinimalRequest[] {
	const path = pathOf(operation, ids);
	const { body } = operation;
	if (!body || body.type === 'multipart') return [{ label: 'minimal', path }];
	const requests: MinimalRequest[] = [];
	if (body.example !== undefined) requests.push({ label: 'example', path, body: body.example });
	const variants: Variant[] = body.oneOf ?? [];
	for (const variant of variants)
		requests.push({ label: variant.name, path, body: sampleBody(variant.fields, true) });
	return requests.length > 0
		? requests
		: [{ label: 'minimal', path, body: sampleBody(body.fields) }];
}

/** The documented success status: the first 2xx, or 204 if the response has no body. */
export function successStatus(operation: Operation): number {
	const statuses = operation.responses.map((line) => Number(line.slice(0, 3)));
	if (operation.response.type === 'empty') return statuses.includes(204) ? 204 : 200;
	return statuses.find((status) => status >= 200 && status < 300) ?? 200;
}
