import { NodeApiError, UserError } from 'n8n-workflow';

import { encodePathSegment, fillPath } from '../utils/url';
import { DEFAULT_WAIT_SECONDS, meets, WAIT_SECONDS, type Poll } from '../schema/poll';
import type { PostReceiveContext } from '../schema/postReceive';
import { asObject, valueAt, type JsonObject } from '../utils/json';

/** A job that was started, but did not finish. */
class JobError extends UserError {
	override description: string;
	/** The request that started the job succeeded: running the node again would start another one. */
	readonly mayHaveSucceeded = true;

	constructor(message: string, description: string) {
		super(message);
		this.description = description;
	}
}

const FIRST_INTERVAL_MS = 500;
const MAX_INTERVAL_MS = 10_000;
const INTERVAL_GROWTH = 1.5;

/**
 * Reads the state of a job at growing intervals until it has finished.
 *
 * @returns the job in its final state
 * @throws JobError if the job failed or did not finish in time; Customer.io may still continue it
 */
export async function poll(context: PostReceiveContext, options: Poll): Promise<JsonObject> {
	const { request, items } = context;
	const firstResponse = items[0] ?? {};
	if (options.mayFinishAtOnce === true && meets(firstResponse, options.done)) return firstResponse;

	const id = String(firstResponse[options.idKey]);
	const name = `${options.label} ${id}`;
	const target = pollTarget(options, { ...firstResponse, ...request.ids });
	const seconds = Number(request.settings[WAIT_SECONDS] ?? DEFAULT_WAIT_SECONDS);
	const deadline = Date.now() + seconds * 1000;
	const progressKey = options.progressKey ?? options.done.key;
	let interval = FIRST_INTERVAL_MS;
	for (;;) {
		const job = await readJob(context, target, name, options);
		const progress = `${progressKey}: ${JSON.stringify(job[progressKey] ?? null)}`;
		if (options.failed?.some((condition) => meets(job, condition)) === true) {
			throw new JobError(
				`${name} failed (${progress})`,
				`Customer.io started it, but could not finish it: ${JSON.stringify(job)}`,
			);
		}
		if (meets(job, options.done)) {
			return options.includeFirstResponse === true ? { ...firstResponse, ...job } : job;
		}
		const remaining = deadline - Date.now();
		if (remaining <= 0) {
			const resumeHint = options.resumeHint.replace('{id}', id);
			throw new JobError(
				`${name} did not finish within ${seconds} s (${progress})`,
				`Customer.io is still processing it, so do not start it again. ${resumeHint} Or raise "Completion Timeout (Seconds)".`,
			);
		}
		await context.wait(Math.min(interval, remaining));
		interval = Math.min(interval * INTERVAL_GROWTH, MAX_INTERVAL_MS);
	}
}

/** Where the state of the job is read, with its path and query encoded. */
function pollTarget({ route, label }: Poll, values: JsonObject): string {
	const path = route.slice('GET '.length);
	const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
	return fillPath(
		path,
		new Map(names.map((name) => [name, encodePathSegment(String(values[name]), label)])),
	);
}

async function readJob(
	{ get }: PostReceiveContext,
	target: string,
	name: string,
	{ rootProperty, failsWith = [] }: Poll,
): Promise<JsonObject> {
	try {
		const body = await get(target);
		return asObject(rootProperty === undefined ? body : valueAt(body, rootProperty)) ?? {};
	} catch (error) {
		throw readFailure(name, failsWith, error);
	}
}

/** The error of reading a job, as an error of the job if its HTTP status means that the job failed. */
function readFailure(name: string, failsWith: readonly number[], error: unknown): unknown {
	if (!(error instanceof NodeApiError) || !failsWith.includes(Number(error.httpCode))) return error;
	return new JobError(
		`${name} failed: ${error.message}`,
		'Customer.io started it, but could not finish it. Correct what it names, and run this item again.',
	);
}
