import type { Specs, Operation } from './spec.ts';
import type { WorkspaceState } from './state.ts';
import type { JsonObject, WebhookEvent } from './types.ts';
import type { Multipart } from './validation/multipart.ts';

/** What a resource needs from the running sandbox. */
export interface World {
	readonly state: WorkspaceState;
	readonly specs: Specs;
	/** Base URL of the sandbox, for links in responses. */
	readonly url: string;
	/** Region of the account, as the Track API reports it. */
	readonly region: 'us' | 'eu';
	/** How long background jobs take, in ms. */
	readonly workMs: number;
	/** Passes an event to the reporting webhooks after the response was sent. */
	emit(event: WebhookEvent): void;
	/** Schedules a job; `webhooksSettled` waits for it, `stop` and `reset` cancel it. */
	later(ms: number, work: () => void): void;
}

/** A request that passed authorization, limits and validation. */
export interface Call {
	key: string;
	resource: string;
	operation: Operation;
	params: Record<string, string>;
	query: Record<string, string>;
	/** `{}` if an optional body is missing. The one operation with an array as body uses `rows`. */
	body: JsonObject;
	rows: unknown[];
	parts: Multipart;
	world: World;
	state: WorkspaceState;
	/** Unix seconds. */
	now: number;
}

export interface HandlerResponse {
	status: number;
	/** JSON; undefined for an empty response. */
	body?: unknown;
	binary?: { contentType: string; data: Buffer };
}

/** Handles one operation. Throws `ApiError` to return an error response. */
export type Handler = (call: Call) => HandlerResponse;

export const ok = (body: unknown): HandlerResponse => ({ status: 200, body });
export const noContent = (): HandlerResponse => ({ status: 204 });
