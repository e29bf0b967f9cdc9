import type { Json } from '../utils/json';

/** A condition on one key of an object; a missing key counts as `null`. */
export type KeyCondition = { readonly key: string } & (
	{ readonly in: readonly Json[] } | { readonly notIn: readonly Json[] }
);

/** How the node waits for a job that Customer.io continues after its response. */
export interface Poll {
	/** The choice of the user that makes the node wait, by the parameter's name. */
	readonly when: KeyCondition;
	/** The job in an error message, before its ID: "Export". */
	readonly label: string;
	/** Key of the job's ID in the first response. */
	readonly idKey: string;
	/** Where the job's state is read. Braces take keys of the operation's path and of the first response. */
	readonly route: `GET /v1/${string}`;
	/** Key of the job in a response; without it, the whole response is the job. */
	readonly rootProperty?: string;
	readonly done: KeyCondition;
	/** Any of these means that the job failed. */
	readonly failed?: readonly KeyCondition[];
	/** HTTP statuses that Customer.io responds with, instead of a state, if the job failed. */
	readonly failsWith?: readonly number[];
	/** The first response may be that of a finished job. */
	readonly mayFinishAtOnce?: true;
	/** The result has the keys of the first response, too. */
	readonly includeFirstResponse?: true;
	/** Key of the job that an error message shows; by default the key of `done`. */
	readonly progressKey?: string;
	/** How the user gets the result later, with `{id}` for the job's ID. */
	readonly resumeHint: string;
}

/** Applies where the user entered nothing: an expression may be empty for an item. */
export const DEFAULT_WAIT_SECONDS = 300;

/** Name of the field with the maximum time to wait. */
export const WAIT_SECONDS = 'wait_seconds';

/** Whether an object meets a condition. */
export function meets(object: { readonly [key: string]: Json }, condition: KeyCondition): boolean {
	const value = object[condition.key] ?? null;
	return 'in' in condition ? condition.in.includes(value) : !condition.notIn.includes(value);
}
