/**
 * URLs of resources in Customer.io's UI, and the IDs in them. Customer.io does not document them;
 * these forms are what others link to, on the hosts of both regions:
 *
 * - `/env/<workspace>/campaigns/<id>/…` and `/env/<workspace>/broadcasts/newsletter/<id>/…`:
 *   generator.py of https://github.com/customerio/cio-metrics-report, by Customer.io itself
 * - `/workspaces/<workspace>/journeys/campaigns/<id>/…`, `…/broadcasts/newsletter/<id>/…`,
 *   `…/broadcasts/<id>` and `…/segments/<id>/…`: extensions/customer-io/src of
 *   https://github.com/raycast/extensions
 * - `…/journeys/automations/<id>/…`, the present name of campaigns, `…/broadcasts/broadcast/<id>/…`
 *   and `…/transactional/<id>/…`: links in the notes of several public repositories
 */
const PAGES = {
	broadcast: { path: 'broadcasts/broadcast', form: 'broadcasts(?:/broadcast)?' },
	campaign: { path: 'campaigns', form: '(?:campaigns|automations)' },
	newsletter: { path: 'broadcasts/newsletter', form: 'broadcasts/newsletter' },
	segment: { path: 'segments', form: 'segments' },
	transactional: { path: 'transactional', form: 'transactional' },
};

/** Resources with a page whose URL contains the ID. */
export type CustomerIoPage = keyof typeof PAGES;

/** A regular expression that captures the ID in a page's URL, on any host of Customer.io. */
export function pageUrlPattern(page: CustomerIoPage): string {
	return `customer\\.io/.*/${PAGES[page].form}/(\\d+)`;
}

export function examplePageUrl(page: CustomerIoPage, id: string): string {
	return `https://fly.customer.io/workspaces/1/journeys/${PAGES[page].path}/${id}`;
}

/**
 * The ID in a page's URL; undefined if it is the URL of something else.
 *
 * @param page the kind of page; without it, any of them
 */
export function idInPageUrl(url: string, page?: CustomerIoPage): string | undefined {
	const pages = page === undefined ? (Object.keys(PAGES) as CustomerIoPage[]) : [page];
	const ids = pages.map((candidate) => new RegExp(pageUrlPattern(candidate)).exec(url)?.[1]);
	return ids.find((id) => id !== undefined);
}
