import { buildRequest } from './buildRequest';
import { InputError } from '../utils/errors';
import type { ItemInput } from '../schema/itemInput';
import { asText } from '../utils/json';
import type { BuiltRequest } from '../schema/request';
import type { Operation } from '../schema/operation';
import type { Method } from '../schema/request';
import type { JsonObject } from '../utils/json';

/**
 * The request of an endpoint that the matrix does not know: method, path and query are the person's own.
 *
 * The query that is written in the path is the weakest: a parameter replaces all that it says under the
 * same name. Only there a name may come more than once, as lists do in many APIs.
 *
 * @throws InputError if the path leaves the API, or a field of the operation cannot be read
 */
export async function buildCustomRequest(
	operation: Operation,
	input: ItemInput,
): Promise<BuiltRequest> {
	const request = await buildRequest(operation, input);
	const { method, path: entered, query: parameters } = request.settings;
	const { path, query: written } = readPath(String(entered));
	const replaced = Object.entries((parameters ?? {}) as JsonObject);
	const query = new Map<string, string>();
	const repeatedQuery: Array<readonly [string, string]> = [];
	for (const [name, value] of written) {
		if (!query.has(name)) query.set(name, value);
		else if (!replaced.some(([other]) => other === name)) repeatedQuery.push([name, value]);
	}
	for (const [name, value] of replaced) query.set(name, asText(value));
	return { ...request, method: method as Method, path, query, repeatedQuery, settings: {} };
}

function readPath(entered: string): { path: string; query: URLSearchParams } {
	const [path = '', ...rest] = entered.trim().split('?');
	const segments = path.split('/').map((segment) => segment.replace(/%2e/gi, '.'));
	// Where addresses are read, \ counts as /, and # ends what is sent.
	const isPlain = /^\/v\d+\/[\x21-\x7e]*$/.test(path) && !/[\\#]/.test(path);
	if (!isPlain || segments.some((one) => one === '.' || one === '..')) {
		throw new InputError(
			'Path',
			`"${entered}" is not a path of the API`,
			'Start with /v1/, leave out the host, percent-encode other characters, and do not use . or .. as a part.',
		);
	}
	return { path, query: new URLSearchParams(rest.join('?')) };
}
