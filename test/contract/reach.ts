/** Which fields of the ledger no request held: what a person cannot enter in the node. */
import { loadSpecs, type Field, type Operation, type Variant } from '../../tools/sandbox/spec.ts';
import { isObject, type JsonObject, type RecordedRequest } from '../../tools/sandbox/types.ts';
import { checkFields } from '../../tools/sandbox/validation/value.ts';
import { bodyOf } from './compare.ts';

/** The names of an operation's fields that none of the requests reached. */
export function unreached(operation: Operation, requests: readonly RecordedRequest[]): string[] {
	const isIn = ({ name, in: place }: Field): boolean =>
		place === 'path' ||
		requests.some(({ query, headers }) =>
			place === 'header' ? name.toLowerCase() in headers : name in query,
		);
	const parameters = operation.parameters.filter((one) => !isIn(one));
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
		const own = `${at}.${field.name}`;
		const values = objects.filter((one) => field.name in one).map((one) => one[field.name]);
		if (values.length === 0) return [own];
		if (field.grammar !== undefined) return inGrammar(field.grammar, values, own);
		const inner = values.flat().filter(isObject);
		const variants = [...(field.oneOf ?? []), ...(field.anyOf ?? [])];
		if (variants.length > 0) return inVariants(variants, inner, own, field.freeform);
		return inFields(field.fields ?? field.itemFields ?? [], inner, own);
	});
}

/** Each variant has to be sent, with all its fields. */
function inVariants(
	variants: readonly Variant[],
	objects: JsonObject[],
	at: string,
	isFree = false,
): string[] {
	return variants.flatMap(({ name, fields }) => {
		const own = `${at}<${name}>`;
		const fitting = objects.filter((one) => checkFields(one, fields, '', {}, isFree).length === 0);
		return fitting.length === 0 ? [own] : inFields(fields, fitting, own);
	});
}

/** A filter's kinds of conditions, their keys and their operators. */
function inGrammar(pointer: string, values: unknown[], at: string): string[] {
	const grammar = loadSpecs().app.filterGrammar[pointer.replace(/^filterGrammar\./, '')];
	const sent = JSON.stringify(values);
	const forms = grammar?.node.oneOf ?? [];
	const keys = forms.flatMap((form) =>
		Object.entries(form).flatMap(([key, leaf]) => [
			key,
			...(isObject(leaf) ? Object.keys(leaf) : []),
		]),
	);
	return [...new Set([...keys, 'eq', 'exists'])]
		.filter((word) => !sent.includes(`"${word}"`))
		.map((word) => `${at} "${word}"`);
}
