/** Mistakes in an output: `typeErrors.test.ts` checks that each is the compile error in its comment. */
import {
	cursor,
	item,
	list,
	offsets,
	pages,
	type Output,
} from '../../nodes/shared/schema/output.ts';

const takes = <T>(_: T): void => undefined;

takes<Output>(list('segments', { pagination: cursor({ maxSize: 100 }), simplify: ['id', 'name'] }));

// @ts-expect-error 2554: Expected 1-2 arguments, but got 0
list();
// @ts-expect-error 2345: is not assignable to parameter of type 'string'
list({ pagination: pages(100) });
// @ts-expect-error 2353: 'size' does not exist in type
list('segments', { size: 100 });
// @ts-expect-error 2322: Type 'string' is not assignable to type 'readonly string[]'
list('segments', { simplify: 'id' });
// @ts-expect-error 2322: Type 'false' is not assignable to type 'true'
list('metrics', { metrics: false });
// @ts-expect-error 2353: 'pagination' does not exist in type
item('segment', { pagination: pages(100) });
// @ts-expect-error 2345: is not assignable to parameter of type 'string'
item(['segment']);

// Pagination without its arguments.
// @ts-expect-error 2554: Expected 1 arguments, but got 0
pages();
// @ts-expect-error 2345: Argument of type 'string' is not assignable to parameter of type 'number'
pages('100');
// @ts-expect-error 2554: Expected 1 arguments, but got 0
offsets();
// @ts-expect-error 2561: Did you mean to write 'maxSize'?
cursor({ maxsize: 100 });
// @ts-expect-error 2322: Type 'string' is not assignable
cursor({ acceptsLimit: 'no' });
// @ts-expect-error 2322: Property 'maxSize' is missing
list('segments', { pagination: { style: 'page' } });
// @ts-expect-error 2322: Type '"scroll"' is not assignable
list('segments', { pagination: { style: 'scroll', maxSize: 100 } });
// @ts-expect-error 2322: => Pagination' is not assignable
list('segments', { pagination: cursor });

// Unknown kinds of output, and properties that a kind does not have.
// @ts-expect-error 2322: Type '"lines"' is not assignable
takes<Output>({ kind: 'lines' });
// @ts-expect-error 2353: 'key' does not exist in type
takes<Output>({ kind: 'file', key: 'asset' });
// @ts-expect-error 2353: 'key' does not exist in type
takes<Output>({ kind: 'deleted', key: 'id' });
