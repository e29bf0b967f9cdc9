import type { BuiltRequest } from './request';
import { utf8Bytes } from '../utils/bytes';
import { InputError } from '../utils/errors';
import { valueAt } from '../response/toItems';
import type { Field } from './fields';
import type { RequestCheck } from './operation';

/** Two fields of which one says nothing without the other. */
export function requiredTogether(one: Field, other: Field): RequestCheck {
	return (request) => {
		const [first, second] = [isGiven(request, one), isGiven(request, other)];
		if (first === second) return undefined;
		const [given, missing] = first ? [one, other] : [other, one];
		return new InputError(
			missing.displayName,
			`is required together with "${given.displayName}", but empty for this item`,
			`Add it, or remove "${given.displayName}".`,
		);
	};
}

/** Two fields of which the API takes one at most. */
export function mutuallyExclusive(one: Field, other: Field): RequestCheck {
	return (request) =>
		isGiven(request, one) && isGiven(request, other)
			? new InputError(
					other.displayName,
					`cannot be sent together with "${one.displayName}"`,
					'Remove one of the two.',
				)
			: undefined;
}

/** Fields of which at least one is needed, whichever variant they belong to. */
export function atLeastOneOf(...fields: readonly Field[]): RequestCheck {
	const names = fields.map(({ displayName }) => displayName);
	return (request) =>
		fields.some((field) => isGiven(request, field))
			? undefined
			: new InputError(
					`${names.slice(0, -1).join(', ')} or ${names.at(-1)}`,
					'one of them is required, but all are empty for this item',
					'Fill in one of them, or check what its expression returns for this item.',
				);
}

/** The whole body as UTF-8 JSON. */
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

/** An update that would change nothing. */
export const requiresChange: RequestCheck = ({ body }) =>
	body === undefined || Object.keys(body ?? {}).length === 0
		? new InputError(
				'Update Fields',
				'there is nothing to change for this item',
				'Add at least one of the fields that can be changed.',
			)
		: undefined;

function isGiven({ query, body }: BuiltRequest, { name, bodyPath }: Field): boolean {
	const value = valueAt(body, bodyPath === undefined ? name : `${bodyPath}.${name}`);
	return query.has(name) || (value !== undefined && value !== null && value !== '');
}
