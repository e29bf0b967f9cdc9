import type { FileData } from '../transport/download';
import type { BuiltRequest } from './request';
import type { JsonObject } from './json';

/** A file that becomes binary data of an item. */
export interface ResultFile {
	readonly data: FileData;
	readonly fileName: string;
	readonly mimeType: string | undefined;
}

/** One item that comes of a request, before n8n gets it. */
export interface Result {
	readonly json: JsonObject;
	readonly file?: ResultFile;
}

/** What an operation may use to go on after its request was answered. */
export interface Step {
	readonly request: BuiltRequest;
	/** The items of the answer. */
	readonly things: readonly JsonObject[];
	/** A thing as the items show it: simplified, if the person wants that. */
	shown(thing: JsonObject): JsonObject;
	/** The body of the answer to a further GET, sent as patiently as the operation's own request. */
	get(target: string): Promise<unknown>;
	/** Fetches a signed link; nothing that belongs to the credential goes with it. */
	download(url: string, as: 'bytes' | 'stream'): Promise<ResultFile>;
	/** Waits; a cancelled execution ends it with an error. */
	wait(ms: number): Promise<void>;
}

export type FollowUp = (step: Step) => Promise<Result[]>;
