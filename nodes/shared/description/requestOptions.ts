import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { fieldEntries } from '../fieldTypes/describeField';
import { json, number } from '../schema/fieldBuilders';
import type { ItemInput } from '../schema/itemInput';
import { camelCase, sortedByName } from '../utils/casing';
import type { RequestOptions } from '../schema/request';
import { readField } from '../fieldTypes/readField';
import type { Field, Json, JsonObject, Operation } from '../schema/vocabulary';

export const additionalBody = json(
	'additional_body',
	'Fields that this node lacks, as JSON. They replace fields of the same name.',
	'object',
	{ displayName: 'Additional Body Fields (JSON)' },
);

export const additionalQuery = json(
	'additional_query',
	'Query parameters that this node lacks, as JSON. They replace those of the same name.',
	'object',
	{ displayName: 'Additional Query Parameters (JSON)' },
);

const maxWait = number(
	'max_wait',
	'Most seconds that a request may wait for the rate limit or an outage before its item fails',
	{ displayName: 'Max Wait (Seconds)', min: 0, default: 300 },
);

const timeout = number('timeout', 'Seconds after which an unanswered request counts as failed', {
	displayName: 'Timeout (Seconds)',
	min: 1,
	default: 60,
});

const requestsPerSecond = number(
	'requests_per_second',
	'Instead of the documented limit, for a workspace that has its own; 0 for no limit',
	{ displayName: 'Requests per Second', min: 0, default: 10 },
);

function takesBodyFields(operation: Operation): boolean {
	if (operation.route.startsWith('GET ') || operation.route.startsWith('DELETE ')) return false;
	return !operation.fields.some((field) => field.type === 'json' && field.wholeBody === true);
}

function bodyAndQuery(operation: Operation): Field[] {
	if (operation.customRoute === true) return [];
	return takesBodyFields(operation) ? [additionalBody, additionalQuery] : [additionalQuery];
}

function optionFields(operation: Operation) {
	return [...(operation.options ?? bodyAndQuery(operation)), maxWait, requestsPerSecond, timeout];
}

const optionsRows: Array<{ readonly fields: readonly Field[]; readonly row: INodeProperties }> = [];

/** The "Options" collection of an operation: few of them differ, and those alike are one. */
export function optionsRow(operation: Operation): INodeProperties {
	const fields = optionFields(operation);
	const known = optionsRows.find(
		(one) =>
			one.fields.length === fields.length && one.fields.every((field, i) => field === fields[i]),
	);
	const row = known?.row ?? withEntries(fields.flatMap(fieldEntries));
	if (known === undefined) optionsRows.push({ fields, row });
	return row;
}

function withEntries(entries: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: sortedByName(entries),
	};
}

/** The options with further entries, beside those that every operation has. */
export function withFurther(row: INodeProperties, further: readonly INodeProperties[]) {
	if (further.length === 0) return row;
	return withEntries([...((row.options ?? []) as INodeProperties[]), ...further]);
}

/** @throws InputError if an option cannot be used */
export async function readOptions(operation: Operation, input: ItemInput): Promise<RequestOptions> {
	const entered = (input.parameter('options', {}) ?? {}) as { [name: string]: unknown };
	const source = (name: string) => entered[name];
	const values: { [name: string]: Json } = {};
	const fields = Object.keys(entered).length === 0 ? [] : optionFields(operation);
	for (const field of fields) {
		if (!(camelCase(field.name) in entered)) continue;
		const value = await readField(field, source, input, false);
		if (value !== undefined) values[field.name] = value;
	}
	return {
		additionalBody: values.additional_body as JsonObject | undefined,
		additionalQuery: values.additional_query as JsonObject | undefined,
		maxWaitMs: 1000 * Number(values.max_wait ?? maxWait.default),
		timeoutMs: 1000 * Number(values.timeout ?? timeout.default),
		requestsPerSecond: values.requests_per_second as number | undefined,
		entered: values,
	};
}

/**
 * The limit that the first item sets: it decides how many requests may be under way at once.
 *
 * Nothing else is read with it, and an expression that fails there fails that item when its turn
 * comes. Thrown here, it would end the node: with On Error = Continue, n8n then hands on the input as
 * if it had been sent.
 */
export function firstRequestsPerSecond(context: IExecuteFunctions): number | undefined {
	try {
		const rate = Number(context.getNodeParameter('options.requestsPerSecond', 0, null) ?? NaN);
		return Number.isFinite(rate) ? rate : undefined;
	} catch {
		return undefined;
	}
}
