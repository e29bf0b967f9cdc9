/**
 * Addresses of things in Customer.io's own UI, and the IDs in them. Customer.io does not document
 * them; these forms are what others link to, on the hosts of both regions:
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

/** What has a page of its own whose address holds the ID. */
export type CustomerIoPage = keyof typeof PAGES;

/** What finds the ID in the address of such a page: any host of Customer.io, whatever follows the ID. */
export function pageUrlPattern(page: CustomerIoPage): string {
	return `customer\\.io/.*/${PAGES[page].form}/(\\d+)`;
}

export function examplePageUrl(page: CustomerIoPage, id: string): string {
	return `https://fly.customer.io/workspaces/1/journeys/${PAGES[page].path}/${id}`;
}

/**
 * The ID in an address, or nothing if it is the address of something else.
 *
 * @param page what the address must be of; without it, any of these pages
 */
export function idInPageUrl(address: string, page?: CustomerIoPage): string | undefined {
	const pages = page === undefined ? (Object.keys(PAGES) as CustomerIoPage[]) : [page];
	const found = pages.map((one) => new RegExp(pageUrlPattern(one)).exec(address)?.[1]);
	return found.find((id) => id !== undefined);
}
