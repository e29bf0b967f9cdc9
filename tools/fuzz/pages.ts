/** Pages of a list that are wrong. */
import type { PageFault } from './faults.ts';

export interface FirstPage {
	readonly status: number;
	readonly body: unknown;
}

type Page = Record<string, unknown>;

/**
 * A later page of a list with a fault.
 *
 * @param cursor of the request; null in lists that have none
 * @param first the first page of the list
 */
export function withPageFault(
	fault: PageFault,
	page: Page,
	cursor: string | null,
	first: FirstPage | undefined,
): FirstPage {
	const ok = (body: unknown) => ({ status: 200, body });
	switch (fault) {
		case 'repeatedCursor':
			return ok(cursor === null ? page : { ...page, next: cursor });
		case 'circle':
			return ok(cursor === null ? page : { ...page, next: cursorIn(first) ?? cursor });
		case 'firstPageAgain':
			return first ?? ok(page);
		case 'noBody':
			return { status: 204, body: undefined };
		case 'null':
			return ok(null);
		case 'emptyObject':
			return ok({});
		case 'errors':
			return ok({ errors: [{ detail: 'try again' }] });
		case 'keyMissing':
			return ok(
				Object.fromEntries(Object.entries(page).filter(([, value]) => !Array.isArray(value))),
			);
		case 'emptyPage':
			return ok(withEmptyLists(page));
		case 'endsEarly':
			return ok({ ...page, next: '' });
	}
}

/** Whether the node cannot know that entries are missing: a page says correctly that it is the last one. */
export function isUnnoticed(fault: PageFault): boolean {
	return fault === 'emptyPage' || fault === 'endsEarly';
}

const withEmptyLists = (page: Page): Page =>
	Object.fromEntries(
		Object.entries(page).map(([name, value]) => {
			if (Array.isArray(value)) return [name, []];
			return [name, name === 'next' ? '' : value];
		}),
	);

function cursorIn(first: FirstPage | undefined): unknown {
	const { next } = (first?.body ?? {}) as { next?: unknown };
	return next;
}
