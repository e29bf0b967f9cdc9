import { byCioId, byEmail, byId, byPhone } from '../../shared/catalog/identifierModes';
import { identifier } from '../../shared/schema/fieldBuilders';
import type { IdentifierField } from '../../shared/schema/fields';

/** The person in a body: `{ "email": … }`, `{ "id": … }` or `{ "cio_id": … }`. */
export const identifiers = identifier(
	'identifiers',
	'Whose attributes the message uses, and in whose history it appears',
	[byEmail, byId, byCioId],
	{ displayName: 'Person' },
);

/** The person in a path, with `id_type` in the query. */
export const customerId: IdentifierField<'customer_id'> = identifier(
	'customer_id',
	'The person. Email and phone work only if the workspace identifies people by them.',
	[byEmail, byId, byPhone, { ...byCioId, prefix: 'cio_' }],
	{ displayName: 'Person', typeParameter: { name: 'id_type', default: 'id' } },
);
