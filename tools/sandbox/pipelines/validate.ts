import type { Field, IdentityRule, PipelinesSpec, PipelinesOperation } from '../spec.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import { checkId } from '../validation/contents.ts';
import { describe } from '../validation/problems.ts';
import type { Problem } from '../validation/problems.ts';
import { checkFields, checkValue } from '../validation/value.ts';

/** The value at a dotted path: `context.device.token`. */
export function valueAt(call: JsonObject, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), call);
}

const isPresent = (value: unknown): boolean =>
	value !== undefined && value !== null && value !== '';

function checkIdentity(call: JsonObject, rule: IdentityRule, at: string): Problem[] {
	if (rule.anyOf) {
		return rule.anyOf.some((set) => set.every((path) => isPresent(valueAt(call, path))))
			? []
			: [{ at, message: `needs one of ${rule.anyOf.map((set) => set.join(' and ')).join(', ')}` }];
	}
	return (rule.required ?? [])
		.filter((path) => !isPresent(valueAt(call, path)))
		.map((path) => ({ at: `${at}.${path}`, message: 'is required' }));
}

function checkSemantic(spec: PipelinesSpec, call: JsonObject, at: string): Problem[] {
	const semantic = spec.semanticEvents.find((entry) => entry.event === call.event);
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
		const value = names.map((name) => valueAt(call, name)).find(isPresent);
		const propertyPath = `${at}.${property.name}`;
		if (value !== undefined)
			problems.push(...checkValue(value, property, propertyPath, { open: true }));
		else if (property.required)
			problems.push({ at: propertyPath, message: `is required by ${semantic.event}` });
	}
	return problems;
}

/** Where calls have the ID of a person or an object. */
const IDS = ['userId', 'anonymousId', 'previousId', 'groupId', 'properties.objectId'];

/**
 * Customer.io trims the names of events, pages and screens: "User Deleted " is the command, too.
 * Documented for Track, which feeds the same workspace.
 */
function withTrimmedName(call: JsonObject): JsonObject {
	const trimmed = ['event', 'name'].flatMap((key) => {
		const value = call[key];
		return typeof value === 'string' ? [[key, value.trim()] as const] : [];
	});
	return { ...call, ...Object.fromEntries(trimmed) };
}

/** Checks one call against its operation, including semantic events. */
function checkCall(
	spec: PipelinesSpec,
	operation: PipelinesOperation,
	call: JsonObject,
	at: string,
): Problem[] {
	const resolve = (ref: string): Field | undefined =>
		spec.commonFields.find((field) => `commonFields.${field.name}` === ref);
	const problems = checkFields(call, operation.body.fields, at, { open: true, resolve });
	problems.push(...IDS.flatMap((path) => checkId(valueAt(call, path), `${at}.${path}`)));
	if (call.event === '') problems.push({ at: `${at}.event`, message: 'must not be empty' });
	const isSemantic = spec.semanticEvents.some((entry) => entry.event === call.event);
	// A semantic event has its own identity rule; a content report needs no person.
	if (operation.operation === 'track' && isSemantic) {
		problems.push(...checkSemantic(spec, call, at));
	} else if (operation.body.identityRule.rule !== 'perItem') {
		problems.push(...checkIdentity(call, operation.body.identityRule, at));
	}
	return problems;
}

/** A valid call and its operation. */
export interface ValidCall {
	type: string;
	call: JsonObject;
}

interface Checked {
	valid: ValidCall[];
	/** One message per invalid call; in a batch it starts with the index. */
	errors: string[];
}

function checkItem(spec: PipelinesSpec, item: unknown, at: string): ValidCall | string {
	const type = isObject(item) ? item.type : undefined;
	const operation = spec.operations.find(
		(candidate) => candidate.operation === type && candidate.operation !== 'batch',
	);
	if (!isObject(item)) return `${at}: must be a JSON object`;
	if (!operation) return `${at}.type: ${JSON.stringify(type)} is not a call that a batch can hold`;
	const bytes = Buffer.byteLength(JSON.stringify(item));
	if (bytes > spec.limits.batchItemBytes)
		return `${at}: is ${bytes} bytes, at most ${spec.limits.batchItemBytes} are allowed`;
	const call = withTrimmedName(item);
	const problems = checkCall(spec, operation, call, at);
	return problems.length > 0
		? problems.map(describe).join('; ')
		: { type: operation.operation, call };
}

/**
 * Checks a whole request.
 * @param bytes size of the body as it arrived
 */
export function checkRequest(
	spec: PipelinesSpec,
	operation: PipelinesOperation,
	body: unknown,
	bytes: number,
): Checked {
	const isBatch = operation.operation === 'batch';
	const maxBytes = isBatch ? spec.limits.batchBytes : spec.limits.requestBytes;
	if (bytes > maxBytes)
		return {
			valid: [],
			errors: [`the request is ${bytes} bytes, at most ${maxBytes} are allowed`],
		};
	if (!isBatch) {
		if (!isObject(body)) return { valid: [], errors: ['body: must be a JSON object'] };
		const call = withTrimmedName(body);
		const problems = checkCall(spec, operation, call, 'body');
		if (problems.length > 0) return { valid: [], errors: problems.map(describe) };
		return { valid: [{ type: operation.operation, call }], errors: [] };
	}
	const items = isObject(body) ? body.batch : undefined;
	if (!Array.isArray(items)) return { valid: [], errors: ['body.batch: must be an array'] };
	const results = items.map((item, i) => checkItem(spec, item, `batch[${i}]`));
	return {
		valid: results.filter((result) => typeof result !== 'string'),
		errors: results.filter((result) => typeof result === 'string'),
	};
}
