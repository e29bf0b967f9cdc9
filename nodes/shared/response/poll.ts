import { NodeApiError, UserError } from 'n8n-workflow';

import type { PostReceiveContext } from '../schema/postReceive';
import type { JsonObject } from '../utils/json';

/** Work that Customer.io carries on with after it answered. */
export interface Job {
	/** As an error calls it: "Export 110". */
	readonly name: string;
	/** Where its state is read. */
	readonly target: string;
	/** The state in an answer. */
	readonly read: (answer: unknown) => JsonObject;
	/** `working`, or how it ended. */
	readonly status: (state: JsonObject) => 'working' | 'done' | 'failed';
	/** Statuses with which Customer.io answers in place of a state when the work failed. */
	readonly failsWith?: readonly number[];
	/** The key of the state that says how far it is. */
	readonly stateKey: string;
	/** How a person gets the result later. */
	readonly resumeHint: string;
}

/** Work that started, but did not come to its end. */
class JobError extends UserError {
	override description: string;
	/** What asked for the work was: a second run of the node would ask for it again. */
	readonly mayHaveSucceeded = true;

	constructor(message: string, description: string) {
		super(message);
		this.description = description;
	}
}

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;
const GROWTH = 1.5;

/**
 * Reads the state of work, ever more rarely, until it is done.
 *
 * @param seconds most time to wait
 * @returns the state in which it ended
 * @throws UserError if it failed or the time ran out; the work itself goes on in Customer.io
 */
export async function poll(
	step: PostReceiveContext,
	work: Job,
	seconds: number,
): Promise<JsonObject> {
	const deadline = Date.now() + seconds * 1000;
	let pause = FIRST_PAUSE_MS;
	for (;;) {
		const state = await stateOf(step, work);
		const progress = work.status(state);
		if (progress === 'done') return state;
		const shown = JSON.stringify(state[work.stateKey] ?? null);
		if (progress === 'failed') {
			throw new JobError(
				`${work.name} failed (${work.stateKey}: ${shown})`,
				`Customer.io started it, but could not finish it: ${JSON.stringify(state)}`,
			);
		}
		const left = deadline - Date.now();
		if (left <= 0) {
			throw new JobError(
				`${work.name} is not done after ${seconds} s (${work.stateKey}: ${shown})`,
				`Customer.io goes on with it, so do not start it again. ${work.resumeHint} Or raise "Longest Wait (Seconds)".`,
			);
		}
		await step.wait(Math.min(pause, left));
		pause = Math.min(pause * GROWTH, MAX_PAUSE_MS);
	}
}

async function stateOf(step: PostReceiveContext, work: Job): Promise<JsonObject> {
	try {
		return work.read(await step.get(work.target));
	} catch (error) {
		throw asFailure(work, error);
	}
}

/** The error of reading a state, as that of the work if it says how the work ended. */
function asFailure({ name, failsWith = [] }: Job, error: unknown): unknown {
	if (!(error instanceof NodeApiError) || !failsWith.includes(Number(error.httpCode))) return error;
	return new JobError(
		`${name} failed: ${error.message}`,
		'Customer.io started it, but could not finish it. Correct what it names, and run this item again.',
	);
}
