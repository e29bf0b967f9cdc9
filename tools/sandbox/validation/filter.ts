import { loadSpecs } from '../spec.ts';
import { isObject } from '../types.ts';
import type { Problem } from './problems.ts';
import { quote } from './problems.ts';

/** A leaf in the API spec: `{ id: 'integer' }`, `{ value: 'string, required with eq' }`. */
type Leaf = Record<string, string>;

function checkLeafValue(value: unknown, rule: string, at: string): Problem[] {
	if (rule === 'integer')
		return Number.isSafeInteger(value)
			? []
			: [{ at, message: `must be integer, got ${quote(value)}` }];
	if (rule === 'boolean')
		return typeof value === 'boolean'
			? []
			: [{ at, message: `must be boolean, got ${quote(value)}` }];
	if (rule.includes(' | ')) {
		const allowed = rule.split(' | ');
		return typeof value === 'string' && allowed.includes(value)
			? []
			: [{ at, message: `${quote(value)} is not one of ${allowed.join(', ')}` }];
	}
	return typeof value === 'string' ? [] : [{ at, message: `must be string, got ${quote(value)}` }];
}

function checkLeaf(value: unknown, leaf: Leaf, at: string): Problem[] {
	if (!isObject(value)) return [{ at, message: `must be an object, got ${quote(value)}` }];
	const problems: Problem[] = [];
	for (const [key, rule] of Object.entries(leaf)) {
		const keyPath = `${at}.${key}`;
		// `inverse` is the only optional key; `value` is required for comparisons.
		const required = rule.includes('required with eq')
			? value.operator === 'eq'
			: rule !== 'boolean';
		if (key in value) problems.push(...checkLeafValue(value[key], rule, keyPath));
		else if (required) problems.push({ at: keyPath, message: 'is required' });
	}
	for (const key of Object.keys(value)) {
		if (!(key in leaf))
			problems.push({ at: `${at}.${key}`, message: 'is not part of this condition' });
	}
	return problems;
}

function checkNode(value: unknown, forms: Map<string, unknown>, at: string): Problem[] {
	if (!isObject(value)) return [{ at, message: `must be a condition object, got ${quote(value)}` }];
	const keys = Object.keys(value);
	const key = keys[0];
	if (keys.length !== 1 || key === undefined)
		return [{ at, message: `must have exactly one key (${[...forms.keys()].join(', ')})` }];
	if (!forms.has(key))
		return [{ at: `${at}.${key}`, message: `is not one of ${[...forms.keys()].join(', ')}` }];
	const inner = value[key];
	const form = forms.get(key);
	if (isObject(form)) return checkLeaf(inner, form as Leaf, `${at}.${key}`);
	if (key === 'not') return checkNode(inner, forms, `${at}.not`);
	if (!Array.isArray(inner) || inner.length === 0)
		return [{ at: `${at}.${key}`, message: 'must be a non-empty array of conditions' }];
	return inner.flatMap((node, i) => checkNode(node, forms, `${at}.${key}[${i}]`));
}

/**
 * Checks a filter and its nested conditions against one of the spec's filter dialects.
 * @param dialect pointer such as `filterGrammar.audience`
 */
export function checkFilter(value: unknown, dialect: string, at: string): Problem[] {
	const name = dialect.replace(/^filterGrammar\./, '');
	const rules = loadSpecs().app.filterGrammar[name];
	if (!rules) throw new Error(`the API spec has no ${dialect}`);
	const forms = new Map(rules.node.oneOf.flatMap((form) => Object.entries(form)));
	return checkNode(value, forms, at);
}
