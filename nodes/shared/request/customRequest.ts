import { InputError } from '../utils/errors';
import { asObject, asText, type JsonObject } from '../utils/json';
import type { BuiltRequest, Method } from '../schema/request';

/** What the fields of an operation with a custom route give, by their names. */
interface CustomRoute {
	readonly method: Method;
	/** A path of the API, which may have a query. */
	readonly path: string;
	readonly query?: JsonObject;
}

/**
 * Replaces method, path and query of a request by those that the user entered: for endpoints that no
 * operation describes.
 *
 * Query parameters replace those of the same name in the path. Only in the path a name may occur more
 * than once, as lists do in many APIs.
 *
 * @throws InputError if the path is not one of the API
 */
export function withCustomRoute(request: BuiltRequest): BuiltRequest {
	const route = request.settings as unknown as CustomRoute;
	const { path, query: pathQuery } = readPath(route.path, request.path);
	const parameters = asObject(route.query) ?? {};
	const query = new Map<string, string>();
	const repeatedQuery: Array<readonly [string, string]> = [];
	for (const [name, value] of pathQuery) {
		if (!query.has(name)) query.set(name, value);
		else if (!Object.hasOwn(parameters, name)) repeatedQuery.push([name, value]);
	}
	for (const [name, value] of Object.entries(parameters)) query.set(name, asText(value));
	return { ...request, method: route.method, path, query, repeatedQuery, settings: {} };
}

/** @param start of the API's paths, up to its version: `/v1/` or `/api/v1/` */
function readPath(entered: string, start: string): { path: string; query: URLSearchParams } {
	const [path = '', ...rest] = entered.trim().split('?');
	const segments = path.split('/').map((segment) => segment.replace(/%2e/gi, '.'));
	// A URL parser reads \ as /, and # ends what is sent.
	const isPlain = /^[\x21-\x7e]*$/.test(path) && !/[\\#]/.test(path);
	const isOfApi = path.replace(/\/v\d+\//, '/v1/').startsWith(start);
	if (!isPlain || !isOfApi || segments.some((segment) => segment === '.' || segment === '..')) {
		throw new InputError(
			'Path',
			`"${entered}" is not a path of the API`,
			`Start with ${start}, omit the host, percent-encode other characters, and do not use . or .. as a part.`,
		);
	}
	return { path, query: new URLSearchParams(rest.join('?')) };
}
