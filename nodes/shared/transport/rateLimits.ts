/** So many requests in so much time, for one key. */
export interface RateLimit {
	readonly name: string;
	readonly requests: number;
	readonly perMs: number;
	/**
	 * `spread`: evenly, so that a queue of requests goes at the limit's pace.
	 * `budget`: at once, for limits over a day that nobody would wait for.
	 */
	readonly mode: 'paced' | 'quota';
}

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

const limit = (
	name: string,
	requests: number,
	perMs: number,
	mode: RateLimit['mode'] = 'paced',
): RateLimit => ({ name, requests, perMs, mode });

/**
 * Customer.io's documented limits by route, the first that fits. They hold for a workspace, so every
 * route with the same name shares one.
 *
 * @see https://docs.customer.io/integrations/api/app/#section/Overview/Rate-limits
 */
const APP_LIMITS: ReadonlyArray<readonly [route: RegExp, limit: RateLimit]> = [
	[/^POST \/v1\/send\//, limit('transactional messages', 100, SECOND)],
	[/^POST \/v1\/campaigns\/[^/]+\/triggers$/, limit('broadcast triggers', 1, 10 * SECOND)],
	[/^GET \/v1\/messages\/[^/]+\/archived_message$/, limit('archived messages', 100, DAY, 'quota')],
	[
		/^\w+ \/v1\/design_studio\/emails\/[^/]+\/(link|publish|render|preview|review)$/,
		limit('Design Studio rendering', 5, SECOND),
	],
	[
		/^POST \/v1\/design_studio\/emails\/[^/]+\/inbox_previews$/,
		limit('Design Studio rendering', 5, SECOND),
	],
];

const APP_DEFAULT = limit('App API', 10, SECOND);

/** @see https://docs.customer.io/integrations/api/cdp/#section/Rate-limits */
const PIPELINES = limit('Pipelines', 3000, 3 * SECOND);

/**
 * The limit that a request counts against.
 *
 * @param ownRate requests per second of a workspace with a limit of its own; 0 for none
 */
export function limitFor(
	credential: 'customerIoAppApi' | 'customerIoPipelinesApi',
	method: string,
	path: string,
	ownRate?: number,
): RateLimit {
	if (ownRate !== undefined) return ownLimit(ownRate);
	if (credential === 'customerIoPipelinesApi') return PIPELINES;
	const route = `${method} ${path}`;
	return APP_LIMITS.find(([pattern]) => pattern.test(route))?.[1] ?? APP_DEFAULT;
}

function ownLimit(rate: number): RateLimit {
	if (rate <= 0) return limit('requests', Infinity, SECOND);
	// Requests are counted in whole numbers: 2.5 per second are 3 in 1.2 s.
	const requests = Math.ceil(rate);
	return limit('requests', requests, (requests / rate) * SECOND);
}

/**
 * How many requests may be under way at once: what half a second of the limit allows, in bounds.
 * Without a limit 250 are enough to hide an answering time of 100 ms, and few enough for a gateway
 * and for the sockets of a process.
 */
export function requestsInFlight({ requests, perMs, mode }: RateLimit): number {
	if (mode === 'quota') return 4;
	return Math.max(1, Math.min(250, Math.ceil((requests / perMs) * 500)));
}
