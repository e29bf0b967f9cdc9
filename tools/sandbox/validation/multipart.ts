import { ApiError } from '../errors.ts';

interface FilePart {
	filename: string;
	contentType: string;
	data: Buffer;
}

export interface Multipart {
	fields: Record<string, string>;
	files: Record<string, FilePart>;
}

/**
 * Reads a `multipart/form-data` body.
 *
 * @throws ApiError 400 without a boundary, a name for each part, or the closing boundary
 */
export async function parseMultipart(contentType: string, body: Buffer): Promise<Multipart> {
	const headers = { 'Content-Type': contentType };
	const form = await new Response(new Uint8Array(body), { headers }).formData().catch(() => {
		const needs = 'a boundary, a name for each part, and a closing boundary';
		throw new ApiError(400, `the multipart body is malformed: it needs ${needs}`);
	});
	const parts: Multipart = { fields: {}, files: {} };
	for (const [name, value] of form) {
		if (typeof value === 'string') {
			parts.fields[name] = value;
			continue;
		}
		const data = Buffer.from(await value.arrayBuffer());
		parts.files[name] = { filename: value.name, contentType: value.type, data };
	}
	return parts;
}
