import type { SandboxResponse } from './response.ts';
import { ApiError, errorBody } from './errors.ts';
import type { World } from './handler.ts';
import { unixNow } from './ids.ts';
import type { Limiter } from './limiter.ts';
import { handlerFor } from './resources/index.ts';
import type { Route, Router } from './router.ts';
import { isObject } from './types.ts';
import type { JsonObject, RecordedRequest } from './types.ts';
import { checkContents, checkIdentifier } from './validation/contents.ts';
import { parseMultipart } from './validation/multipart.ts';
import type { ReceivedBody } from './validation/request.ts';
import { checkBody, checkParameters, rejection } from './validation/request.ts';
import { checkRules } from './validation/rules.ts';

/** The host name under which the sandbox is the other region. */
const OTHER_REGION = 'localhost';

interface AppContext {
	world: World;
	router: Router;
	limiter: Limiter;
	limits: () => boolean;
	appKey: string;
	otherRegionKey: string;
}

/** Sends, and the few updates that the spec notes, return errors as `{ meta: { error } }`. */
function errorShape(path: string, route: Route | undefined): 'errors' | 'meta' {
	const noted = route?.operation.notes?.some((note) => note.includes('{meta:{error}}')) ?? false;
	return path.startsWith('/v1/send/') || noted ? 'meta' : 'errors';
}

/**
 * The key of another region's account is told where that region is, as Customer.io does: `localhost` is
 * that region here, and takes both keys.
 */
function authorize({ appKey, otherRegionKey }: AppContext, record: RecordedRequest): void {
	const { authorization, host = '' } = record.headers;
	if (authorization === `Bearer ${appKey}`) return;
	if (authorization !== `Bearer ${otherRegionKey}`) {
		const unauthorized = new ApiError(401, 'unauthorized');
		unauthorized.code = 'invalid_credentials';
		throw unauthorized;
	}
	const url = new URL(`http://${host}`);
	if (url.hostname === OTHER_REGION) return;
	url.hostname = OTHER_REGION;
	const query = record.rawQuery === '' ? '' : `?${record.rawQuery}`;
	const error = new ApiError(301, 'wrong datacenter');
	error.headers = { Location: `${url.origin}${record.path}${query}` };
	throw error;
}

/** Parses a body by its Content-Type. Throws 400 if it is malformed or has the wrong Content-Type. */
async function parseBody(record: RecordedRequest, raw: Buffer): Promise<ReceivedBody> {
	if (raw.length === 0) return { kind: 'none' };
	const contentType = record.headers['content-type'] ?? '';
	const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
	if (mediaType === 'multipart/form-data') {
		const parts = await parseMultipart(contentType, raw);
		record.body = {
			fields: parts.fields,
			files: Object.fromEntries(
				Object.entries(parts.files).map(([name, file]) => [
					name,
					{ filename: file.filename, contentType: file.contentType, size: file.data.length },
				]),
			),
		};
		return { kind: 'multipart', parts };
	}
	if (mediaType !== 'application/json')
		throw new ApiError(400, `Content-Type must be application/json, got "${contentType}"`);
	try {
		return { kind: 'json', value: JSON.parse(raw.toString('utf8')) as unknown, bytes: raw.length };
	} catch (error) {
		throw new ApiError(400, `the body is not JSON: ${(error as Error).message}`);
	}
}

/** Takes a slot from the limit that all operations with the same rate share. Throws 429. */
function applyRateLimit(context: AppContext, rate: string): void {
	const wait = context.limits() ? context.limiter.take('app', rate) : 0;
	if (wait === 0) return;
	const [count, window = ''] = rate.split('/');
	const per = /^\d/.test(window) ? window : `1${window}`;
	const error = new ApiError(429, `rate limited to ${count} requests per ${per}`);
	// Not for a limit of a day.
	if (window !== 'day') error.headers = { 'Retry-After': String(wait) };
	throw error;
}

async function processRequest(
	context: AppContext,
	record: RecordedRequest,
	raw: Buffer,
	route: Route,
	params: Record<string, string>,
): Promise<SandboxResponse> {
	const { world } = context;
	const { operation } = route;
	const problems = checkParameters(operation, params, record.query, record.headers);
	const { customer_id: customerId, object_id: objectId } = params;
	problems.push(
		...checkIdentifier(record.query.id_type ?? 'id', customerId, 'path customer_id'),
		...checkIdentifier('id', objectId, 'path object_id'),
	);
	if (problems.length > 0) throw rejection(operation, problems);
	const received = await parseBody(record, raw);
	const bodyProblems = checkBody(operation, received);
	if (bodyProblems.length > 0) throw rejection(operation, bodyProblems);
	const value = received.kind === 'json' ? received.value : undefined;
	const now = unixNow();
	const violations = [
		...checkContents(value),
		...checkRules(route.key, value, world.specs.app.limits, now),
	];
	if (violations.length > 0) throw rejection(operation, violations);
	const body: JsonObject = isObject(value) ? value : {};
	const response = handlerFor(
		route.resource,
		operation.operation,
	)({
		key: route.key,
		resource: route.resource,
		operation,
		params,
		query: record.query,
		body,
		rows: Array.isArray(value) ? value : [],
		parts: received.kind === 'multipart' ? received.parts : { fields: {}, files: {} },
		world,
		state: world.state,
		now,
	});
	return { ...response, processed: true };
}

/** Handles an App API request: authentication, routing, rate limit, validation, then the operation. */
export async function handleAppRequest(
	context: AppContext,
	record: RecordedRequest,
	raw: Buffer,
): Promise<SandboxResponse> {
	let route: Route | undefined;
	try {
		authorize(context, record);
		const match = context.router.match(record.method, record.path);
		if (match.api !== 'app') throw new ApiError(404, `${record.path} is no path of the App API`);
		route = match.route;
		applyRateLimit(context, route.operation.rateLimit);
		return await processRequest(context, record, raw, route, match.params);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		return {
			status: error.status,
			body: errorBody(errorShape(record.path, route), error),
			headers: error.headers,
			processed: false,
		};
	}
}
