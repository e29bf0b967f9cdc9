import { randomUUID } from 'node:crypto';

import { missingFile } from '../fieldTypes/attachments';
import type { BuiltRequest } from '../schema/request';
import type { Upload } from '../schema/operation';
import { InputError } from '../utils/errors';
import type { ItemFile, ItemInput } from '../schema/itemInput';
import { asObject, asText, type JsonObject } from '../utils/json';

/**
 * Sends a file of the item as a form, together with the fields of the body.
 *
 * @throws InputError if the item has no such file, or its type or size is not allowed
 */
export async function withUpload(
	request: BuiltRequest,
	upload: Upload,
	input: ItemInput,
): Promise<BuiltRequest> {
	const property = String(request.settings[upload.field.name]);
	const file = await input.file(property);
	if (file === undefined) {
		throw new InputError(upload.field.displayName, ...missingFile(property));
	}
	checkFile(file, upload);
	const form = multipartForm(asObject(request.body) ?? {}, upload.field.name, file);
	return { ...request, body: undefined, upload: form };
}

function checkFile({ data, mimeType }: ItemFile, { field, maxBytes, mimeTypes }: Upload): void {
	if (!mimeTypes.includes(mimeType)) {
		throw new InputError(
			field.displayName,
			`must be one of ${mimeTypes.join(', ')}, but is ${mimeType}`,
			'Convert the file, or set its type where it comes from.',
		);
	}
	if (data.length === 0 || data.length > maxBytes) {
		throw new InputError(
			field.displayName,
			data.length === 0
				? 'is an empty file'
				: `must be at most ${maxBytes} bytes, but has ${data.length}`,
			'Make the file smaller, or use another one.',
		);
	}
}

/**
 * A `multipart/form-data` body as one buffer, so that it can be sent again when it is retried.
 *
 * Not made by the platform's FormData: n8n takes that for an empty body and sends nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
function multipartForm(
	fields: JsonObject,
	fileFieldName: string,
	file: { fileName: string; mimeType: string; data: Buffer },
): NonNullable<BuiltRequest['upload']> {
	const boundary = `n8n-${randomUUID()}`;
	const parts: Array<string | Buffer> = [];
	for (const [key, value] of Object.entries(fields)) {
		parts.push(partHead(boundary, `name="${escaped(key)}"`), `${asText(value)}\r\n`);
	}
	parts.push(
		partHead(
			boundary,
			`name="${escaped(fileFieldName)}"; filename="${escaped(file.fileName)}"`,
			file.mimeType,
		),
		file.data,
		`\r\n--${boundary}--\r\n`,
	);
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		data: Buffer.concat(parts.map((part) => (Buffer.isBuffer(part) ? part : Buffer.from(part)))),
	};
}

function partHead(boundary: string, parameters: string, contentType?: string): string {
	const type = contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`;
	return `--${boundary}\r\nContent-Disposition: form-data; ${parameters}\r\n${type}\r\n`;
}

/** Escapes what would end the header, in the same way as browsers. */
function escaped(text: string): string {
	return text.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
