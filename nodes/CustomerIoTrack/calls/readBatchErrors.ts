import { UserError } from 'n8n-workflow';

import { errorDetails } from '../../shared/transport/errorBody';
import { isObject } from '../../shared/utils/json';

/**
 * The errors in the response to a batch that was accepted at least in part (HTTP 207).
 *
 * @param calls number of calls in the batch
 * @returns the errors by position; one that names no call of the batch counts for all of them
 */
export function readBatchErrors(body: unknown, calls: number): ReadonlyMap<number, Error> {
	const entries = isObject(body) && Array.isArray(body.errors) ? (body.errors as unknown[]) : [];
	const byPosition = new Map<number, unknown[]>();
	for (const entry of entries) {
		const index = isObject(entry) ? entry.batch_index : undefined;
		const isPosition = Number.isInteger(index) && Number(index) >= 0 && Number(index) < calls;
		const positions = isPosition ? [Number(index)] : Array.from({ length: calls }, (_, at) => at);
		for (const position of positions) {
			byPosition.set(position, [...(byPosition.get(position) ?? []), entry]);
		}
	}
	return new Map([...byPosition].map(([position, errors]) => [position, rejection(errors)]));
}

function rejection(errors: readonly unknown[]): Error {
	const { message = 'Customer.io rejected this call of a batch', code } = errorDetails({ errors });
	const description =
		'Customer.io rejected this call and accepted the others of its request. Check the field that it names.';
	// What a request with this call alone would be rejected with.
	const httpCode = '400';
	return Object.assign(new UserError(message), {
		description,
		httpCode,
		...(code === undefined ? {} : { code }),
	});
}
