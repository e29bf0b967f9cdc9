/**
 * What the matrix may ask about one item. n8n's context stays behind it, so that everything that
 * reads values is tested without n8n.
 */
export interface ItemInput {
	/** A parameter of the node with its expressions resolved for this item. */
	parameter(name: string, fallback?: unknown): unknown;
	/**
	 * A file of the item.
	 * @throws InputError-free: rejects with nothing found as `undefined`
	 */
	file(property: string): Promise<ItemFile | undefined>;
	/** The item's own JSON; not to be changed. */
	json(): { readonly [name: string]: unknown };
	/** A property of the node's credential that is no secret. */
	credential(property: string): unknown;
	/** IANA name of the workflow's time zone. */
	readonly timezone: string;
}

export interface ItemFile {
	readonly fileName: string | undefined;
	readonly mimeType: string;
	readonly data: Buffer;
}
