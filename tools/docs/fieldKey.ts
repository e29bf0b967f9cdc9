import type { Field } from '../../nodes/shared/schema/fields.ts';

/** A key that is equal for fields that look the same to the user. */
export function fieldKey(field: Field, collection: string | undefined): string {
	return JSON.stringify([field, collection]);
}
