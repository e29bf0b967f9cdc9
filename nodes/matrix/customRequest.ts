import type { BuiltRequest } from './request';
import { InputError } from './inputError';
import type { ItemInput } from './itemInput';
import { readOptions } from './options';
import { parseJson } from './parseJson';
import type { JsonObject, Method, Operation } from './vocabulary';

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE'];

/**
 * The request of an endpoint that the matrix does not know: method and path are the person's own.
 *
 * @throws InputError if the path leaves the API or the body is no JSON
 */
export async function buildCustomRequest(
	operation: Operation,
	input: ItemInput,
): Promise<BuiltRequest> {
	const method = String(input.parameter('method', 'GET'));
	if (!METHODS.includes(method)) {
		throw new InputError('Method', `"${method}" is not known`, `Choose ${METHODS.join(', ')}.`);
	}
	const { path, query } = readPath(String(input.parameter('path') ?? ''));
	const more = (input.parameter('additionalFields', {}) ?? {}) as {
		query?: { values?: Array<{ name?: unknown; value?: unknown }> };
		queryJson?: unknown;
		body?: unknown;
	};
	for (const { name, value } of more.query?.values ?? []) query.set(String(name), String(value));
	if (more.queryJson !== undefined) {
		const values = parseJson(
			{ name: 'query', displayName: 'Query Parameters (JSON)' },
			more.queryJson,
		);
		for (const [name, value] of Object.entries(values as JsonObject)) {
			query.set(name, typeof value === 'string' ? value : JSON.stringify(value));
		}
	}
	const body =
		more.body === undefined
			? undefined
			: parseJson({ name: 'body', displayName: 'Body (JSON)' }, more.body);
	return {
		method: method as Method,
		path,
		query,
		headers: {},
		body,
		ids: {},
		settings: {},
		options: await readOptions(operation, input),
	};
}

function readPath(entered: string): { path: string; query: Map<string, string> } {
	const [path = '', ...rest] = entered.trim().split('?');
	const segments = path.split('/').map((segment) => segment.replace(/%2e/gi, '.'));
	if (!/^\/v\d+\/[\x21-\x7e]*$/.test(path) || segments.some((one) => one === '.' || one === '..')) {
		throw new InputError(
			'Path',
			`"${entered}" is not a path of the API`,
			'Start with /v1/, leave out the host, percent-encode other characters, and do not use . or .. as a part.',
		);
	}
	return { path, query: new Map(new URLSearchParams(rest.join('?'))) };
}
