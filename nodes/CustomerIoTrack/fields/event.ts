import { dateTime, string } from '../../shared/schema/fieldBuilders';
import { utf8Bytes } from '../../shared/utils/bytes';
import type { Json } from '../../shared/utils/json';

const MAX_NAME_BYTES = 100;

function eventNameProblem(value: Json): string | undefined {
	const bytes = utf8Bytes(String(value));
	return bytes <= MAX_NAME_BYTES
		? undefined
		: `must have at most ${MAX_NAME_BYTES} bytes, but has ${bytes}`;
}

/** @param displayName what the name is called for this kind of event */
export const eventName = (displayName: string, description: string, placeholder: string) =>
	string('name', description, {
		displayName,
		required: true,
		placeholder,
		identifies: true,
		check: eventNameProblem,
	});

/** @see https://github.com/ulid/spec */
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;

const EVENT_ID = 'ID of the event as a ULID. Customer.io ignores an event whose ID it has seen.';

export const eventId = (note = '') =>
	string('id', EVENT_ID + note, {
		displayName: 'Event ID',
		parameter: 'eventId',
		placeholder: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
		omitEmpty: true,
		identifies: true,
		check: (value) =>
			ULID.test(String(value)) ? undefined : 'must be a ULID: 26 characters of digits and letters',
	});

export const timestamp = dateTime(
	'timestamp',
	'When it happened, if that was not now. Only events of the last 72 hours start campaigns.',
);

/** Data of an event that changes the messages that it triggers. */
export const messageFields = (bodyPath: string) =>
	[
		string('recipient', 'Address that messages go to, in place of that of the person', {
			bodyPath,
			placeholder: 'ada@example.com',
		}),
		string('from_address', 'Address that emails come from, in place of that of the message', {
			bodyPath,
			placeholder: 'team@example.com',
		}),
		string('reply_to', 'Address that replies go to, in place of that of the message', {
			bodyPath,
			placeholder: 'support@example.com',
		}),
	] as const;
