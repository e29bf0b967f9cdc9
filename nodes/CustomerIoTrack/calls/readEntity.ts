import type { CallFieldNames } from '../../shared/batching/callFieldNames';
import { InputError } from '../../shared/utils/errors';
import { asObject, isGiven, isRounded, type JsonObject } from '../../shared/utils/json';
import { ENTITY_ACTIONS } from '../fields/entity';
import { PERSON_IDENTIFIERS, PERSON_IDENTIFIERS_WITHOUT_PHONE } from '../fields/person';

/**
 * A call as the API takes it, whether it comes from fields or from JSON: identifiers are texts, a
 * Customer.io ID has no prefix, a timestamp is in seconds.
 *
 * @throws InputError if it does not say whom it is about, or what to do
 */
export function readEntity(content: JsonObject, names: CallFieldNames): JsonObject {
	const { type, action } = content;
	const actions = Object.entries(ENTITY_ACTIONS).find(([name]) => name === type)?.[1];
	if (actions === undefined) {
		throw invalid(names, 'type', `must be one of ${list(Object.keys(ENTITY_ACTIONS))}`, type);
	}
	if (!actions.some((name) => name === action)) {
		throw invalid(names, 'action', `must be one of ${list(actions)}`, action);
	}
	const call: JsonObject = { ...content };
	if (typeof call.timestamp === 'number') call.timestamp = inSeconds(call.timestamp);
	if (action === 'merge') {
		for (const part of ['primary', 'secondary']) {
			call[part] = personIn(content, part, PERSON_IDENTIFIERS_WITHOUT_PHONE, names);
		}
		if (JSON.stringify(call.primary) === JSON.stringify(call.secondary)) {
			throw new InputError(
				names.of('secondary'),
				`must be another person than "${names.of('primary')}"`,
				'Leave out items in which both are the same.',
			);
		}
		return call;
	}
	call.identifiers = identifiersOf(content, names);
	if (Array.isArray(call.cio_relationships)) {
		call.cio_relationships = call.cio_relationships.map((entry) => {
			const relationship = asObject(entry);
			const identifiers = asObject(relationship?.identifiers);
			if (relationship === undefined || identifiers === undefined) return entry;
			return { ...relationship, identifiers: withoutType(asTexts(identifiers, names)) };
		});
	}
	return call;
}

function identifiersOf(content: JsonObject, names: CallFieldNames): JsonObject {
	if (content.type === 'person') return personIn(content, 'identifiers', PERSON_IDENTIFIERS, names);
	const identifiers = asTexts(asObject(content.identifiers) ?? {}, names);
	if (content.type === 'delivery') {
		if (!isBlank(identifiers.id)) return identifiers;
		throw invalid(names, 'identifiers', 'must have the ID of the delivery (id)', identifiers);
	}
	if (!isBlank(identifiers.cio_object_id)) return withoutType(identifiers);
	if (isBlank(identifiers.object_type_id) || isBlank(identifiers.object_id)) {
		throw invalid(
			names,
			'identifiers',
			'must have the type and the ID of the object (object_type_id and object_id), or its Customer.io ID (cio_object_id)',
			identifiers,
		);
	}
	return identifiers;
}

function personIn(
	content: JsonObject,
	part: string,
	accepted: readonly string[],
	names: CallFieldNames,
): JsonObject {
	const identifiers = asTexts(asObject(content[part]) ?? {}, names);
	const keys = Object.keys(identifiers);
	const [key = ''] = keys;
	if (keys.length === 1 && accepted.includes(key) && !isBlank(identifiers[key])) return identifiers;
	throw invalid(names, part, `must have exactly one of ${list(accepted)}`, content[part]);
}

/**
 * Databases give IDs as numbers, and lists of people may have the prefix that other endpoints need.
 *
 * @throws InputError for a number that JavaScript has rounded: it would identify somebody else
 */
function asTexts(identifiers: JsonObject, names: CallFieldNames): JsonObject {
	return Object.fromEntries(
		Object.entries(identifiers)
			.filter(([, value]) => isGiven(value))
			.map(([name, value]) => {
				if (typeof value === 'number' && isRounded(value)) {
					throw new InputError(
						names.of('identifiers'),
						`has as ${name} a number of more digits than are kept exactly (${value})`,
						'Give the ID as text, in quotation marks.',
					);
				}
				const text = typeof value === 'number' ? String(value) : value;
				const isCioId = name === 'cio_id' && typeof text === 'string';
				return [name, isCioId ? text.replace(/^cio_/, '') : text];
			}),
	);
}

/** The Customer.io ID of an object stands alone. */
function withoutType(identifiers: JsonObject): JsonObject {
	if (isBlank(identifiers.cio_object_id)) return identifiers;
	return Object.fromEntries(
		Object.entries(identifiers).filter(([name]) => name !== 'object_type_id'),
	);
}

const MILLISECONDS_FROM = 100_000_000_000;

function inSeconds(timestamp: number): number {
	return timestamp >= MILLISECONDS_FROM ? Math.floor(timestamp / 1000) : timestamp;
}

function isBlank(value: unknown): boolean {
	return typeof value !== 'string' || value.trim() === '';
}

function list(values: readonly string[]): string {
	return values.join(', ');
}

function invalid(names: CallFieldNames, part: string, problem: string, value: unknown): InputError {
	return new InputError(
		names.of(part),
		`${problem}, but is ${JSON.stringify(value) ?? 'missing'}`,
		'Check what the expression returns for this item.',
	);
}
