import { number, text } from '../../matrix/fields';
import type { Json } from '../../matrix/vocabulary';

/** An ID of spaces would make a person whom nobody finds again. */
export function blankProblem(value: Json): string | undefined {
	return String(value).trim() === '' ? 'must not be blank' : undefined;
}

const USER_ID = 'ID of the person in your systems, or their email address';

/** The person where another identifier may stand in. */
export const userId = text('userId', USER_ID, {
	displayName: 'User ID',
	prominent: true,
	placeholder: '42 or ada@example.com',
	check: blankProblem,
});

/** The person where nothing else will do. */
export const requiredUserId = text('userId', USER_ID, {
	displayName: 'User ID',
	required: true,
	placeholder: '42 or ada@example.com',
	check: blankProblem,
});

export const anonymousId = text(
	'anonymousId',
	'Stand-in ID of a person who is not known yet. With a User ID, what was anonymous becomes theirs.',
	{ displayName: 'Anonymous ID', neverEmpty: true, check: blankProblem },
);

/** The object in a group call. */
export const groupId = text(
	'groupId',
	'ID of the object in your systems, such as a company, an account or a course',
	{ displayName: 'Object ID', required: true, placeholder: 'acme', check: blankProblem },
);

/** The object in a semantic event. */
export const objectId = text('objectId', 'ID of the object in your systems', {
	under: 'properties',
	displayName: 'Object ID',
	required: true,
	placeholder: 'acme',
	check: blankProblem,
});

const OBJECT_TYPE =
	'Number of the object type. In Customer.io: Data & Integrations > Objects, where each type shows its number; the first is 1.';

/** Group calls take the number as text, semantic events as a number. */
export const objectTypeInTraits = number('objectTypeId', OBJECT_TYPE, {
	under: 'traits',
	displayName: 'Object Type ID',
	prominent: true,
	asText: true,
	min: 1,
});

export const objectTypeInProperties = number('objectTypeId', OBJECT_TYPE, {
	under: 'properties',
	displayName: 'Object Type ID',
	prominent: true,
	min: 1,
});
