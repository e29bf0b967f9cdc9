import { boolean, keyValue, string, dateTime } from '../../shared/schema/fieldBuilders';
import { additionalBody } from '../../shared/schema/standardFields';
import { done } from '../../shared/schema/output';
import type { Field } from '../../shared/schema/fields';
import type { Operation } from '../../shared/schema/operation';
import type { CallType } from './callTypes';
import { contextFields } from './context';

const strictMode = boolean(
	'strict_mode',
	'Whether Customer.io rejects invalid calls. When off, it silently drops them and reports success, even with a wrong key.',
	{ default: true },
);

const includeInputFields = boolean(
	'include_input_fields',
	'Whether to give the fields and files of the input item too, with the result added to them. A field "error" is omitted.',
	{ default: true },
);

/** Options of an operation whose whole body the user enters. */
export const rawCallOptions: readonly Field[] = [includeInputFields, strictMode];

/** Fields that every call may have. */
const commonFields = [
	keyValue(
		'integrations',
		'Destinations that get this call, by name: true or false. All are on unless "All" is false.',
		{ valueType: 'boolean' },
	),
	string(
		'messageId',
		'ID of this call. Customer.io keeps one call for each ID. Generated if omitted.',
		{ displayName: 'Message ID', identifies: true },
	),
	dateTime('timestamp', 'When it happened, if that was not now', { as: 'iso' }),
	dateTime('sentAt', 'When the source system sent it', { as: 'iso' }),
	dateTime('originalTimestamp', "When it happened by the source system's clock; prefer Timestamp", {
		as: 'iso',
	}),
] as const;

interface CallOperation extends Pick<
	Operation,
	'name' | 'action' | 'description' | 'fields' | 'checks'
> {
	readonly route: `POST /v1/${CallType}`;
}

/**
 * An operation that makes one call, with the fields that every call has.
 *
 * A call may be retried: Customer.io recognises it by its `messageId`.
 */
export function call(operation: CallOperation): Operation {
	return {
		...operation,
		// The context comes first, so that a field of the operation replaces one of the same name in it.
		fields: [...contextFields, ...operation.fields, ...commonFields],
		options: [additionalBody, ...rawCallOptions],
		idempotent: true,
		output: done,
	};
}
