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

/** One header's parameter: `name` in `form-data; name="file"; filename="a;b.png"`. */
function parameter(header: string, name: string): string | undefined {
	const match = new RegExp(`(?:^|[;\\s])${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(
		header,
	);
	return match ? (match[1]?.replace(/\\(.)/g, '$1') ?? match[2]) : undefined;
}

/**
 * Reads a `multipart/form-data` body as far as an upload needs it. Throws 400 when the boundary is
 * missing, a part has no name, or the closing boundary never comes.
 */
export function parseMultipart(contentType: string, body: Buffer): Multipart {
	const boundary = parameter(contentType, 'boundary');
	if (!boundary) throw new ApiError(400, 'the multipart Content-Type names no boundary');
	const result: Multipart = { fields: {}, files: {} };
	const delimiter = Buffer.from(`--${boundary}`);
	let at = body.indexOf(delimiter);
	if (at < 0) throw new ApiError(400, 'the multipart body does not contain its boundary');
	for (;;) {
		at += delimiter.length;
		if (body.subarray(at, at + 2).toString('latin1') === '--') return result;
		const headerEnd = body.indexOf('\r\n\r\n', at);
		const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), at);
		if (headerEnd < 0 || next < 0)
			throw new ApiError(400, 'the multipart body ends before its closing boundary');
		addPart(
			result,
			body.subarray(at, headerEnd).toString('utf8'),
			body.subarray(headerEnd + 4, next),
		);
		at = next + 2;
	}
}

function addPart(result: Multipart, head: string, data: Buffer): void {
	const headers = new Map(
		head
			.split('\r\n')
			.filter((line) => line.includes(':'))
			.map((line) => [
				line.slice(0, line.indexOf(':')).trim().toLowerCase(),
				line.slice(line.indexOf(':') + 1).trim(),
			]),
	);
	const disposition = headers.get('content-disposition') ?? '';
	const name = parameter(disposition, 'name');
	if (!name) throw new ApiError(400, 'a multipart part has no name');
	const filename = parameter(disposition, 'filename');
	if (filename === undefined) {
		result.fields[name] = data.toString('utf8');
		return;
	}
	result.files[name] = {
		filename,
		contentType: headers.get('content-type') ?? 'application/octet-stream',
		data,
	};
}
