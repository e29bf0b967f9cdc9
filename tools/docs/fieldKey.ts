import type { Field } from '../../nodes/shared/schema/fields.ts';

/** The same for fields that a person cannot tell apart. */
export function fieldKey(field: Field, collection: string | undefined): string {
	return JSON.stringify([field, collection]);
}
