import type { Sandbox } from '../sandbox/sandbox.ts';

/** What shows which item a request belongs to. */
export interface SentRequest {
	readonly path: string;
	readonly body: unknown;
}

export interface Workload {
	node: 'customerIoApp' | 'customerIoPipelines' | 'customerIoTrack';
	/** `unsafe`: processing it twice does harm. */
	kind: 'read' | 'idempotent' | 'unsafe' | 'calls';
	parameters: object;
	options?: object;
	/** The input of one item; its marker appears in the request. */
	item(marker: string, bad: boolean, index: number): object;
	/** The marker of the item that a request belongs to; without it, a request has several items. */
	markerOf?(request: SentRequest): string | undefined;
	/** The marker of each item that was processed, as often as it was; without it, the requests show it by `markerOf`. */
	processed?(sandbox: Sandbox): string[];
	/** Items that write the same entity; the last one wins. */
	writes?: {
		entityOf(index: number): string;
		/** The marker that an entity has. */
		markerIn(sandbox: Sandbox, entity: string): unknown;
	};
	prepare?(sandbox: Sandbox, count: number): void;
	/** Reads pages, each of at most `pageSize` entries if it is set. */
	isList?: boolean;
	pageSize?: number;
	/** Default 12. */
	maxItems?: number;
	/** Seconds that an item takes beside its first request. */
	waitSeconds?: number;
	/** Number of outputs of a successful item. Default 1. */
	outputsPerItem?(sandbox: Sandbox): number;
	/** Whether a successful output is correct. */
	isCorrect?(json: Record<string, unknown>, marker: string, index: number): boolean;
}
