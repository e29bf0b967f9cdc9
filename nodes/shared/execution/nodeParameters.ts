import type { IExecuteFunctions } from 'n8n-workflow';

import { evaluate, parseFieldExpression, type FieldExpression } from '../utils/expressions';

/** It holds no expression: one value for all items, frozen because they share it. */
interface Constant {
	readonly constant: unknown;
}

/** All of its expressions only name fields of the item. */
interface FromItem {
	readonly template: Template;
	/** n8n gave the same for an item; nothing is known before it was asked. */
	proven: boolean | undefined;
}

/** How a parameter is read; `undefined` if n8n has to resolve it for each item. */
type Reading = Constant | FromItem | undefined;

/** A parameter's value with what its expressions name in place of them. */
type Template =
	| { readonly text: FieldExpression }
	| { readonly plain: unknown }
	| { readonly list: readonly Template[] }
	| { readonly entries: ReadonlyArray<readonly [string, Template]> };

/** What is known of the parameters of each execution; gone with it. */
const known = new WeakMap<IExecuteFunctions, Map<string, Reading>>();

/**
 * The value of a parameter for one item.
 *
 * n8n makes a scope anew for each expression of each item, which costs more than all else that a
 * batched call takes. So a parameter without expressions is read once, and one whose expressions
 * only name fields of the item (`{{ $json.email }}`) is read from the item, once n8n has given the
 * same for another item. Everything else is resolved by n8n.
 *
 * n8n's own validation is skipped: it walks the whole description for every parameter, and the
 * matrix checks each value against its field anyway.
 *
 * @param fallback stands for a parameter that the node does not have
 * @throws what n8n throws for the expression
 */
export function readParameter(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	fallback: unknown,
): unknown {
	const reading = readingOf(context, name);
	if (reading === undefined) return resolve(context, name, itemIndex, fallback);
	if ('constant' in reading) return reading.constant ?? fallback;

	const json = context.getInputData()[itemIndex]?.json ?? {};
	const direct = reading.proven === false ? undefined : filledIn(reading.template, json);
	if (direct !== undefined && reading.proven === true) return direct.value;
	const resolved = resolve(context, name, itemIndex, fallback);
	if (direct !== undefined) reading.proven = isProof(reading.template, direct.value, resolved);
	return resolved;
}

/** An item that has none of the fields proves nothing. */
function isProof(template: Template, direct: unknown, resolved: unknown): boolean | undefined {
	const written = JSON.stringify(direct);
	if (written === JSON.stringify(filledIn(template, {})?.value)) return undefined;
	return written === JSON.stringify(resolved);
}

function resolve(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	fallback: unknown,
): unknown {
	// n8n takes `undefined` for "no fallback" and throws, so absence is asked for as `null`.
	return context.getNodeParameter(name, itemIndex, fallback ?? null, { skipValidation: true });
}

function readingOf(context: IExecuteFunctions, name: string): Reading {
	let readings = known.get(context);
	if (readings === undefined) {
		readings = new Map();
		known.set(context, readings);
	}
	if (!readings.has(name)) {
		readings.set(
			name,
			howToRead(context.getNodeParameter(name, 0, null, { rawExpressions: true })),
		);
	}
	return readings.get(name);
}

function howToRead(raw: unknown): Reading {
	if (!hasExpression(raw)) return { constant: frozen(structuredClone(raw)) };
	const template = templateOf(raw);
	return template === undefined ? undefined : { template, proven: undefined };
}

/** n8n's mark of an expression is a leading `=`. */
export function hasExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some(hasExpression);
}

/** The template of a raw value, or nothing if one of its expressions does more than name a field. */
function templateOf(raw: unknown): Template | undefined {
	if (typeof raw === 'string' && raw.startsWith('=')) {
		const text = parseFieldExpression(raw);
		return text === undefined ? undefined : { text };
	}
	if (typeof raw !== 'object' || raw === null) return { plain: raw };
	const parts = Object.entries(raw).map(([name, value]) => [name, templateOf(value)] as const);
	if (!parts.every((part): part is readonly [string, Template] => part[1] !== undefined))
		return undefined;
	return Array.isArray(raw) ? { list: parts.map(([, part]) => part) } : { entries: parts };
}

/** The template with an item's values, or nothing if one of them is not to be taken as it is. */
function filledIn(template: Template, json: object): { readonly value: unknown } | undefined {
	if ('plain' in template) return { value: template.plain };
	if ('text' in template) return evaluate(template.text, json);
	if ('list' in template) {
		const list: unknown[] = [];
		for (const one of template.list) {
			const part = filledIn(one, json);
			if (part === undefined) return undefined;
			list.push(part.value);
		}
		return { value: list };
	}
	const entries: { [name: string]: unknown } = {};
	for (const [name, one] of template.entries) {
		const part = filledIn(one, json);
		if (part === undefined) return undefined;
		entries[name] = part.value;
	}
	return { value: entries };
}

function frozen(value: unknown): unknown {
	if (typeof value === 'object' && value !== null) {
		Object.values(value).forEach(frozen);
		Object.freeze(value);
	}
	return value;
}
