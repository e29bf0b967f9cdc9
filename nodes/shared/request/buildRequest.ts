import { modeOf } from '../fieldTypes/identifier';
import { describeField, readField, readVariant } from '../fieldTypes';
import type { Field } from '../schema/fields';
import type { ItemInput } from '../schema/itemInput';
import type { Operation } from '../schema/operation';
import { bodyPathOf, parseRoute, type FieldPlacement, type Route } from '../schema/placement';
import type { BuiltRequest, RequestOptions } from '../schema/request';
import { InputError } from '../utils/errors';
import {
	asObject,
	asText,
	isGiven,
	setAt,
	valueAt,
	type Json,
	type JsonObject,
} from '../utils/json';
import { readOptions } from './requestOptions';
import { isEntered, isInBody, requestPlan } from './requestPlan';
import { encodePathSegment, fillPath } from '../utils/url';

/**
 * Reads the values that one item has for an operation and builds its request.
 *
 * Only the parameters of this operation, and of the chosen variants, are read. Nothing is shared
 * between items.
 *
 * @throws InputError if something required is missing or a value cannot be sent; nothing was sent
 */
export async function buildRequest(operation: Operation, input: ItemInput): Promise<BuiltRequest> {
	const variants = new Map<string, string>();
	const builder = new RequestBuilder(operation, input, variants);
	const collections = new Map<string, { [name: string]: unknown }>();
	const withFallback: Field[] = [];

	for (const { collection, placements, isEmptyWithoutEntries } of requestPlan(operation).groups) {
		let entries: { [name: string]: unknown } | undefined;
		if (collection !== undefined) {
			entries = collections.get(collection) ?? readCollection(collection, input);
			collections.set(collection, entries);
		}
		// Most items leave most collections empty.
		const isEmpty = entries !== undefined && Object.keys(entries).length === 0;
		if (isEmpty && isEmptyWithoutEntries) continue;
		const getParameter = (name: string) =>
			entries === undefined ? input.parameter(name) : entries[name];

		for (const placement of placements) {
			if (!isVisible(placement, variants)) continue;
			const { field } = placement;
			if (field.type === 'variant') {
				const value = readVariant(field, input);
				variants.set(field.parameter, value);
				builder.settings[field.parameter] = value;
				continue;
			}
			if (isEmpty && isEntered(field)) continue;
			const reading = readField(field, getParameter, input, entries !== undefined);
			const value = reading instanceof Promise ? await reading : reading;
			if (value !== undefined) {
				if (field.type === 'identifier' && field.typeParameter !== undefined) {
					const { name } = modeOf(field, getParameter(field.parameter));
					if (name !== field.typeParameter.default) {
						builder.query.set(field.typeParameter.name, name);
					}
				}
				if (entries === undefined && isUntouched(field, getParameter(field.parameter))) {
					// A switch that is off needs no saying.
					if (value !== false) builder.addDefault(field, value);
				} else {
					builder.add(field, value);
				}
			} else if (field.fallback !== undefined) {
				withFallback.push(field);
			} else if (builder.requires(field)) {
				throw missing(field);
			}
		}
	}

	for (const field of withFallback) builder.addFallback(field);
	const request = builder.finish(await readOptions(operation, input));
	for (const [start, end] of requestPlan(operation).timeRanges) checkOrder(request, start, end);
	for (const check of operation.checks ?? []) {
		const problem = check(request);
		if (problem !== undefined) throw problem;
	}
	return request;
}

/** Collects the parts of a request. */
class RequestBuilder {
	readonly query = new Map<string, string>();
	/** Values that are not sent. */
	readonly settings: JsonObject = {};
	/** Values that the user did not touch: they give way to the same key of a map. */
	private readonly defaults: Array<readonly [Field, Json]> = [];
	private readonly added = new Set<Field>();
	private readonly route: Route;
	private readonly pathValues = new Map<string, string>();
	private readonly ids: JsonObject = {};
	private readonly headers: { [name: string]: string } = {};
	private body: JsonObject | undefined;
	private wholeBody: Json | undefined;

	constructor(
		private readonly operation: Operation,
		private readonly input: ItemInput,
		private readonly variants: ReadonlyMap<string, string>,
	) {
		this.route = parseRoute(operation);
	}

	requires(field: Field): boolean {
		return field.required === true || this.route.parameters.has(field.name);
	}

	addDefault(field: Field, value: Json): void {
		if (isInBody(this.operation, field)) this.defaults.push([field, value]);
		else this.add(field, value);
	}

	add(field: Field, value: Json): void {
		const { method, parameters } = this.route;
		this.added.add(field);
		if (parameters.has(field.name)) {
			this.pathValues.set(field.name, pathSegment(field, value));
			this.ids[field.name] = value;
		} else if (field.in === 'none') {
			this.settings[field.name] = value;
		} else if (field.in === 'header') {
			this.headers[field.name] = String(value);
		} else if (field.in === 'query' || method === 'GET' || method === 'DELETE') {
			this.query.set(field.name, asText(value));
		} else if (field.type === 'json' && field.wholeBody === true) {
			this.wholeBody = value;
		} else {
			this.addToBody(field, value);
		}
	}

	/** @throws InputError if the fallback is missing, too */
	addFallback(field: Field): void {
		const value = valueAt(this.body, field.fallback ?? '');
		if (value === undefined) throw missing(field);
		this.add(field, value as Json);
	}

	finish(options: RequestOptions): BuiltRequest {
		const additionalQuery: { [name: string]: Json | undefined } = options.additionalQuery ?? {};
		for (const [name, value] of Object.entries(additionalQuery)) {
			if (isGiven(value)) this.query.set(name, asText(value));
		}
		if (options.additionalBody !== undefined) {
			this.body = { ...this.body, ...options.additionalBody };
		}
		for (const [field, value] of this.defaults) {
			if (valueAt(this.body, bodyPathOf(field)) === undefined) this.add(field, value);
		}
		this.applyRules(options.additionalBody ?? {});
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

	/** Reads what a map or JSON sets for a field's key as if it had been entered in that field. */
	private applyRules(replaced: JsonObject): void {
		for (const { parents, placements } of requestPlan(this.operation).rules) {
			let object: unknown = this.body;
			for (const parent of parents) object = asObject(object)?.[parent];
			const values = asObject(object);
			if (values === undefined) continue;
			for (const placement of placements) {
				const { field } = placement;
				const { name } = field;
				if (!Object.hasOwn(values, name) || !isVisible(placement, this.variants)) continue;
				const isReplaced = parents.length === 0 && Object.hasOwn(replaced, name);
				if (this.added.has(field) && !isReplaced) continue;
				const given = values[name];
				// `null` and empty texts clear an attribute.
				if (given === undefined || given === null || given === '') continue;
				const value = readField(field, () => given, this.input, true);
				if (value instanceof Promise || value === undefined) continue;
				setAt((this.body ??= {}), parents, name, value);
			}
		}
	}

	private addToBody(field: Field, value: Json): void {
		this.body ??= {};
		const parents = field.bodyPath === undefined ? [] : field.bodyPath.split('.');
		if (field.type === 'keyValue' && field.prefix !== undefined) {
			for (const [name, entry] of Object.entries(value as JsonObject)) {
				setAt(this.body, parents, field.prefix + name, entry);
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

const editorDefaults = new WeakMap<Field, unknown>();

/** Whether an optional field still has the value that the editor starts it with. */
function isUntouched(field: Field, raw: unknown): boolean {
	if (field.required === true || typeof raw === 'object') return false;
	if (!editorDefaults.has(field)) {
		editorDefaults.set(field, describeField(field, false)[0]?.default);
	}
	return raw === editorDefaults.get(field);
}

/** Empty only where the API gives an empty segment a meaning, as the default language has. */
function pathSegment(field: Field, value: Json): string {
	const isNone = field.type === 'resourceLocator' && field.locator.none?.sends === value;
	return isNone ? '' : encodePathSegment(String(value), field.displayName);
}

function isVisible({ visibleWhen }: FieldPlacement, variants: ReadonlyMap<string, string>) {
	for (const parameter in visibleWhen) {
		if (visibleWhen[parameter]?.includes(variants.get(parameter) ?? '') !== true) return false;
	}
	return true;
}

/** @param path a collection, or one within another: `options.context` */
function readCollection(path: string, input: ItemInput): { [name: string]: unknown } {
	const [name = '', ...inner] = path.split('.');
	const entered = input.parameter(name, {});
	const entries = inner.length === 0 ? entered : valueAt(entered, inner.join('.'));
	return { ...(entries as object | null | undefined) };
}

/** @throws InputError if a time range ends before it starts */
function checkOrder({ query, body }: BuiltRequest, start: Field, end: Field): void {
	const [from, until] = [start, end].map((field) => {
		const value = query.get(field.name) ?? valueAt(body, bodyPathOf(field));
		return typeof value === 'string' && !/^\d+$/.test(value) ? Date.parse(value) : Number(value);
	});
	if (from === undefined || until === undefined || !(until < from)) return;
	throw new InputError(
		end.displayName,
		`must not be before "${start.displayName}"`,
		'Exchange the two, or check what their expressions return for this item.',
	);
}

function missing(field: Field): InputError {
	const howToFix =
		field.type === 'resourceLocator'
			? 'Choose one from the list or enter its ID.'
			: 'Enter a value, or check what its expression returns for this item.';
	return new InputError(field.displayName, 'is required but empty for this item', howToFix);
}
