import type { CallFieldNames } from '../../shared/batching/callFieldNames';
import { CallRules } from '../../shared/batching/callRules';
import { dateTime, string } from '../../shared/schema/fieldBuilders';
import type { ItemInput } from '../../shared/schema/itemInput';
import { InputError } from '../../shared/utils/errors';
import { asObject, isGiven, type Json, type JsonObject } from '../../shared/utils/json';
import { ENTITY_ACTIONS } from '../fields/entity';
import { PERSON_IDENTIFIERS, PERSON_IDENTIFIERS_WITHOUT_PHONE } from '../fields/person';

const identifying = (name: string, bodyPath?: string) =>
	string(name, '', { identifies: true, ...(bodyPath === undefined ? {} : { bodyPath }) });

/** Whatever identifies a person, an object or a delivery. */
const IDENTIFIER_RULES = new CallRules([
	...['id', 'phone', 'cio_id', 'anonymous_id', 'object_type_id', 'object_id', 'cio_object_id'].map(
		(name) => identifying(name),
	),
	string('email', '', { identifies: true, format: 'email' }),
]);

/** The other fields whose rules hold in calls that are given as JSON, too. */
const CALL_RULES = new CallRules([
	identifying('name'),
	identifying('id'),
	identifying('token', 'device'),
	dateTime('timestamp', ''),
]);

/**
 * A call as the API takes it, whether it comes from fields or from JSON: identifiers are trimmed texts,
 * a Customer.io ID has no prefix, a timestamp is in seconds.
 *
 * @throws InputError if it does not say whom it is about, or what to do
 */
export function readEntity(
	content: JsonObject,
	names: CallFieldNames,
	input: ItemInput,
): JsonObject {
	const { type, action } = content;
	const actions = Object.entries(ENTITY_ACTIONS).find(([name]) => name === type)?.[1];
	if (actions === undefined) {
		throw invalid(names, 'type', `must be one of ${list(Object.keys(ENTITY_ACTIONS))}`, type);
	}
	if (!actions.some((name) => name === action)) {
		throw invalid(names, 'action', `must be one of ${list(actions)}`, action);
	}
	const identifiersAt = (path: string, value: unknown): JsonObject => {
		const given = Object.entries(asObject(value) ?? {}).filter(([, entry]) => isGiven(entry));
		const identifiers = IDENTIFIER_RULES.apply(Object.fromEntries(given), names, input, path);
		const { cio_id: cioId } = identifiers;
		if (typeof cioId === 'string') identifiers.cio_id = cioId.replace(/^cio_/, '');
		return identifiers;
	};
	const personAt = (path: string, accepted: readonly string[]): JsonObject => {
		const identifiers = identifiersAt(path, content[path]);
		const [key = '', ...more] = Object.keys(identifiers);
		if (more.length === 0 && accepted.includes(key)) return identifiers;
		throw invalid(names, path, `must have exactly one of ${list(accepted)}`, content[path]);
	};

	const call = CALL_RULES.apply(content, names, input);
	if (action === 'merge') {
		call.primary = personAt('primary', PERSON_IDENTIFIERS_WITHOUT_PHONE);
		call.secondary = personAt('secondary', PERSON_IDENTIFIERS_WITHOUT_PHONE);
		if (isSamePerson(call.primary, call.secondary)) {
			throw new InputError(
				names.of('secondary'),
				`must be another person than "${names.of('primary')}"`,
				'Exclude items in which both are the same.',
			);
		}
		return call;
	}
	call.identifiers =
		type === 'person'
			? personAt('identifiers', PERSON_IDENTIFIERS)
			: checkIdentifiers(type, identifiersAt('identifiers', content.identifiers), names);
	if (Array.isArray(call.cio_relationships)) {
		call.cio_relationships = call.cio_relationships.map((entry, position) => {
			const relationship = asObject(entry);
			const identifiers = asObject(relationship?.identifiers);
			if (relationship === undefined || identifiers === undefined) return entry;
			const path = `cio_relationships[${position}].identifiers`;
			return { ...relationship, identifiers: withoutType(identifiersAt(path, identifiers)) };
		});
	}
	return call;
}

/** Email addresses ignore case; IDs do not. */
function isSamePerson(a: JsonObject, b: JsonObject): boolean {
	const written = ({ email, ...others }: JsonObject) =>
		JSON.stringify({
			...others,
			...(email === undefined ? {} : { email: String(email).toLowerCase() }),
		});
	return written(a) === written(b);
}

/** @param type of what the call is about, if that is no person */
function checkIdentifiers(
	type: Json | undefined,
	identifiers: JsonObject,
	names: CallFieldNames,
): JsonObject {
	if (type === 'delivery') {
		if (identifiers.id !== undefined) return identifiers;
		throw invalid(names, 'identifiers', 'must have the ID of the delivery (id)', identifiers);
	}
	if (identifiers.cio_object_id !== undefined) return withoutType(identifiers);
	if (identifiers.object_type_id === undefined || identifiers.object_id === undefined) {
		throw invalid(
			names,
			'identifiers',
			'must have the type and the ID of the object (object_type_id and object_id), or its Customer.io ID (cio_object_id)',
			identifiers,
		);
	}
	return identifiers;
}

/** The Customer.io ID of an object stands alone. */
function withoutType(identifiers: JsonObject): JsonObject {
	if (identifiers.cio_object_id === undefined) return identifiers;
	return Object.fromEntries(
		Object.entries(identifiers).filter(([name]) => name !== 'object_type_id'),
	);
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
