import type { IBinaryData } from 'n8n-workflow';

import type { FileData } from '../utils/bytes';
import type { BuiltRequest } from './request';
import type { JsonObject } from '../utils/json';

/** A file that becomes binary data of an item. */
export interface ResultFile {
	readonly data: FileData;
	readonly fileName: string;
	readonly mimeType: string | undefined;
}

/** A file that n8n has stored already. */
interface SavedFile {
	readonly fileName: string;
	readonly saved: IBinaryData;
}

/** One item that results from a request, before n8n gets it. */
export interface Result {
	readonly json: JsonObject;
	readonly file?: ResultFile | SavedFile;
}

/** What an operation may use after the response to its request. */
export interface PostReceiveContext {
	readonly request: BuiltRequest;
	/** The items of the response. */
	readonly items: readonly JsonObject[];
	/** The finished job, if the operation polls and the user chose to wait for it. */
	readonly job?: JsonObject;
	/** Reduces an item to its main keys, if the user wants that. */
	simplify(item: JsonObject): JsonObject;
	/** The response body of a further GET, with the limits of the operation's own request. */
	get(requestTarget: string): Promise<unknown>;
	/** Downloads a signed link into memory, without the credential. */
	download(url: string): Promise<ResultFile>;
	/** Streams a signed link to n8n's storage, without the credential. */
	save(url: string): Promise<SavedFile>;
	/** Waits; rejects when the execution is cancelled. */
	wait(ms: number): Promise<void>;
}

/** Turns the response of an operation into its items, by further requests if needed. */
export type PostReceive = (context: PostReceiveContext) => Promise<Result[]>;
