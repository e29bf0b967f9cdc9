/** The words for what comes of an answer. */

/** How a list continues. Sizes are numbers of entries; without `maxSize` none is documented. */
export type Pagination =
	| {
			readonly style: 'cursor';
			/** Query parameter that takes the cursor. */
			readonly parameter: string;
			/** Dotted path of the next cursor in the answer; an empty, zero or missing one ends the list. */
			readonly next: string;
			/** `false`: the endpoint takes no `limit`. */
			readonly acceptsLimit: boolean;
			readonly maxSize?: number;
	  }
	| { readonly style: 'page'; readonly maxSize: number }
	| { readonly style: 'offset'; readonly maxSize: number };

export interface ListOutput {
	readonly kind: 'list';
	/** Key of the array; none if the answer itself is the array. */
	readonly rootProperty?: string;
	readonly pagination?: Pagination;
	/** Each entry is wrapped once more under this key. */
	readonly entryProperty?: string;
	/** Key under which an entry that is no object becomes an item. */
	readonly scalarKey?: string;
	/** Who asks for it wants all of it, as they named each thing: without "Return All" and "Limit". */
	readonly whole?: true;
	/** Keys kept by "Simplify"; only for entries with more than ten fields. */
	readonly simplify?: readonly string[];
	/** Key of the answer that stands beside the list and is added to each entry, if it is there. */
	readonly includeFromRoot?: string;
	/** A page may hold entries of earlier ones again, by Customer.io's own account: each is given once. */
	readonly deduplicate?: true;
	/** Each entry holds metrics over time, which "Split Into Periods" turns into one item per period. */
	readonly metrics?: true;
}

export interface ItemOutput {
	readonly kind: 'item';
	/** Key of the object; none if the answer itself is the thing. */
	readonly rootProperty?: string;
	readonly simplify?: readonly string[];
	/** As for a list: what stands beside the thing. */
	readonly includeFromRoot?: string;
	/** As for a list: the thing holds metrics over time. */
	readonly metrics?: true;
}

/** The answer is a file: an item with the IDs of the path and the file as binary data. */
export interface FileOutput {
	readonly kind: 'file';
}

export type Output =
	| ListOutput
	| ItemOutput
	| FileOutput
	/** The thing is gone: `{ deleted: true }`. */
	| { readonly kind: 'deleted' }
	/** An empty answer: the path's IDs and `success: true`. */
	| { readonly kind: 'done' };

/** One item, from the object under `key` or from the whole answer. An array there gives its entries. */
export const item = (
	rootProperty?: string,
	rest: Omit<ItemOutput, 'kind' | 'rootProperty'> = {},
): ItemOutput => ({
	kind: 'item',
	...(rootProperty === undefined ? {} : { rootProperty }),
	...rest,
});

/** One item per entry of the array under `key`. */
export const list = (
	rootProperty: string,
	rest: Omit<ListOutput, 'kind' | 'rootProperty'> = {},
): ListOutput => ({
	kind: 'list',
	rootProperty,
	...rest,
});

export const deleted: Output = { kind: 'deleted' };
export const done: Output = { kind: 'done' };
export const file: Output = { kind: 'file' };

/** `start` in the query, `next` in the answer: the usual paging of the App API. */
export const cursor = (
	options: { maxSize?: number; acceptsLimit?: boolean; parameter?: string; next?: string } = {},
): Pagination => ({
	style: 'cursor',
	parameter: 'start',
	next: 'next',
	acceptsLimit: true,
	...options,
});

/** `page` and `limit` in the query, `meta.pagination.total` in the answer. */
export const pages = (maxSize: number): Pagination => ({ style: 'page', maxSize });

/** `offset` and `limit` in the query; a short page is the last. */
export const offsets = (maxSize: number): Pagination => ({ style: 'offset', maxSize });
