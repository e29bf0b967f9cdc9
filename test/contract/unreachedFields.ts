/** Fields of the API spec that no request contained: what a user cannot enter in the node. */
import { loadSpecs, type Field, type Operation, type Variant } from '../../tools/sandbox/spec.ts';
import { isObject, type JsonObject, type RecordedRequest } from '../../tools/sandbox/types.ts';
import { checkFields } from '../../tools/sandbox/validation/value.ts';
import { bodyOf } from './checkRequest.ts';

/** Returns the names of an operation's fields that none of the requests contained. */
export function unreachedFields(
	operation: Operation,
	requests: readonly RecordedRequest[],
): string[] {
	const isIn = ({ name, in: place }: Field): boolean =>
		place === 'path' ||
		requests.some(({ query, headers }) =>
			place === 'header' ? name.toLowerCase() in headers : name in query,
		);
	const parameters = operation.parameters.filter((parameter) => !isIn(parameter));
	const missing = parameters.map(({ name, in: place = 'query' }) => `${place} ${name}`);
	const { body } = operation;
	if (body === null) return missing;
	const bodies = requests.map(bodyOf);
	if (body.rawArray === true) return bodies.some(Array.isArray) ? missing : [...missing, 'body'];
	const objects = bodies.filter(isObject);
	const inBody =
		body.oneOf === undefined
			? inFields(body.fields, objects, 'body')
			: inVariants(body.oneOf, objects, 'body', body.freeform);
	return [...missing, ...inBody];
}

function inFields(fields: readonly Field[], objects: JsonObject[], at: string): string[] {
	return fields.flatMap((field) => {
		const fieldPath = `${at}.${field.name}`;
		const values = objects
			.filter((object) => field.name in object)
			.map((object) => object[field.name]);
		if (values.length === 0) return [fieldPath];
		if (field.grammar !== undefined) return inFilterDialect(field.grammar, values, fieldPath);
		const inner = values.flat().filter(isObject);
		const variants = [...(field.oneOf ?? []), ...(field.anyOf ?? [])];
		if (variants.length > 0) return inVariants(variants, inner, fieldPath, field.freeform);
		return inFields(field.fields ?? field.itemFields ?? [], inner, fieldPath);
	});
}

/** Each variant must be sent with all its fields. */
function inVariants(
	variants: readonly Variant[],
	objects: JsonObject[],
	at: string,
	isFree = false,
): string[] {
	return variants.flatMap(({ name, fields }) => {
		const variantPath = `${at}<${name}>`;
		const fitting = objects.filter(
			(object) => checkFields(object, fields, '', {}, isFree).length === 0,
		);
		return fitting.length === 0 ? [variantPath] : inFields(fields, fitting, variantPath);
	});
}

/** Checks a filter's kinds of conditions, their keys and their operators. */
function inFilterDialect(pointer: string, values: unknown[], at: string): string[] {
	const dialect = loadSpecs().app.filterGrammar[pointer.replace(/^filterGrammar\./, '')];
	const sentJson = JSON.stringify(values);
	const forms = dialect?.node.oneOf ?? [];
	const keys = forms.flatMap((form) =>
		Object.entries(form).flatMap(([key, leaf]) => [
			key,
			...(isObject(leaf) ? Object.keys(leaf) : []),
		]),
	);
	return [...new Set([...keys, 'eq', 'exists'])]
		.filter((key) => !sentJson.includes(`"${key}"`))
		.map((key) => `${at} "${key}"`);
}
