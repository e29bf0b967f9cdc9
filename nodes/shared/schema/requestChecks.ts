import type { BuiltRequest } from './request';
import { utf8Bytes } from '../utils/bytes';
import { InputError } from '../utils/errors';
import { isGiven, valueAt } from '../utils/json';
import type { Field } from './fields';
import type { RequestCheck } from './operation';
import { bodyPathOf } from './placement';

/** Two fields that the API takes only together. */
export function requiredTogether(first: Field, second: Field): RequestCheck {
	return (request) => {
		const hasFirst = isSent(request, first);
		if (hasFirst === isSent(request, second)) return undefined;
		const [sent, missing] = hasFirst ? [first, second] : [second, first];
		return new InputError(
			missing.displayName,
			`is required together with "${sent.displayName}", but empty for this item`,
			`Add it, or remove "${sent.displayName}".`,
		);
	};
}

/** Two fields of which the API takes only one. */
export function mutuallyExclusive(first: Field, second: Field): RequestCheck {
	return (request) =>
		isSent(request, first) && isSent(request, second)
			? new InputError(
					second.displayName,
					`cannot be sent together with "${first.displayName}"`,
					'Remove one of the two.',
				)
			: undefined;
}

/** Fields of which at least one is required, in any variant. A key of a map counts for its field. */
export function atLeastOneOf(...fields: readonly Field[]): RequestCheck {
	const names = fields.map(({ displayName }) => displayName);
	const check = (request: BuiltRequest): InputError | undefined =>
		fields.some((field) => isSent(request, field))
			? undefined
			: new InputError(
					`${names.slice(0, -1).join(', ')} or ${names.at(-1)}`,
					'one of them is required, but all are empty for this item',
					'Fill in one of them, or check what its expression returns for this item.',
				);
	return Object.assign(check, { atLeastOneOf: fields });
}

/** The size of the whole body as UTF-8 JSON. */
export function maxBodyBytes(maxBytes: number): RequestCheck {
	return ({ body }) => {
		const bytes = body === undefined ? 0 : utf8Bytes(JSON.stringify(body));
		return bytes <= maxBytes
			? undefined
			: new InputError(
					'Request',
					`must be at most ${maxBytes} bytes as JSON, but has ${bytes}`,
					'Shorten the content, or link to it.',
				);
	};
}

/** An update must change something. */
export const requiresChange: RequestCheck = ({ body }) =>
	Object.keys(body ?? {}).length === 0
		? new InputError(
				'Update Fields',
				'there is nothing to change for this item',
				'Add at least one of the fields that can be changed.',
			)
		: undefined;

function isSent({ query, body }: BuiltRequest, field: Field): boolean {
	const value = valueAt(body, bodyPathOf(field));
	return query.has(field.name) || (isGiven(value) && value !== '');
}
