import { randomUUID } from 'node:crypto';

import { buildRequest } from './buildRequest';
import type { BuiltRequest } from '../schema/request';
import { InputError } from '../utils/errors';
import type { ItemFile, ItemInput } from '../schema/itemInput';
import { asText } from '../utils/json';
import type { StringField } from '../schema/fields';
import type { Operation } from '../schema/operation';
import type { JsonObject } from '../utils/json';

interface UploadRules {
	/** The field that names the binary field of the item; in the form, the file has its name. */
	readonly field: StringField;
	readonly maxBytes: number;
	readonly mimeTypes: readonly string[];
}

/** Builds requests that send a file of the item as a form, with the other fields beside it. */
export function uploadOf(rules: UploadRules) {
	return async (operation: Operation, input: ItemInput): Promise<BuiltRequest> => {
		const request = await buildRequest(operation, input);
		const property = String(request.settings[rules.field.name]);
		const file = await input.file(property);
		if (file === undefined) {
			throw new InputError(
				rules.field.displayName,
				`the item has no binary field "${property}"`,
				'Look at the Binary tab of the input for the names of its files.',
			);
		}
		checkFile(file, rules);
		const fields = (request.body ?? {}) as JsonObject;
		const upload = formOf(fields, rules.field.name, { fileName: property, ...definedName(file) });
		return { ...request, body: undefined, upload };
	};
}

function definedName(file: ItemFile) {
	const { fileName, ...rest } = file;
	return fileName === undefined ? rest : { ...rest, fileName };
}

function checkFile({ data, mimeType }: ItemFile, { field, maxBytes, mimeTypes }: UploadRules) {
	if (!mimeTypes.includes(mimeType.toLowerCase())) {
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
 * A `multipart/form-data` body in one piece, so that it can be sent again after a refusal.
 *
 * Written by hand: n8n takes Node's own FormData for an empty body and sends nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
function formOf(
	fields: JsonObject,
	name: string,
	file: { fileName: string; mimeType: string; data: Buffer },
): NonNullable<BuiltRequest['upload']> {
	const boundary = `n8n-${randomUUID()}`;
	const parts: Array<string | Buffer> = [];
	for (const [key, value] of Object.entries(fields)) {
		parts.push(partHead(boundary, `name="${quotable(key)}"`), `${asText(value)}\r\n`);
	}
	parts.push(
		partHead(
			boundary,
			`name="${quotable(name)}"; filename="${quotable(file.fileName)}"`,
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

/** As browsers write names: what would end the header is percent-encoded. */
function quotable(text: string): string {
	return text.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
