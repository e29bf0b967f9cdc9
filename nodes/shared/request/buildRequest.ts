import { InputError } from '../utils/errors';
import type { ItemInput } from '../schema/itemInput';
import { asObject, asText, isGiven, valueAt } from '../utils/json';
import { displayName, parameterName } from '../utils/casing';
import { fieldPlacements, parseRoute, type FieldPlacement, type Route } from '../schema/placement';
import { readOptions } from '../description/requestOptions';
import { encodePathSegment, fillPath } from './url';
import { readField, readIdentity } from '../fieldTypes/readField';
import type { BuiltRequest, RequestOptions } from '../schema/request';
import type { Field, Json, JsonObject, Operation } from '../schema/vocabulary';

/**
 * Reads what one item wants of an operation and builds its request.
 *
 * Only the parameters of this operation, and of the chosen variants, are read. Nothing is shared
 * between items.
 *
 * @throws InputError if something required is missing or a value cannot be sent; nothing was sent
 */
export async function buildRequest(operation: Operation, input: ItemInput): Promise<BuiltRequest> {
	const draft = new RequestBuilder(operation);
	const collections = new Map<string, { [name: string]: unknown }>();
	const chosen = new Map<string, string>();
	const without: Field[] = [];

	for (const placed of fieldPlacements(operation)) {
		if (!isShown(placed, chosen)) continue;
		const { field, collection } = placed;
		if (field.type === 'variant') {
			const value = readChoice(field, input);
			chosen.set(parameterName(field), value);
			draft.settings[parameterName(field)] = value;
			continue;
		}
		let source = (name: string) => input.parameter(name);
		if (collection !== undefined) {
			const entries = collections.get(collection) ?? readCollection(collection, input);
			collections.set(collection, entries);
			// Most items leave most collections empty, and some of those have dozens of fields.
			if (isEntered(field) && isEmpty(entries)) continue;
			source = (name) => entries[name];
		}
		const read = readField(field, source, input, collection !== undefined);
		const value = read instanceof Promise ? await read : read;
		if (value === undefined) {
			if (field.fallback !== undefined) without.push(field);
			else if (draft.needs(field)) throw missing(field);
			continue;
		}
		if (field.type === 'identifier' && field.typeParameter !== undefined) {
			const type = readIdentity(field, source(parameterName(field)))?.type;
			if (type !== undefined && type !== field.typeParameter.default) {
				draft.query.set(field.typeParameter.name, type);
			}
		}
		draft.add(field, value);
	}

	for (const field of without) draft.addFallback(field);
	const request = draft.finish(await readOptions(operation, input));
	for (const check of operation.checks ?? []) {
		const problem = check(request);
		if (problem !== undefined) throw problem;
	}
	return request;
}

/** Collects the parts of a request. */
class RequestBuilder {
	readonly query = new Map<string, string>();
	private readonly route: Route;
	private readonly pathValues = new Map<string, string>();
	/** What steers the node itself. */
	readonly settings: JsonObject = {};
	private readonly ids: JsonObject = {};
	private readonly headers: { [name: string]: string } = {};
	private body: JsonObject | undefined;
	private wholeBody: Json | undefined;

	constructor(operation: Operation) {
		this.route = parseRoute(operation);
	}

	needs(field: Field): boolean {
		return field.required === true || this.route.parameters.has(field.name);
	}

	add(field: Field, value: Json): void {
		if (this.route.parameters.has(field.name)) {
			this.pathValues.set(field.name, pathSegment(field, value));
			this.ids[field.name] = value;
		} else if (field.in === 'node') {
			this.settings[field.name] = value;
		} else if (field.in === 'header') {
			this.headers[field.name] = String(value);
		} else if (
			field.in === 'query' ||
			this.route.method === 'GET' ||
			this.route.method === 'DELETE'
		) {
			this.query.set(field.name, asText(value));
		} else if (field.type === 'json' && field.wholeBody === true) {
			this.wholeBody = value;
		} else {
			this.body ??= {};
			const parents = field.bodyPath === undefined ? [] : field.bodyPath.split('.');
			if (field.type === 'keyValue' && field.prefix !== undefined) {
				for (const [name, one] of Object.entries(value as JsonObject)) {
					setAt(this.body, parents, field.prefix + name, one);
				}
			} else {
				setAt(this.body, parents, field.name, value);
			}
			if (field.alsoAt !== undefined) {
				const path = field.alsoAt.split('.');
				setAt(this.body, path.slice(0, -1), path.at(-1) ?? '', value);
			}
		}
	}

	/** @throws InputError if what stands in for the field is missing, too */
	addFallback(field: Field): void {
		const value = valueAt(this.body, field.fallback ?? '');
		if (value === undefined) throw missing(field);
		this.add(field, value as Json);
	}

	finish(options: RequestOptions): BuiltRequest {
		const further: { [name: string]: Json | undefined } = options.additionalQuery ?? {};
		for (const [name, value] of Object.entries(further)) {
			if (isGiven(value)) this.query.set(name, asText(value));
		}
		if (options.additionalBody !== undefined) {
			this.body = { ...this.body, ...options.additionalBody };
		}
		return {
			method: this.route.method,
			path: fillPath(this.route.path, this.pathValues),
			query: this.query,
			headers: this.headers,
			body: this.wholeBody ?? this.body,
			ids: this.ids,
			settings: this.settings,
			options,
		};
	}
}

/** An empty segment only where the API gives it a meaning, as the default language has. */
function pathSegment(field: Field, value: Json): string {
	const standsForNone = field.type === 'resourceLocator' && field.locator.none?.sends === value;
	return standsForNone ? '' : encodePathSegment(String(value), displayName(field));
}

function isShown({ visibleWhen }: FieldPlacement, chosen: ReadonlyMap<string, string>): boolean {
	for (const name in visibleWhen)
		if (visibleWhen[name]?.includes(chosen.get(name) ?? '') !== true) return false;
	return true;
}

function readChoice(field: Field & { type: 'variant' }, input: ItemInput): string {
	const values = Object.keys(field.options);
	const value = input.parameter(parameterName(field)) ?? values[0];
	if (typeof value === 'string' && values.includes(value)) return value;
	throw new InputError(
		displayName(field),
		`must be one of ${values.join(', ')}, but is ${JSON.stringify(value)}`,
		'Choose from the list.',
	);
}

/** Whether a field's value comes from what a person entered, and only from there. */
function isEntered(field: Field): boolean {
	return (
		field.type !== 'constant' && field.type !== 'credentialValue' && field.fallback === undefined
	);
}

function isEmpty(object: object): boolean {
	return Object.keys(object).length === 0;
}

/** @param path a collection, or one within another: `options.context` */
function readCollection(path: string, input: ItemInput): { [name: string]: unknown } {
	const [name = '', ...inner] = path.split('.');
	const entered = input.parameter(name, {});
	const entries = inner.length === 0 ? entered : valueAt(entered, inner.join('.'));
	return { ...(entries as object | null | undefined) };
}

function setAt(target: JsonObject, parents: string[], name: string, value: Json): void {
	let object = target;
	for (const parent of parents) {
		// A copy, because the object may be the item's own, given by an expression.
		const copy = asObject(object[parent]) ?? {};
		object[parent] = { ...copy };
		object = object[parent];
	}
	const fields = asObject(object[name]);
	const map = asObject(value);
	object[name] = fields === undefined || map === undefined ? value : { ...map, ...fields };
}

function missing(field: Field): InputError {
	const wayOut =
		field.type === 'resourceLocator'
			? 'Choose one from the list or enter its ID.'
			: 'Enter a value, or check what its expression returns for this item.';
	return new InputError(displayName(field), 'is required, but empty for this item', wayOut);
}
