import { readField } from '../fieldTypes';
import type { ItemInput } from '../schema/itemInput';
import type { Operation } from '../schema/operation';
import type { RequestOptions } from '../schema/request';
import { requestOptionFields } from '../schema/requestOptionFields';
import { maxWait, timeout } from '../schema/standardFields';
import type { Json, JsonObject } from '../utils/json';

/** @throws InputError if an option cannot be used */
export async function readOptions(operation: Operation, input: ItemInput): Promise<RequestOptions> {
	const entered = (input.parameter('options', {}) ?? {}) as { [name: string]: unknown };
	const values: { [name: string]: Json } = {};
	const fields = Object.keys(entered).length === 0 ? [] : requestOptionFields(operation);
	for (const field of fields) {
		if (!(field.parameter in entered)) continue;
		const value = await readField(field, (name) => entered[name], input, false);
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
