import type { Specs, Operation } from './spec.ts';
import type { WorkspaceState } from './state.ts';
import type { JsonObject, WebhookEvent } from './types.ts';
import type { Multipart } from './validation/multipart.ts';

/** What a resource needs from the running sandbox. */
export interface World {
	readonly state: WorkspaceState;
	readonly specs: Specs;
	/** Where the sandbox listens, for links that it hands out. */
	readonly url: string;
	/** How long started work stays unfinished, ms. */
	readonly workMs: number;
	/** Hands an event to the reporting webhooks, after the answer has gone out. */
	emit(event: WebhookEvent): void;
	/** Runs work later; `webhooksSettled` waits for it and `stop` and `reset` drop it. */
	later(ms: number, work: () => void): void;
}

/** A request that passed authorization, limits and validation. */
export interface Call {
	key: string;
	resource: string;
	operation: Operation;
	params: Record<string, string>;
	query: Record<string, string>;
	/** `{}` when an optional body was left out; an array for the one raw-array operation. */
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
	/** JSON; absent for an empty answer. */
	body?: unknown;
	binary?: { contentType: string; data: Buffer };
}

/** Answers one operation. Throws `ApiError` to refuse. */
export type Handler = (call: Call) => HandlerResponse;

export const ok = (body: unknown): HandlerResponse => ({ status: 200, body });
export const noContent = (): HandlerResponse => ({ status: 204 });
