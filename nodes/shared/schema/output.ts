/** How the items of an operation are made from its response. */

/** How a list continues. `maxSize` is the documented maximum of entries per page, if there is one. */
export type Pagination =
	| {
			readonly style: 'cursor';
			/** Query parameter that takes the cursor. */
			readonly parameter: string;
			/** Dotted path of the next cursor in the response; an empty, zero or missing one ends the list. */
			readonly next: string;
			/** `false`: the endpoint takes no `limit`. */
			readonly acceptsLimit: boolean;
			readonly maxSize?: number;
	  }
	| { readonly style: 'page'; readonly maxSize: number }
	| { readonly style: 'offset'; readonly maxSize: number };

export interface ListOutput {
	readonly kind: 'list';
	/** Key of the array; without it, the whole response is the array. */
	readonly rootProperty?: string;
	readonly pagination?: Pagination;
	/** Key under which each entry is wrapped. */
	readonly entryProperty?: string;
	/** Key under which an entry that is not an object becomes an item. */
	readonly scalarKey?: string;
	/** Always returned as a whole, without "Return All" and "Limit": the user named each entry. */
	readonly whole?: true;
	/** Keys kept by "Simplify"; only for entries with more than ten fields. */
	readonly simplify?: readonly string[];
	/** Key beside the list in the response, whose value is added to each entry if it is there. */
	readonly includeFromRoot?: string;
	/** Pages may repeat entries of earlier ones, as Customer.io documents: each is returned once. */
	readonly deduplicate?: true;
	/** Each entry has metrics over time, which "Split Into Periods" turns into one item per period. */
	readonly metrics?: true;
}

export interface ItemOutput {
	readonly kind: 'item';
	/** Key of the object; without it, the whole response is the object. */
	readonly rootProperty?: string;
	readonly simplify?: readonly string[];
	/** Key beside the object in the response, whose value is added to it if it is there. */
	readonly includeFromRoot?: string;
	/** The object has metrics over time, as for a list. */
	readonly metrics?: true;
}

/** The response is a file: one item with the IDs of the path and the file as binary data. */
export interface FileOutput {
	readonly kind: 'file';
}

export type Output =
	| ListOutput
	| ItemOutput
	| FileOutput
	/** The entity was deleted: `{ deleted: true }`. */
	| { readonly kind: 'deleted' }
	/** The response is empty: the path's IDs and `success: true`. */
	| { readonly kind: 'done' };

/** One item, from the object under `rootProperty` or the whole response. An array gives its entries. */
export const item = (
	rootProperty?: string,
	options: Omit<ItemOutput, 'kind' | 'rootProperty'> = {},
): ItemOutput => ({
	kind: 'item',
	...(rootProperty === undefined ? {} : { rootProperty }),
	...options,
});

/** One item per entry of the array under `rootProperty`. */
export const list = (
	rootProperty: string,
	options: Omit<ListOutput, 'kind' | 'rootProperty'> = {},
): ListOutput => ({
	kind: 'list',
	rootProperty,
	...options,
});

export const deleted: Output = { kind: 'deleted' };
export const done: Output = { kind: 'done' };
export const file: Output = { kind: 'file' };

/** `start` in the query, `next` in the response: the usual pagination of the App API. */
export const cursor = (
	options: { maxSize?: number; acceptsLimit?: boolean; parameter?: string; next?: string } = {},
): Pagination => ({
	style: 'cursor',
	parameter: 'start',
	next: 'next',
	acceptsLimit: true,
	...options,
});

/** `page` and `limit` in the query, `meta.pagination.total` in the response. */
export const pages = (maxSize: number): Pagination => ({ style: 'page', maxSize });

/** `offset` and `limit` in the query; a short page is the last. */
export const offsets = (maxSize: number): Pagination => ({ style: 'offset', maxSize });
