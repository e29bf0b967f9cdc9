/** Access to one item and the node's parameters for it: tests can implement it without n8n. */
export interface ItemInput {
	/** A parameter of the node, with its expressions evaluated for this item. */
	parameter(name: string, fallback?: unknown): unknown;
	/**
	 * A file of the item.
	 *
	 * @returns `undefined` if the item has no such file
	 */
	file(property: string): Promise<ItemFile | undefined>;
	/** The item's JSON, which must not be changed. */
	json(): { readonly [name: string]: unknown };
	/** A property of the node's credential that is not secret. */
	credential(property: string): unknown;
	/** IANA name of the workflow's time zone. */
	readonly timezone: string;
}

export interface ItemFile {
	/** With an extension, as far as the type is known. */
	readonly fileName: string;
	readonly mimeType: string;
	readonly data: Buffer;
}
