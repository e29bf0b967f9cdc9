import { boolean, keyValue, string, dateTime } from '../../shared/schema/fieldBuilders';
import { additionalBody } from '../../shared/schema/standardFields';
import { done } from '../../shared/schema/output';
import type { Field } from '../../shared/schema/fields';
import type { FieldNames, Operation } from '../../shared/schema/operation';
import type { CallType } from './callTypes';
import { contextFields } from './context';

const strictMode = boolean(
	'strict_mode',
	'Whether Customer.io refuses a call that it cannot use. Turned off, it answers that all is well and drops the call, also with a wrong key.',
	{ default: true },
);

const includeInputFields = boolean(
	'include_input_fields',
	'Whether to give the fields and files of the input item too, with the result added to them',
	{ default: true },
);

/** Options of an operation whose body is all the person's own. */
export const rawCallOptions: readonly Field[] = [includeInputFields, strictMode];

/** What every call may have beside its own fields. */
const commonFields = [
	keyValue(
		'integrations',
		'Destinations that get this call, by name: true or false. All are on unless "All" is false.',
		{ valueType: 'boolean' },
	),
	string(
		'messageId',
		'ID of this call. Customer.io keeps one call for each ID. Generated if left out.',
		{ displayName: 'Message ID' },
	),
	dateTime('timestamp', 'When it happened, if that was not now', { as: 'iso' }),
	dateTime('sentAt', 'When the source system sent it', { as: 'iso' }),
	dateTime('originalTimestamp', "When it happened by the source system's clock; prefer Timestamp", {
		as: 'iso',
	}),
] as const;

interface Stated<F extends readonly Field[]> extends Pick<
	Operation,
	'name' | 'action' | 'description'
> {
	readonly route: `POST /v1/${CallType}`;
	readonly fields: F;
	readonly needsOneOf?: ReadonlyArray<FieldNames<F[number]>>;
}

/**
 * States an operation that makes one call, with the fields that every call has.
 *
 * A call may be repeated: each carries a `messageId`, by which Customer.io knows it again.
 */
export function call<const F extends readonly Field[]>(stated: Stated<F>): Operation {
	return {
		...stated,
		// The common ones come first, so that a field of the operation's own replaces one of the context.
		fields: [...contextFields, ...stated.fields, ...commonFields],
		options: [additionalBody, ...rawCallOptions],
		idempotent: true,
		output: done,
	};
}
