import type { AttachmentsField } from '../schema/fields';
import type { JsonObject } from '../utils/json';
import { fail, type FieldType } from './fieldType';
import { property, requiredIf } from './property';
import { quote, toTexts } from './values';

export const attachmentsType: FieldType<AttachmentsField> = {
	describe: (field, required) =>
		requiredIf(required, property(field, { type: 'string', default: '' })),
	async read({ parameter, maxBytes }, { getParameter, input }) {
		const files: JsonObject = {};
		let bytes = 0;
		for (const binaryProperty of toTexts(getParameter(parameter))) {
			const file = await input.file(binaryProperty);
			if (file === undefined) return fail(...missingFile(binaryProperty));
			const name = file.fileName;
			if (Object.hasOwn(files, name)) {
				fail(
					`two files are called ${quote(name)}`,
					'Customer.io tells attachments apart by name. Rename one of them.',
				);
			}
			bytes += file.data.length;
			files[name] = file.data.toString('base64');
		}
		if (bytes > maxBytes) {
			fail(
				`must be at most ${maxBytes} bytes together, but the files have ${bytes}`,
				'Send a link to the file instead, or make it smaller.',
			);
		}
		return files;
	},
};

/** What is wrong with an item that lacks a file, and how to fix it. */
export function missingFile(binaryProperty: string): [problem: string, howToFix: string] {
	return [
		`the item has no binary field ${quote(binaryProperty)}`,
		'Look at the Binary tab of the input for the names of its files.',
	];
}
