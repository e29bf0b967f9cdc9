import { byCioId, byEmail, byId, byPhone } from '../../shared/catalog/identifierModes';
import { identifier } from '../../shared/schema/fieldBuilders';

/** The identifiers of a person in a call. */
export const PERSON_IDENTIFIERS = ['id', 'email', 'phone', 'cio_id'] as const;

/** Those that merges, relationships and segments take. */
export const PERSON_IDENTIFIERS_WITHOUT_PHONE = ['id', 'email', 'cio_id'] as const;

/** The person whom a call is about. */
export const person = (
	description = 'The person. Email and phone work only if the workspace identifies people by them.',
) =>
	identifier('identifiers', description, [byEmail, byId, byPhone, byCioId], {
		displayName: 'Person',
		parameter: 'person',
		required: true,
	});

/** A person where the API takes no phone number. */
export const personWithoutPhone = <const N extends string>(
	name: N,
	displayName: string,
	description: string,
) => identifier(name, description, [byEmail, byId, byCioId], { displayName, required: true });
