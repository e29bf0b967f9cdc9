import { ApiError } from './errors.ts';
import type { World } from './handler.ts';
import type { Limiter } from './limiter.ts';
import type { SandboxResponse } from './response.ts';
import type { Router, TrackRoute } from './router.ts';
import type { TrackCall } from './state.ts';
import { accept } from './track/actions.ts';
import { V1_HANDLERS } from './track/v1.ts';
import { checkAction, checkV1Rules } from './track/validate.ts';
import { isObject } from './types.ts';
import type { JsonObject, RecordedRequest } from './types.ts';
import { describe } from './validation/problems.ts';
import type { Problem } from './validation/problems.ts';
import type { ReceivedBody } from './validation/request.ts';
import { checkBody, checkParameters } from './validation/request.ts';

interface TrackContext {
	world: World;
	router: Router;
	limiter: Limiter;
	limits: () => boolean;
	siteId: string;
	trackKey: string;
	strictErrors: boolean;
}

/** Problems that reject a whole request. */
class Invalid extends Error {
	readonly problems: Problem[];

	constructor(problems: Problem[]) {
		super('the request is not valid');
		this.problems = problems;
	}
}

/** Whether the header is Basic auth with the site ID as user name and the API key as password. */
function authorized({ siteId, trackKey }: TrackContext, header: string | undefined): boolean {
	const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1] ?? '';
	return Buffer.from(encoded, 'base64').toString('utf8') === `${siteId}:${trackKey}`;
}

/** A problem in the form of the v2 errors; `field` is the path within the action. */
function v2Error({ at, message }: Problem): JsonObject {
	const field = at.replace(/^(body|batch\[\d+\])\.?/, '');
	const subject = field || (at === 'body' ? 'the body' : 'the item');
	return {
		reason: message === 'is required' ? 'required' : 'invalid',
		field,
		message: at === '' ? message : `${subject} ${message}`,
	};
}

/** The documented body of the operation's 400; the general one for an operation that lists none. */
function rejection(status: number, problems: Problem[], route?: TrackRoute): SandboxResponse {
	const documented = route?.operation.errors.find((error) => error.status === 400);
	const texts = problems.map((problem) =>
		problem.at === '' ? problem.message : describe(problem),
	);
	const response = (body?: unknown): SandboxResponse => ({ status, body, processed: false });
	if (documented?.body === null) return response();
	if (documented?.body.errors) return response({ errors: problems.map(v2Error) });
	if (documented?.body.meta && documented.body.meta.error === undefined)
		return response({ meta: { errors: texts } });
	return response({ meta: { error: texts.join('; ') } });
}

/** Throws 400 if the body is malformed or has the wrong Content-Type. */
function parseBody(record: RecordedRequest, raw: Buffer): ReceivedBody {
	if (raw.length === 0) return { kind: 'none' };
	const contentType = record.headers['content-type'] ?? '';
	if (contentType.split(';')[0]?.trim().toLowerCase() !== 'application/json')
		throw new ApiError(400, `Content-Type must be application/json, got "${contentType}"`);
	try {
		const value = JSON.parse(raw.toString('utf8')) as unknown;
		return { kind: 'json', value, bytes: raw.length };
	} catch (error) {
		throw new ApiError(400, `the body is not JSON: ${(error as Error).message}`);
	}
}

/**
 * Applies the valid items of a batch. The response names every problem of the others; it is 400 if
 * there is no valid item.
 *
 * @param strictErrors items that are dropped in silence are named, too
 */
function sendBatch(world: World, items: unknown[], strictErrors: boolean): SandboxResponse {
	const checked = items.map((item, i) => checkAction(world.specs.track, item, `batch[${i}]`));
	if (checked.every((problems) => problems.length > 0)) throw new Invalid(checked.flat());
	let processed = false;
	const reasons: string[] = [];
	items.forEach((item, i) => {
		if (checked[i]?.length !== 0 || !isObject(item)) return;
		const { dropped } = accept(world, item);
		if (dropped === undefined) processed = true;
		else if (strictErrors) checked[i] = [{ at: `batch[${i}]`, message: dropped }];
		else reasons.push(`batch[${i}]: ${dropped}`);
	});
	const errors = checked.flatMap((problems, i) =>
		problems.map((problem) => ({ batch_index: i, ...v2Error(problem) })),
	);
	return errors.length > 0
		? { status: 207, body: { errors }, processed }
		: { status: 200, body: {}, processed, reasons };
}

function processRequest(
	{ world, strictErrors }: TrackContext,
	record: RecordedRequest,
	raw: Buffer,
	{ route, params }: { route: TrackRoute; params: Record<string, string> },
): SandboxResponse {
	const { key, operation } = route;
	const { track } = world.specs;
	const received = parseBody(record, raw);
	const value = received.kind === 'json' ? received.value : {};
	const body = isObject(value) ? value : {};
	const problems = checkParameters(operation, params, record.query, record.headers);
	const bodyProblems = checkBody(operation, received);
	if (key === 'entity.send') problems.push(...checkAction(track, value, 'body'));
	// Problems of items are errors of these items.
	else if (key === 'batch.send')
		problems.push(...bodyProblems.filter(({ at }) => !at.startsWith('body.batch[')));
	else problems.push(...bodyProblems, ...checkV1Rules(track, key, params, body));
	if (problems.length > 0) throw new Invalid(problems);

	if (key === 'batch.send')
		return sendBatch(world, Array.isArray(body.batch) ? body.batch : [], strictErrors);
	if (key === 'entity.send') return settled([accept(world, body)], { status: 200, body: {} });
	const handler = V1_HANDLERS[key];
	if (!handler) throw new Error(`the sandbox has no handler for ${key}`);
	const { entries, ...response } = handler({ world, params, query: record.query, body });
	return settled(entries, response);

	/** The response to calls that were applied, or dropped in silence. */
	function settled(
		calls: readonly TrackCall[],
		success: Omit<SandboxResponse, 'processed'>,
	): SandboxResponse {
		const reasons = calls.flatMap(({ dropped }) => (dropped === undefined ? [] : [dropped]));
		if (strictErrors && reasons.length > 0)
			throw new Invalid(reasons.map((message) => ({ at: '', message })));
		return { ...success, processed: reasons.length === 0, reasons };
	}
}

/** Takes a slot of the limit of the Track API. Throws 429. */
function applyRateLimit({ limits, limiter }: TrackContext, rate: string): void {
	const wait = limits() ? limiter.take('track', rate) : 0;
	if (wait === 0) return;
	const error = new ApiError(429, `rate limited to ${rate.replace('/', ' requests per ')}`);
	error.headers = { 'Retry-After': String(wait) };
	throw error;
}

/**
 * Handles a Track request: authentication, routing, rate limit, validation, then the call. A 2xx says
 * that the call was received; one without an effect is recorded with the reason in `state.track.calls`.
 */
export function handleTrackRequest(
	context: TrackContext,
	record: RecordedRequest,
	raw: Buffer,
): SandboxResponse {
	let route: TrackRoute | undefined;
	const hasKey = authorized(context, record.headers.authorization);
	try {
		const match = context.router.match(record.method, record.path);
		if (match.api !== 'track') throw new ApiError(404, `${record.path} is no path of Track`);
		route = match.route;
		// The documented 401 has no body.
		if (!hasKey && route.operation.auth === 'basic') return { status: 401, processed: false };
		applyRateLimit(context, route.operation.rateLimitNewer);
		return processRequest(context, record, raw, match);
	} catch (error) {
		if (error instanceof Invalid) return rejection(400, error.problems, route);
		if (!(error instanceof ApiError)) throw error;
		if (!hasKey && !route) return { status: 401, processed: false };
		const problem = { at: '', message: error.message };
		return { ...rejection(error.status, [problem], route), headers: error.headers };
	}
}
