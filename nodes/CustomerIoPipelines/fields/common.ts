import { flag, pairs, text, time } from '../../matrix/fields';
import { additionalBody } from '../../matrix/options';
import { done } from '../../matrix/outputs';
import type { Field, NamesOf, Operation } from '../../matrix/vocabulary';
import type { CallType } from './callTypes';
import { contextFields } from './context';

const strictMode = flag(
	'strict_mode',
	'Whether Customer.io refuses a call that it cannot use. Turned off, it answers that all is well and drops the call, also with a wrong key.',
	{ default: true },
);

const includeInputFields = flag(
	'include_input_fields',
	'Whether to give the fields and files of the input item too, with the result added to them',
	{ default: true },
);

/** Options of an operation whose body is all the person's own. */
export const rawCallOptions: readonly Field[] = [includeInputFields, strictMode];

/** What every call may have beside its own fields. */
const commonFields = [
	pairs(
		'integrations',
		'Destinations that get this call, by name: true or false. All are on unless "All" is false.',
		{ values: 'flag' },
	),
	text(
		'messageId',
		'ID of this call. Customer.io keeps one call for each ID. Generated if left out.',
		{ displayName: 'Message ID' },
	),
	time('timestamp', 'When it happened, if that was not now', { as: 'iso' }),
	time('sentAt', 'When the source system sent it', { as: 'iso' }),
	time('originalTimestamp', "When it happened by the source system's clock; prefer Timestamp", {
		as: 'iso',
	}),
] as const;

interface Stated<F extends readonly Field[]> extends Pick<
	Operation,
	'name' | 'action' | 'description'
> {
	readonly route: `POST /v1/${CallType}`;
	readonly fields: F;
	readonly needsOneOf?: ReadonlyArray<NamesOf<F[number]>>;
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
		repeatable: true,
		output: done,
	};
}
