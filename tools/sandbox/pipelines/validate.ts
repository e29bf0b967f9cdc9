import type { Field, IdentityRule, PipelinesLedger, PipelinesOperation } from '../spec.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import { describe } from '../validation/problems.ts';
import type { Problem } from '../validation/problems.ts';
import { checkFields, checkValue } from '../validation/value.ts';

/** The value at a dotted path: `context.device.token`. */
export function valueAt(call: JsonObject, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), call);
}

const given = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

function checkIdentity(call: JsonObject, rule: IdentityRule, at: string): Problem[] {
	if (rule.anyOf) {
		return rule.anyOf.some((set) => set.every((path) => given(valueAt(call, path))))
			? []
			: [{ at, message: `needs one of ${rule.anyOf.map((set) => set.join(' and ')).join(', ')}` }];
	}
	return (rule.required ?? [])
		.filter((path) => !given(valueAt(call, path)))
		.map((path) => ({ at: `${at}.${path}`, message: 'is required' }));
}

function checkSemantic(ledger: PipelinesLedger, call: JsonObject, at: string): Problem[] {
	const semantic = ledger.semanticEvents.find((entry) => entry.event === call.event);
	if (!semantic) return [];
	const problems = checkIdentity(
		call,
		{ rule: 'required', required: semantic.identity.required },
		at,
	);
	for (const property of semantic.properties) {
		if (property.name.endsWith('*')) continue;
		const names = [
			property.name,
			...(property.aliases ?? []).map((alias) => `properties.${alias}`),
		];
		const value = names.map((name) => valueAt(call, name)).find(given);
		const own = `${at}.${property.name}`;
		if (value !== undefined) problems.push(...checkValue(value, property, own, { open: true }));
		else if (property.required)
			problems.push({ at: own, message: `is required by ${semantic.event}` });
	}
	return problems;
}

/** Checks one call by the rules of its operation, semantic events included. */
function checkCall(
	ledger: PipelinesLedger,
	operation: PipelinesOperation,
	call: unknown,
	at: string,
): Problem[] {
	if (!isObject(call)) return [{ at, message: 'must be a JSON object' }];
	const resolve = (ref: string): Field | undefined =>
		ledger.commonFields.find((field) => `commonFields.${field.name}` === ref);
	const problems = checkFields(call, operation.body.fields, at, { open: true, resolve });
	const isSemantic = ledger.semanticEvents.some((entry) => entry.event === call.event);
	// A semantic event says itself whom it is about; a content report needs nobody.
	if (operation.operation === 'track' && isSemantic) {
		problems.push(...checkSemantic(ledger, call, at));
	} else if (operation.body.identityRule.rule !== 'perItem') {
		problems.push(...checkIdentity(call, operation.body.identityRule, at));
	}
	return problems;
}

/** A call that passed, with the operation it stands for. */
export interface GoodCall {
	type: string;
	call: JsonObject;
}

interface Checked {
	good: GoodCall[];
	/** One text per bad call; in a batch it starts with the index. */
	errors: string[];
}

function checkItem(ledger: PipelinesLedger, item: unknown, at: string): GoodCall | string {
	const type = isObject(item) ? item.type : undefined;
	const operation = ledger.operations.find(
		(candidate) => candidate.operation === type && candidate.operation !== 'batch',
	);
	if (!isObject(item)) return `${at}: must be a JSON object`;
	if (!operation) return `${at}.type: ${JSON.stringify(type)} is not a call that a batch can hold`;
	const bytes = Buffer.byteLength(JSON.stringify(item));
	if (bytes > ledger.limits.batchItemBytes)
		return `${at}: is ${bytes} bytes, at most ${ledger.limits.batchItemBytes} are allowed`;
	const problems = checkCall(ledger, operation, item, at);
	return problems.length > 0
		? problems.map(describe).join('; ')
		: { type: operation.operation, call: item };
}

/**
 * Checks a whole request.
 * @param bytes of the body as it arrived
 */
export function checkRequest(
	ledger: PipelinesLedger,
	operation: PipelinesOperation,
	body: unknown,
	bytes: number,
): Checked {
	const isBatch = operation.operation === 'batch';
	const most = isBatch ? ledger.limits.batchBytes : ledger.limits.requestBytes;
	if (bytes > most)
		return { good: [], errors: [`the request is ${bytes} bytes, at most ${most} are allowed`] };
	if (!isBatch) {
		const problems = checkCall(ledger, operation, body, 'body');
		if (problems.length > 0 || !isObject(body)) return { good: [], errors: problems.map(describe) };
		return { good: [{ type: operation.operation, call: body }], errors: [] };
	}
	const items = isObject(body) ? body.batch : undefined;
	if (!Array.isArray(items)) return { good: [], errors: ['body.batch: must be an array'] };
	const results = items.map((item, i) => checkItem(ledger, item, `batch[${i}]`));
	return {
		good: results.filter((result) => typeof result !== 'string'),
		errors: results.filter((result) => typeof result === 'string'),
	};
}
