import type { ApiResponse } from '../transport/apiClient';
import type { Download } from '../transport/download';
import type { Result, ResultFile } from '../schema/postReceive';
import { extensionOf } from '../utils/fileType';
import type { JsonObject } from '../utils/json';

/** A response that is a file: named after the IDs of its path, with the type of its header. */
export function responseFile({ body, contentType }: ApiResponse, ids: JsonObject): Result {
	const data = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
	const mimeType = plainType(contentType);
	const extension = extensionOf(mimeType) ?? 'bin';
	const fileName = `${Object.values(ids)
		.map(String)
		.join('-')
		.replace(/[^\w.-]/g, '_')}.${extension}`;
	return {
		json: { ...ids, fileName, mimeType: mimeType ?? null, fileSize: data.length },
		file: { data, fileName, mimeType },
	};
}

/** A downloaded file, named after the end of its URL. */
export function downloadedFile(url: string, { data, headers }: Download): ResultFile {
	const [name = ''] = new URL(url).pathname.split('/').slice(-1);
	const contentType = headers['content-type'];
	const mimeType = typeof contentType === 'string' ? plainType(contentType) : undefined;
	return {
		data,
		fileName: decoded(name) || 'file',
		// Storage hosts send this for all files; without a type, n8n uses the file name.
		mimeType: mimeType === 'application/octet-stream' ? undefined : mimeType,
	};
}

/** Whether a file is a ZIP or gzip archive, by its first bytes. */
export function isArchive(data: Buffer): boolean {
	return ['504b0304', '504b0506'].includes(data.toString('hex', 0, 4)) || isGzip(data);
}

function isGzip(data: Buffer): boolean {
	return data[0] === 0x1f && data[1] === 0x8b;
}

/** `image/png; charset=…` → `image/png`. */
function plainType(contentType: string | undefined): string | undefined {
	return contentType?.split(';')[0]?.trim().toLowerCase() || undefined;
}

function decoded(name: string): string {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
