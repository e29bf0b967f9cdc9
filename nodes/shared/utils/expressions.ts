/** An expression needs n8n for this item. */
export const UNSUPPORTED = Symbol('unsupported');

/** Gives the value of a parameter for the JSON of an item. */
type Evaluate = (json: object) => unknown;

/** An expression that only names a field, as dragging the field into a parameter writes it. */
const FIELD = /\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\["[^"\\]*"\]|\['[^'\\]*'\])+)\s*\}\}/;

const PATH_SEGMENT = /\.([A-Za-z_$][\w$]*)|\["([^"\\]*)"\]|\['([^'\\]*)'\]/g;

/** n8n throws an error for these. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether a parameter, as n8n stores it, has an expression: a text that starts with `=`. */
export function hasExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some(hasExpression);
}

/**
 * Compiles a parameter, as n8n stores it, whose expressions only name fields of the item.
 *
 * @returns a function that gives `UNSUPPORTED` for an item that n8n has to evaluate; `undefined` if
 * an expression does more than name a field
 */
export function compile(raw: unknown): Evaluate | undefined {
	if (typeof raw === 'string' && raw.startsWith('=')) return compileText(raw.slice(1));
	if (typeof raw !== 'object' || raw === null) return () => raw;
	const entries: Array<readonly [name: string, evaluate: Evaluate]> = [];
	for (const [name, value] of Object.entries(raw)) {
		const evaluate = compile(value);
		if (evaluate === undefined) return undefined;
		entries.push([name, evaluate]);
	}
	return (json) => {
		const copy = (Array.isArray(raw) ? [] : {}) as { [name: string]: unknown };
		for (const [name, evaluate] of entries) {
			const value = evaluate(json);
			if (value === UNSUPPORTED) return UNSUPPORTED;
			copy[name] = value;
		}
		return copy;
	};
}

/** A text that is nothing but one field gives the field's value as it is; any other gives a text. */
function compileText(text: string): Evaluate | undefined {
	const parts: Evaluate[] = [];
	// The pattern's group makes every second part a field.
	for (const [index, part] of text.split(FIELD).entries()) {
		if (index % 2 === 1) {
			const path = Array.from(part.matchAll(PATH_SEGMENT), ([, ...names]) => names.join(''));
			if (path.some((name) => UNSAFE_KEYS.has(name))) return undefined;
			parts.push((json) => valueOfField(json, path));
		} else if (part !== '') {
			if (/\{\{|\}\}|\\/.test(part)) return undefined;
			parts.push(() => part);
		}
	}
	const [first] = parts;
	if (parts.length === 1 && first !== undefined && text.startsWith('{{')) return first;
	return (json) => {
		let filled = '';
		for (const evaluate of parts) {
			const value = evaluate(json);
			if (value === UNSUPPORTED) return UNSUPPORTED;
			filled += String(value ?? '');
		}
		return filled;
	};
}

/** The value at a path, or `UNSUPPORTED` where n8n converts values or may throw. */
function valueOfField(json: object, path: readonly string[]): unknown {
	let value: unknown = json;
	for (const name of path) {
		if (typeof value !== 'object' || value === null) return UNSUPPORTED;
		value = (value as { readonly [name: string]: unknown })[name];
	}
	if (value === null || value === undefined) return value;
	if (typeof value === 'number') return Number.isNaN(value) ? UNSUPPORTED : value;
	return typeof value === 'string' || typeof value === 'boolean' ? value : UNSUPPORTED;
}
