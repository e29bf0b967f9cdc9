import type { IExecuteFunctions } from 'n8n-workflow';

/** Bytes or a stream: what n8n makes binary data of. */
export type FileData = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** How many bytes a text has as UTF-8: what Customer.io counts, unlike `length`. */
export function utf8Bytes(text: string): number {
	return Buffer.byteLength(text, 'utf8');
}
