/** The spec's fields of one operation, looked up by the names of the node's properties. */
import type { Field, Operation } from '../../tools/sandbox/spec.ts';
import { RENAMED } from './exceptions.ts';

/** A field and where its value goes. */
export interface SpecField {
	readonly field: Field;
	readonly place: 'path' | 'query' | 'header' | 'body';
	/** Names from the outside in; `[]` stands for each entry of a list. */
	readonly path: readonly string[];
	/** Variants that the field belongs to, outermost first. */
	readonly variants: readonly string[];
	/** Whether the field and everything around it is required. */
	readonly required: boolean;
}

/** Returns all fields of an operation, including those of nested objects and lists. */
export function specFields(operation: Operation): SpecField[] {
	const parameters = operation.parameters.map((field): SpecField => ({
		field,
		place: field.in ?? 'query',
		path: [field.name],
		variants: [],
		required: field.required === true,
	}));
	const { body } = operation;
	if (body === null) return parameters;
	if (body.rawArray === true) {
		const field: Field = { name: '', type: 'array', items: 'object', required: true };
		return [...parameters, { field, place: 'body', path: [], variants: [], required: true }];
	}
	const inBody =
		body.oneOf === undefined
			? below(body.fields, [], [], true)
			: body.oneOf.flatMap(({ name, fields }) => below(fields, [], [name], true));
	return [...parameters, ...inBody];
}

function below(
	fields: readonly Field[],
	path: readonly string[],
	variants: readonly string[],
	isNeeded: boolean,
): SpecField[] {
	return fields.flatMap((field) => {
		const required = isNeeded && field.required === true;
		const fieldPath = [...path, field.name];
		const inner = field.type.startsWith('array') ? [...fieldPath, '[]'] : fieldPath;
		return [
			{ field, place: 'body' as const, path: fieldPath, variants, required },
			...below(field.fields ?? field.itemFields ?? [], inner, variants, required),
			...[...(field.oneOf ?? []), ...(field.anyOf ?? [])].flatMap((variant) =>
				below(variant.fields, inner, [...variants, variant.name], required),
			),
		];
	});
}

/** `transactional_message_id` → `transactionalMessageId`, as saved workflows name it. */
function camelCase(name: string): string {
	return name.replace(/[_-]+(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** What identifies a property when its field is looked up. */
interface PropertyPlace {
	/** `segment.get` */
	readonly operation: string;
	readonly name: string;
	/** The collection that contains the property. */
	readonly collection: string | undefined;
	/** Path of the list whose entries have the property. */
	readonly within?: readonly string[];
	/** Options that are chosen in the node, which tell variants apart. */
	readonly chosen: ReadonlySet<string>;
}

/**
 * Returns the field of a property; undefined if the spec has none of that name. Of several the one
 * in the object that the property's collection is named after, then the one of a chosen variant, then the
 * one nearest to the top.
 */
export function fieldOfProperty(
	fields: readonly SpecField[],
	{ operation, name, collection, within, chosen }: PropertyPlace,
): SpecField | undefined {
	const inCollection = `${collection ?? ''}.${name}`;
	const specName =
		RENAMED[`${operation}.${name}`] ?? RENAMED[inCollection] ?? RENAMED[name] ?? camelCase(name);
	const candidates = fields.filter((candidate) => {
		if (within !== undefined && !startsWith(candidate.path, within)) return false;
		return fits(candidate, specName);
	});
	const rank = (candidate: SpecField): number => {
		const parent = candidate.path.at(-2);
		const isInCollection = parent !== undefined && camelCase(parent) === collection;
		const isChosen = candidate.variants.every(
			(variant) => chosen.has(variant) || isMeant(candidate, chosen),
		);
		return (isInCollection ? 0 : 100) + (isChosen ? 0 : 10) + candidate.path.length;
	};
	return [...candidates].sort((a, b) => rank(a) - rank(b))[0];
}

function fits({ path }: SpecField, specName: string): boolean {
	if (specName.includes('.')) return path.join('.') === specName;
	const last = path.at(-1);
	return last !== undefined
		? camelCase(last) === specName || last === specName
		: specName === '(body)';
}

/** A variant may be chosen by the value of its discriminator. */
function isMeant({ field }: SpecField, chosen: ReadonlySet<string>): boolean {
	return field.enum?.some((value) => chosen.has(String(value))) ?? false;
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
	return path.length > start.length && start.every((name, index) => path[index] === name);
}
