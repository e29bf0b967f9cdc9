import type { SandboxResponse } from './response.ts';
import type { World } from './handler.ts';
import type { PipelinesOperation } from './spec.ts';
import type { Limiter } from './limiter.ts';
import { accept } from './pipelines/apply.ts';
import { checkRequest } from './pipelines/validate.ts';
import type { RecordedRequest } from './types.ts';

interface PipelinesContext {
	world: World;
	limiter: Limiter;
	limits: () => boolean;
	writeKey: string;
	strictErrors: boolean;
}

/** Whether the header is Basic auth with the write key as user name and an empty password. */
function authorized(header: string | undefined, writeKey: string): boolean {
	const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
	return (
		encoded !== undefined && Buffer.from(encoded, 'base64').toString('utf8') === `${writeKey}:`
	);
}

const silentDrop = (reason: string): SandboxResponse => ({
	status: 200,
	body: {},
	processed: false,
	reasons: [reason],
});

/**
 * Handles a Pipelines request. Without strict mode, a wrong key or a malformed or oversized call gets
 * the response of a valid one and is recorded in `state.pipelines.dropped`.
 */
export function handlePipelinesRequest(
	context: PipelinesContext,
	record: RecordedRequest,
	raw: Buffer,
	operation: PipelinesOperation,
): SandboxResponse {
	const { world } = context;
	const { limits } = world.specs.pipelines;
	const strict = context.strictErrors || record.headers['x-strict-mode'] === '1';
	const drop = (reason: string): void => {
		world.state.pipelines.dropped.push({ operation: operation.operation, reason });
	};

	if (!authorized(record.headers.authorization, context.writeKey)) {
		// The documented 401 has no body.
		if (strict) return { status: 401, processed: false };
		const reason = 'wrong write key';
		drop(reason);
		return silentDrop(reason);
	}
	if (context.limits()) {
		const wait = context.limiter.take(
			'pipelines',
			`${limits.rate.requests}/${limits.rate.perSeconds}s`,
		);
		if (wait > 0) {
			const text = `rate limited to ${limits.rate.requests} requests per ${limits.rate.perSeconds} s`;
			return {
				status: 429,
				body: { meta: { errors: [text] } },
				headers: { 'Retry-After': String(wait) },
				processed: false,
			};
		}
	}

	const mediaType = record.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
	const { valid, errors } =
		mediaType === 'application/json'
			? checkRequest(world.specs.pipelines, operation, record.body, raw.length)
			: { valid: [], errors: ['Content-Type must be application/json'] };
	if (strict && errors.length > 0)
		return { status: 400, body: { meta: { errors } }, processed: false };
	errors.forEach(drop);
	for (const call of valid) accept(world, call);
	const processed = errors.length === 0 || valid.length > 0;
	return { status: 200, body: {}, processed, ...(errors.length > 0 ? { reasons: errors } : {}) };
}
