import { number, string } from '../../shared/schema/fieldBuilders';

const USER_ID = 'ID of the person in your systems, or their email address';

/** The person of a call that can have another identifier instead. */
export const userId = string('userId', USER_ID, {
	displayName: 'User ID',
	topLevel: true,
	placeholder: '42 or ada@example.com',
	identifies: true,
});

/** The person of a call that needs a user ID. */
export const requiredUserId = string('userId', USER_ID, {
	displayName: 'User ID',
	required: true,
	placeholder: '42 or ada@example.com',
	identifies: true,
});

export const anonymousId = string(
	'anonymousId',
	'ID of an anonymous person. Together with a User ID, their anonymous activity is merged into that person.',
	{ displayName: 'Anonymous ID', omitEmpty: true, identifies: true },
);

/** The object in a group call. */
export const groupId = string(
	'groupId',
	'ID of the object in your systems, such as a company, an account or a course',
	{ displayName: 'Object ID', required: true, placeholder: 'acme', identifies: true },
);

/** The object in a semantic event. */
export const objectId = string('objectId', 'ID of the object in your systems', {
	bodyPath: 'properties',
	displayName: 'Object ID',
	required: true,
	placeholder: 'acme',
	identifies: true,
});

const OBJECT_TYPE =
	'Number of the object type. In Customer.io: Data & Integrations > Objects, where each type shows its number; the first is 1.';

/** Group calls take the number as text, semantic events as a number. */
export const objectTypeInTraits = number('objectTypeId', OBJECT_TYPE, {
	bodyPath: 'traits',
	displayName: 'Object Type ID',
	topLevel: true,
	asText: true,
	min: 1,
});

export const objectTypeInProperties = number('objectTypeId', OBJECT_TYPE, {
	bodyPath: 'properties',
	displayName: 'Object Type ID',
	topLevel: true,
	min: 1,
});
