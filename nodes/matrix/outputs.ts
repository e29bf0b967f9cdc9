import type { ItemOutput, ListOutput, Output, Paging } from './vocabulary';

/** One item, from the object under `key` or from the whole answer. An array there gives its entries. */
export const item = (key?: string, rest: Omit<ItemOutput, 'kind' | 'key'> = {}): ItemOutput => ({
	kind: 'item',
	...(key === undefined ? {} : { key }),
	...rest,
});

/** One item per entry of the array under `key`. */
export const list = (key: string, rest: Omit<ListOutput, 'kind' | 'key'> = {}): ListOutput => ({
	kind: 'list',
	key,
	...rest,
});

export const deleted: Output = { kind: 'deleted' };
export const done: Output = { kind: 'done' };
export const file: Output = { kind: 'file' };

/** `start` in the query, `next` in the answer: the usual paging of the App API. */
export const cursor = (
	rest: { maxSize?: number; sized?: boolean; parameter?: string; next?: string } = {},
): Paging => ({ style: 'cursor', parameter: 'start', next: 'next', sized: true, ...rest });

/** `page` and `limit` in the query, `meta.pagination.total` in the answer. */
export const pages = (maxSize: number): Paging => ({ style: 'page', maxSize });

/** `offset` and `limit` in the query; a short page is the last. */
export const offsets = (maxSize: number): Paging => ({ style: 'offset', maxSize });
