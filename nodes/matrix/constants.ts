import type { IExecuteFunctions } from 'n8n-workflow';

/** A parameter without expressions has one value for all items. */
type Constant = { readonly value: unknown } | undefined;

/** What is known of the parameters of each execution; gone with it. */
const known = new WeakMap<IExecuteFunctions, Map<string, Constant>>();

/**
 * The value of a parameter that holds no expression, or nothing if it has to be resolved for each
 * item. n8n resolves every text of a value anew for each item, which costs more than the request
 * itself where there are many fields.
 *
 * The value is a frozen copy: items share it, and none can change it for the others.
 */
export function constantParameter(context: IExecuteFunctions, name: string): Constant {
	let parameters = known.get(context);
	if (parameters === undefined) {
		parameters = new Map();
		known.set(context, parameters);
	}
	if (!parameters.has(name)) {
		const raw: unknown = context.getNodeParameter(name, 0, null, { rawExpressions: true });
		parameters.set(name, hasExpression(raw) ? undefined : { value: frozen(structuredClone(raw)) });
	}
	return parameters.get(name);
}

/** n8n's mark of an expression is a leading `=`. */
export function hasExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some(hasExpression);
}

function frozen(value: unknown): unknown {
	if (typeof value === 'object' && value !== null) {
		Object.values(value).forEach(frozen);
		Object.freeze(value);
	}
	return value;
}
