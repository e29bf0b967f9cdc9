/** What an error body says. */
export interface ErrorDetails {
	readonly message?: string | undefined;
	/** Customer.io's stable name of the error. */
	readonly code?: string | undefined;
}

type Entry = { readonly [key: string]: unknown };

const MAX_TEXT = 300;

/**
 * Reads an error body in any of its forms: `{ errors: [{ detail, code }] }`, `{ meta: { error } }` and
 * `{ meta: { errors: [] } }` of Customer.io; `{ error }`, `{ message }`, `{ detail }`, plain text and
 * HTML of what stands in front of it.
 */
export function errorDetails(body: unknown): ErrorDetails {
	if (typeof body === 'string') return { message: textMessage(body) };
	if (Array.isArray(body)) return errorDetails({ errors: body });
	if (!isEntry(body)) return {};
	const meta = isEntry(body.meta) ? body.meta : {};
	const entries = [
		...entriesOf(body.errors),
		...entriesOf(meta.error),
		...entriesOf(meta.errors),
		...(isEntry(body.error) ? [body.error] : []),
	];
	const messages = entries.map(entryMessage).filter((message) => message !== undefined);
	return {
		message: messages.length > 0 ? messages.join('; ') : (entryMessage(body) ?? text(body.error)),
		code: [...entries, meta, body].map(codeOf).find((code) => code !== undefined),
	};
}

/** Errors as a list, as one value, or as lists by the name of a field. */
function entriesOf(errors: unknown): unknown[] {
	if (errors === undefined || errors === null) return [];
	if (!isEntry(errors) || entryMessage(errors) !== undefined) return [errors].flat();
	return Object.entries(errors).flatMap(([field, value]) =>
		[value]
			.flat()
			.map((error) => (isEntry(error) ? { field, ...error } : { field, detail: error })),
	);
}

/** The text of one error, with the field that it is about. */
function entryMessage(error: unknown): string | undefined {
	if (!isEntry(error)) return text(error);
	const { source, meta } = error;
	const message = [error.detail, error.message, error.reason, error.title]
		.map(text)
		.find((part) => part !== undefined);
	if (message === undefined) return undefined;
	const place = text(isEntry(source) ? source.pointer : undefined) ?? text(error.field);
	const reason = text(error.reason);
	const details = [place, reason === message ? undefined : reason].filter(Boolean).join(', ');
	const more = meta === undefined ? '' : ` ${JSON.stringify(meta)}`;
	return `${message}${details === '' ? '' : ` (${details})`}${more}`;
}

function codeOf(error: unknown): string | undefined {
	const code = isEntry(error) ? error.code : undefined;
	return typeof code === 'number' ? String(code) : text(code);
}

/** The title of a web page, or a text as it is. */
function textMessage(body: string): string | undefined {
	const isHtml = /^\s*<(!doctype|html|head|body)\b/i.test(body);
	const title = isHtml ? /<(title|h1)\b[^>]*>([^<]*)</i.exec(body)?.[2] : body;
	const line = title?.replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT);
	return text(line);
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function isEntry(value: unknown): value is Entry {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
