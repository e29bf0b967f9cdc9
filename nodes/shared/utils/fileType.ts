/** File extensions by MIME type, where the type does not end with the extension. */
const EXTENSIONS: { readonly [mimeType: string]: string } = {
	'application/gzip': 'gz',
	'application/msword': 'doc',
	'application/vnd.ms-excel': 'xls',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
	'image/jpeg': 'jpg',
	'image/svg+xml': 'svg',
	'image/x-icon': 'ico',
	'text/calendar': 'ics',
	'text/plain': 'txt',
};

/** MIME types by extension, for files whose own type says nothing. */
const MIME_TYPES: { readonly [extension: string]: string } = {
	bmp: 'image/bmp',
	csv: 'text/csv',
	gif: 'image/gif',
	ics: 'text/calendar',
	jpeg: 'image/jpeg',
	jpg: 'image/jpeg',
	pdf: 'application/pdf',
	png: 'image/png',
	svg: 'image/svg+xml',
	txt: 'text/plain',
	webp: 'image/webp',
};

const UNKNOWN_TYPE = 'application/octet-stream';

/** The extension for a MIME type, without the dot; undefined if the type says nothing. */
export function extensionOf(mimeType: string | undefined): string | undefined {
	if (mimeType === undefined || mimeType === '' || mimeType === UNKNOWN_TYPE) return undefined;
	return EXTENSIONS[mimeType] ?? mimeType.split('/')[1];
}

/** What n8n knows of a binary file; any part may be missing or empty. */
interface FileFacts {
	readonly fileName?: string | undefined;
	readonly fileExtension?: string | undefined;
	readonly mimeType?: string | undefined;
}

/**
 * A name with an extension, and a MIME type.
 *
 * @param fallback the name of a file that has none
 */
export function nameAndType(
	{ fileName = '', fileExtension = '', mimeType = '' }: FileFacts,
	fallback: string,
): { fileName: string; mimeType: string } {
	const name = fileName.trim() === '' ? fallback : fileName.trim();
	const [, ownExtension] = /\.([A-Za-z0-9]{1,8})$/.exec(name) ?? [];
	const extension = ownExtension ?? (fileExtension || extensionOf(mimeType));
	const isKnown = mimeType !== '' && mimeType !== UNKNOWN_TYPE;
	return {
		fileName: ownExtension === undefined && extension ? `${name}.${extension}` : name,
		mimeType: isKnown
			? mimeType.toLowerCase()
			: (MIME_TYPES[extension?.toLowerCase() ?? ''] ?? UNKNOWN_TYPE),
	};
}
