import type { ApiResponse } from '../transport/apiClient';
import type { Download } from '../transport/download';
import type { Result, ResultFile } from '../schema/postReceive';
import type { JsonObject } from '../utils/json';

/** Types whose file extension is not the second half of their name. */
const EXTENSIONS: { readonly [mimeType: string]: string } = {
	'image/jpeg': 'jpg',
	'image/svg+xml': 'svg',
	'image/x-icon': 'ico',
};

/** An answer that is a file: named after the IDs of its path, of the type that the answer says. */
export function responseFile({ body, contentType }: ApiResponse, ids: JsonObject): Result {
	const data = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
	const mimeType = plainType(contentType);
	const extension = EXTENSIONS[mimeType ?? ''] ?? mimeType?.split('/')[1] ?? 'bin';
	const fileName = `${Object.values(ids)
		.map(String)
		.join('-')
		.replace(/[^\w.-]/g, '_')}.${extension}`;
	return {
		json: { ...ids, fileName, mimeType: mimeType ?? null, fileSize: data.length },
		file: { data, fileName, mimeType },
	};
}

/** A file behind a link: named as the link says. */
export function downloadedFile(url: string, { data, headers }: Download): ResultFile {
	const [name = ''] = new URL(url).pathname.split('/').slice(-1);
	const contentType = headers['content-type'];
	const mimeType = typeof contentType === 'string' ? plainType(contentType) : undefined;
	return {
		data,
		fileName: decoded(name) || 'file',
		// Storage hosts say this of everything; n8n then goes by the name.
		mimeType: mimeType === 'application/octet-stream' ? undefined : mimeType,
	};
}

/** Archives begin with these bytes: ZIP and gzip. */
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
