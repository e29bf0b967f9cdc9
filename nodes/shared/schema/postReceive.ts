import type { IBinaryData } from 'n8n-workflow';

import type { FileData } from '../transport/download';
import type { BuiltRequest } from './request';
import type { JsonObject } from '../utils/json';

/** A file that becomes binary data of an item. */
export interface ResultFile {
	readonly data: FileData;
	readonly fileName: string;
	readonly mimeType: string | undefined;
}

/** A file that n8n has already taken. */
interface SavedFile {
	readonly fileName: string;
	readonly saved: IBinaryData;
}

/** One item that comes of a request, before n8n gets it. */
export interface Result {
	readonly json: JsonObject;
	readonly file?: ResultFile | SavedFile;
}

/** What an operation may use to go on after its request was answered. */
export interface PostReceiveContext {
	readonly request: BuiltRequest;
	/** The items of the answer. */
	readonly items: readonly JsonObject[];
	/** A thing as the items show it: simplified, if the person wants that. */
	simplify(thing: JsonObject): JsonObject;
	/** The body of the answer to a further GET, sent as patiently as the operation's own request. */
	get(target: string): Promise<unknown>;
	/** Fetches a signed link into memory; nothing that belongs to the credential goes with it. */
	download(url: string): Promise<ResultFile>;
	/** Fetches a signed link likewise, and hands it over to n8n without holding it in memory. */
	save(url: string): Promise<SavedFile>;
	/** Waits; a cancelled execution ends it with an error. */
	wait(ms: number): Promise<void>;
}

export type PostReceive = (step: PostReceiveContext) => Promise<Result[]>;
