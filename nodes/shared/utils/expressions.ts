/** The way from an item's JSON to one of its values: `$json.address.city` is `['address', 'city']`. */
type ItemPath = readonly string[];

/** A text with fields of the item in it: `={{ $json.name }}@example.com`. */
export type FieldExpression = ReadonlyArray<string | ItemPath>;

/** An expression that only names a field, as dragging the field into a parameter writes it. */
const FIELD = /\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\["[^"\\]*"\]|\['[^'\\]*'\])+)\s*\}\}/;

const PATH_SEGMENT = /\.([A-Za-z_$][\w$]*)|\["([^"\\]*)"\]|\['([^'\\]*)'\]/g;

/** n8n refuses these, and is left to say so. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The parts of a text with n8n's mark of an expression, or nothing if it does anything but name
 * fields of the item.
 */
export function parseFieldExpression(expression: string): FieldExpression | undefined {
	// Every second part is what the expression's group caught.
	const parts = expression.slice(1).split(FIELD);
	const text = parts.map((part, position) => (position % 2 === 0 ? part : pathOf(part)));
	const isPlain = (part: string) => !/\{\{|\}\}|\\/.test(part);
	return text.every((part) => (typeof part === 'string' ? isPlain(part) : part !== undefined))
		? (text.filter((part) => part !== '') as FieldExpression)
		: undefined;
}

function pathOf(steps: string): ItemPath | undefined {
	const path = [...steps.matchAll(PATH_SEGMENT)].map(
		([, name, double, single]) => name ?? double ?? single ?? '',
	);
	return path.some((name) => UNSAFE_KEYS.has(name)) ? undefined : path;
}

/** What an item has at a path, if n8n does nothing to it; `undefined` if the item has nothing there. */
type Plain = string | number | boolean | null | undefined;

/**
 * A text for one item; the value itself where the text is nothing but one field. Nothing if a field
 * holds a list, an object, a function or NaN: n8n has its own ways with those.
 */
export function evaluate(
	text: FieldExpression,
	json: object,
): { readonly value: Plain } | undefined {
	const [first] = text;
	if (text.length === 1 && typeof first === 'object') return atPath(json, first);
	let filled = '';
	for (const part of text) {
		const found = typeof part === 'string' ? { value: part } : atPath(json, part);
		if (found === undefined) return undefined;
		filled += String(found.value ?? '');
	}
	return { value: filled };
}

function atPath(json: object, path: ItemPath): { readonly value: Plain } | undefined {
	let value: unknown = json;
	for (const name of path) {
		if (typeof value !== 'object' || value === null) return undefined;
		value = (value as { readonly [name: string]: unknown })[name];
	}
	switch (typeof value) {
		case 'number':
			// In a text, n8n writes nothing for it.
			return Number.isNaN(value) ? undefined : { value };
		case 'string':
		case 'boolean':
		case 'undefined':
			return { value };
		default:
			return value === null ? { value } : undefined;
	}
}
