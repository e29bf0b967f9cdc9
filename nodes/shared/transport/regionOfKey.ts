import { isObject } from '../utils/json';
import type { Api, Region } from './apis';
import type { ApiRequest } from './requests';
import type { AttemptResult } from './responses';

/** So that an error never waits long for this. */
const MAX_MS = 10_000;

/**
 * The region of a key that an API has rejected, as the API itself tells; `undefined` if it does not
 * know the key in either region, or does not tell.
 *
 * @param attempt sends a request once
 */
export async function regionOfKey(
	{ regionPath }: Api,
	attempt: (request: ApiRequest) => Promise<AttemptResult>,
): Promise<Region | undefined> {
	if (regionPath === undefined) return undefined;
	const { outcome, response } = await attempt({
		method: 'GET',
		requestTarget: regionPath,
		safe: true,
		idempotent: true,
		maxWaitMs: MAX_MS,
		timeoutMs: MAX_MS,
	});
	const isKnown = outcome.kind === 'response' && outcome.status === 200;
	const region = isKnown && isObject(response?.body) ? response.body.region : undefined;
	if (region === 'us') return 'US';
	return region === 'eu' ? 'EU' : undefined;
}
