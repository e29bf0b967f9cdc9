import type { StringField } from './vocabulary';

/** A file of the item that is sent as a multipart form, together with the fields of the body. */
export interface Upload {
	/** Holds the name of the item's binary field; the file has its API name in the form. */
	readonly field: StringField;
	readonly maxBytes: number;
	readonly mimeTypes: readonly string[];
}
