/** What a field's value means, and where it is in a request. */
import type { Field, KeyValueField } from '../../nodes/shared/schema/fields.ts';
import type { Operation } from '../../nodes/shared/schema/operation.ts';
import type { BuiltRequest } from '../../nodes/shared/schema/request.ts';
import { validValue, type Parameters } from './validInputs.ts';
import type { Kind } from './valueReference.ts';

/** A request as it leaves the node: the body was written as JSON and read again. */
export type SentRequest = Pick<
	BuiltRequest,
	'query' | 'headers' | 'ids' | 'settings' | 'options'
> & {
	readonly body: unknown;
};

export interface InputMode {
	/** `segment.create` */
	readonly operation: string;
	readonly field: string;
	/** How the value is given: "expression", "rows". */
	readonly name: string;
	readonly kind: Kind;
	/** What `undefined`, `null` and an empty text do: leave the field out, or stand for themselves. */
	readonly empty: 'leftOut' | 'asIs';
	/** The field has rules that the reference does not know. */
	readonly mayRefuse: boolean;
	/** An error names one of these. */
	readonly names: readonly string[];
	/** Only values that JSON has can be given as JSON text. */
	readonly asJsonText?: true;
	readonly parameters: (raw: unknown) => Parameters;
	readonly json?: (raw: unknown) => Parameters;
	readonly read: (request: SentRequest) => unknown;
}

/** API names of texts that identify something: people, objects, devices, events, messages. */
const IDENTIFYING =
	/^(userId|anonymousId|groupId|previousId|objectId|token|deliveryId|messageId|event)$|(^|_)(id|token|email|email_address|phone)$/;

export function kindOf(field: Field, isInPath: boolean): Kind | undefined {
	switch (field.type) {
		case 'string':
			if (field.format !== undefined) return { is: 'formatted' };
			return {
				is:
					isInPath ||
					IDENTIFYING.test(field.name) ||
					/^Name of the (snippet|collection)\b/.test(field.description) ||
					(field.required === true &&
						/^Name (or URL )?of the (event,|page$|screen$)/.test(field.description))
						? 'id'
						: 'text',
			};
		case 'number':
			return {
				is: 'number',
				fraction: field.fraction === true,
				asText: field.asText === true,
				min: field.min ?? -Infinity,
				max: field.max ?? Infinity,
			};
		case 'boolean':
			return { is: 'boolean' };
		case 'options': {
			const values = field.options.map(({ value }) => value);
			const asNumber = field.asNumber === true;
			return { is: 'option', values: field.allowOther === true ? undefined : values, asNumber };
		}
		case 'dateTime':
			return { is: 'dateTime', as: field.as ?? 'unixSeconds' };
		case 'stringList':
			return { is: 'list', of: /(^|_)(ids|emails)$/.test(field.name) ? 'id' : 'text' };
		case 'resourceLocators':
			return { is: 'list', of: field.locator.id === 'text' ? 'id' : field.locator.id };
		case 'resourceLocator':
			return { is: 'locator', id: field.locator.id, asText: field.asText === true };
		default:
			return undefined;
	}
}

/** Where the value of a field is in a request. */
export function placeOf(operation: Operation, field: Field): (request: SentRequest) => unknown {
	const { name, bodyPath } = field;
	const [method] = operation.route.split(' ');
	if (operation.route.includes(`{${name}}`)) return ({ ids }) => ids[name];
	if (field.in === 'none') return ({ settings }) => settings[name];
	if (field.in === 'header') return ({ headers }) => headers[name];
	if (field.in === 'query' || method === 'GET' || method === 'DELETE') {
		return ({ query }) => query.get(name);
	}
	if (field.type === 'json' && field.wholeBody === true) return ({ body }) => body;
	const path = [...(bodyPath?.split('.') ?? []), name];
	if (name === 'messageId') return ({ body }) => withoutGenerated(at(body, path));
	return ({ body }) => at(body, path);
}

export const GENERATED_ID = 'generated';

/** A message ID that is left out is generated. */
export function withoutGenerated(id: unknown): unknown {
	return id === GENERATED_ID ? undefined : id;
}

export function at(root: unknown, path: readonly string[]): unknown {
	return path.reduce<unknown>(
		(value, key) =>
			typeof value === 'object' && value !== null && Object.hasOwn(value, key)
				? (value as Parameters)[key]
				: undefined,
		root,
	);
}

export function hasRules(field: Field): boolean {
	// Needs an App credential.
	if (field.name === 'check_membership') return true;
	if (field.type === 'dateTime') return field.notBefore !== undefined;
	if (field.check !== undefined || field.type === 'json' || field.type === 'objectList')
		return true;
	if (field.type === 'string') return field.maxLength !== undefined || field.format !== undefined;
	if (field.type === 'stringList' || field.type === 'resourceLocators') return true;
	return field.type === 'resourceLocator' && field.locator.none !== undefined;
}

/** A name that the map accepts. */
export function mapKey(field: KeyValueField): string {
	const { values } = validValue(field)[field.parameter] as { values: Array<{ name: string }> };
	return values[0]?.name ?? 'probe';
}

export function mapReader(
	operation: Operation,
	field: KeyValueField,
	key: string,
): InputMode['read'] {
	const read = placeOf(operation, field);
	if (field.prefix !== undefined) {
		const path = [...(field.bodyPath?.split('.') ?? []), field.prefix + key];
		return ({ body }) => at(body, path);
	}
	if (field.asList === undefined || field.asList === false)
		return (sent) => at(mapIn(read(sent)), [key]);
	return (sent) => {
		const list = mapIn(read(sent));
		return Array.isArray(list)
			? (list as Array<{ name: string; value: unknown }>).find(({ name }) => name === key)?.value
			: undefined;
	};
}

/** A map in a query or a list as text is JSON. */
const mapIn = (value: unknown): unknown => (typeof value === 'string' ? parsed(value) : value);

export const rowKind = ({ valueType }: KeyValueField): Kind =>
	valueType === 'boolean' ? { is: 'boolean' } : { is: 'textRow', any: valueType === 'any' };

export function parsed(value: unknown): unknown {
	return typeof value === 'string' ? JSON.parse(value) : value;
}

export function withoutPrefix(value: unknown, prefix: string): unknown {
	return typeof value === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : value;
}
