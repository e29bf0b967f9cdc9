import type { Api } from './apis';

/** So many requests in so much time, for one key. */
export interface RateLimit {
	readonly name: string;
	readonly requests: number;
	readonly perMs: number;
	/**
	 * `paced`: requests wait for one another.
	 * `quota`: at once, for limits over a day that nobody would wait for.
	 */
	readonly mode: 'paced' | 'quota';
	/** Where the service may allow more than `requests`: the most that are tried. */
	readonly ceiling?: number;
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
	// Documented as 100 per second, and in the newest specification as 3,000 per 3 seconds.
	[/^POST \/v1\/send\//, { ...limit('transactional messages', 100, SECOND), ceiling: 1000 }],
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

/** @see https://docs.customer.io/integrations/api/track/#section/Overview/Rate-limits */
const TRACK = limit('Track API', 3000, 3 * SECOND);

/** No process sends more requests per second, so a higher rate needs no limiter. */
const MAX_RATE = 5000;

/**
 * The limit that a request counts against.
 *
 * @param ownRate requests per second for a workspace with a custom limit; 0 for no limit
 */
export function limitFor(
	credential: Api['credential'],
	method: string,
	path: string,
	ownRate?: number,
): RateLimit {
	const documented = documentedLimit(credential, `${method} ${path}`);
	return ownRate === undefined ? documented : ownLimit(documented.name, ownRate);
}

function documentedLimit(credential: Api['credential'], route: string): RateLimit {
	if (credential === 'customerIoPipelinesApi') return PIPELINES;
	if (credential === 'customerIoTrackApi') return TRACK;
	return APP_LIMITS.find(([pattern]) => pattern.test(route))?.[1] ?? APP_DEFAULT;
}

function ownLimit(name: string, rate: number): RateLimit {
	if (rate <= 0 || rate > MAX_RATE) return limit(name, Infinity, SECOND);
	// Requests are counted in whole numbers: 2.5 per second are 3 in 1.2 s.
	const requests = Math.ceil(rate);
	return limit(name, requests, (requests / rate) * SECOND);
}
